"""The Monte Carlo error on cases whose answer is known."""

import numpy as np
import pytest

from kpsim.analysis.precision import mean, monte_carlo_error, probability_above, quantile
from kpsim.errors import RunError
from kpsim.inputs.draws import BLOCK, uniforms

BLOCKS = 400


@pytest.fixture(scope="module")
def independent() -> np.ndarray:
    return np.random.default_rng(5).standard_normal(BLOCKS * BLOCK)


def test_the_error_of_a_mean_is_the_textbook_one(independent: np.ndarray) -> None:
    expected = 1 / np.sqrt(independent.size)
    # A standard deviation from 400 blocks is itself off by 3.5 per cent; four of them.
    assert monte_carlo_error(independent, mean) == pytest.approx(expected, rel=0.14)


def test_the_error_of_a_probability_is_the_binomial_one(independent: np.ndarray) -> None:
    share = (independent > 1).mean()
    expected = np.sqrt(share * (1 - share) / independent.size)
    found = monte_carlo_error(independent, probability_above(1))
    assert found == pytest.approx(expected, rel=0.14)


def test_the_error_of_a_median_is_the_asymptotic_one(independent: np.ndarray) -> None:
    expected = np.sqrt(np.pi / 2 / independent.size)
    assert monte_carlo_error(independent, quantile(0.5)) == pytest.approx(expected, rel=0.15)


def test_a_latin_hypercube_has_less_error_than_independent_draws() -> None:
    balanced = uniforms(1, "x", 16 * BLOCK)
    independent = np.random.default_rng(1).random(16 * BLOCK)
    ratio = monte_carlo_error(balanced, mean) / monte_carlo_error(independent, mean)
    assert ratio < 0.05


def test_equal_blocks_have_no_error() -> None:
    assert monte_carlo_error(np.tile(np.arange(BLOCK), 3) / BLOCK, mean) == 0


def test_other_axes_are_kept(independent: np.ndarray) -> None:
    values = independent.reshape(5, 2, -1)
    assert monte_carlo_error(values, quantile(0.95)).shape == (5, 2)


@pytest.mark.parametrize("draws", [100, BLOCK, 2 * BLOCK + 1])
def test_fewer_than_two_whole_blocks_have_no_error(draws: int) -> None:
    with pytest.raises(RunError, match="at least two blocks"):
        monte_carlo_error(np.zeros(draws), mean)
