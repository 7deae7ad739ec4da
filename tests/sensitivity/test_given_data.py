"""Measures from draws, on functions whose answers are known."""

import numpy as np
import pytest

from kpsim.errors import RunError
from kpsim.sensitivity.given_data import disagreement, explained, given_data
from kpsim.sensitivity.screening import screen


@pytest.fixture(scope="module")
def draws():
    random = np.random.default_rng(1)
    return {name: random.random(1024) for name in "abcd"}


def test_a_linear_model_gives_its_shares_and_signs(draws):
    found = given_data(draws, 4 * draws["a"] - 2 * draws["b"] + draws["c"], strongest=2)
    shares = dict(zip(found.names, found.share, strict=True))
    signs = dict(zip(found.names, found.prcc, strict=True))
    assert shares["a"] == pytest.approx(16 / 21, abs=0.05)
    assert shares["b"] == pytest.approx(4 / 21, abs=0.06)
    assert signs["a"] > 0.9
    assert signs["b"] < -0.9
    assert abs(signs["d"]) < 0.15


def test_all_measures_put_noise_last(draws):
    found = given_data(draws, 4 * draws["a"] + 3 * draws["b"] + 2 * draws["c"], strongest=4)
    for measure in (found.pawn, np.abs(found.prcc), found.share):
        assert found.names[int(np.argmin(measure))] == "d"
    assert min(found.delta, key=lambda name: found.delta[name]) == "d"
    noise = dict(zip(found.names, found.pawn, strict=True))["d"]
    assert noise == pytest.approx(found.noise, abs=0.06)


def test_a_link_that_turns_is_seen_by_the_curve_and_missed_by_ranks(draws):
    outcome = (draws["a"] - 0.5) ** 2 + 0.02 * draws["b"]
    found = given_data(draws, outcome, strongest=1)
    place = found.names.index("a")
    assert found.share[place] > 0.9
    assert abs(found.prcc[place]) < 0.2
    assert "a" in disagreement(found, first=1)


def test_a_curve_through_noise_explains_nothing_on_average():
    random = np.random.default_rng(2)
    found = [explained(random.random(512), random.random(512)) for _ in range(40)]
    assert np.mean(found) < 0.01


def test_screening_finds_the_slopes_of_a_linear_model_exactly():
    slopes = {"a": 1.0, "b": -2.0, "c": 0.0}
    found = screen(
        lambda u: sum(slope * u[name] for name, slope in slopes.items()) + 0 * u["a"],
        list(slopes),
        trajectories=6,
        seed=1,
    )
    assert {each.name: each.strength for each in found} == pytest.approx(
        {"a": 1.0, "b": 2.0, "c": 0.0}
    )
    assert all(each.uneven == pytest.approx(0, abs=1e-9) for each in found)


def test_screening_sees_interaction_as_unevenness():
    found = screen(lambda u: u["a"] * u["b"] + u["c"], list("abc"), trajectories=10, seed=1)
    uneven = {each.name: each.uneven for each in found}
    assert uneven["a"] > 0.1
    assert uneven["c"] == pytest.approx(0, abs=1e-9)


def test_too_few_draws_say_how_many_are_needed(draws):
    few = {name: column[:6] for name, column in draws.items()}
    with pytest.raises(RunError) as caught:
        given_data(few, few["a"])
    assert str(caught.value) == "--draws: 6 draws are too few for 4 numbers; run at least 8"


def test_a_constant_outcome_is_refused(draws):
    with pytest.raises(RunError, match="the outcome is the same in all draws"):
        given_data(draws, np.zeros(1024))


def test_too_few_trajectories_are_refused():
    with pytest.raises(RunError) as caught:
        screen(lambda u: u["a"], ["a"], trajectories=2, seed=1)
    assert str(caught.value) == (
        "--trajectories: 2 trajectories are too few for a screening; ask for at least 4"
    )
