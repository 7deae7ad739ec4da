"""An argument that nobody declares."""

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
def leaving(peple, leaving_rate):
    return peple * leaving_rate
