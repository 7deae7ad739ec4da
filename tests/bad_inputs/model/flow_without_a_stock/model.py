"""A flow with no stock at either end."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@flow("person/month", cs="Nikam")
def nowhere(people, leaving_rate):
    return people * leaving_rate
