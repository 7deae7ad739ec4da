"""Units that are misspelt, not the engine's own, without a price year, or unreadable."""

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import auxiliary, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
    "bill": Declaration("CZK2025/person"),
}
READ_ELSEWHERE = ["misspelt", "yearly", "undated", "unreadable"]


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("persn", cs="A")
def misspelt(people):
    return people


@auxiliary("person/year", cs="B")
def yearly(leaving):
    return leaving


@auxiliary("CZK", cs="C")
def undated(people, bill):
    return people * bill


@auxiliary("person/*month", cs="D")
def unreadable(leaving):
    return leaving
