"""What funders pay each line month by month: decisions, prices and late payment together.

Money is counted in crowns of 2025 at the draw's own service cost: a line that follows the cost
of services is a constant, and one that does not loses or gains what prices do against it. Most
months are like the month before, so that everything is computed once for each run of like months.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kpsim.inputs.decisions import decided_levels, escapes
from kpsim.inputs.funding import SERVICES, Funding, Line, after_conditions
from kpsim.inputs.indices import PRICE_YEAR, Indices
from kpsim.inputs.late_payment import timing_of
from kpsim.inputs.municipal_money import is_bound, municipal_levels
from kpsim.inputs.scenario_tables import FIRST_MONTH, MONTHS_A_YEAR, IndexRule
from kpsim.inputs.scenarios import Scenario

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Money:
    """Crowns a year by line, year, scenario and draw."""

    lines: tuple[Line, ...]
    years: tuple[int, ...]
    nominal: Array
    real: Array
    """Prices of 2025, deflated by consumer prices."""


@dataclass(frozen=True)
class Runs:
    """Months in a row in which no money changes."""

    first: NDArray[np.intp]
    """The month each run begins."""
    of_month: NDArray[np.intp]
    """The run of each month."""

    def spread(self, rows: Array, out: Array) -> None:
        """Write the row of each run into all its months."""
        ends = [*self.first, len(self.of_month)]
        for row, (begin, end) in zip(rows, pairwise(ends), strict=True):
            out[begin:end] = row


@dataclass(frozen=True)
class Following:
    """Months in which a budget follows a rule, from the amount of the month before."""

    rule: IndexRule
    percentage: float
    start: int
    end: int


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
    real_at_cost = np.empty((len(funding.lines), len(years), len(scenarios), monthly.shape[-1]))
    for place, scenario in enumerate(scenarios):
        factors, runs = _factors(scenario, funding, indices=indices, values=values, months=months)
        by_year = runs.of_month.reshape(len(years), MONTHS_A_YEAR)
        for number, factor in enumerate(factors):
            _add_up(factor, by_year, monthly[number], out=real_at_cost[number, :, place])
    nominal = real_at_cost * indices.service_cost[:, np.newaxis]
    return Money(funding.lines, years, nominal, nominal / indices.cpi[:, np.newaxis])


def reference_money(funding: Funding, values: Mapping[str, Array]) -> Array:
    """Return the money of each service a month when every line follows the cost of services."""
    unchanged = [np.ones((1, 1))] * len(funding.lines)
    return np.asarray(_by_service(funding, values, factors=unchanged)[0])


def money_paid(
    scenarios: Sequence[Scenario],
    funding: Funding,
    *,
    indices: Indices,
    values: Mapping[str, Array],
    months: int,
) -> Array:
    """Return the money of each service, by month, service, scenario and draw."""
    draws = values["network_cost_scale"].shape[-1]
    money = np.empty((months, len(SERVICES), len(scenarios), draws))
    for place, scenario in enumerate(scenarios):
        factors, runs = _factors(scenario, funding, indices=indices, values=values, months=months)
        runs.spread(_by_service(funding, values, factors=factors), money[:, :, place])
    return money


# Sums.


def _monthly(funding: Funding, values: Mapping[str, Array]) -> Array:
    """Return what the lines pay a month before anything is decided, by line and draw."""
    amounts = funding.amounts()[:, np.newaxis] / MONTHS_A_YEAR
    return np.asarray(amounts * values["network_cost_scale"].reshape(-1))


def _by_service(
    funding: Funding, values: Mapping[str, Array], *, factors: Sequence[Array]
) -> Array:
    """Add up the lines of each service, for each run.

    The reference and the scenarios are added in the same order, so that a line nobody touches
    gives the same bits.
    """
    monthly = _monthly(funding, values)
    money = np.zeros((len(factors[0]), len(SERVICES), monthly.shape[-1]))
    for number, line in enumerate(funding.lines):
        money[:, SERVICES.index(line.service)] += factors[number] * monthly[number]
    return money


def _add_up(factor: Array, by_year: NDArray[np.intp], monthly: Array, *, out: Array) -> None:
    """Add up the months of each year; years in which the same is paid are added up once.

    Month by month also where all are alike, so that a line nobody touches gives the same bits
    whatever is done to others.
    """
    alike: dict[bytes, int] = {}
    for year, runs in enumerate(by_year):
        paid = factor[runs]
        like = alike.setdefault(paid.tobytes(), year)
        out[year] = (paid * monthly).sum(axis=0) if like == year else out[like]


# The share of a line that is paid.


def _factors(
    scenario: Scenario,
    funding: Funding,
    *,
    indices: Indices,
    values: Mapping[str, Array],
    months: int,
) -> tuple[list[Array], Runs]:
    """Return the share of each line that is paid, by run and draw (or 1), and the runs."""
    decided, leaving = decided_levels(scenario, funding, months=months)
    follows = [_followings(scenario, line, months=months) for line in funding.lines]
    runs = _runs(scenario, np.concatenate([decided, leaving]), follows)
    levels = _levels(
        scenario,
        funding,
        values=values,
        decided=decided[:, runs.first],
        leaving=leaving[:, runs.first],
        first=runs.first,
    )
    growth = {each: _growth(each, runs, indices) for each in dict.fromkeys(follows)}
    reserve = values["reserve_months"].reshape(-1)
    factors = []
    for line, level, following in zip(funding.lines, levels, follows, strict=True):
        timing = timing_of(scenario, line, reserve=reserve, months=months)
        factors.append(np.asarray(level * growth[following] * timing[runs.first]))
    return factors, runs


def _runs(scenario: Scenario, decided: Array, follows: Sequence[Sequence[Following]]) -> Runs:
    """Find the months in which some money may change."""
    months = decided.shape[1]
    begins = np.zeros(months, dtype=bool)
    begins[0] = True
    begins[1:] = (decided[:, 1:] != decided[:, :-1]).any(axis=0)
    january = np.arange(months) % MONTHS_A_YEAR == 0
    for each in {each for line in follows for each in line}:
        begins[each.start : each.end] |= january[each.start : each.end]
        for month in (each.start, each.end):
            begins[month : month + 1] = True
    if scenario.key is not None:
        begins[scenario.key.start : scenario.key.start + 1] = True
    for change in scenario.changes:
        if change.action == "delay_payment":
            begins[change.start :] = True
    return Runs(np.flatnonzero(begins), np.cumsum(begins) - 1)


def _levels(
    scenario: Scenario,
    funding: Funding,
    *,
    values: Mapping[str, Array],
    decided: Array,
    leaving: Array,
    first: NDArray[np.intp],
) -> Array:
    """Return the share left of each line by run and draw (or 1), conditions included."""
    by_key = municipal_levels(scenario.key, funding, values, months=first)
    every = decided[:, :, np.newaxis] * by_key
    # The conditions know months only: months of all draws stand in one row for them.
    after = after_conditions(
        funding,
        every.reshape(len(every), -1),
        leaving=np.repeat(leaving, every.shape[-1], axis=1),
        rules=scenario.rules(funding.conditions),
    )
    return after.reshape(every.shape)


# The growth of the money against the cost of services.


def _followings(scenario: Scenario, line: Line, *, months: int) -> tuple[Following, ...]:
    """List the rules a budget follows one after the other.

    A rule starts from the amount paid in the month before, so a budget frozen in January stays
    at last year's crowns.
    """
    indexing, found = scenario.indexing, []
    rule, percentage = _rule_of(scenario, line)
    bound = is_bound(scenario.key, line, month=indexing.start)
    if rule != "service_cost" and indexing.start < months and not bound:
        found.append(Following(rule, percentage, indexing.start, months))
    for change in scenario.changes:
        frozen = (
            line.service in change.services
            and line.funder in change.funders
            and not escapes(line, change, scenario)
        )
        if change.action == "freeze" and frozen and change.start < months:
            found.append(Following("none", 0.0, change.start, min(change.end, months)))
    return tuple(found)


def _rule_of(scenario: Scenario, line: Line) -> tuple[IndexRule, float]:
    """Return the rule a budget follows and its own percentage; 'agreed' means the contract's."""
    rule = scenario.indexing.rule(line.funder)
    if rule == "agreed":
        return line.agreed_index, line.agreed_percentage
    return rule, scenario.indexing.percentage


def _growth(followings: Sequence[Following], runs: Runs, indices: Indices) -> Array:
    """Return the real value of a budget against one that follows the cost of services, by run."""
    value = np.ones((len(runs.first), 1))
    for following in followings:
        value = _follow(following, value, runs, indices=indices)
    return value


def _follow(following: Following, value: Array, runs: Runs, *, indices: Indices) -> Array:
    """Let a budget follow a rule in its months."""
    start = following.start
    before = value[runs.of_month[start - 1]] if start else np.ones(1)
    base = _year(start - 1)
    result = np.broadcast_to(value, (len(value), indices.draws)).copy()
    for row, month in enumerate(runs.first):
        if start <= month < following.end:
            year = _year(int(month))
            nominal = _grown(following, base, year, indices=indices)
            cost = indices.at("service_cost", year) / indices.at("service_cost", base)
            result[row] = before * nominal / cost
    return result


def _grown(following: Following, base: int, year: int, *, indices: Indices) -> Array | float:
    """Return how many crowns one crown of a base year becomes under a rule."""
    if following.rule == "percentage":
        return float((1 + following.percentage) ** (year - base))
    return indices.at(following.rule, year) / indices.at(following.rule, base)


def _year(month: int) -> int:
    """Return the calendar year of a month; the month before the first lies in the price year."""
    year = FIRST_MONTH.year + month // MONTHS_A_YEAR
    return max(year, PRICE_YEAR)
