"""A start value that changes with time."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}
PATHS = {"weather": Declaration("1")}


@stock("person", cs="Lidé")
def people(initial_crowd):
    return initial_crowd


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("person", cs="Dav")
def crowd(people_at_start, weather):
    return people_at_start * weather
