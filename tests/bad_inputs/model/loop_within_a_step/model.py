"""Two auxiliaries need each other."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate, mood):
    return people * leaving_rate * mood


@auxiliary("1", cs="Nálada")
def mood(crowding):
    return 1 - crowding


@auxiliary("1", cs="Tlačenice")
def crowding(leaving, people, leaving_rate):
    return leaving / people / leaving_rate
