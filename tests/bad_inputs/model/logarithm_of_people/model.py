"""exp and log need pure numbers."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, log, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}
READ_ELSEWHERE = ["size"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("1", cs="Logaritmus")
def size(people):
    return log(people)
