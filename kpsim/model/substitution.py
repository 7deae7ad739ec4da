"""Substitution treatment: who comes, who finds a place, who leaves."""

from kpsim.engine.lang import auxiliary, flow, maximum, minimum, pick, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    contact_clients,
    hidden_users,
    substitution_patients,
)


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o substituci bez předchozího kontaktu")
def seeking_substitution_from_hidden(seek_substitution_rate, hidden_users):
    """People without contact ask for substitution treatment."""
    return seek_substitution_rate * hidden_users


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o substituci z kontaktu")
def seeking_substitution_from_contact(seek_substitution_rate, contact_clients, referral_ratio):
    """Contact workers refer their clients to substitution treatment."""
    return seek_substitution_rate * contact_clients * referral_ratio


@auxiliary("person", cs="Místa v substituční léčbě")
def substitution_places(places):
    """Patients who can be treated at most."""
    return pick(places, service="substitution")


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody ze substituce všemi cestami")
def outflow_of_substitution(
    leaving_substitution,
    remitting_in_substitution,
    imprisonment_from_substitution,
    dying_in_substitution,
):
    """Patients leave substitution treatment by any way but overcrowding."""
    return (
        leaving_substitution
        + remitting_in_substitution
        + imprisonment_from_substitution
        + dying_in_substitution
    )


@auxiliary("1", cs="Podíl přijatých do substituce")
def admitted_share_substitution(
    outflow_of_substitution,
    substitution_places,
    substitution_patients,
    fill_time,
    seeking_substitution_from_hidden,
    seeking_substitution_from_contact,
):
    """Prescribers take as many new patients as leave, and fill free places within weeks."""
    free = (substitution_places - total(substitution_patients, over=SUBSTANCE)) / fill_time
    seeking = seeking_substitution_from_hidden + seeking_substitution_from_contact
    return maximum(
        0,
        minimum(
            1,
            ratio(
                total(outflow_of_substitution, over=SUBSTANCE) + free,
                total(seeking, over=SUBSTANCE),
                if_zero=1,
            ),
        ),
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=hidden_users,
    into=substitution_patients,
    cs="Nástup do substituce bez předchozího kontaktu",
)
def entering_substitution_from_hidden(
    seeking_substitution_from_hidden, admitted_share_substitution
):
    """People without contact start substitution treatment."""
    return seeking_substitution_from_hidden * admitted_share_substitution


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=substitution_patients,
    cs="Nástup do substituce z kontaktu",
)
def entering_substitution_from_contact(
    seeking_substitution_from_contact, admitted_share_substitution
):
    """Contact clients start substitution treatment."""
    return seeking_substitution_from_contact * admitted_share_substitution


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=substitution_patients,
    into=hidden_users,
    cs="Odchody ze substituce",
)
def leaving_substitution(substitution_patients, substitution_time):
    """Patients leave substitution treatment and use again."""
    return substitution_patients / substitution_time


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=substitution_patients,
    into=hidden_users,
    cs="Ztráta místa v substituci",
)
def losing_place_in_substitution(substitution_patients, substitution_places, time_to_lose_place):
    """Patients leave when prescribers have fewer places than people."""
    patients = total(substitution_patients, over=SUBSTANCE)
    return (
        substitution_patients
        * ratio(maximum(0, patients - substitution_places), patients, if_zero=0)
        / time_to_lose_place
    )
