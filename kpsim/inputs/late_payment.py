"""Money that comes late: how payment moves within a year while every year's sum stays."""

import numpy as np
from numpy.typing import NDArray

from kpsim.inputs.funding import Line
from kpsim.inputs.scenario_checks import Change
from kpsim.inputs.scenario_tables import MONTHS_A_YEAR
from kpsim.inputs.scenarios import Scenario

Array = NDArray[np.float64]


def timing_of(scenario: Scenario, line: Line, *, reserve: Array, months: int) -> Array:
    """Return how late payment moves a line's money within each year; every year's sum stays.

    The provider lives from its reserve first. Then nothing can be spent until the money comes,
    and what was held back is spent evenly over the rest of the year.
    """
    timing = np.ones((months, 1))
    for change in scenario.changes:
        late = line.service in change.services and line.funder in change.funders
        if change.action == "delay_payment" and late:
            timing = np.broadcast_to(timing, (months, len(reserve))).copy()
            for start, end in _years_of(change, months):
                late_year = _late_year(end - start, change.months, reserve)
                timing[start:end] = late_year[: months - start]
    return timing


def _years_of(change: Change, months: int) -> list[tuple[int, int]]:
    """Return the part of each calendar year in which payment is late."""
    last = min(change.end, months)
    januaries = range(0, months, MONTHS_A_YEAR)
    spans = [(max(change.start, january), january + MONTHS_A_YEAR) for january in januaries]
    return [(start, end) for start, end in spans if start < min(end, last)]


def _late_year(length: int, late: int, reserve: Array) -> Array:
    """Return the share of an even payment that can be spent in each month of one year."""
    spent = np.ones((length, len(reserve)))
    bridged = np.clip(reserve - np.arange(length)[:, np.newaxis], 0.0, 1.0)
    spent[:late] = bridged[:late]
    held_back = (1 - spent[:late]).sum(axis=0)
    if length > late:
        spent[late:] += held_back / (length - late)
    return spent
