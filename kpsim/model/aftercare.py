"""Aftercare: who goes on from treatment to support, and who goes on without it."""

from kpsim.engine.lang import auxiliary, flow, maximum, minimum, pick, ratio, total
from kpsim.model.dimensions import SUBSTANCE
from kpsim.model.stocks import (
    aftercare_clients,
    community_residents,
    counselling_clients,
    newly_abstinent,
)


@auxiliary("person/month", by=(SUBSTANCE,), cs="Úspěšná ukončení léčby")
def completing_treatment(completing_counselling, completing_community):
    """People leave counselling or the community abstinent."""
    return completing_counselling + completing_community


@auxiliary("person", cs="Místa v následné péči")
def aftercare_places(places):
    """People aftercare can support at most."""
    return pick(places, service="aftercare")


@auxiliary("person/month", by=(SUBSTANCE,), cs="Odchody z následné péče všemi cestami")
def outflow_of_aftercare(
    relapsing_in_aftercare, staying_abstinent_in_aftercare, dying_in_aftercare
):
    """Clients leave aftercare by any way but overcrowding."""
    return relapsing_in_aftercare + staying_abstinent_in_aftercare + dying_in_aftercare


@auxiliary("1", cs="Podíl přijatých do následné péče")
def admitted_share_aftercare(
    outflow_of_aftercare,
    aftercare_places,
    aftercare_clients,
    fill_time,
    completing_treatment,
    aftercare_interest_share,
):
    """Aftercare takes as many new clients as leave, and fills free places within weeks."""
    free = (aftercare_places - total(aftercare_clients, over=SUBSTANCE)) / fill_time
    seeking = completing_treatment * aftercare_interest_share
    return maximum(
        0,
        minimum(
            1,
            ratio(
                total(outflow_of_aftercare, over=SUBSTANCE) + free,
                total(seeking, over=SUBSTANCE),
                if_zero=1,
            ),
        ),
    )


@auxiliary("person/month", by=(SUBSTANCE,), cs="Přijatí do následné péče")
def admitted_to_aftercare(completing_treatment, aftercare_interest_share, admitted_share_aftercare):
    """People who leave treatment abstinent and get a place in aftercare."""
    return completing_treatment * aftercare_interest_share * admitted_share_aftercare


@auxiliary("1", by=(SUBSTANCE,), cs="Podíl úspěšných s následnou péčí")
def aftercare_share(admitted_to_aftercare, completing_treatment):
    """Share of those who leave treatment abstinent whom aftercare supports."""
    return ratio(admitted_to_aftercare, completing_treatment, if_zero=0)


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=aftercare_clients,
    cs="Z poradenství do následné péče",
)
def from_counselling_to_aftercare(completing_counselling, aftercare_share):
    """Clients leave counselling abstinent and go on in aftercare."""
    return completing_counselling * aftercare_share


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=counselling_clients,
    into=newly_abstinent,
    cs="Z poradenství do abstinence",
)
def from_counselling_to_abstinence(completing_counselling, aftercare_share):
    """Clients leave counselling abstinent without aftercare."""
    return completing_counselling * (1 - aftercare_share)


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=community_residents,
    into=aftercare_clients,
    cs="Z komunity do následné péče",
)
def from_community_to_aftercare(completing_community, aftercare_share):
    """Residents leave the community abstinent and go on in aftercare."""
    return completing_community * aftercare_share


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=community_residents,
    into=newly_abstinent,
    cs="Z komunity do abstinence",
)
def from_community_to_abstinence(completing_community, aftercare_share):
    """Residents leave the community abstinent without aftercare."""
    return completing_community * (1 - aftercare_share)


@flow(
    "person/month",
    by=(SUBSTANCE,),
    out_of=aftercare_clients,
    into=newly_abstinent,
    cs="Ztráta místa v následné péči",
)
def losing_place_in_aftercare(aftercare_clients, aftercare_places, time_to_lose_place):
    """Clients stay abstinent without support when aftercare has fewer places than people."""
    clients = total(aftercare_clients, over=SUBSTANCE)
    return (
        aftercare_clients
        * ratio(maximum(0, clients - aftercare_places), clients, if_zero=0)
        / time_to_lose_place
    )
