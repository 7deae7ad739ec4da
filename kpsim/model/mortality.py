"""Deaths: from every state, overdoses, and the years of life lost."""

from kpsim.engine.lang import auxiliary, flow
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    aftercare_clients,
    community_residents,
    contact_clients,
    counselling_clients,
    hidden_users,
    imprisoned_users,
    newly_abstinent,
    risky_users,
    stably_abstinent,
    substitution_patients,
)


@flow("person/month", by=(SUBSTANCE,), out_of=risky_users, cs="Úmrtí rizikově užívajících")
def dying_in_risky_use(risky_users, death_rate, death_ratio_in_risky_use):
    """Risky users die."""
    return risky_users * death_rate * death_ratio_in_risky_use


@flow("person/month", by=(SUBSTANCE,), out_of=hidden_users, cs="Úmrtí závislých bez kontaktu")
def dying_without_contact(hidden_users, death_rate):
    """People without contact die."""
    return hidden_users * death_rate


@flow("person/month", by=(SUBSTANCE,), out_of=contact_clients, cs="Úmrtí klientů v kontaktu")
def dying_in_contact(contact_clients, death_rate, death_ratio_in_contact):
    """Contact clients die; no study shows that contact alone changes how many."""
    return contact_clients * death_rate * death_ratio_in_contact


@flow("person/month", by=(SUBSTANCE,), out_of=counselling_clients, cs="Úmrtí klientů poradenství")
def dying_in_counselling(counselling_clients, death_rate, death_ratio_in_counselling):
    """Clients of counselling die."""
    return counselling_clients * death_rate * death_ratio_in_counselling


@flow(
    "person/month", by=(SUBSTANCE,), out_of=substitution_patients, cs="Úmrtí pacientů v substituci"
)
def dying_in_substitution(substitution_patients, death_rate, death_ratio_in_substitution):
    """Patients in substitution treatment die, about half as often as outside it."""
    return substitution_patients * death_rate * death_ratio_in_substitution


@flow("person/month", by=(SUBSTANCE,), out_of=community_residents, cs="Úmrtí obyvatel komunity")
def dying_in_community(community_residents, death_rate, death_ratio_in_abstinence):
    """Residents of the community die."""
    return community_residents * death_rate * death_ratio_in_abstinence


@flow("person/month", by=(SUBSTANCE,), out_of=aftercare_clients, cs="Úmrtí klientů následné péče")
def dying_in_aftercare(aftercare_clients, death_rate, death_ratio_in_abstinence):
    """Clients of aftercare die."""
    return aftercare_clients * death_rate * death_ratio_in_abstinence


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=newly_abstinent,
    cs="Úmrtí lidí v prvním roce abstinence",
)
def dying_in_first_year(newly_abstinent, death_rate, death_ratio_in_abstinence):
    """People in the first year of abstinence die."""
    return newly_abstinent * death_rate * death_ratio_in_abstinence


@flow("person/month", by=(SUBSTANCE,), out_of=stably_abstinent, cs="Úmrtí stabilně abstinujících")
def dying_in_stable_abstinence(stably_abstinent, death_rate, death_ratio_in_abstinence):
    """People in stable abstinence die."""
    return stably_abstinent * death_rate * death_ratio_in_abstinence


@flow("person/month", by=(SUBSTANCE,), out_of=imprisoned_users, cs="Úmrtí závislých ve vězení")
def dying_in_prison(imprisoned_users, death_rate, death_ratio_in_prison):
    """Dependent people die in prison too."""
    return imprisoned_users * death_rate * death_ratio_in_prison


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úmrtí závislých lidí v komunitě i vězení")
def deaths_of_users(
    dying_without_contact,
    dying_in_contact,
    dying_in_counselling,
    dying_in_substitution,
    dying_in_community,
    dying_in_prison,
):
    """Deaths of people who depend on a substance now, in prison and residential care too."""
    return (
        dying_without_contact
        + dying_in_contact
        + dying_in_counselling
        + dying_in_substitution
        + dying_in_community
        + dying_in_prison
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úmrtí abstinujících a rizikově užívajících")
def deaths_of_others(
    dying_in_risky_use, dying_in_aftercare, dying_in_first_year, dying_in_stable_abstinence
):
    """Deaths of people who are abstinent or use riskily."""
    return (
        dying_in_risky_use + dying_in_aftercare + dying_in_first_year + dying_in_stable_abstinence
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úmrtí celkem")
def deaths(deaths_of_users, deaths_of_others):
    """All deaths in the population the model follows."""
    return deaths_of_users + deaths_of_others


@auxiliary("person/month", by=(SUBSTANCE,), cs="Smrtelná předávkování")
def fatal_overdoses(deaths_of_users, overdose_share_of_deaths):
    """Deaths by overdose, a part of the deaths of users."""
    return deaths_of_users * overdose_share_of_deaths


@auxiliary("QALY/month", by=(SUBSTANCE,), cs="Ztracené roky života v plném zdraví: úmrtí")
def health_lost_to_death(deaths, health_lost_per_death):
    """Years of life in full health lost by those who die early."""
    return deaths * health_lost_per_death
