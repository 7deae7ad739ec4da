"""A variable, a parameter and a path of one name."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
    "people": Declaration("person"),
    "weather": Declaration("1"),
}
PATHS = {"weather": Declaration("1")}
READ_ELSEWHERE = ["weather"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate
