"""Therapeutic community: beds, with no room to stretch."""

from kpsim.engine.lang import auxiliary, flow, maximum, minimum, pick, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    community_residents,
    contact_clients,
    counselling_clients,
    hidden_users,
)


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o terapeutickou komunitu z poradenství")
def seeking_community_from_counselling(seek_community_rate, counselling_clients):
    """Clients of counselling ask for a place in the therapeutic community."""
    return seek_community_rate * counselling_clients


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o terapeutickou komunitu z kontaktu")
def seeking_community_from_contact(
    seek_community_rate, contact_clients, contact_interest_in_community
):
    """Contact clients ask for a place in the therapeutic community, less often."""
    return seek_community_rate * contact_clients * contact_interest_in_community


@auxiliary("person", cs="Místa v terapeutické komunitě")
def community_places(places):
    """Places that residents of the region can use."""
    return pick(places, service="therapeutic_community")


@auxiliary("1", cs="Podíl přijatých do terapeutické komunity")
def admitted_share_community(
    completing_community,
    leaving_community,
    dying_in_community,
    community_places,
    community_residents,
    fill_time,
    seeking_community_from_counselling,
    seeking_community_from_contact,
):
    """A full house admits as many as leave; free beds are filled within weeks."""
    leaving = completing_community + leaving_community + dying_in_community
    free = (community_places - total(community_residents, over=SUBSTANCE)) / fill_time
    seeking = seeking_community_from_counselling + seeking_community_from_contact
    return maximum(
        0,
        minimum(
            1,
            ratio(
                total(leaving, over=SUBSTANCE) + free,
                total(seeking, over=SUBSTANCE),
                if_zero=1,
            ),
        ),
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=community_residents,
    cs="Nástup do komunity z poradenství",
)
def entering_community_from_counselling(
    seeking_community_from_counselling, admitted_share_community
):
    """Clients of counselling move into the therapeutic community."""
    return seeking_community_from_counselling * admitted_share_community


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=community_residents,
    cs="Nástup do komunity z kontaktu",
)
def entering_community_from_contact(seeking_community_from_contact, admitted_share_community):
    """Contact clients move into the therapeutic community."""
    return seeking_community_from_contact * admitted_share_community


@auxiliary("person/month", by=(SUBSTANCE,), cs="Ukončené pobyty v komunitě")
def ending_community(community_residents, community_time):
    """Stays in the therapeutic community come to their end."""
    return community_residents / community_time


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úspěšně dokončené pobyty v komunitě")
def completing_community(ending_community, community_success_share):
    """Residents leave the community abstinent."""
    return ending_community * community_success_share


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=community_residents,
    into=hidden_users,
    cs="Odchody z komunity bez úspěchu",
)
def leaving_community(ending_community, completing_community):
    """Residents leave the community and use again."""
    return ending_community - completing_community


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=community_residents,
    into=hidden_users,
    cs="Ztráta místa v komunitě",
)
def losing_place_in_community(community_residents, community_places, time_to_lose_place):
    """Residents leave when the community has fewer beds than people."""
    residents = total(community_residents, over=SUBSTANCE)
    return (
        community_residents
        * ratio(maximum(0, residents - community_places), residents, if_zero=0)
        / time_to_lose_place
    )
