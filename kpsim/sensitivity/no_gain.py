"""Unknowns at whose cheaper end less is spent because people are not treated or die."""

from collections.abc import Collection
from typing import Literal

import numpy as np

from kpsim.analysis.money import CARE_FORGONE, over_horizon
from kpsim.inputs.draws import HIGH, LOW
from kpsim.results import Array, Results
from kpsim.sensitivity.given_data import explained
from kpsim.sensitivity.of_run import bar

Why = Literal["untreated", "dead"]

MOST_OF_IT = 0.5
"""Share of the swing of net spending that has to be care not given."""

NOTICED = 0.05
"""Share of the range of net spending that an unknown has to move for a word on it."""

PLAINLY = 0.05
"""Share of the variance of deaths that an unknown has to explain."""


def care_not_given(results: Results, scenario: str, *, public: Collection[str]) -> Array:
    """Return what public budgets do not spend on care that people do not get, one number a draw."""
    costs, place = results.costs["central"], results.position(scenario)
    lines = [
        line
        for line, each in enumerate(costs.lines)
        if each.kind == CARE_FORGONE and each.payer in public
    ]
    amounts = costs.amounts[lines].sum(axis=0)
    return over_horizon(results, scenario, amounts[:, place] - amounts[:, 0])


def no_gain(column: Array, *, net: Array, care: Array, deaths: Array) -> Why | None:
    """Tell why less is spent at the cheaper end of an unknown, where that is no gain.

    `net`, `care` and `deaths` are differences from keeping the services, one number a draw.
    """
    swing, of_care, of_deaths = (_swing(column, each) for each in (net, care, deaths))
    low, high = np.quantile(net, (LOW, HIGH))
    if abs(swing) < NOTICED * (high - low):
        return None
    if swing * of_care > 0 and abs(of_care) >= MOST_OF_IT * abs(swing):
        return "untreated"
    if swing * of_deaths < 0 and explained(column, deaths) >= PLAINLY:
        return "dead"
    return None


def _swing(column: Array, outcome: Array) -> float:
    means = bar("", column, outcome).means
    return means[-1] - means[0]
