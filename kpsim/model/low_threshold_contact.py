"""Low-threshold contact: contact centre and outreach share one caseload."""

from kpsim.engine.lang import auxiliary, flow, maximum, minimum, pick, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    contact_clients,
    hidden_users,
)


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o kontakt se službou")
def seeking_contact(seek_contact_rate, hidden_users):
    """People without contact turn to a contact centre or outreach worker."""
    return seek_contact_rate * hidden_users


@auxiliary("person", cs="Místa v nízkoprahovém kontaktu")
def contact_places(places):
    """People whom the contact centre and outreach together can keep in contact."""
    return pick(places, service="contact_centre") + pick(places, service="outreach")


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody z kontaktu všemi cestami")
def outflow_of_contact(
    leaving_contact,
    leaving_contact_for_treatment,
    remitting_in_contact,
    imprisonment_from_contact,
    dying_in_contact,
):
    """Clients leave contact by any way but overcrowding."""
    return (
        leaving_contact
        + leaving_contact_for_treatment
        + remitting_in_contact
        + imprisonment_from_contact
        + dying_in_contact
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Z kontaktu do léčby")
def leaving_contact_for_treatment(
    entering_counselling_from_contact,
    entering_substitution_from_contact,
    entering_community_from_contact,
):
    """Contact clients who start a treatment."""
    return (
        entering_counselling_from_contact
        + entering_substitution_from_contact
        + entering_community_from_contact
    )


@auxiliary("1", cs="Podíl přijatých do kontaktu")
def admitted_share_contact(
    outflow_of_contact,
    release_into_contact,
    contact_places,
    contact_clients,
    fill_time,
    seeking_contact,
):
    """Workers take up as many people as leave, and fill free places within weeks.

    People released from prison into contact come first.
    """
    leaving = total(outflow_of_contact - release_into_contact, over=SUBSTANCE)
    free = (contact_places - total(contact_clients, over=SUBSTANCE)) / fill_time
    return maximum(
        0,
        minimum(1, ratio(leaving + free, total(seeking_contact, over=SUBSTANCE), if_zero=1)),
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=hidden_users,
    into=contact_clients,
    cs="Navázání kontaktu",
)
def entering_contact(seeking_contact, admitted_share_contact):
    """People without contact become clients of a contact centre or outreach."""
    return seeking_contact * admitted_share_contact


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=hidden_users,
    cs="Odchody z kontaktu",
)
def leaving_contact(contact_clients, contact_leaving_rate):
    """Clients stop coming although there is a place for them."""
    return contact_clients * contact_leaving_rate


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=hidden_users,
    cs="Ztráta kontaktu se službou",
)
def losing_contact(contact_clients, contact_places, time_to_lose_place):
    """Clients drop out of contact when there is no longer a place for them.

    Gradual, because workers try to hand clients over first.
    """
    clients = total(contact_clients, over=SUBSTANCE)
    return (
        contact_clients
        * ratio(maximum(0, clients - contact_places), clients, if_zero=0)
        / time_to_lose_place
    )
