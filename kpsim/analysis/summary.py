"""A distribution in seven numbers: mean, five quantiles and the Monte Carlo error."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.analysis import precision
from kpsim.inputs.draws import BLOCK
from kpsim.results import Array

QUANTILES = (0.05, 0.25, 0.50, 0.75, 0.95)
STATISTICS = ("mean", "p05", "p25", "p50", "p75", "p95")


@dataclass(frozen=True)
class Summary:
    """Statistics over the draws; each array has the shape of the input without its last axis."""

    mean: Array
    p05: Array
    p25: Array
    p50: Array
    p75: Array
    p95: Array
    monte_carlo_error: Array


def summary(values: Array) -> Summary:
    """Summarise the last axis, the draws."""
    p05, p25, p50, p75, p95 = quantiles(values, QUANTILES)
    return Summary(values.mean(axis=-1), p05, p25, p50, p75, p95, monte_carlo_error(values))


def quantiles(values: Array, probabilities: Sequence[float]) -> Array:
    """Return quantiles of the last axis, the probabilities first.

    The numbers are those of numpy's own, to the last bit but the sign of a zero; sorting whole
    rows is several times faster than its search for each quantile.

    >>> quantiles(np.array([4.0, 1.0, 3.0, 2.0]), (0.25, 0.5)).tolist()
    [1.75, 2.5]
    """
    ordered = np.sort(values, axis=-1)
    last = ordered.shape[-1] - 1
    found = np.empty((len(probabilities), *ordered.shape[:-1]))
    for number, probability in enumerate(probabilities):
        place = last * probability
        below = int(place)
        share = place - below
        low, high = ordered[..., below], ordered[..., min(below + 1, last)]
        apart = high - low
        # From the nearer end, so that equal ends give themselves.
        found[number] = low + apart * share if share < 1 - share else high - apart * (1 - share)
    found[:, np.isnan(ordered[..., last])] = np.nan
    return found


def monte_carlo_error(values: Array) -> Array:
    """Return the standard error of the mean: between blocks, or between draws if only one block.

    The latter overstates the error of a Latin hypercube, which is the safe side.
    """
    draws = values.shape[-1]
    blocks, rest = divmod(draws, BLOCK)
    if rest or blocks < 2:
        spread = values.std(axis=-1, ddof=1) if draws > 1 else np.zeros(values.shape[:-1])
        return np.asarray(spread / np.sqrt(draws))
    return precision.monte_carlo_error(values, precision.mean)
