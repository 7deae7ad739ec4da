"""A start value of a variable that does not exist."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}
READ_ELSEWHERE = ["change"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("person", cs="Rozdíl")
def change(people, initial_peple):
    return people - initial_peple
