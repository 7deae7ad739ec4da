"""Trouble in a compiled run is reported in the words of numpy: equation, scenario, month, draw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpsim.engine.compiled.simulate import simulate as compiled
from kpsim.engine.simulate import Keep, Names
from kpsim.engine.simulate import simulate as by_numpy
from kpsim.errors import RunError
from tests.toys import test_run_trouble as toy

MONTHS = tuple(f"{2026 + month // 12}-{month % 12 + 1:02d}" for month in range(24))
EVERYTHING = tuple(toy.MODEL.auxiliaries)


def outcome(simulate, values, inputs, *, watch=EVERYTHING, step=1.0):
    """Return the message of a run, or its results."""
    try:
        return simulate(
            toy.MODEL,
            parameters=values,
            paths=inputs,
            steps=24,
            step=step,
            keep=[Keep(name, name, "sum") for name in watch],
            names=Names(("reference", "closing"), 512, MONTHS),
        )
    except RunError as error:
        return str(error)


def assert_same_outcome(values, inputs, **options):
    expected = outcome(by_numpy, values, inputs, **options)
    found = outcome(compiled, values, inputs, **options)
    if isinstance(expected, str) or isinstance(found, str):
        assert found == expected
    else:
        for name, array in expected.items():
            np.testing.assert_allclose(found[name], array, rtol=1e-12, atol=0)
    return found


def put(name, index, value):
    """Return the toy's inputs with one value changed."""
    values, inputs = toy.parameters(), toy.paths()
    ({**values, **inputs})[name][index] = value
    return values, inputs


TROUBLE = {
    "division by zero": ("seats", (0, 1, 0, 5), 0),
    "division by zero late in one scenario": ("open_share", np.s_[14:, :, :, 1], 0),
    "a logarithm of zero": ("open_share", np.s_[3, :, :, 1], 0),
    "a logarithm of less than zero": ("base", np.s_[..., 7], -1),
    "too large a number before the first step": ("base", np.s_[..., 3], 1000),
    "division by zero before the first step": ("base", np.s_[..., 3], 0),
    "a stock below zero": ("hurry", np.s_[2:, :, :, 1], 11),
    "a start below zero": ("guests_at_start", (0, 1, 0, 2), -4),
    "too long a step for the rates": ("leaving_rate", np.s_[..., 4], 0.95),
    "an overflow": ("seats", (0, 0, 0, 19), 1e-320),
}


@pytest.mark.parametrize("change", TROUBLE.values(), ids=TROUBLE)
def test_trouble_is_reported_as_numpy_reports_it(change):
    found = assert_same_outcome(*put(*change))
    assert isinstance(found, str)
    assert "draw 5" in found


def test_of_several_troubles_the_first_in_time_is_reported():
    values, inputs = put("base", np.s_[..., 15], 1000)
    inputs["open_share"][0, ..., 0] = 0
    values["seats"][0, 0, 0, 1] = 0
    assert "draw 527" in str(assert_same_outcome(values, inputs))


def test_trouble_in_a_number_nobody_reads_is_reported():
    values, inputs = put("seats", (0, 1, 0, 6), 0)
    assert isinstance(assert_same_outcome(values, inputs, watch=["crowding"]), str)
    assert not isinstance(assert_same_outcome(values, inputs, watch=["leaving"]), str)


def test_a_step_short_enough_for_the_rates_is_accepted():
    assert not isinstance(
        assert_same_outcome(*put(*TROUBLE["too long a step for the rates"]), step=0.5), str
    )


NUMBERS = st.sampled_from([0.0, -0.0, 1e-320, 5e-324, 1e-9, -1e-10, 0.5, 700.0, 1e160, 1.7e308, -3])


@settings(max_examples=200)
@given(
    name=st.sampled_from([*toy.PARAMETERS, "hurry", "open_share"]),
    draw=st.integers(0, toy.DRAWS - 1),
    step=st.integers(0, 23),
    value=NUMBERS,
)
def test_any_odd_number_ends_as_in_numpy(name, draw, step, value):
    values, inputs = toy.parameters(), toy.paths()
    if name in values:
        values[name][..., draw] = value
    else:
        inputs[name] = np.repeat(inputs[name], toy.DRAWS, axis=-1)
        inputs[name][step, ..., draw] = value
    assert_same_outcome(values, inputs)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("name", ["seats", "base", "leaving_rate"])
def test_an_input_that_is_no_number_is_refused_alike(name, value):
    values, inputs = toy.parameters(), toy.paths()
    values[name][..., -1] = value
    assert f"a value of '{name}' is not a finite number" in assert_same_outcome(values, inputs)


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["hurry", "open_share"])
def test_a_path_that_is_no_number_is_refused_alike(name, value):
    values, inputs = put(name, np.s_[-1, ..., -1], value)
    assert f"a value of '{name}' is not a finite number" in assert_same_outcome(values, inputs)


def test_arrays_that_do_not_fit_are_refused_alike():
    values, inputs = toy.parameters(), toy.paths()
    del values["seats"]
    values["leaving_rate"][..., 1] = np.nan
    assert "seats: no values" in assert_same_outcome(values, inputs)
