"""Crowns of two price years are added."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
    "old_bill": Declaration("CZK2019"),
    "new_bill": Declaration("CZK2025"),
}
READ_ELSEWHERE = ["bill"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("CZK2025", cs="Součet")
def bill(old_bill, new_bill):
    return old_bill + new_bill
