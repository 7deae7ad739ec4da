"""A start value that is made of itself."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}


@stock("person", cs="Lidé")
def people(initial_leaving, leaving_rate, people_at_start):
    return initial_leaving / leaving_rate + people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate
