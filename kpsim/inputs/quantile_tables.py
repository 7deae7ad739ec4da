"""Quantiles of slow distributions from a table, made once for each: a cubic spline in z scores.

The table holds the logarithm (gamma) or the log odds (beta, pert) of the quantile: both are
smooth where the quantile itself falls steeply to its end. It is used whatever the number of
draws, so that asking for more changes none.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.interpolate import CubicSpline

from kpsim.inputs.distributions import EDGE, Fitted
from kpsim.inputs.records import Family

Array = NDArray[np.float64]
SLOW = frozenset({"gamma", "beta", "pert"})
RELATIVE_ERROR = 1e-8
"""What a tabled quantile is off at most, as a share of itself (a test holds it to that)."""

_NODES = 385
# The score of the last probability a distribution is ever asked for.
_END = -float(special.ndtri(EDGE))


def quantiles(fitted: Fitted, u: Array) -> Array:
    """Return the quantiles of uniform numbers: from a table where computing them is slow."""
    if fitted.family not in SLOW:
        return fitted.ppf(u)
    table = _table(fitted.family, fitted.parameters)
    if table is None:
        return fitted.ppf(u)
    inside = np.asarray(table(special.ndtri(fitted.probabilities(u))))
    if fitted.family == "gamma":
        return np.asarray(np.exp(inside))
    low, width = _range(fitted)
    return np.asarray(low + width * special.expit(inside))


@lru_cache(maxsize=4096)
def _table(family: Family, parameters: tuple[float, ...]) -> CubicSpline | None:
    """Make the table of a distribution; none where its ends are too steep for numbers."""
    z = np.linspace(-_END, _END, _NODES)
    whole = Fitted(family, parameters)
    low, width = _range(whole)
    found = (whole.ppf(special.ndtr(z)) - low) / width
    with np.errstate(divide="ignore"):
        smooth = np.log(found) if family == "gamma" else special.logit(found)
    return CubicSpline(z, smooth) if np.isfinite(smooth).all() else None


def _range(fitted: Fitted) -> tuple[float, float]:
    """Return where the distribution begins and how wide it is."""
    if fitted.family == "pert":
        low, _, high = fitted.parameters
        return low, high - low
    return 0.0, 1.0
