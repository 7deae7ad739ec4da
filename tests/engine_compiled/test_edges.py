"""Every operation at zero, below zero, at overflow and underflow: the numbers or words of numpy."""

import itertools
import sys

import numpy as np
import pytest

from kpsim.engine.compiled.simulate import simulate as compiled
from kpsim.engine.graph import Declaration, build
from kpsim.engine.lang import (
    Dimension,
    auxiliary,
    both,
    by_element,
    either,
    exp,
    flow,
    log,
    maximum,
    minimum,
    negate,
    pick,
    ratio,
    stock,
    total,
    where,
)
from kpsim.engine.simulate import Keep, Names
from kpsim.engine.simulate import simulate as by_numpy
from kpsim.errors import RunError

WORLD = sys.modules[__name__]
SERVICE = Dimension("service", ("day", "night"))
SUBSTANCE = Dimension("substance", ("tea", "coffee", "water"))
EDGES = (0.0, -0.0, 1.0, -1.0, 5e-324, -1e-310, 1e-200, 1e200, -1.7e308, 1.7e308, 709.0, 710.0)


@stock("1", cs="Zásoba")
def store(first):
    return where(first > 0, 1, 0)


@flow("1/month", into=store, cs="Přítok")
def nothing(pace):
    return pace


@auxiliary("1", cs="Součet")
def plus(first, moving):
    return first + moving


@auxiliary("1", cs="Rozdíl")
def minus(first, moving):
    return first - moving


@auxiliary("1", cs="Součin")
def times(first, moving):
    return first * moving


@auxiliary("1", cs="Podíl")
def divided(first, moving):
    return first / moving


@auxiliary("1", cs="Poměr")
def proportion(first, moving):
    return ratio(first, moving, if_zero=first)


@auxiliary("1", cs="Menší")
def smaller(first, moving):
    return minimum(first, moving, 1)


@auxiliary("1", cs="Větší")
def larger(first, moving):
    return maximum(first, -moving)


@auxiliary("1", cs="Volba")
def chosen(first, moving):
    return where(both(first >= moving, negate(moving <= 0)), first, moving * first)


@auxiliary("1", cs="Druhá volba")
def chosen_too(first, moving):
    return where(either(first < moving, moving > 1), 1 - first, 0)


@auxiliary("1", cs="Volba stálá po celý tah")
def chosen_for_good(first, moving):
    return where(both(first > 0, negate(first >= 1)), moving, first - moving)


@auxiliary("1", cs="Volba ze stálé a měnící se podmínky")
def chosen_by_both(first, moving):
    return where(either(first > 0, moving > 0), moving, 1)


@auxiliary("1", cs="Exponenciála")
def power(moving):
    return exp(moving)


@auxiliary("1", cs="Logaritmus")
def logarithm(moving):
    return log(moving)


@auxiliary("1", cs="Skrytý podíl")
def hidden(first, moving):
    return minimum(1, where(moving > 0, 1, maximum(first / moving, 0)))


@auxiliary("1", cs="Mizí v děliteli")
def swallowed(first, moving):
    return 1 / (1 + exp(first * moving))


@auxiliary("1", by=(SUBSTANCE,), cs="Prvky")
def elements(first, moving):
    return by_element(SUBSTANCE, tea=first, coffee=0, water=moving)


@auxiliary("1", cs="Prvek")
def element(elements):
    return pick(elements / total(elements, over=SUBSTANCE), substance="water")


@auxiliary("1", by=(SERVICE, SUBSTANCE), cs="Tabulka")
def both_ways(elements, weight):
    return elements * weight + total(weight, over=SERVICE)


OWN_FUNCTIONS = ("power", "logarithm", "swallowed")  # exp and log are not those of numpy
AUXILIARIES = tuple(
    name for name, value in vars(WORLD).items() if type(value).__name__ == "Auxiliary"
)
MODEL = build(
    [WORLD],
    parameters={"first": Declaration("1"), "weight": Declaration("1", by=(SERVICE,))},
    paths={"moving": Declaration("1"), "pace": Declaration("1/month")},
    read_elsewhere=AUXILIARIES,
)


def outcome(simulate, name, first, moving):
    """Return what one variable gives for one pair of numbers, or the message."""
    steps = 12
    try:
        return simulate(
            MODEL,
            parameters={
                "first": np.full((1, 1, 1, 1), first),
                "weight": np.array([2.0, 3.0]).reshape(2, 1, 1, 1),
            },
            paths={
                "moving": np.full((steps, 1, 1, 1, 1), moving),
                "pace": np.zeros((steps, 1, 1, 1, 1)),
            },
            steps=steps,
            step=1.0,
            keep=[Keep("found", name, "monthly")],
            names=Names(("only",), 0, tuple(map(str, range(steps)))),
        )["found"]
    except RunError as error:
        return str(error)


@pytest.mark.parametrize("name", AUXILIARIES)
def test_edges_give_the_numbers_or_the_words_of_numpy(name):
    for first, moving in itertools.product(EDGES, EDGES):
        expected = outcome(by_numpy, name, first, moving)
        found = outcome(compiled, name, first, moving)
        case = f"{name} of {first} and {moving}"
        if isinstance(expected, str) or isinstance(found, str):
            assert found == expected, case
        else:
            digits = 1e-15 if name in OWN_FUNCTIONS else 0
            np.testing.assert_allclose(found, expected, rtol=digits, atol=0, err_msg=case)


def test_the_edges_reach_both_ends_of_every_operation():
    ends = {
        name: {
            isinstance(outcome(by_numpy, name, *pair), str)
            for pair in itertools.product(EDGES, EDGES)
        }
        for name in ("plus", "times", "divided", "proportion", "power", "logarithm", "swallowed")
    }
    assert all(found == {True, False} for found in ends.values()), ends
