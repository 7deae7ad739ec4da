"""From scenarios, funding lines and price paths to what the engine reads each step.

Money is counted in crowns of 2025 at the draw's own service cost: a line that follows the cost
of services is a constant, and one that does not loses or gains what prices do against it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpsim.inputs.funding import (
    SERVICES,
    Cut,
    Fall,
    Funding,
    Line,
    after_conditions,
    cascade,
)
from kpsim.inputs.indices import PRICE_YEAR, Indices
from kpsim.inputs.late_payment import timing_of
from kpsim.inputs.municipal_money import expected_loss, is_bound, municipal_levels
from kpsim.inputs.scenario_checks import Change, month_number
from kpsim.inputs.scenario_tables import FIRST_MONTH, MONTHS_A_YEAR, SWITCHES, IndexRule
from kpsim.inputs.scenarios import Scenario, check_lines

Array = NDArray[np.float64]

LOSSES = ("close", "reduce", "lose_funder")
"""Actions that take money away, so that announcing them makes staff leave."""

TRENDS = {
    "trend_user_inflow": "user_inflow_growth_rate",
    "trend_youth_use": "youth_use_growth_rate",
    "trend_wards": "wards_growth_rate",
    "trend_child_psychiatry_capacity": "child_psychiatry_capacity_growth_rate",
}
"""Trends that go on for ever, with the parameter of their growth."""

FADING_TREND = "trend_child_psychiatry"
FADING_GROWTH = "child_psychiatry_growth_rate"
FADE_TIME = "child_psychiatry_growth_fade_time"

PATHS = (
    "money_paid",
    "reference_money",
    "announced_cut",
    *TRENDS,
    FADING_TREND,
    *SWITCHES,
)
"""Every path the engine reads."""

ROUNDING = 1e-9
"""A step that ends this close to a month's end counts as its end."""


@dataclass(frozen=True)
class Money:
    """Crowns a year by line, year, scenario and draw."""

    lines: tuple[Line, ...]
    years: tuple[int, ...]
    nominal: Array
    real: Array
    """Prices of 2025, deflated by consumer prices."""


def engine_paths(
    scenarios: Sequence[Scenario],
    funding: Funding,
    *,
    indices: Indices,
    values: Mapping[str, Array],
    steps: int,
    step: float = 1.0,
) -> dict[str, Array]:
    """Return every path of the engine, (step, service, substance, scenario, draw).

    `indices` and `values` may hold some of the draws only. A step is a month at most.
    """
    for scenario in scenarios:
        check_lines(scenario, funding)
    month_of_step = np.floor(np.arange(steps) * step + ROUNDING).astype(int)
    months = int(month_of_step[-1]) + 1
    unchanged = _reference_money(funding, values, months=months)
    paid = [
        _money_paid(scenario, funding, indices=indices, values=values, months=months)
        for scenario in scenarios
    ]
    announced = [_announced_cut(scenario, funding, months=months) for scenario in scenarios]
    paths = {
        "money_paid": np.stack(paid, axis=2)[:, :, np.newaxis],
        "reference_money": unchanged[:, :, np.newaxis, np.newaxis],
        "announced_cut": np.stack(announced, axis=2)[:, :, np.newaxis, :, np.newaxis],
        **{name: _switch(scenarios, name, months=months) for name in SWITCHES},
    }
    by_step = {name: path[month_of_step] for name, path in paths.items()}
    return by_step | trends(values, steps=steps, step=step)


def trends(values: Mapping[str, Array], *, steps: int, step: float = 1.0) -> dict[str, Array]:
    """Return the multipliers that trends put on inflows: 1 at the start, alike in all scenarios."""
    time = (np.arange(steps) * step)[:, np.newaxis]
    paths = {name: np.exp(_row(values, growth) * time) for name, growth in TRENDS.items()}
    fade = _row(values, FADE_TIME)
    growing = _row(values, FADING_GROWTH) * fade * (1 - np.exp(-time / fade))
    paths[FADING_TREND] = np.exp(growing)
    return {name: path[:, np.newaxis, np.newaxis, np.newaxis] for name, path in paths.items()}


def funding_by_line(
    scenarios: Sequence[Scenario],
    funding: Funding,
    *,
    indices: Indices,
    values: Mapping[str, Array],
) -> Money:
    """Return what each funder pays each service in each year of the price paths."""
    years = indices.years
    months = len(years) * MONTHS_A_YEAR
    monthly = _monthly(funding, values)
    shape = (len(funding.lines), len(years), len(scenarios), monthly.shape[-1])
    real_at_cost = np.empty(shape)
    for place, scenario in enumerate(scenarios):
        levels = _levels(scenario, funding, values=values, months=months)
        for number, line in enumerate(funding.lines):
            factor = _factor(scenario, line, levels[number], indices=indices, values=values)
            paid = np.broadcast_to(factor, (months, shape[-1])) * monthly[number]
            real_at_cost[number, :, place] = paid.reshape(len(years), MONTHS_A_YEAR, -1).sum(axis=1)
    nominal = real_at_cost * indices.service_cost[:, np.newaxis]
    return Money(funding.lines, years, nominal, nominal / indices.cpi[:, np.newaxis])


def consequences(change: Change, scenario: Scenario, funding: Funding) -> list[Fall]:
    """List what one decision takes once it is done, and what falls with it and why."""
    if change.action not in LOSSES:
        return []
    shares = {
        (line.service, line.funder): 1 - _target(change)
        for line in funding.lines
        if line.service in change.services
        and line.funder in change.funders
        and not _escapes(line, change, scenario)
    }
    leaving = change.services if _leaves_network(change, funding) else ()
    return cascade(funding, Cut(shares, leaving), rules=scenario.rules(funding.conditions))


# Money by service.


def _row(values: Mapping[str, Array], name: str) -> Array:
    """Return a parameter without dimensions as one row of draws."""
    return np.asarray(values[name].reshape(-1))


def _monthly(funding: Funding, values: Mapping[str, Array]) -> Array:
    """Return what the lines pay a month before anything is decided, by line and draw."""
    amounts = funding.amounts()[:, np.newaxis] / MONTHS_A_YEAR
    return np.asarray(amounts * _row(values, "network_cost_scale"))


def _reference_money(funding: Funding, values: Mapping[str, Array], *, months: int) -> Array:
    """Return the money of each service when every line follows the cost of services."""
    factors = [np.ones((months, 1)) for _ in funding.lines]
    return _by_service(funding, values, factors=factors)


def _money_paid(
    scenario: Scenario,
    funding: Funding,
    *,
    indices: Indices,
    values: Mapping[str, Array],
    months: int,
) -> Array:
    """Return the money of each service in a scenario, by month, service and draw."""
    levels = _levels(scenario, funding, values=values, months=months)
    factors = [
        _factor(scenario, line, level, indices=indices, values=values)
        for line, level in zip(funding.lines, levels, strict=True)
    ]
    return _by_service(funding, values, factors=factors)


def _by_service(
    funding: Funding, values: Mapping[str, Array], *, factors: Sequence[Array]
) -> Array:
    """Add up the lines of each service.

    The reference and the scenarios are added in the same order, so that a line nobody touches
    gives the same bits.
    """
    monthly = _monthly(funding, values)
    money = np.zeros((len(factors[0]), len(SERVICES), monthly.shape[-1]))
    for number, line in enumerate(funding.lines):
        money[:, SERVICES.index(line.service)] += factors[number] * monthly[number]
    return money


def _factor(
    scenario: Scenario,
    line: Line,
    level: Array,
    *,
    indices: Indices,
    values: Mapping[str, Array],
) -> Array:
    """Return the share of a line that is paid, by month and draw (or 1 where draws agree)."""
    months = len(level)
    growth = _growth(scenario, line, indices=indices, months=months)
    timing = timing_of(scenario, line, reserve=_row(values, "reserve_months"), months=months)
    return np.asarray(level * growth * timing)


# The level of the money: what decisions and conditions leave of each line.


def _levels(
    scenario: Scenario, funding: Funding, *, values: Mapping[str, Array], months: int
) -> Array:
    """Return the share left of each line by month and draw (or 1), conditions included."""
    levels = np.ones((len(funding.lines), months))
    leaving = np.zeros((len(SERVICES), months))
    for change in sorted(scenario.changes, key=lambda change: change.start):
        if change.aspect == "level" and change.start < months:
            _put(change, scenario, funding, levels=levels, leaving=leaving)
    _lapse(scenario, funding, levels=levels)
    by_key = municipal_levels(scenario.key, funding, values, months=months)
    every = levels[:, :, np.newaxis] * by_key
    rules = scenario.rules(funding.conditions)
    # The conditions know months only: months of all draws stand in one row for them.
    after = after_conditions(
        funding,
        every.reshape(len(every), -1),
        leaving=np.repeat(leaving, every.shape[-1], axis=1),
        rules=rules,
    )
    return after.reshape(every.shape)


def _lapse(scenario: Scenario, funding: Funding, *, levels: Array) -> None:
    """End the lines whose project ends, where the scenario renews none by itself."""
    if scenario.contracts_lapse is None:
        return
    for number, line in enumerate(funding.lines):
        if line.ends is not None:
            levels[number, max(month_number(line.ends) + 1, scenario.contracts_lapse) :] = 0


def _escapes(line: Line, change: Change, scenario: Scenario) -> bool:
    """Tell whether a line cannot be withdrawn by a change, because the law binds its funder."""
    return change.action != "close" and is_bound(scenario.key, line, month=change.start)


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
        if line.funder not in change.funders or _escapes(line, change, scenario):
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


def _announced_cut(scenario: Scenario, funding: Funding, *, months: int) -> Array:
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


# The growth of the money against the cost of services.


def _growth(scenario: Scenario, line: Line, *, indices: Indices, months: int) -> Array:
    """Return the real value of a budget against one that follows the cost of services.

    A rule starts from the amount paid in the month before, so a budget frozen in January stays
    at last year's crowns.
    """
    indexing = scenario.indexing
    value = np.ones((months, 1))
    rule, percentage = _rule_of(scenario, line)
    bound = is_bound(scenario.key, line, month=indexing.start)
    if rule != "service_cost" and indexing.start < months and not bound:
        value = _follow(
            rule, value, start=indexing.start, end=months, indices=indices, percentage=percentage
        )
    for change in scenario.changes:
        frozen = (
            line.service in change.services
            and line.funder in change.funders
            and not _escapes(line, change, scenario)
        )
        if change.action == "freeze" and frozen and change.start < months:
            end = min(change.end, months)
            value = _follow("none", value, start=change.start, end=end, indices=indices)
    return value


def _rule_of(scenario: Scenario, line: Line) -> tuple[IndexRule, float]:
    """Return the rule a budget follows and its own percentage; 'agreed' means the contract's."""
    rule = scenario.indexing.rule(line.funder)
    if rule == "agreed":
        return line.agreed_index, line.agreed_percentage
    return rule, scenario.indexing.percentage


def _follow(
    rule: IndexRule,
    value: Array,
    *,
    start: int,
    end: int,
    indices: Indices,
    percentage: float = 0.0,
) -> Array:
    """Let a budget follow an index in some months, from the amount of the month before."""
    before = value[start - 1] if start else np.ones(1)
    base = _year(start - 1)
    result = np.broadcast_to(value, (len(value), indices.draws)).copy()
    for month in range(start, end):
        year = _year(month)
        nominal = _grown(rule, base, year, indices=indices, percentage=percentage)
        cost = indices.at("service_cost", year) / indices.at("service_cost", base)
        result[month] = before * nominal / cost
    return result


def _grown(
    rule: IndexRule, base: int, year: int, *, indices: Indices, percentage: float
) -> Array | float:
    """Return how many crowns one crown of a base year becomes under a rule."""
    if rule == "percentage":
        return float((1 + percentage) ** (year - base))
    return indices.at(rule, year) / indices.at(rule, base)


def _year(month: int) -> int:
    """Return the calendar year of a month; the month before the first lies in the price year."""
    year = FIRST_MONTH.year + month // MONTHS_A_YEAR
    return max(year, PRICE_YEAR)


def _switch(scenarios: Sequence[Scenario], name: str, *, months: int) -> Array:
    """Return a switch of the model by month and scenario; 0 where no scenario sets it."""
    path = np.zeros((months, len(scenarios)))
    for place, scenario in enumerate(scenarios):
        for switch in scenario.switches:
            if switch.name == name:
                path[switch.start :, place] = switch.value
    return path[:, np.newaxis, np.newaxis, :, np.newaxis]
