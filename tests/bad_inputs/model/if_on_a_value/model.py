"""Python's if, and, chained comparison and == cannot ask a value."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}
READ_ELSEWHERE = ["with_if", "with_min", "with_equal"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("person", cs="A")
def with_if(people):
    if people > 0:
        return people
    return 0


@auxiliary("person", cs="B")
def with_min(people, people_at_start):
    return min(people, people_at_start)


@auxiliary("1", cs="C")
def with_equal(people, people_at_start):
    return people == people_at_start
