"""A bathtub with a tap and a drain: the level has a closed form in every step."""

import sys

import numpy as np
import pytest

from kpsim.engine.graph import Declaration, build
from kpsim.engine.lang import flow, stock

WORLD = sys.modules[__name__]
PARAMETERS = {
    "water_at_start": Declaration("person"),
    "tap": Declaration("person/month"),
    "drain_rate": Declaration("1/month"),
}


@stock("person", cs="Voda")
def water(water_at_start):
    return water_at_start


@flow("person/month", into=water, cs="Přítok")
def pouring_in(tap):
    return tap


@flow("person/month", out_of=water, cs="Odtok")
def draining(water, drain_rate):
    return drain_rate * water


@pytest.fixture(scope="module")
def model():
    return build([WORLD], parameters=PARAMETERS, paths={})


def level(steps, *, start, tap, rate, step):
    full = tap / rate
    return full + (start - full) * (1 - rate * step) ** np.arange(1, steps + 1)


@pytest.mark.parametrize("step", [1.0, 0.5, 0.25])
def test_the_level_follows_the_closed_form_of_euler(model, run, step):
    values = {"water_at_start": 100.0, "tap": 3.0, "drain_rate": 0.1}
    result = run(model, values, steps=48, step=step, watch=("water",))
    expected = level(48, start=100.0, tap=3.0, rate=0.1, step=step)
    # nothing but rounding may differ
    np.testing.assert_allclose(result["water"].ravel(), expected, rtol=1e-12)


def test_a_tub_at_its_balance_stands_still(model, run):
    values = {"water_at_start": 30.0, "tap": 3.0, "drain_rate": 0.1}
    result = run(model, values, steps=120, watch=("water",))
    np.testing.assert_allclose(result["water"], 30.0, rtol=1e-12)


def test_without_tap_the_decay_is_a_power_and_near_the_exponential(model, run):
    values = {"water_at_start": 1.0, "tap": 0.0, "drain_rate": 0.1}
    errors = []
    for step in (1.0, 0.5, 0.25):
        steps = round(12 / step)
        result = run(model, values, steps=steps, step=step, watch=("water",))["water"].ravel()
        np.testing.assert_allclose(result, (1 - 0.1 * step) ** np.arange(1, steps + 1), rtol=1e-12)
        errors.append(abs(result[-1] - np.exp(-1.2)))
    assert errors[0] < 0.1 * np.exp(-1.2)  # error of a first-order method: about rate * step / 2
    # halving the step halves the error (order 1)
    assert errors[0] / errors[1] == pytest.approx(2, rel=0.05)
    assert errors[1] / errors[2] == pytest.approx(2, rel=0.05)


def test_yearly_results_are_sums_means_and_levels_at_the_end(model, run):
    values = {"water_at_start": 100.0, "tap": 3.0, "drain_rate": 0.1}
    watch = ("water", "draining", "pouring_in")
    by_step = run(model, values, steps=48, step=0.5, watch=watch)
    drained, water = by_step["draining"].ravel(), by_step["water"].ravel()
    before = np.concatenate([[100.0], water[:-1]])
    sums = run(model, values, steps=48, step=0.5, watch=watch, aggregate="sum")
    means = run(model, values, steps=48, step=0.5, watch=watch, aggregate="mean")
    ends = run(model, values, steps=48, step=0.5, watch=watch, aggregate="end")
    assert sums["draining"].shape == (2, 1, 1, 1, 1)
    np.testing.assert_allclose(sums["draining"].ravel(), drained.reshape(2, 24).sum(1) * 0.5)
    np.testing.assert_allclose(sums["pouring_in"].ravel(), 36.0)
    np.testing.assert_allclose(means["water"].ravel(), before.reshape(2, 24).mean(1))
    np.testing.assert_array_equal(ends["water"].ravel(), water[[23, 47]])
    np.testing.assert_array_equal(ends["draining"].ravel(), drained[[23, 47]])


def test_an_equation_can_be_called_with_plain_numbers():
    assert draining(100.0, drain_rate=0.1) == 10.0
    assert draining.out_of is water
    assert draining.labels == {"cs": "Odtok", "en": "draining"}
    assert len({water, draining, pouring_in}) == 3
