"""Sides of a comparison, branches of where, and the value for zero differ in unit."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, minimum, ratio, stock, where

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}
READ_ELSEWHERE = ["compared", "branched", "divided", "smallest"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("person", cs="A")
def compared(people, leaving):
    return where(people < leaving, people, 0)


@auxiliary("person", cs="B")
def branched(people, leaving):
    return where(people > 0, people, leaving)


@auxiliary("1/month", cs="C")
def divided(people, leaving):
    return ratio(leaving, people, if_zero=1)


@auxiliary("person", cs="D")
def smallest(people, leaving):
    return minimum(people, 1)
