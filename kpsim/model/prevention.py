"""Prevention: programmes in schools are felt when their pupils reach the age of first use."""

from kpsim.engine.lang import auxiliary, flow, minimum, pick
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    programme_experience,
    programme_experience_first,
    programme_experience_second,
)


@auxiliary("1", cs="Dosah primární prevence proti výchozímu stavu")
def prevention_reach(relative_reach):
    """Pupils reached by prevention workers, as a share of the start."""
    return pick(relative_reach, service="prevention")


@auxiliary("1", cs="Podíl dětí s ověřeným programem prevence")
def programme_coverage(programme_coverage_at_start, prevention_reach):
    """Share of pupils who go through a proven prevention programme this year."""
    return minimum(1, programme_coverage_at_start * prevention_reach)


@flow("1/month", into=programme_experience_first, cs="Prevence u nejmladších: zahájení")
def starting_programmes(programme_coverage, school_stage_time):
    """A new year of pupils meets the programme, or does not."""
    return programme_coverage / school_stage_time


@flow("1/month", out_of=programme_experience_first, cs="Prevence u nejmladších: odchod výš")
def leaving_first_stage(programme_experience_first, school_stage_time):
    """Pupils leave the youngest third of the school years."""
    return programme_experience_first / school_stage_time


@flow("1/month", into=programme_experience_second, cs="Prevence u středních: příchod")
def entering_second_stage(programme_experience_first, school_stage_time):
    """Pupils enter the middle third with the experience they bring."""
    return programme_experience_first / school_stage_time


@flow("1/month", out_of=programme_experience_second, cs="Prevence u středních: odchod výš")
def leaving_second_stage(programme_experience_second, school_stage_time):
    """Pupils leave the middle third of the school years."""
    return programme_experience_second / school_stage_time


@flow("1/month", into=programme_experience, cs="Prevence u dospívajících: příchod")
def entering_age_of_first_use(programme_experience_second, school_stage_time):
    """Young people reach the age of first use with the experience they bring."""
    return programme_experience_second / school_stage_time


@flow("1/month", out_of=programme_experience, cs="Prevence u dospívajících: odchod do dospělosti")
def leaving_age_of_first_use(programme_experience, school_stage_time):
    """Young people leave the age at which most first use happens."""
    return programme_experience / school_stage_time


@auxiliary("1", cs="Riziko začátku užívání proti výchozímu stavu (prevence)")
def prevention_effect(programme_experience, programme_coverage_at_start, prevention_risk_ratio):
    """Risk of starting among the young people of today, given the programmes they met."""
    return (1 - programme_experience * (1 - prevention_risk_ratio)) / (
        1 - programme_coverage_at_start * (1 - prevention_risk_ratio)
    )


@auxiliary("1", by=(SUBSTANCE,), cs="Vliv prevence podle látky")
def prevention_effect_by_substance(prevention_effect, prevention_transfer_share):
    """Programmes were tested on drug use; only part of the effect carries over to other things."""
    return 1 + prevention_transfer_share * (prevention_effect - 1)
