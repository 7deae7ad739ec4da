"""Counselling: who comes, who finds a place, how it ends; shared with relatives."""

from kpsim.engine.lang import auxiliary, flow, maximum, minimum, pick, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    contact_clients,
    counselling_clients,
    hidden_users,
    relatives_in_counselling,
)


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o poradenství bez předchozího kontaktu")
def seeking_counselling_from_hidden(seek_counselling_rate, hidden_users):
    """People without contact come to a counselling office by themselves."""
    return seek_counselling_rate * hidden_users


@auxiliary("person/month", by=(SUBSTANCE,), cs="Zájem o poradenství z kontaktu")
def seeking_counselling_from_contact(seek_counselling_rate, contact_clients, referral_ratio):
    """Contact workers refer their clients to counselling."""
    return seek_counselling_rate * contact_clients * referral_ratio


@auxiliary("person/month", cs="Zájem blízkých o poradenství")
def relatives_seeking_counselling(relatives_seeking_at_balance, relative_active_users):
    """Relatives ask for help, the more the more people around them depend on a substance."""
    return relatives_seeking_at_balance * relative_active_users


@auxiliary("person", cs="Klienti a blízcí v poradenství")
def counselling_caseload(counselling_clients, relatives_in_counselling):
    """People counsellors look after, relatives included."""
    return total(counselling_clients, over=SUBSTANCE) + relatives_in_counselling


@auxiliary("person", cs="Místa v poradenství")
def counselling_places(places):
    """People counsellors can look after at most."""
    return pick(places, service="counselling")


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody z poradenství všemi cestami")
def outflow_of_counselling(
    ending_counselling,
    entering_community_from_counselling,
    remitting_in_counselling,
    imprisonment_from_counselling,
    dying_in_counselling,
):
    """Clients leave counselling by any way but overcrowding."""
    return (
        ending_counselling
        + entering_community_from_counselling
        + remitting_in_counselling
        + imprisonment_from_counselling
        + dying_in_counselling
    )


@auxiliary("1", cs="Podíl přijatých do poradenství")
def admitted_share_counselling(
    outflow_of_counselling,
    relatives_leaving_counselling,
    free_counselling_places,
    seeking_counselling,
):
    """Counsellors take as many new clients as leave, and fill free places within weeks."""
    free = (
        total(outflow_of_counselling, over=SUBSTANCE)
        + relatives_leaving_counselling
        + free_counselling_places
    )
    return maximum(0, minimum(1, ratio(free, seeking_counselling, if_zero=1)))


@auxiliary("person/month", cs="Obsazování volných míst v poradenství")
def free_counselling_places(counselling_places, counselling_caseload, fill_time):
    """Free (or, if negative, missing) places in counselling over the time it takes to fill them."""
    return (counselling_places - counselling_caseload) / fill_time


@auxiliary("person/month", cs="Zájemci o poradenství celkem")
def seeking_counselling(
    seeking_counselling_from_hidden,
    seeking_counselling_from_contact,
    relatives_seeking_counselling,
):
    """Everybody who asks for counselling in a month."""
    return (
        total(seeking_counselling_from_hidden + seeking_counselling_from_contact, over=SUBSTANCE)
        + relatives_seeking_counselling
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=hidden_users,
    into=counselling_clients,
    cs="Nástup do poradenství bez předchozího kontaktu",
)
def entering_counselling_from_hidden(seeking_counselling_from_hidden, admitted_share_counselling):
    """People without contact start counselling."""
    return seeking_counselling_from_hidden * admitted_share_counselling


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=contact_clients,
    into=counselling_clients,
    cs="Nástup do poradenství z kontaktu",
)
def entering_counselling_from_contact(seeking_counselling_from_contact, admitted_share_counselling):
    """Contact clients start counselling."""
    return seeking_counselling_from_contact * admitted_share_counselling


@flow("person/month", into=relatives_in_counselling, cs="Nástup blízkých do poradenství")
def relatives_entering_counselling(relatives_seeking_counselling, admitted_share_counselling):
    """Relatives start counselling for themselves."""
    return relatives_seeking_counselling * admitted_share_counselling


@flow("person/month", out_of=relatives_in_counselling, cs="Ukončení poradenství blízkých")
def relatives_leaving_counselling(relatives_in_counselling, relatives_counselling_time):
    """Relatives finish counselling."""
    return relatives_in_counselling / relatives_counselling_time


@flow(
    "person/month", out_of=relatives_in_counselling, cs="Blízcí, kteří ztratili místo v poradenství"
)
def relatives_losing_place(relatives_in_counselling, crowding_of_counselling, time_to_lose_place):
    """Relatives drop out when counsellors have fewer places than people."""
    return relatives_in_counselling * crowding_of_counselling / time_to_lose_place


@auxiliary("person/month", cs="Blízcí bez pomoci")
def relatives_without_help(relatives_seeking_counselling, relatives_entering_counselling):
    """Relatives who asked for help and found no place."""
    return relatives_seeking_counselling - relatives_entering_counselling


@auxiliary("1", cs="Podíl klientů nad kapacitu poradenství")
def crowding_of_counselling(counselling_caseload, counselling_places):
    """Share of the people in counselling for whom there is no place."""
    return ratio(
        maximum(0, counselling_caseload - counselling_places), counselling_caseload, if_zero=0
    )


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=hidden_users,
    cs="Ztráta místa v poradenství",
)
def losing_place_in_counselling(counselling_clients, crowding_of_counselling, time_to_lose_place):
    """Clients drop out when counsellors have fewer places than people."""
    return counselling_clients * crowding_of_counselling / time_to_lose_place


@auxiliary("1", cs="Kvalita poradenství při přetížení")
def counselling_quality(usual_capacity, counselling_caseload, overload_sensitivity):
    """Success of counselling falls when each worker has more clients than usual."""
    served_well = minimum(
        1, ratio(pick(usual_capacity, service="counselling"), counselling_caseload, if_zero=1)
    )
    return 1 - overload_sensitivity * (1 - served_well)


@auxiliary("person/month", by=(SUBSTANCE,), cs="Ukončená poradenství")
def ending_counselling(counselling_clients, counselling_time):
    """Episodes of counselling come to their end."""
    return counselling_clients / counselling_time


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úspěšně ukončená poradenství")
def completing_counselling(ending_counselling, counselling_success_share, counselling_quality):
    """Clients end counselling abstinent, beyond those who would have stopped anyway."""
    return ending_counselling * counselling_success_share * counselling_quality


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=hidden_users,
    cs="Odchody z poradenství bez úspěchu",
)
def dropping_out_of_counselling(ending_counselling, completing_counselling):
    """Clients end counselling and go on using."""
    return ending_counselling - completing_counselling
