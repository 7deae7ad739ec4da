"""total, pick and by_element where they do not fit; by= that does not match."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import Dimension, auxiliary, by_element, flow, pick, stock, total

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}
READ_ELSEWHERE = [
    "undeclared",
    "too_narrow",
    "wrong_total",
    "wrong_element",
    "wrong_name",
    "incomplete",
    "nested",
    "twice",
]

SERVICE = Dimension("service", ("day", "night"))
SUBSTANCE = Dimension("substance", ("tea", "coffee"))


@stock("person", by=(SUBSTANCE,), cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", by=(SUBSTANCE,), out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("person", cs="A")
def undeclared(people):
    return people


@auxiliary("person", by=(SUBSTANCE,), cs="B")
def too_narrow(people_at_start):
    return people_at_start


@auxiliary("person", by=(SUBSTANCE,), cs="C")
def wrong_total(people):
    return total(people, over=SERVICE)


@auxiliary("person", cs="D")
def wrong_element(people):
    return pick(people, substance="cofee")


@auxiliary("person", cs="E")
def wrong_name(people):
    return pick(people, substanc="tea")


@auxiliary("person", by=(SUBSTANCE,), cs="F")
def incomplete(people_at_start):
    return by_element(SUBSTANCE, tea=people_at_start)


@auxiliary("person", by=(SUBSTANCE,), cs="G")
def nested(people):
    return by_element(SUBSTANCE, tea=people, coffee=0)


@auxiliary("person", by=(SERVICE,), cs="H")
def twice(people_at_start):
    return by_element(SERVICE, day=people_at_start, nigt=0)
