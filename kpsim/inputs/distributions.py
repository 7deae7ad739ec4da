"""Distributions fitted to a median and an interval, and their quantiles."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats
from scipy.optimize import brentq

from kpsim.inputs.records import Family, Record

Array = NDArray[np.float64]
HALF = 0.5
MISS_ALLOWED = 0.1  # ruling 5: a bound may miss the fitted quantile by a tenth of the width
# Search ranges of the shape parameters, in logarithms: from nearly two-valued to nearly exact.
_CONCENTRATION = (-3.0, 30.0)
# A Latin hypercube never asks for the very ends; the clip keeps infinite quantiles out.
EDGE = 1e-12


class FitError(ValueError):
    """A value and interval that no member of the family has; the text completes a sentence."""


@dataclass(frozen=True)
class Fitted:
    """A distribution with its parameters, cut to a range of probabilities."""

    family: Family
    parameters: tuple[float, ...]
    u_low: float = 0.0
    u_high: float = 1.0

    def ppf(self, u: Array) -> Array:
        """Return the quantiles of uniform numbers, inside the truncation."""
        return _PPF[self.family](self.probabilities(u), *self.parameters)

    def probabilities(self, u: Array) -> Array:
        """Return the probabilities of uniform numbers inside the truncation, off the ends."""
        inside = self.u_low + np.asarray(u, dtype=float) * (self.u_high - self.u_low)
        return np.clip(inside, EDGE, 1 - EDGE)

    def cdf(self, x: float) -> float:
        """Return the probability below x, before truncation."""
        if math.isinf(x):
            return float(x > 0)
        return float(_CDF[self.family](x, *self.parameters))


@dataclass(frozen=True)
class Asked:
    """What a record asks of a distribution; `width` multiplies its spread."""

    value: float
    low: float
    high: float
    level: float
    kind: str
    bounds: tuple[float, float]
    width: float = 1.0

    @property
    def tail(self) -> float:
        """Probability below low."""
        return (1 - self.level) / 2

    @property
    def z(self) -> float:
        """Standard normal quantile of high."""
        return float(special.ndtri(1 - self.tail))


def fit(record: Record, *, width: float = 1.0) -> Fitted:
    """Fit a record's distribution, its spread multiplied by width, and truncate it."""
    if record.distribution == "fixed":
        return Fitted("fixed", (record.value,))
    if record.low is None or record.high is None:
        raise FitError("needs low and high")
    level = 1.0 if record.level is None else record.level
    asked = Asked(record.value, record.low, record.high, level, record.kind, record.bounds, width)
    return _truncated(Fitted(record.distribution, _parameters(record.distribution, asked)), record)


@lru_cache(maxsize=4096)
def _parameters(family: Family, asked: Asked) -> tuple[float, ...]:
    """Fit a family once for each question: checks and every draw ask the same ones."""
    return _FIT[family](asked)


def _truncated(fitted: Fitted, record: Record) -> Fitted:
    low, high = record.bounds
    if record.truncate is not None:
        low = max(low, record.truncate.low if record.truncate.low is not None else low)
        high = min(high, record.truncate.high if record.truncate.high is not None else high)
    u_low, u_high = fitted.cdf(low), fitted.cdf(high)
    if not u_low < u_high:
        raise FitError(f"has nothing left between {low:.10g} and {high:.10g}")
    return replace(fitted, u_low=u_low, u_high=u_high)


def worst_miss(record: Record) -> float:
    """Return how far a printed bound misses the fitted quantile, as a share of the width."""
    if record.distribution not in _SCALE or record.low is None or record.high is None:
        return 0.0
    untruncated = record.model_copy(update={"truncate": None})
    fitted, scale = fit(untruncated), _SCALE[record.distribution]
    whole = replace(fitted, u_low=0.0, u_high=1.0)
    tail = (1 - (record.level or 1.0)) / 2
    low, high = scale(record.low), scale(record.high)
    found_low, found_high = (scale(float(x)) for x in whole.ppf(np.array([tail, 1 - tail])))
    return max(abs(low - found_low), abs(high - found_high)) / (high - low)


# Fits. Each makes the median (or mean) exact and the width between low and high exact on the
# family's own scale; what is left is the asymmetry, which `worst_miss` measures.


def _fit_normal(asked: Asked) -> tuple[float, ...]:
    return asked.value, asked.width * (asked.high - asked.low) / (2 * asked.z)


def _fit_lognormal(asked: Asked) -> tuple[float, ...]:
    _need_positive(asked)
    sd = asked.width * math.log(asked.high / asked.low) / (2 * asked.z)
    shift = sd**2 / 2 if asked.kind == "mean" else 0.0
    return math.log(asked.value) - shift, sd


def _fit_gamma(asked: Asked) -> tuple[float, ...]:
    _need_positive(asked)
    target = asked.width * math.log(asked.high / asked.low)

    def spread(log_shape: float) -> float:
        low, high = special.gammaincinv(math.exp(log_shape), [asked.tail, 1 - asked.tail])
        return math.log(high / low) - target if low > 0 else math.inf

    shape = math.exp(_solve(spread, _CONCENTRATION))
    middle = shape if asked.kind == "mean" else float(special.gammaincinv(shape, HALF))
    return shape, asked.value / middle


def _fit_beta(asked: Asked) -> tuple[float, ...]:
    if asked.low <= 0 or asked.high >= 1:
        raise FitError("needs low above 0 and high below 1; use pert when an end is 0 or 1")
    target = asked.width * (_logit(asked.high) - _logit(asked.low))

    def spread(log_size: float) -> float:
        a, b = _beta_shapes(asked, math.exp(log_size))
        low, high = special.betaincinv(a, b, [asked.tail, 1 - asked.tail])
        return _logit(high) - _logit(low) - target if low > 0 and high < 1 else math.inf

    return _beta_shapes(asked, math.exp(_solve(spread, _CONCENTRATION)))


def _beta_shapes(asked: Asked, size: float) -> tuple[float, float]:
    """Return the shapes of the beta of this size (a + b) that has the asked middle."""
    mean = asked.value
    if asked.kind != "mean":

        def below(candidate: float) -> float:
            shapes = candidate * size, (1 - candidate) * size
            return float(special.betainc(*shapes, asked.value)) - HALF

        mean = float(brentq(below, EDGE, 1 - EDGE, xtol=1e-15))
    return mean * size, (1 - mean) * size


def _fit_pert(asked: Asked) -> tuple[float, ...]:
    return _fit_peaked(asked, lambda low, peak, high: (low + 4 * peak + high) / 6, _ppf_pert)


def _fit_triangular(asked: Asked) -> tuple[float, ...]:
    return _fit_peaked(asked, lambda low, peak, high: (low + peak + high) / 3, _ppf_triangular)


def _fit_peaked(
    asked: Asked,
    mean: Callable[[float, float, float], float],
    ppf: Callable[..., Array],
) -> tuple[float, ...]:
    low, high = _widened_ends(asked)
    if asked.kind == "mode":
        return low, asked.value, high

    def middle(peak: float) -> float:
        if asked.kind == "mean":
            return mean(low, peak, high) - asked.value
        return float(ppf(np.array(HALF), low, peak, high)) - asked.value

    if middle(low) > 0 or middle(high) < 0:
        words = f"cannot have the {asked.kind} {asked.value:.10g} between these ends"
        raise FitError(f'{words}; write kind = "mode" if value is the most likely one')
    return low, float(brentq(middle, low, high, xtol=1e-15 * max(abs(low), abs(high)))), high


def _fit_uniform(asked: Asked) -> tuple[float, ...]:
    if abs(asked.value - (asked.low + asked.high) / 2) > MISS_ALLOWED * (asked.high - asked.low):
        raise FitError("has its median halfway between low and high; use pert or triangular")
    return _widened_ends(asked)


def _widened_ends(asked: Asked) -> tuple[float, float]:
    """Move the ends away from the value, without leaving what the number can be at all.

    An end above a bound of 0 (below a bound of 1) stays above (below) it.
    """
    width, (floor, ceiling) = asked.width, asked.bounds
    low = asked.value - width * (asked.value - asked.low)
    high = asked.value + width * (asked.high - asked.value)
    if math.isfinite(floor):
        low = max(low, floor + (asked.low - floor) / width)
    if math.isfinite(ceiling):
        high = min(high, ceiling - (ceiling - asked.high) / width)
    return low, high


def _need_positive(asked: Asked) -> None:
    if asked.low <= 0:
        raise FitError("needs low above 0; use pert when low is 0")


def _solve(spread: Callable[[float], float], ends: tuple[float, float]) -> float:
    """Find where a spread that falls with concentration meets its target."""
    low, high = ends
    while math.isinf(spread(low)):
        low += 1
    if low >= high or spread(low) < 0 or spread(high) > 0:
        raise FitError("cannot be that wide; use pert or triangular")
    return float(brentq(spread, low, high, xtol=1e-13))


def _logit(x: float) -> float:
    return math.log(x / (1 - x))


def _ppf_pert(u: Array, low: float, peak: float, high: float) -> Array:
    width = high - low
    a, b = 1 + 4 * (peak - low) / width, 1 + 4 * (high - peak) / width
    return np.asarray(low + width * special.betaincinv(a, b, u))


def _ppf_lognormal(u: Array, mean: float, sd: float) -> Array:
    return np.asarray(np.exp(mean + sd * special.ndtri(u)), dtype=float)


def _cdf_pert(x: float, low: float, peak: float, high: float) -> float:
    width = high - low
    a, b = 1 + 4 * (peak - low) / width, 1 + 4 * (high - peak) / width
    return float(special.betainc(a, b, min(max((x - low) / width, 0.0), 1.0)))


def _ppf_triangular(u: Array, low: float, peak: float, high: float) -> Array:
    width = high - low
    return np.asarray(stats.triang.ppf(u, (peak - low) / width, loc=low, scale=width))


def _cdf_triangular(x: float, low: float, peak: float, high: float) -> float:
    width = high - low
    return float(stats.triang.cdf(x, (peak - low) / width, loc=low, scale=width))


_FIT: dict[str, Callable[[Asked], tuple[float, ...]]] = {
    "normal": _fit_normal,
    "lognormal": _fit_lognormal,
    "gamma": _fit_gamma,
    "beta": _fit_beta,
    "pert": _fit_pert,
    "triangular": _fit_triangular,
    "uniform": _fit_uniform,
}
_PPF: dict[str, Callable[..., Array]] = {
    "fixed": lambda u, value: np.full_like(u, value),
    "normal": lambda u, mean, sd: mean + sd * special.ndtri(u),
    "lognormal": _ppf_lognormal,
    "gamma": lambda u, shape, scale: np.asarray(scale * special.gammaincinv(shape, u)),
    "beta": lambda u, a, b: np.asarray(special.betaincinv(a, b, u)),
    "pert": _ppf_pert,
    "triangular": _ppf_triangular,
    "uniform": lambda u, low, high: low + (high - low) * u,
}
_CDF: dict[str, Callable[..., float]] = {
    "fixed": lambda x, value: float(x >= value),
    "normal": lambda x, mean, sd: special.ndtr((x - mean) / sd),
    "lognormal": lambda x, mean, sd: special.ndtr((math.log(x) - mean) / sd) if x > 0 else 0.0,
    "gamma": lambda x, shape, scale: special.gammainc(shape, max(x, 0.0) / scale),
    "beta": lambda x, a, b: special.betainc(a, b, min(max(x, 0.0), 1.0)),
    "pert": _cdf_pert,
    "triangular": _cdf_triangular,
    "uniform": lambda x, low, high: min(max((x - low) / (high - low), 0.0), 1.0),
}
_SCALE: dict[str, Callable[[float], float]] = {
    "normal": float,
    "lognormal": math.log,
    "gamma": math.log,
    "beta": _logit,
}
