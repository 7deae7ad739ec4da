"""Flow, stock and equation differ in dimensions."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import Dimension, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}

SUBSTANCE = Dimension("substance", ("tea", "coffee"))


@stock("person", by=(SUBSTANCE,), cs="Lidé")
def people(people_at_start):
    return people_at_start


@stock("person", cs="Odešlí")
def gone():
    return 0


@flow("person/month", by=(SUBSTANCE,), out_of=people, into=gone, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate
