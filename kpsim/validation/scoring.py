"""The verdict on one expectation: the same rule for every case, fixed before any was run.

An interval that is very wide is never wrong, so lying inside it is not enough. The interval score
(Gneiting and Raftery 2007) adds to the width what lies outside; it must beat two forecasts anybody
could make: that nothing happens, and that the effect is as large as the cut.
"""

from dataclasses import dataclass
from math import inf, log
from typing import Literal

import numpy as np

from kpsim.validation.expectations import Counted, Expectation

Verdict = Literal["pass", "fail", "uninformative", "outside"]
VERDICTS: tuple[Verdict, ...] = ("pass", "fail", "uninformative", "outside")

COVERAGE = 0.9
"""Probability inside the model's interval."""

VISIBLE = 0.05
"""Where nothing was observed and no range is printed, a change below this share is nothing."""

SAME = 1e-9
"""Numbers nearer than this are the same; the rest is rounding."""

GRID = 101
"""Points at which an observed range is looked at."""


@dataclass(frozen=True)
class Judged:
    """One expectation with what the model says and what follows from it."""

    expectation: Expectation
    median: float
    low: float
    high: float
    overlap: float
    """Share of the observed range inside the model's interval."""
    score: float
    score_no_effect: float
    score_proportional: float
    verdict: Verdict


def judge(expectation: Expectation, found: Counted, *, depth: float) -> Judged:
    """Compare an observation with the draws; `depth` is the share of money (or stock) lost."""
    tail = (1 - COVERAGE) / 2
    low, middle, high = (float(q) for q in np.quantile(found.values, (tail, 0.5, 1 - tail)))
    if expectation.measure == "probability":
        # The share of futures says more than the median of zeros and ones.
        middle = float(found.values.mean())
    scale = _Scale(expectation.is_ratio)
    ends = scale.on(low), scale.on(high)
    observed = [scale.on(each) for each in expectation.bounds]
    no_effect = scale.on(found.no_effect)
    proportional = scale.on(_proportional(expectation, found, depth))
    scores = (
        _score(*ends, observed=observed),
        _score(no_effect, no_effect, observed=observed),
        _score(proportional, proportional, observed=observed),
    )
    value = scale.on(expectation.observed)
    if abs(value - no_effect) < SAME:
        verdict = _nothing_observed(ends, observed, null=no_effect)
    else:
        verdict = _something_observed(
            ends,
            value,
            null=no_effect,
            event=expectation.measure == "probability",
            beats=scores[0] < min(scores[1:]),
        )
    return Judged(
        expectation,
        median=middle,
        low=low,
        high=high,
        overlap=_overlap(ends, observed),
        score=scores[0],
        score_no_effect=scores[1],
        score_proportional=scores[2],
        verdict=verdict,
    )


@dataclass(frozen=True)
class _Scale:
    """Ratios are compared by their logarithms, everything else as it is."""

    logarithmic: bool

    def on(self, value: float) -> float:
        if not self.logarithmic:
            return value
        return log(value) if value > 0 else -inf


def _proportional(expectation: Expectation, found: Counted, depth: float) -> float:
    """Return the forecast that the effect is as large as the cut, in the observed direction."""
    sign = 1 if expectation.observed >= found.no_effect else -1
    forecast = found.no_effect + sign * depth * abs(found.base)
    return max(0.0, forecast) if expectation.is_ratio else forecast


def _score(low: float, high: float, *, observed: list[float]) -> float:
    """Return the interval score, averaged over the observed range; small is good."""
    if low == -inf and high == -inf:
        return inf
    points = np.linspace(observed[0], observed[1], GRID)
    outside = np.maximum(low - points, 0) + np.maximum(points - high, 0)
    return float(high - low + 2 / (1 - COVERAGE) * outside.mean())


def _something_observed(
    ends: tuple[float, float], value: float, *, null: float, event: bool, beats: bool
) -> Verdict:
    """Judge an interval against an effect that was seen."""
    low, high = ends
    twice = null + 2 * (value - null)
    if event:
        # An event cannot happen more than once: its interval is 0, 1 or both.
        twice = value
    if low <= null <= high and low <= twice <= high:
        return "uninformative"
    return "pass" if low <= value <= high and beats else "fail"


def _nothing_observed(ends: tuple[float, float], observed: list[float], *, null: float) -> Verdict:
    """Judge an interval where no effect was seen: it must lie where nobody would see one.

    Twice nothing is nothing, and no forecast beats "no effect" here; so the rule is equivalence.
    """
    low, high = ends
    if observed[0] == observed[1]:
        band = VISIBLE * (abs(null) or 1)
        observed = [null - band, null + band]
    if observed[0] <= low and high <= observed[1]:
        return "pass"
    return "uninformative" if low <= null <= high else "fail"


def _overlap(ends: tuple[float, float], observed: list[float]) -> float:
    if observed[0] == observed[1]:
        return float(ends[0] - SAME <= observed[0] <= ends[1] + SAME)
    common = min(ends[1], observed[1]) - max(ends[0], observed[0])
    return max(0.0, common) / (observed[1] - observed[0])
