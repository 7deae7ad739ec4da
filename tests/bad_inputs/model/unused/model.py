"""A variable, a stock, a parameter and a path that nobody reads; a misspelt reader."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
    "idle": Declaration("1", place="params/toy.toml: idle"),
}
PATHS = {"weather": Declaration("1")}
READ_ELSEWHERE = ["leavin"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("person", cs="Dvojnásobek")
def double(people):
    return people + people


@stock("person", cs="Nikdo")
def nobody():
    return 0
