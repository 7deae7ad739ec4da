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

CONTROLS = 60
"""Columns in a false order, which shows how much a number explains by accident."""


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
            found.append(Carried(driver, best, shares[best]))
    whole = max(1.0, sum(each.share for each in found))
    found.sort(key=lambda each: -each.share)
    return tuple(Carried(each.driver, each.column, each.share / whole) for each in found)


def bar(name: str, column: Array, outcome: Array) -> Bar:
    """Return the mean outcome where a number is low and high, by a smooth curve through it."""
    values = np.quantile(column, LEVELS)
    order = np.argsort(column, kind="stable")
    curve, _ = smooth(column, outcome)
    means = np.interp(values, column[order], curve[order])
    if not (np.all(np.diff(means) >= 0) or np.all(np.diff(means) <= 0)):
        # A curve that turns back has mostly followed accidents; a line on the scores can not.
        scores = stats.norm.ppf((stats.rankdata(column) - 1 / 2) / len(column))
        slope, middle = np.polyfit(scores, outcome, 1)
        means = middle + slope * stats.norm.ppf(LEVELS)
    return Bar(name, LEVELS, tuple(map(float, values)), tuple(map(float, means)))


def _by_accident(columns: Mapping[str, Array], outcome: Array, seed: int) -> float:
    """Return the most that numbers explain of an outcome whose draws were put in another order."""
    mixed = np.random.default_rng(seed).permutation(outcome)
    varying = [column for column in columns.values() if np.ptp(column) > 0]
    step = max(1, len(varying) // CONTROLS)
    return max(explained(column, mixed) for column in varying[::step])
