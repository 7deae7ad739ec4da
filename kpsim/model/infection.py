"""Infections: hepatitis C and HIV among people who inject, syringes and sharing."""

from kpsim.engine.lang import (
    auxiliary,
    exp,
    flow,
    maximum,
    minimum,
    ratio,
    total,
    where,
)
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    injectors_cured_of_hcv,
    injectors_with_hcv,
    injectors_with_hiv,
    outbreak_pressure,
)


@auxiliary("person", cs="Lidé užívající injekčně")
def injectors(active_users, injecting_share):
    """Active users who inject."""
    return total(active_users * injecting_share, over=SUBSTANCE)


@auxiliary("person", cs="Injekční uživatelé ve výměnném programu")
def injectors_in_contact(contact_clients, injecting_share):
    """People who inject and get clean syringes from a contact or outreach worker."""
    return total(contact_clients * injecting_share, over=SUBSTANCE)


@auxiliary("syringe/month", cs="Vydané injekční stříkačky")
def syringes_distributed(injectors_in_contact, syringes_per_client):
    """Syringes handed out by the contact centre and outreach."""
    return injectors_in_contact * syringes_per_client


@auxiliary("1", cs="Pokrytí čistými stříkačkami ze služeb")
def service_syringe_coverage(injectors_in_contact, injectors, high_coverage_share):
    """Share of people who inject whom services supply with enough clean syringes."""
    return ratio(injectors_in_contact, injectors, if_zero=0) * high_coverage_share


@auxiliary("1", cs="Pokrytí čistými stříkačkami")
def syringe_coverage(
    service_syringe_coverage, initial_service_syringe_coverage, pharmacy_share_of_lost_syringes
):
    """Share of people who inject with enough clean syringes; pharmacies replace a part."""
    lost = maximum(0, initial_service_syringe_coverage - service_syringe_coverage)
    return service_syringe_coverage + pharmacy_share_of_lost_syringes * lost


@auxiliary("1", cs="Přenos hepatitidy C při dnešním pokrytí", en="HCV protection")
def hcv_protection(syringe_coverage, hcv_risk_ratio_with_syringes):
    """Transmission of hepatitis C as a share of what it would be without clean syringes."""
    return 1 - syringe_coverage * (1 - hcv_risk_ratio_with_syringes)


@auxiliary("1", cs="Stříkačky ze služeb na jednoho uživatele proti výchozímu stavu")
def relative_syringe_supply(
    syringes_distributed, initial_syringes_distributed, injectors, initial_injectors
):
    """Syringes from services for each person who injects, as a share of the start.

    What people buy in pharmacies is inside the sensitivity: where it was measured, they did too.
    """
    from_services = ratio(syringes_distributed, initial_syringes_distributed, if_zero=1)
    return from_services * ratio(initial_injectors, injectors, if_zero=1)


@auxiliary("1", cs="Sdílení stříkaček proti výchozímu stavu")
def relative_sharing(relative_syringe_supply, sharing_sensitivity):
    """Sharing of syringes rises as fewer are available for each person who injects.

    An outcome only: transmission follows coverage, so that one link is not counted twice.
    """
    return exp(sharing_sensitivity * (1 - relative_syringe_supply))


@auxiliary("1", cs="Podíl injekčních uživatelů, kteří sdílejí stříkačky")
def sharing_share(sharing_share_at_start, relative_sharing):
    """Share of people who inject and used somebody else's syringe lately."""
    return minimum(1, sharing_share_at_start * relative_sharing)


@auxiliary("person/month", cs="Nové nákazy hepatitidou C", en="new HCV infections")
def new_hcv_infections(hcv_contact_rate_at_balance, injectors_with_hcv, injectors, hcv_protection):
    """People who inject catch hepatitis C, whether anybody notices or not."""
    susceptible = ratio(maximum(0, injectors - injectors_with_hcv), injectors, if_zero=0)
    return hcv_contact_rate_at_balance * injectors_with_hcv * susceptible * hcv_protection


@auxiliary("1", cs="Podíl vyléčených mezi nenakaženými")
def cured_share_of_susceptible(injectors_cured_of_hcv, injectors, injectors_with_hcv):
    """Share of the uninfected people who inject who had been infected and cured."""
    return minimum(
        1, ratio(injectors_cured_of_hcv, maximum(0, injectors - injectors_with_hcv), if_zero=0)
    )


@flow("person/month", into=injectors_with_hcv, cs="Nové chronické hepatitidy C u dosud neléčených")
def becoming_chronic(new_hcv_infections, hcv_chronic_share, cured_share_of_susceptible):
    """First infections that do not clear by themselves become chronic."""
    return new_hcv_infections * hcv_chronic_share * (1 - cured_share_of_susceptible)


@flow(
    "person/month",
    out_of=injectors_cured_of_hcv,
    into=injectors_with_hcv,
    cs="Opakované nákazy hepatitidou C",
)
def becoming_chronic_again(new_hcv_infections, hcv_chronic_share, cured_share_of_susceptible):
    """Cured people are infected again."""
    return new_hcv_infections * hcv_chronic_share * cured_share_of_susceptible


@auxiliary(
    "1", cs="Zprostředkování léčby hepatitidy C proti výchozímu stavu", en="relative HCV referral"
)
def relative_hcv_referral(
    injectors_in_contact, initial_injectors_in_contact, hcv_treatment_share_through_contact
):
    """Testing and treatment run mostly through workers in contact; some people come alone."""
    through = ratio(injectors_in_contact, initial_injectors_in_contact, if_zero=1)
    return 1 - hcv_treatment_share_through_contact * (1 - through)


@auxiliary("course/month", cs="Léčby hepatitidy C", en="HCV courses")
def hcv_courses(injectors_with_hcv, hcv_treatment_rate, relative_hcv_referral, course_per_person):
    """Courses of treatment for hepatitis C started by people who inject."""
    return injectors_with_hcv * hcv_treatment_rate * relative_hcv_referral * course_per_person


@flow(
    "person/month",
    out_of=injectors_with_hcv,
    into=injectors_cured_of_hcv,
    cs="Vyléčení hepatitidy C",
    en="curing HCV",
)
def curing_hcv(hcv_courses, hcv_cure_share, course_per_person):
    """Treated people are cured of hepatitis C."""
    return hcv_courses / course_per_person * hcv_cure_share


@flow(
    "person/month",
    out_of=injectors_with_hcv,
    cs="Konec injekčního užívání s hepatitidou C",
    en="stopping injecting with HCV",
)
def stopping_injecting_with_hcv(injectors_with_hcv, injecting_stop_rate):
    """Carriers of hepatitis C stop injecting or die."""
    return injectors_with_hcv * injecting_stop_rate


@flow("person/month", out_of=injectors_cured_of_hcv, cs="Konec injekčního užívání po vyléčení")
def stopping_injecting_after_cure(injectors_cured_of_hcv, injecting_stop_rate):
    """Cured people stop injecting or die."""
    return injectors_cured_of_hcv * injecting_stop_rate


@auxiliary("person/month", cs="Hlášené hepatitidy C", en="notified HCV")
def notified_hcv(new_hcv_infections, hcv_detection_share, relative_hcv_testing):
    """Infections that reach the register; they fall when nobody tests, whatever really happens."""
    return new_hcv_infections * hcv_detection_share * relative_hcv_testing


@auxiliary("1", cs="Testování na hepatitidu C proti výchozímu stavu", en="relative HCV testing")
def relative_hcv_testing(
    injectors_in_contact, initial_injectors_in_contact, hcv_testing_share_through_contact
):
    """Most tests of people who inject are done by services in contact with them."""
    through = ratio(injectors_in_contact, initial_injectors_in_contact, if_zero=1)
    return 1 - hcv_testing_share_through_contact * (1 - through)


# HIV: no outbreak is the usual result


@auxiliary(
    "1", cs="Přenos HIV při dnešním pokrytí proti výchozímu stavu", en="relative HIV transmission"
)
def relative_hiv_transmission(
    syringe_coverage, initial_syringe_coverage, hiv_risk_ratio_with_syringes
):
    """Transmission of HIV relative to the start, as coverage with syringes changes."""
    return (1 - syringe_coverage * (1 - hiv_risk_ratio_with_syringes)) / (
        1 - initial_syringe_coverage * (1 - hiv_risk_ratio_with_syringes)
    )


@auxiliary("1", cs="Reprodukční číslo HIV mezi injekčními uživateli", en="HIV reproduction number")
def hiv_reproduction_number(hiv_reproduction_number_at_start, relative_hiv_transmission):
    """People one carrier infects in a network of people who inject."""
    return hiv_reproduction_number_at_start * relative_hiv_transmission


@flow("1/month", into=outbreak_pressure, cs="Riziko uchycení HIV")
def raising_outbreak_pressure(hiv_introduction_rate, hiv_reproduction_number):
    """Introductions of HIV take hold with the chance 1 - 1/R where R is above one."""
    return hiv_introduction_rate * maximum(0, 1 - 1 / hiv_reproduction_number)


@auxiliary("1", cs="Probíhající ohnisko HIV")
def outbreak_has_begun(outbreak_pressure, outbreak_threshold):
    """One where the pressure has reached this future's chance threshold, else zero.

    The one switch in the model: it is a random event, exact whatever the length of a step.
    """
    return where(outbreak_pressure >= outbreak_threshold, 1, 0)


@flow("person/month", into=injectors_with_hiv, cs="Nákazy HIV v ohnisku", en="new HIV infections")
def new_hiv_infections(
    outbreak_has_begun,
    injectors_with_hiv,
    injectors,
    hiv_reproduction_number,
    hiv_infectious_time,
):
    """Once an outbreak has begun, infections grow logistically."""
    susceptible = maximum(0, 1 - ratio(injectors_with_hiv, injectors, if_zero=1))
    growth = maximum(0, hiv_reproduction_number - 1) / hiv_infectious_time
    return outbreak_has_begun * growth * injectors_with_hiv * susceptible


@flow(
    "person/month", into=injectors_with_hiv, cs="Ojedinělé nákazy HIV", en="sporadic HIV infections"
)
def sporadic_hiv_infections(initial_injectors_with_hiv, injecting_stop_rate):
    """Single infections from elsewhere keep the few cases at their level."""
    return initial_injectors_with_hiv * injecting_stop_rate


@flow(
    "person/month",
    out_of=injectors_with_hiv,
    cs="Konec injekčního užívání s HIV",
    en="stopping injecting with HIV",
)
def stopping_injecting_with_hiv(injectors_with_hiv, injecting_stop_rate):
    """People with HIV stop injecting or die."""
    return injectors_with_hiv * injecting_stop_rate
