"""The chance of small counts."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import poisson

from kpsim.analysis.chance import counts, with_chance
from kpsim.results import Results
from tests.synthetic import synthetic_results

NAME = "children_in_care"


def small_counts(level: float = 4.0) -> Results:
    results = synthetic_results(2048)
    expected = np.full_like(results.loads["central"][NAME], level)
    outcomes = {**results.outcomes, NAME: replace(results.outcomes[NAME], chance=True)}
    loads = {**results.loads, "central": {**results.loads["central"], NAME: expected}}
    return replace(results, outcomes=outcomes, loads=loads)


def test_counts_are_whole_and_keep_their_mean_and_variance() -> None:
    counts = with_chance(small_counts(), NAME)
    assert (counts == np.round(counts)).all()
    # Stratified draws: far tighter than the 0.04 of independent ones.
    assert counts.mean() == pytest.approx(4.0, abs=0.02)
    assert counts[0, 0].var() == pytest.approx(4.0, rel=0.05)


def test_the_same_chance_meets_all_scenarios() -> None:
    counts = with_chance(small_counts(), NAME)
    assert (counts[:, 0] == counts[:, 1]).all()


def test_years_have_chances_of_their_own() -> None:
    counts = with_chance(small_counts(), NAME)
    assert abs(np.corrcoef(counts[0, 0], counts[1, 0])[0, 1]) < 0.1


def test_nothing_expected_is_nothing_counted() -> None:
    assert not with_chance(small_counts(0.0), NAME).any()


def test_other_outcomes_stay_as_they_are() -> None:
    results = synthetic_results(256)
    assert with_chance(results, NAME) is results.loads["central"][NAME]


@pytest.mark.parametrize("scale", [0.0, 0.01, 1.0, 20.0, 500.0, 50_000.0])
def test_counts_are_the_quantiles_of_scipy(scale: float) -> None:
    random = np.random.default_rng(3)
    expected = random.gamma(2, size=(2, 4000)) * scale
    probability = np.concatenate([random.random(3996), [1e-12, 1e-6, 1 - 1e-6, 1 - 1e-12]])
    np.testing.assert_array_equal(counts(probability, expected), poisson.ppf(probability, expected))
