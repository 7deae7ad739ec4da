"""A closed ring of people with random rates: nobody is created or lost, whatever the blocks."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kpsim.engine.graph import Declaration, build
from kpsim.engine.lang import Dimension, auxiliary, exp, flow, log, ratio, stock, total, where
from kpsim.engine.simulate import Keep, Names, simulate

WORLD = sys.modules[__name__]
SUBSTANCE = Dimension("substance", ("red", "green", "blue"))
PARAMETERS = {
    "people_at_start": Declaration("person", by=(SUBSTANCE,)),
    "first_rate": Declaration("1/month", by=(SUBSTANCE,)),
    "second_rate": Declaration("1/month"),
    "third_rate": Declaration("1/month"),
}


@stock("person", by=(SUBSTANCE,), cs="A")
def here(people_at_start):
    return people_at_start


@stock("person", by=(SUBSTANCE,), cs="B")
def there():
    return 0


@stock("person", by=(SUBSTANCE,), cs="C")
def elsewhere():
    return 0


@flow("person/month", by=(SUBSTANCE,), out_of=here, into=there, cs="AB")
def going(here, first_rate, crowding):
    return first_rate * here * crowding


@flow("person/month", by=(SUBSTANCE,), out_of=there, into=elsewhere, cs="BC")
def wandering(there, second_rate):
    return second_rate * there


@flow("person/month", by=(SUBSTANCE,), out_of=elsewhere, into=here, cs="CA")
def returning(elsewhere, third_rate, weather):
    return third_rate * elsewhere * weather


@auxiliary("1", by=(SUBSTANCE,), cs="Tlačenice")
def crowding(here, initial_everyone):
    return exp(-ratio(here, initial_everyone, if_zero=0)) * where(here > 0, 1, 0)


@auxiliary("person", cs="Všichni")
def everyone(here, there, elsewhere):
    return total(here + there + elsewhere, over=SUBSTANCE)


@auxiliary("1", cs="Logaritmus")
def size(everyone, initial_everyone):
    return log(1 + ratio(everyone, initial_everyone, if_zero=1))


MODEL = build(
    [WORLD],
    parameters=PARAMETERS,
    paths={"weather": Declaration("1")},
    read_elsewhere=["size"],
)
DRAWS = 4
rates = arrays(float, (1, 1, 1, DRAWS), elements=st.floats(0, 0.5))


def simulated(parameters, weather, *, first_draw=0):
    steps = len(weather)
    return simulate(
        MODEL,
        parameters=parameters,
        paths={"weather": weather},
        steps=steps,
        step=1.0,
        keep=[Keep(n, n, "monthly") for n in ("here", "there", "elsewhere", "everyone", "size")],
        names=Names(("a", "b"), first_draw, tuple(map(str, range(steps)))),
    )


@settings(max_examples=60)
@given(
    start=arrays(float, (1, 3, 1, DRAWS), elements=st.floats(0, 1e6)),
    first_rate=arrays(float, (1, 3, 1, DRAWS), elements=st.floats(0, 0.5)),
    second_rate=rates,
    third_rate=rates,
    weather=arrays(float, (24, 1, 1, 2, 1), elements=st.floats(0, 1)),
)
def test_in_a_closed_ring_nobody_is_created_or_lost(
    start, first_rate, second_rate, third_rate, weather
):
    parameters = {
        "people_at_start": start,
        "first_rate": first_rate,
        "second_rate": second_rate,
        "third_rate": third_rate,
    }
    result = simulated(parameters, weather)
    people = result["here"] + result["there"] + result["elsewhere"]
    expected = np.broadcast_to(start, people.shape)
    # rounding of 24 additions, relative to the people there are
    np.testing.assert_allclose(people, expected, rtol=1e-13, atol=1e-12)
    assert min(result[name].min() for name in ("here", "there", "elsewhere")) >= 0


@pytest.mark.parametrize("block", [1, 3, 7, 64])
def test_the_size_of_blocks_changes_no_digit(block):
    generator = np.random.default_rng(7)
    draws = 100
    parameters = {
        "people_at_start": generator.uniform(1, 1000, (1, 3, 1, draws)),
        "first_rate": generator.uniform(0, 0.5, (1, 3, 1, draws)),
        "second_rate": generator.uniform(0, 0.5, (1, 1, 1, draws)),
        "third_rate": generator.uniform(0, 0.5, (1, 1, 1, draws)),
    }
    weather = generator.uniform(0, 1, (24, 1, 1, 2, draws))
    whole = simulated(parameters, weather)
    parts = [
        simulated(
            {name: values[..., first : first + block] for name, values in parameters.items()},
            weather[..., first : first + block],
            first_draw=first,
        )
        for first in range(0, draws, block)
    ]
    assert whole
    for name, values in whole.items():
        joined = np.concatenate([part[name] for part in parts], axis=-1)
        assert joined.tobytes() == values.tobytes(), name
