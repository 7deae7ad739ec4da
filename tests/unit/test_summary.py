"""Statistics of draws are those of numpy, found faster."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kpsim.analysis.summary import QUANTILES, quantiles

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False)


@example(np.array([[-0.0]]))
@given(arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(1, 40)), elements=NUMBERS))
def test_quantiles_are_numpys_to_the_last_bit(values: np.ndarray) -> None:
    # Zeros of both signs are equal, so that a search may leave them in any order: adding zero
    # takes the sign away and changes no other number.
    expected = np.quantile(values, QUANTILES, axis=-1) + 0.0
    assert (quantiles(values, QUANTILES) + 0.0).tobytes() == expected.tobytes()


@pytest.mark.parametrize("draws", [256, 2048, 4096])
def test_quantiles_of_many_draws_are_numpys(draws: int) -> None:
    values = np.random.default_rng(draws).lognormal(sigma=3, size=(2, 3, draws))
    levels = (0.0, 0.01, 0.05, 0.3, 0.5, 0.999, 1.0)
    expected = np.quantile(values, levels, axis=-1)
    assert quantiles(values, levels).tobytes() == expected.tobytes()


def test_a_number_that_is_none_is_not_passed_over() -> None:
    values = np.array([[1.0, 2.0, 3.0], [1.0, np.nan, 3.0]])
    found = quantiles(values, (0.25, 0.5))
    assert found[:, 0].tolist() == [1.5, 2.0]
    assert np.isnan(found[:, 1]).all()


def test_the_values_are_left_in_their_order() -> None:
    values = np.array([3.0, 1.0, 2.0])
    quantiles(values, QUANTILES)
    assert values.tolist() == [3.0, 1.0, 2.0]
