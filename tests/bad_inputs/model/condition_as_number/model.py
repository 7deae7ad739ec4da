"""A condition is added, a number is used as a condition, a condition is returned."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, stock, where

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}
READ_ELSEWHERE = ["counted", "asked", "returned"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("1", cs="A")
def counted(people):
    return (people > 0) + 1


@auxiliary("person", cs="B")
def asked(people):
    return where(people, people, 0)


@auxiliary("1", cs="C")
def returned(people):
    return people > 0
