"""What is decided about the money: the share each decision leaves of each line, and what is known.

Decisions reach lines by service and funder; what hangs on a line falls with it (funding.py). A line
that the law binds its funder to pay cannot be withdrawn.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kpsim.inputs.funding import SERVICES, Cut, Fall, Funding, Line, cascade
from kpsim.inputs.municipal_money import expected_loss, is_bound
from kpsim.inputs.scenario_checks import Change, month_number
from kpsim.inputs.scenarios import Scenario

Array = NDArray[np.float64]

LOSSES = ("close", "reduce", "lose_funder")
"""Actions that take money away, so that announcing them makes staff leave."""


def decided_levels(scenario: Scenario, funding: Funding, *, months: int) -> tuple[Array, Array]:
    """Return what decisions leave of each line (line, month), and what is gone of each network.

    The second is the share of a service's network place that is gone (service, month).
    """
    levels = np.ones((len(funding.lines), months))
    leaving = np.zeros((len(SERVICES), months))
    for change in sorted(scenario.changes, key=lambda change: change.start):
        if change.aspect == "level" and change.start < months:
            _put(change, scenario, funding, levels=levels, leaving=leaving)
    _lapse(scenario, funding, levels=levels)
    return levels, leaving


def consequences(change: Change, scenario: Scenario, funding: Funding) -> list[Fall]:
    """List what one decision takes once it is done, and what falls with it and why."""
    if change.action not in LOSSES:
        return []
    shares = {
        (line.service, line.funder): 1 - _target(change)
        for line in funding.lines
        if line.service in change.services
        and line.funder in change.funders
        and not escapes(line, change, scenario)
    }
    leaving = change.services if _leaves_network(change, funding) else ()
    return cascade(funding, Cut(shares, leaving), rules=scenario.rules(funding.conditions))


def announced_cut(scenario: Scenario, funding: Funding, *, months: int) -> Array:
    """Return the share of each service's money that staff know will go, by month and service."""
    depth = np.zeros((months, len(SERVICES)))
    month = np.arange(months)
    for change in scenario.changes:
        if change.action in LOSSES:
            known = (month >= change.announced) & (month < change.end)
            outstanding = known * (1 - _progress(change, months))
            depth += outstanding[:, np.newaxis] * _depth(change, scenario, funding)
    if scenario.key is not None:
        waiting = (month >= scenario.key.announced) & (month < scenario.key.start)
        shares = expected_loss(scenario.key, funding)
        falls = cascade(funding, Cut(shares), rules=scenario.rules(funding.conditions))
        depth += waiting[:, np.newaxis] * _share_lost(falls, funding)
    return np.minimum(depth, 1.0)


def escapes(line: Line, change: Change, scenario: Scenario) -> bool:
    """Tell whether a line cannot be withdrawn by a change, because the law binds its funder."""
    return change.action != "close" and is_bound(scenario.key, line, month=change.start)


def _lapse(scenario: Scenario, funding: Funding, *, levels: Array) -> None:
    """End the lines whose project ends, where the scenario renews none by itself."""
    if scenario.contracts_lapse is None:
        return
    for number, line in enumerate(funding.lines):
        if line.ends is not None:
            levels[number, max(month_number(line.ends) + 1, scenario.contracts_lapse) :] = 0


def _put(
    change: Change, scenario: Scenario, funding: Funding, *, levels: Array, leaving: Array
) -> None:
    """Write one change of level into the months it holds."""
    months = levels.shape[1]
    here = slice(change.start, min(change.end, months))
    progress = _progress(change, months)[here]
    for number, line in enumerate(funding.lines):
        if line.service not in change.services:
            continue
        if line.funder not in change.funders or escapes(line, change, scenario):
            continue
        if change.action == "reopen":
            _grow_back(levels[number], progress, start=change.start)
        else:
            levels[number, here] = 1 + (_target(change) - 1) * progress
    for service in change.services:
        row = leaving[SERVICES.index(service)]
        if change.action == "reopen":
            row[here] = (row[change.start - 1] if change.start else 0.0) * (1 - progress)
        elif _leaves_network(change, funding):
            row[here] = progress


def _grow_back(level: Array, progress: Array, *, start: int) -> None:
    """Let a line grow from what was left of it before a reopening."""
    left = level[start - 1]
    level[start:] = left + (1 - left) * progress


def _progress(change: Change, months: int) -> Array:
    """Return the share of a change that is done by month; equal parts over its months."""
    passed = np.arange(months) - change.start + 1
    return np.clip(passed / change.over_months, 0.0, 1.0)


def _target(change: Change) -> float:
    """Return the share of the line once the change is done."""
    return {"reduce": 1 - change.by, "expand": 1 + change.by}.get(change.action, 0.0)


def _leaves_network(change: Change, funding: Funding) -> bool:
    """Tell whether a change takes the funder through whose network other money runs."""
    return change.action == "lose_funder" and funding.conditions.network_funder in change.funders


def _depth(change: Change, scenario: Scenario, funding: Funding) -> Array:
    """Return the share of each service's money that one change takes once it is done."""
    return _share_lost(consequences(change, scenario, funding), funding)


def _share_lost(falls: Sequence[Fall], funding: Funding) -> Array:
    """Return the share of each service's money that some falls take."""
    lost, whole = np.zeros(len(SERVICES)), np.zeros(len(SERVICES))
    for fall in falls:
        lost[SERVICES.index(fall.service)] += fall.amount
    for line in funding.lines:
        whole[SERVICES.index(line.service)] += line.value
    return np.divide(lost, whole, out=np.zeros_like(lost), where=whole > 0)
