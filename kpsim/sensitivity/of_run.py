"""What drives a result, read from the draws of a finished run: nothing is simulated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from kpsim.results import Array
from kpsim.sensitivity.drivers import Driver
from kpsim.sensitivity.given_data import explained
from kpsim.sensitivity.splines import smooth
from kpsim.sensitivity.tornado import LEVELS, Bar

CLEARLY = 1.5
"""How far a number must beat the best of all accidents: one in so many comes close to the best."""


@dataclass(frozen=True)
class Carried:
    """A driver, which of its columns goes with the outcome most, and what that one explains."""

    driver: Driver
    column: str
    share: float


def carried(
    columns: Mapping[str, Array], outcome: Array, among: Sequence[Driver], *, seed: int
) -> tuple[Carried, ...]:
    """Return the drivers that explain more of an outcome than accident does, the strongest first.

    Shares are cut to add to one where the estimates of single ones add to more.
    """
    least = _by_accident(columns, outcome, seed)
    found = []
    for driver in among:
        shares = {
            key: explained(column, outcome)
            for key, column in columns.items()
            if key.partition(".")[0] in driver.parameters and np.ptp(column) > 0
        }
        best = max(shares, key=lambda key: shares[key], default="")
        if best and shares[best] > least:
            share = min(shares[best], _without_turning(columns[best], outcome))
            if share > least:
                found.append(Carried(driver, best, share))
    whole = max(1.0, sum(each.share for each in found))
    found.sort(key=lambda each: -each.share)
    return tuple(Carried(each.driver, each.column, each.share / whole) for each in found)


def bar(name: str, column: Array, outcome: Array) -> Bar:
    """Return the mean outcome where a number is low and high, by a smooth curve through it.

    Where the curve turns back, a line on the scores of the number stands for it.
    """
    values = np.quantile(column, LEVELS)
    means = _curve(column, outcome, values)
    if _turns_back(means):
        scores = _scores(column)
        slope, middle = np.polyfit(scores, outcome, 1)
        means = middle + slope * stats.norm.ppf(LEVELS)
    return Bar(name, LEVELS, tuple(map(float, values)), tuple(map(float, means)))


def _curve(column: Array, outcome: Array, values: Array) -> Array:
    order = np.argsort(column, kind="stable")
    curve, _ = smooth(column, outcome)
    return np.asarray(np.interp(values, column[order], curve[order]))


def _turns_back(means: Array) -> bool:
    """Tell whether a curve rises and falls: it has mostly followed accidents; a line can not."""
    return not (np.all(np.diff(means) >= 0) or np.all(np.diff(means) <= 0))


def _scores(column: Array) -> Array:
    return np.asarray(stats.norm.ppf((stats.rankdata(column) - 1 / 2) / len(column)))


def _without_turning(column: Array, outcome: Array) -> float:
    """Return what a number explains, by a line on its scores where the smooth curve turns back."""
    if not _turns_back(_curve(column, outcome, np.quantile(column, LEVELS))):
        return 1.0
    return float(np.corrcoef(_scores(column), outcome)[0, 1] ** 2)


def _by_accident(columns: Mapping[str, Array], outcome: Array, seed: int) -> float:
    """Return the most that numbers explain of an outcome whose draws were put in another order."""
    mixed = np.random.default_rng(seed).permutation(outcome)
    varying = (column for column in columns.values() if np.ptp(column) > 0)
    return CLEARLY * max(explained(column, mixed) for column in varying)
