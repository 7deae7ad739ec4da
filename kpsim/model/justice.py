"""Interior and justice: offences, police, courts, prison, probation, youth offences."""

from kpsim.engine.lang import auxiliary, flow, minimum, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    contact_clients,
    counselling_clients,
    hidden_users,
    imprisoned_users,
    other_prisoners,
    probation_clients,
    substitution_patients,
)

# Offences against property


@auxiliary(
    "offence/month", by=(SUBSTANCE,), cs="Evidované majetkové trestné činy aktivních uživatelů"
)
def offences_of_active_users(
    offence_rate,
    hidden_users,
    contact_clients,
    counselling_clients,
    substitution_patients,
    offending_ratio_in_contact,
    offending_ratio_in_treatment,
):
    """Recorded property offences of people who use now."""
    in_treatment = counselling_clients + substitution_patients
    return offence_rate * (
        hidden_users
        + contact_clients * offending_ratio_in_contact
        + in_treatment * offending_ratio_in_treatment
    )


@auxiliary("offence/month", by=(SUBSTANCE,), cs="Evidované majetkové trestné činy abstinujících")
def offences_of_abstinent(
    offence_rate,
    newly_abstinent,
    aftercare_clients,
    stably_abstinent,
    offending_ratio_in_first_year,
    offending_ratio_in_stable_abstinence,
):
    """Recorded property offences of people who stopped."""
    first_year = newly_abstinent + aftercare_clients
    return offence_rate * (
        first_year * offending_ratio_in_first_year
        + stably_abstinent * offending_ratio_in_stable_abstinence
    )


@auxiliary("offence/month", by=(SUBSTANCE,), cs="Evidované majetkové trestné činy")
def recorded_offences(offences_of_active_users, offences_of_abstinent):
    """Property offences by users that the police record."""
    return offences_of_active_users + offences_of_abstinent


@auxiliary("offence/month", by=(SUBSTANCE,), cs="Neevidované majetkové trestné činy")
def unrecorded_offences(recorded_offences, recorded_share_of_offences):
    """Property offences by users that nobody reports."""
    return recorded_offences * (1 / recorded_share_of_offences - 1)


@auxiliary("person", by=(SUBSTANCE,), cs="Uživatelé vážení rizikem násilí")
def violence_weight(
    lighter_users, heavy_users, violence_ratio_in_light_use, violence_ratio_in_heavy_use
):
    """Active users, weighted by how much oftener they are violent than in a month without use."""
    return lighter_users * violence_ratio_in_light_use + heavy_users * violence_ratio_in_heavy_use


@auxiliary("offence/month", by=(SUBSTANCE,), cs="Násilné trestné činy")
def violent_offences(violent_offences_at_start, violence_weight, initial_violence_weight):
    """Recorded violent offences by users; they follow days of heavy use."""
    return violent_offences_at_start * ratio(violence_weight, initial_violence_weight, if_zero=1)


@auxiliary("offence/month", cs="Trestné činy celkem")
def all_recorded_offences(recorded_offences, violent_offences):
    """Recorded offences by users, against property and violent."""
    return total(recorded_offences + violent_offences, over=SUBSTANCE)


@auxiliary("incident/month", cs="Zásahy policie")
def police_interventions(all_recorded_offences, interventions_per_offence):
    """Police interventions in connection with users."""
    return all_recorded_offences * interventions_per_offence


@auxiliary("person/month", cs="Trestní stíhání")
def prosecutions(all_recorded_offences, prosecutions_per_offence):
    """Users prosecuted for a recorded offence."""
    return all_recorded_offences * prosecutions_per_offence


@auxiliary("person/month", cs="Odsouzení")
def convictions(prosecutions, convicted_share):
    """Prosecuted users who are convicted."""
    return prosecutions * convicted_share


@auxiliary("offence/month", cs="Trestná činnost mládeže")
def youth_offences(
    youth_offences_at_start,
    youth_offending_change,
    prevention_reach_among_youth,
    programme_experience,
    programme_coverage_at_start,
):
    """Offences by young people rise slowly where clubs and prevention programmes close.

    A link of its own, found for clubs; it does not run through risky use.
    """
    lost = 1 - minimum(1, ratio(programme_experience, programme_coverage_at_start, if_zero=1))
    return youth_offences_at_start * (
        1 + youth_offending_change * prevention_reach_among_youth * lost
    )


# Prison


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=hidden_users,
    into=imprisoned_users,
    cs="Uvěznění z řad lidí bez kontaktu",
)
def imprisonment_without_contact(hidden_users, offence_rate, imprisonment_per_offence):
    """People without contact are sent to prison for their offences."""
    return hidden_users * offence_rate * imprisonment_per_offence


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=imprisoned_users,
    cs="Uvěznění z kontaktu",
)
def imprisonment_from_contact(
    contact_clients, offence_rate, imprisonment_per_offence, offending_ratio_in_contact
):
    """Contact clients are sent to prison for their offences."""
    return contact_clients * offence_rate * offending_ratio_in_contact * imprisonment_per_offence


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=imprisoned_users,
    cs="Uvěznění z poradenství",
)
def imprisonment_from_counselling(
    counselling_clients, offence_rate, imprisonment_per_offence, offending_ratio_in_treatment
):
    """Clients of counselling are sent to prison for their offences."""
    return (
        counselling_clients * offence_rate * offending_ratio_in_treatment * imprisonment_per_offence
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=substitution_patients,
    into=imprisoned_users,
    cs="Uvěznění ze substituce",
)
def imprisonment_from_substitution(
    substitution_patients, offence_rate, imprisonment_per_offence, offending_ratio_in_treatment
):
    """Patients in substitution are sent to prison for their offences."""
    return (
        substitution_patients
        * offence_rate
        * offending_ratio_in_treatment
        * imprisonment_per_offence
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Propuštění z vězení")
def releases(imprisoned_users, prison_time):
    """Dependent prisoners are released."""
    return imprisoned_users / prison_time


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=imprisoned_users,
    into=contact_clients,
    cs="Propuštění do kontaktu se službou",
)
def release_into_contact(releases, share_met_after_release, contact_reach):
    """Some prisoners are met by a contact worker when they are released."""
    return releases * share_met_after_release * contact_reach


@auxiliary("1", cs="Dosah nízkoprahových služeb proti výchozímu stavu")
def contact_reach(contact_places, initial_contact_clients):
    """Places in contact as a share of the clients at the start, one at most."""
    return minimum(
        1, ratio(contact_places, total(initial_contact_clients, over=SUBSTANCE), if_zero=0)
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=imprisoned_users,
    into=hidden_users,
    cs="Propuštění bez kontaktu se službou",
)
def release_without_contact(releases, release_into_contact):
    """The other prisoners return to where they came from."""
    return releases - release_into_contact


@flow("person/month", into=other_prisoners, cs="Uvěznění ostatních")
def imprisonment_of_others(initial_other_prisoners, prison_time):
    """People who do not depend on a substance are sent to prison at a steady rate."""
    return initial_other_prisoners / prison_time


@flow("person/month", out_of=other_prisoners, cs="Propuštění ostatních")
def release_of_others(other_prisoners, prison_time):
    """People who do not depend on a substance are released."""
    return other_prisoners / prison_time


@auxiliary("person", cs="Vězněné osoby z kraje")
def prison_population(imprisoned_users, other_prisoners):
    """Residents of the region in prison, remand included."""
    return total(imprisoned_users, over=SUBSTANCE) + other_prisoners


# Probation


@flow("person/month", into=probation_clients, cs="Noví klienti probační služby")
def starting_probation(convictions, probation_share_of_convictions):
    """Convicted users are supervised by the probation and mediation service."""
    return convictions * probation_share_of_convictions


@flow("person/month", out_of=probation_clients, cs="Konec probačního dohledu")
def ending_probation(probation_clients, probation_time):
    """Supervision ends."""
    return probation_clients / probation_time
