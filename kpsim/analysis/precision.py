"""How far a reported number could be off because the draws are finite."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from kpsim.errors import RunError, problem
from kpsim.inputs.draws import BLOCK

Array = NDArray[np.float64]
Z_90 = 1.645
"""Standard errors to each side of a 90 % interval."""

Statistic = Callable[[Array], Array]
"""Takes values with the draws on the last axis, returns one number for each of the other cells."""


def mean(values: Array) -> Array:
    """Return the mean over the draws."""
    return np.asarray(values.mean(axis=-1))


def quantile(probability: float) -> Statistic:
    """Return the statistic that takes a quantile over the draws."""
    return lambda values: np.asarray(np.quantile(values, probability, axis=-1))


def probability_above(threshold: float) -> Statistic:
    """Return the statistic that takes the share of draws above a threshold."""
    return lambda values: np.asarray((values > threshold).mean(axis=-1))


def monte_carlo_error(values: Array, statistic: Statistic) -> Array:
    """Return the spread of the statistic between blocks, divided by the root of their number.

    Every block is a balanced sample of its own, so this holds for any statistic.
    """
    draws = values.shape[-1]
    blocks, rest = divmod(draws, BLOCK)
    if rest or blocks < 2:
        text = "{draws} draws have no Monte Carlo error; expected at least two blocks of {block}"
        raise RunError(problem("draws", text, draws=draws, block=BLOCK))
    estimates = statistic(values.reshape(*values.shape[:-1], blocks, BLOCK))
    return np.asarray(estimates.std(axis=-1, ddof=1) / np.sqrt(blocks))
