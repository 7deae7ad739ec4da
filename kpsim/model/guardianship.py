"""Public guardianship: slow, almost absorbing, mostly fed by causes services do not reach."""

from kpsim.engine.lang import auxiliary, flow, pick
from kpsim.model.stocks import long_term_harm, wards_of_municipalities


@auxiliary("1", cs="Zátěž vedoucí k opatrovnictví proti výchozímu stavu")
def guardianship_burden(alcohol_relative, relative_psychosis, alcohol_share_of_addiction_wards):
    """Heavy drinking and psychosis today, as a share of the start."""
    return alcohol_share_of_addiction_wards * alcohol_relative + (
        1 - alcohol_share_of_addiction_wards
    ) * pick(relative_psychosis, substance="pervitin")


@flow("1/month", into=long_term_harm, cs="Vznik dlouhodobých následků")
def harm_accumulating(guardianship_burden, harm_delay_time):
    """Years of heavy use leave lasting damage."""
    return guardianship_burden / harm_delay_time


@flow("1/month", out_of=long_term_harm, cs="Odeznění dlouhodobých následků")
def harm_fading(long_term_harm, harm_delay_time):
    """Damage of the past is overtaken by what happens now."""
    return long_term_harm / harm_delay_time


@flow("person/month", into=wards_of_municipalities, cs="Noví opatrovanci")
def becoming_ward(new_wards_at_balance, addiction_share_of_new_wards, long_term_harm, trend_wards):
    """Courts restrict legal capacity; addiction stands behind a part of the cases.

    Ageing of the population raises the number in any scenario.
    """
    return (
        new_wards_at_balance
        * (1 + addiction_share_of_new_wards * (long_term_harm - 1))
        * trend_wards
    )


@flow("person/month", out_of=wards_of_municipalities, cs="Konec opatrovnictví")
def leaving_guardianship(wards_of_municipalities, ward_leaving_rate):
    """Wards die, move away, or, rarely, regain their legal capacity."""
    return wards_of_municipalities * ward_leaving_rate


@auxiliary("FTE", cs="Potřebné úvazky veřejných opatrovníků")
def guardians_needed(wards_of_municipalities, wards_per_guardian):
    """Full-time guardians needed at the recommended caseload."""
    return wards_of_municipalities / wards_per_guardian


@auxiliary("person/FTE", cs="Opatrovanci na jednoho opatrovníka")
def caseload_of_guardians(wards_of_municipalities, guardians_at_start):
    """Wards for each guardian if no guardian is added."""
    return wards_of_municipalities / guardians_at_start
