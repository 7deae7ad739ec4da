"""Digits other than 0 and 1, a default, no result, a power, numpy."""

import numpy as np

from kpsim.engine.graph import Declaration
from kpsim.engine.lang import Dimension, auxiliary, by_element, flow, stock

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}
READ_ELSEWHERE = ["half", "defaulted", "nothing", "squared", "with_numpy", "masked", "first"]

SUBSTANCE = Dimension("substance", ("tea", "coffee"))


@stock("person", cs="Lidé")
def people(people_at_start):
    return people_at_start


@flow("person/month", out_of=people, cs="Odchod")
def leaving(people, leaving_rate):
    return people * leaving_rate


@auxiliary("person", cs="A")
def half(people):
    return people * 0.5


@auxiliary("person", cs="B")
def defaulted(people, share=1):
    return people * share


@auxiliary("person", cs="C")
def nothing(people):
    people + people


@auxiliary("person*person", cs="D")
def squared(people):
    return people**2


@auxiliary("1", cs="E")
def with_numpy(people, people_at_start):
    return np.exp(people / people_at_start)


@auxiliary("person", by=(SUBSTANCE,), cs="F")
def masked(people):
    return people * by_element(SUBSTANCE, tea=1, coffee=0)


@auxiliary("person", cs="G")
def first(people):
    return people[0]
