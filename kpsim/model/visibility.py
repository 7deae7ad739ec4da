"""What can be seen: records shrink when services close, whatever the true problem does."""

from kpsim.engine.lang import auxiliary, flow, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import users_recorded_over_year


@auxiliary("person", cs="Všichni uživatelé drog podle modelu")
def true_users(active_users, community_residents, illegal_drug):
    """All people dependent on illegal drugs outside prison, known or not.

    Risky use without dependence is not counted.
    """
    return total((active_users + community_residents) * illegal_drug, over=SUBSTANCE)


@auxiliary("person", cs="Evidovaní uživatelé drog")
def recorded_users(
    contact_clients,
    counselling_clients,
    substitution_patients,
    community_residents,
    hidden_users,
    known_share_of_hidden_users,
    illegal_drug,
):
    """People dependent on illegal drugs known to services, treatment or the police."""
    served = contact_clients + counselling_clients + substitution_patients + community_residents
    return total(
        (served + hidden_users * known_share_of_hidden_users) * illegal_drug, over=SUBSTANCE
    )


@flow("person/month", into=users_recorded_over_year, cs="Zápis do ročního průměru")
def entering_year_mean(recorded_users, reporting_time):
    """This month's records enter the annual mean."""
    return recorded_users / reporting_time


@flow("person/month", out_of=users_recorded_over_year, cs="Výstup z ročního průměru")
def leaving_year_mean(users_recorded_over_year, reporting_time):
    """Records older than a year leave the annual mean."""
    return users_recorded_over_year / reporting_time


@auxiliary("person", cs="Úřední odhad počtu uživatelů drog")
def official_estimate(users_recorded_over_year, initial_recorded_users, initial_true_users):
    """The number an annual report would print: recorded users over the share assumed known.

    The share is taken from the start and not revised, as with estimates made from client counts.
    """
    return users_recorded_over_year / ratio(initial_recorded_users, initial_true_users, if_zero=1)


@auxiliary("1", cs="Podíl uživatelů drog mimo dohled")
def unseen_share(recorded_users, true_users):
    """Share of drug users nobody knows."""
    return 1 - ratio(recorded_users, true_users, if_zero=1)


# Persons in a year, as services report them


@auxiliary("person/month", by=(SUBSTANCE,), cs="Klienti kontaktu za rok")
def contact_clients_in_year(
    contact_clients, reporting_time, entering_contact, release_into_contact
):
    """Distinct persons in contact in a year: those there now and those who come."""
    return contact_clients / reporting_time + entering_contact + release_into_contact


@auxiliary("person/month", by=(SUBSTANCE,), cs="Klienti poradenství za rok")
def counselling_clients_in_year(
    counselling_clients,
    reporting_time,
    entering_counselling_from_hidden,
    entering_counselling_from_contact,
):
    """Distinct persons in counselling in a year."""
    return (
        counselling_clients / reporting_time
        + entering_counselling_from_hidden
        + entering_counselling_from_contact
    )


@auxiliary("person/month", cs="Blízcí v poradenství za rok")
def relatives_in_year(relatives_in_counselling, reporting_time, relatives_entering_counselling):
    """Distinct relatives in counselling in a year."""
    return relatives_in_counselling / reporting_time + relatives_entering_counselling


@auxiliary("person/month", cs="Nástupy do terapeutické komunity")
def community_admissions(entering_community_from_counselling, entering_community_from_contact):
    """Admissions to the therapeutic community, all substances."""
    return total(
        entering_community_from_counselling + entering_community_from_contact, over=SUBSTANCE
    )


@auxiliary("person/month", cs="Lidé uvěznění kvůli závislosti")
def prison_entries(
    imprisonment_without_contact,
    imprisonment_from_contact,
    imprisonment_from_counselling,
    imprisonment_from_substitution,
):
    """Dependent people sent to prison."""
    return total(
        imprisonment_without_contact
        + imprisonment_from_contact
        + imprisonment_from_counselling
        + imprisonment_from_substitution,
        over=SUBSTANCE,
    )
