"""Patient rule induction on boxes that are known."""

import numpy as np
import pytest

from kpsim.sensitivity.discover import discover

N = 2048


@pytest.fixture(scope="module")
def draws():
    random = np.random.default_rng(1)
    return {f"x{place}": random.random(N) for place in range(6)}


def test_a_known_box_is_found_with_its_limits(draws):
    inside = (draws["x0"] > 0.6) & (draws["x2"] < 0.4)
    found = discover(draws, inside)
    limits = {each.name: (each.low, each.high) for each in found.rule.conditions}
    assert set(limits) == {"x0", "x2"}
    assert limits["x0"][0] == pytest.approx(0.6, abs=0.05)
    assert limits["x2"][1] == pytest.approx(0.4, abs=0.05)
    assert found.rule.density > 0.9
    assert found.rule.coverage > 0.85


def test_a_box_is_found_through_noise(draws):
    inside = (draws["x0"] > 0.7) & (draws["x1"] > 0.5)
    wrong = np.random.default_rng(2).random(N) < 0.05
    found = discover(draws, inside ^ wrong)
    assert {each.name for each in found.rule.conditions} == {"x0", "x1"}


def test_cases_without_a_pattern_give_no_rule(draws):
    assert discover(draws, np.random.default_rng(3).random(N) < 0.3).rule is None


def test_fewer_than_twenty_cases_give_a_bound_and_no_rule(draws):
    case = np.zeros(N, dtype=bool)
    assert discover(draws, case).rule is None
    assert discover(draws, case).bound == pytest.approx(3 / N)
    case[:19] = True
    found = discover(draws, case)
    assert found.rule is None
    assert found.bound > found.share


def test_the_bound_holds_as_often_as_it_says():
    rate, random = 0.004, np.random.default_rng(4)
    counts = random.binomial(1000, rate, 4000)
    bounds = [(count + 3 + 2 * np.sqrt(count)) / 1000 for count in counts]
    assert np.mean(np.array(bounds) >= rate) > 0.95


def test_the_densest_half_is_told_where_cases_are_frequent(draws):
    chance = np.where(draws["x3"] > 0.5, 0.95, 0.35)
    found = discover(draws, np.random.default_rng(5).random(N) < chance)
    assert "x3" in {each.name for each in found.rule.conditions}
    assert found.rule.density > 0.9
    assert found.rule.coverage >= 0.45
