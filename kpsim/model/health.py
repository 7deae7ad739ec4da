"""Health care: emergencies, beds, outpatients, and the queue for child psychiatry."""

from kpsim.engine.lang import auxiliary, flow, minimum, pick, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    children_in_educational_institutes,
    children_waiting_for_psychiatry,
    untreated_children,
)


@auxiliary("person", by=(SUBSTANCE,), cs="Uživatelé vážení rizikem psychózy")
def psychosis_weight(lighter_users, heavy_users, psychosis_ratio_in_heavy_use):
    """Active users, heavy ones counted by how much oftener they are admitted with psychosis."""
    return lighter_users + heavy_users * psychosis_ratio_in_heavy_use


@auxiliary("1", by=(SUBSTANCE,), cs="Zátěž psychózami proti výchozímu stavu")
def relative_psychosis(psychosis_weight, initial_psychosis_weight):
    """Psychosis among users as a share of the start."""
    return ratio(psychosis_weight, initial_psychosis_weight, if_zero=1)


@auxiliary("stay/month", by=(SUBSTANCE,), cs="Psychiatrické hospitalizace")
def psychiatric_admissions(psychiatric_admissions_at_start, relative_psychosis):
    """Admissions to psychiatric wards because of dependence; they follow heavy use."""
    return psychiatric_admissions_at_start * relative_psychosis


@auxiliary("bed_day/month", by=(SUBSTANCE,), cs="Psychiatrické ošetřovací dny")
def psychiatric_bed_days(psychiatric_admissions, psychiatric_stay_length):
    """Days dependent patients spend on psychiatric wards."""
    return psychiatric_admissions * psychiatric_stay_length


@auxiliary("person", by=(SUBSTANCE,), cs="Uživatelé vážení rizikem akutního ošetření")
def emergency_weight(
    lighter_users,
    heavy_users,
    emergency_ratio_in_heavy_use,
    contact_clients,
    emergency_ratio_in_contact,
):
    """Active users, weighted by how often they need emergency care.

    Health care offered by contact workers spares their clients some visits.
    """
    spared = contact_clients * (1 - emergency_ratio_in_contact)
    return lighter_users + heavy_users * emergency_ratio_in_heavy_use - spared


@auxiliary("1", by=(SUBSTANCE,), cs="Akutní ošetření proti výchozímu stavu")
def relative_emergencies(emergency_weight, initial_emergency_weight):
    """Need of emergency care as a share of the start."""
    return ratio(emergency_weight, initial_emergency_weight, if_zero=1)


@auxiliary("visit/month", by=(SUBSTANCE,), cs="Ošetření na urgentním příjmu")
def emergency_visits(emergency_visits_at_start, relative_emergencies):
    """Visits of users to emergency departments."""
    return emergency_visits_at_start * relative_emergencies


@auxiliary("callout/month", by=(SUBSTANCE,), cs="Výjezdy záchranné služby")
def ambulance_callouts(ambulance_callouts_at_start, relative_emergencies):
    """Ambulance call-outs to users."""
    return ambulance_callouts_at_start * relative_emergencies


@auxiliary("bed_day/month", by=(SUBSTANCE,), cs="Ošetřovací dny na akutních lůžkách")
def acute_bed_days(acute_bed_days_at_start, active_users_by_substance_relative):
    """Days users spend on somatic wards because of their dependence."""
    return acute_bed_days_at_start * active_users_by_substance_relative


@auxiliary("stay/month", cs="Pobyty na záchytné stanici")
def sobering_up_stays(sobering_up_stays_at_start, user_share_of_sobering_up, alcohol_relative):
    """Stays in the sobering-up station; a part of them are people dependent on alcohol."""
    return sobering_up_stays_at_start * (1 + user_share_of_sobering_up * (alcohol_relative - 1))


@auxiliary("1", cs="Těžké užívání alkoholu proti výchozímu stavu")
def alcohol_relative(heavy_users, initial_heavy_users):
    """Heavy alcohol users as a share of the start."""
    return ratio(
        pick(heavy_users, substance="alcohol"),
        pick(initial_heavy_users, substance="alcohol"),
        if_zero=1,
    )


@auxiliary("person/month", cs="Zahájené léčby zprostředkované službami")
def treatment_starts(
    entering_counselling_from_hidden,
    entering_counselling_from_contact,
    entering_community_from_counselling,
    entering_community_from_contact,
):
    """People who start counselling or the therapeutic community."""
    return total(
        entering_counselling_from_hidden
        + entering_counselling_from_contact
        + entering_community_from_counselling
        + entering_community_from_contact,
        over=SUBSTANCE,
    )


@auxiliary("stay/month", cs="Detoxifikace")
def detoxification_stays(
    detoxification_stays_at_start,
    detoxification_share_through_services,
    treatment_starts,
    initial_treatment_starts,
    relative_active_users,
):
    """Stays for detoxification: some prepared by services, the rest come with the users.

    Detoxification alone changes nothing lasting, so nothing else follows from it.
    """
    through = ratio(treatment_starts, initial_treatment_starts, if_zero=1)
    return detoxification_stays_at_start * (
        detoxification_share_through_services * through
        + (1 - detoxification_share_through_services) * relative_active_users
    )


@auxiliary("person", cs="Pacienti se závislostí v psychiatrických ambulancích")
def psychiatric_outpatients(
    psychiatric_outpatients_at_start, relative_active_users, absorbed_capacity
):
    """Patients of psychiatrists, with those who lost a place in counselling and found one here."""
    return psychiatric_outpatients_at_start * relative_active_users + pick(
        absorbed_capacity, service="counselling"
    )


@auxiliary("person", cs="Klienti z kraje v komunitách jinde")
def residents_in_other_communities(absorbed_capacity):
    """People who found a place in a therapeutic community of another region."""
    return pick(absorbed_capacity, service="therapeutic_community")


# Child psychiatry is a queue


@auxiliary("person/month", cs="Žádosti o vyšetření v dětské psychiatrii")
def child_referrals(
    child_referrals_at_balance,
    trend_child_psychiatry,
    addiction_share_of_child_referrals,
    children_at_risk,
    initial_children_at_risk,
):
    """Children sent to child psychiatry; a part of them because of dependence at home.

    Demand has grown for years for reasons that have nothing to do with services.
    """
    at_home = ratio(children_at_risk, initial_children_at_risk, if_zero=1)
    return (
        child_referrals_at_balance
        * trend_child_psychiatry
        * (1 + addiction_share_of_child_referrals * (at_home - 1))
    )


@flow("person/month", into=children_waiting_for_psychiatry, cs="Zařazení do pořadníku")
def joining_queue(child_referrals):
    """Children join the queue for a first examination."""
    return child_referrals


@auxiliary("person/month", cs="Kapacita dětské psychiatrie")
def child_psychiatry_capacity(
    child_psychiatry_capacity_at_start,
    trend_child_psychiatry_capacity,
    child_psychiatry_coordinator,
    coordinator_capacity_gain,
):
    """First examinations child psychiatrists can do; a coordinator frees some of their time."""
    freed = 1 + child_psychiatry_coordinator * coordinator_capacity_gain
    return child_psychiatry_capacity_at_start * trend_child_psychiatry_capacity * freed


@flow("person/month", out_of=children_waiting_for_psychiatry, cs="Vyšetřené děti")
def examining_children(child_psychiatry_capacity, children_waiting_for_psychiatry, shortest_wait):
    """Psychiatrists examine as many children as they can, or all who wait."""
    return minimum(child_psychiatry_capacity, children_waiting_for_psychiatry / shortest_wait)


@flow(
    "person/month",
    out_of=children_waiting_for_psychiatry,
    into=untreated_children,
    cs="Odchody z pořadníku bez vyšetření",
)
def giving_up_waiting(children_waiting_for_psychiatry, child_patience_time):
    """Families give up: they pay elsewhere, cope, or come back in a crisis."""
    return children_waiting_for_psychiatry / child_patience_time


@auxiliary("month", cs="Čekací doba v dětské psychiatrii")
def child_psychiatry_waiting_time(children_waiting_for_psychiatry, child_psychiatry_capacity):
    """Time a child waits for a first examination."""
    return children_waiting_for_psychiatry / child_psychiatry_capacity


@flow("person/month", out_of=untreated_children, cs="Odeznění potíží u neléčených dětí")
def getting_better_untreated(untreated_children, untreated_time):
    """The trouble of untreated children passes or is treated elsewhere."""
    return untreated_children / untreated_time


@flow(
    "person/month",
    out_of=untreated_children,
    into=children_in_educational_institutes,
    cs="Neléčené děti umístěné do výchovných ústavů",
)
def untreated_children_entering_institutes(untreated_children, untreated_to_institute_rate):
    """Untreated children whose behaviour ends in an educational institute."""
    return untreated_children * untreated_to_institute_rate
