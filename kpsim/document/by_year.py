"""When in time spending changes sides: in the sum, and in single years."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kpsim.analysis.money import (
    CARE_FORGONE,
    break_even,
    horizon_years,
    net_public_cost,
    saved,
)
from kpsim.document.context import Context
from kpsim.document.money_sentences import size_of
from kpsim.report.cells import common_scale, in_scale, say
from kpsim.report.findings import Estimate, estimate
from kpsim.wording.numbers import SCALES, Rounded, money, money_text, number
from kpsim.wording.numbers import years as years_text
from kpsim.wording.words import break_even as break_even_sentence
from kpsim.wording.words import in_ten, likelihood, name_of

NOTICED = 1e5
"""A mean difference of a year, in crowns, below which no side is told."""

WHOLE = 1e7
"""Crowns from which on a sum is told in whole millions."""

TURNED = 0.05
"""Share of the largest sum that later years must take back before its turn is told."""

GROWS = 2
"""Times the second year's saving that the last one must be for its growth to be told."""


def turning(context: Context, scenario: str) -> str:
    """Say from which year the sum of spending lies on the other side of keeping the services."""
    found, results = context.found(scenario), context.comparison.results
    turned = break_even(results, scenario, "central", public=context.comparison.public)
    years_found = turned.years[~np.isnan(turned.years)]
    last, never = found.last_year, turned.share_never
    if not found.money["central"].net.mean and not len(years_found):
        return context.say("Public budgets do not differ from keeping the services.")
    if turned.direction == "pays back":
        if never > 0.5:
            return context.say(
                "The sum of spending is still higher than with the services kept in {year} {odds} "
                "futures.",
                year=last,
                odds=in_ten(never, context.language),
            )
        return context.say(
            "The sum of spending is lower than with the services kept by {year} {odds} futures.",
            year=last,
            odds=in_ten(1 - never, context.language),
        )
    if never > 0.5 or not len(years_found):
        return break_even_sentence(None, context.language, never=never, last_year=last)
    low, middle, high = np.quantile(years_found, (0.05, 0.5, 0.95), method="nearest")
    when = Rounded(Decimal(int(middle)), Decimal(int(low)), Decimal(int(high)), 0)
    return break_even_sentence(when, context.language, never=never, last_year=last)


def single_years(context: Context, scenario: str) -> Iterator[str]:
    """Say in which years spending lies on the other side than its sum, and how surely."""
    results = context.comparison.results
    window = horizon_years(results, scenario)
    net = net_public_cost(results, scenario, "central", public=context.comparison.public)
    higher = context.found(scenario).money["central"].net.mean < 0
    by_year = {
        year: Year(estimate(draws), float((draws > 0 if higher else draws < 0).mean()))
        for year, draws in zip(results.years[window], net[window], strict=True)
    }
    if saving_grows(context, scenario):
        yield growth(by_year, context.language)
    yield from years_across(by_year, context.language, higher=higher)
    if higher:
        yield from carried_by(context, scenario, across(by_year, higher=higher))
    yield from turn_of_sum(by_year, context.language, higher=higher)


@dataclass(frozen=True)
class Year:
    """The net of a year, and the share of the futures in which it lies across from the sum."""

    net: Estimate
    share: float

    @property
    def is_sure(self) -> bool:
        """Tell whether the range of 9 in 10 futures keeps to one side."""
        return not self.net.p05 < 0 < self.net.p95


def saving_grows(context: Context, scenario: str) -> bool:
    """Tell whether every year saves more than the year before, as services are paid less."""
    results, public = context.comparison.results, context.comparison.public
    window = horizon_years(results, scenario)
    net = net_public_cost(results, scenario, "central", public=public)[window].mean(axis=-1)
    services = saved(results, scenario, "central", public=public)[window].mean(axis=-1)
    return grows([-each for each in net]) and grows(list(services))


def grows(saving: Sequence[float]) -> bool:
    """Tell whether a saving rises year by year, and far beyond what prices alone make of it.

    >>> grows([1.4, 3.4, 5.3, 18.1]), grows([5.3, 7.9, 8.0, 8.4]), grows([1, 5, 4, 18])
    (True, False, False)
    """
    rises = all(one < other for one, other in itertools.pairwise(saving))
    return len(saving) > 2 and rises and saving[0] > 0 and saving[-1] >= GROWS * saving[1]


def growth(by_year: Mapping[int, Year], language: str) -> str:
    """Say what a saving that rises every year is in the first and in the last of them."""
    first, last = min(by_year), max(by_year)
    scale = common_scale([by_year[last].net])
    decimals = in_scale(by_year[last].net, scale).decimals
    least = abs(by_year[first].net.mean) / 10 ** SCALES[scale]
    return say(
        "The saving grows every year, as the money of the services falls further behind what they "
        "would have if kept: on average it is {least} in {first} and {most} in {last}.",
        language,
        first=first,
        last=last,
        least=money_text(number(least, language, decimals=decimals), scale, language),
        most=size_of(by_year[last].net, scale, language),
    )


def years_across(by_year: Mapping[int, Year], language: str, *, higher: bool) -> Iterator[str]:
    """Say the years whose mean lies across from the sum: first those whose range does so too."""
    every = across(by_year, higher=higher)
    sure = {year: found for year, found in every.items() if found.is_sure}
    undecided = {year: found for year, found in every.items() if not found.is_sure}
    if sure:
        yield say(
            "Yearly spending is higher than with the services kept {when}, {how}."
            if higher
            else "Yearly spending is lower than with the services kept {when}, {how}.",
            language,
            **_when_and_how(sure, language),
        )
    if undecided:
        most = max(undecided.values(), key=lambda found: abs(found.net.mean))
        yield say(
            "Yearly spending can be higher or lower than with the services kept {when}; the mean "
            "is higher, {how}; in that year spending is higher with probability {likelihood}."
            if higher
            else "Yearly spending can be higher or lower than with the services kept {when}; the "
            "mean is lower, {how}; in that year spending is lower with probability {likelihood}.",
            language,
            likelihood=likelihood(most.share, language),
            **_when_and_how(undecided, language),
        )


def across(by_year: Mapping[int, Year], *, higher: bool) -> dict[int, Year]:
    """Return the years whose mean lies across from the sum and is worth telling."""
    return {
        year: found
        for year, found in by_year.items()
        if abs(found.net.mean) >= NOTICED and (found.net.mean > 0) == higher
    }


def carried_by(context: Context, scenario: str, years: Collection[int]) -> Iterator[str]:
    """Say what most of the higher spending of some years is for, where one thing is."""
    results, public = context.comparison.results, context.comparison.public
    costs, position = results.costs["central"], results.position(scenario)
    at = [results.years.index(year) for year in years]
    found: dict[tuple[str, bool], float] = {}
    for line, amounts in zip(costs.lines, costs.amounts, strict=True):
        if line.payer in public:
            key = (line.system, line.kind == CARE_FORGONE)
            more = float((amounts[at, position] - amounts[at, 0]).mean()) if at else 0.0
            found[key] = found.get(key, 0.0) + more
    total = sum(found.values())
    (system, is_care), most = max(found.items(), key=lambda each: each[1])
    if total <= 0 or most < total / 2:
        return
    yield context.say(
        "Most of that is care that was not given before."
        if is_care
        else "Most of that falls on: {system}.",
        system=name_of(system, context.language),
    )


def turn_of_sum(by_year: Mapping[int, Year], language: str, *, higher: bool) -> Iterator[str]:
    """Say that the sum turns within the years counted, and what goes on where counting ends.

    `higher` tells that the sum is a saving, so that single years can only be higher.
    """
    sums = np.cumsum([each.net.mean for each in by_year.values()])
    years, last = list(by_year), by_year[max(by_year)].net.mean
    at = int(sums.argmin() if higher else sums.argmax())
    lost = abs(sums[at] - sums[-1])
    if lost < max(10 * NOTICED, TURNED * abs(sums[at])) or (last > 0) != higher:
        return
    yield say(
        "The sum saved is largest in {year} ({most} on average) and falls to {end} by {last}, the "
        "last year counted; in that year spending is higher by {amount} on average. Later years "
        "are in no sum of money, though the model follows people further."
        if higher
        else "The sum spent more is largest in {year} ({most} on average) and falls to {end} by "
        "{last}, the last year counted; in that year spending is lower by {amount} on average. "
        "Later years are in no sum of money, though the model follows people further.",
        language,
        year=years[at],
        most=sum_text(sums[at], language),
        end=sum_text(sums[-1], language),
        last=years[-1],
        amount=money(abs(last), language, scale="million", decimals=1),
    )


def sum_text(amount: float, language: str) -> str:
    """Write the size of a sum in millions, one way in report and brief."""
    decimals = 0 if abs(amount) >= WHOLE else 1
    return money(abs(amount), language, scale="million", decimals=decimals)


def _when_and_how(found: Mapping[int, Year], language: str) -> dict[str, str]:
    """Name the years, and the one with the largest mean, with its amount."""
    most, largest = max(found.items(), key=lambda each: abs(each[1].net.mean))
    amount = size_of(largest.net, common_scale([largest.net]), language)
    if len(found) == 1:
        return {
            "when": say("in {year}", language, year=most),
            "how": say("by {amount}", language, amount=amount),
        }
    return {
        "when": say("in the years {years}", language, years=stretches(list(found))),
        "how": say("most in {year}, by {amount}", language, year=most, amount=amount),
    }


def stretches(found: Sequence[int]) -> str:
    """Write years as stretches: "2029, 2031–2036".

    >>> stretches([2029, 2031, 2032])
    '2029, 2031–2032'
    """
    ends: list[tuple[int, int]] = []
    for year in found:
        if ends and year == ends[-1][1] + 1:
            ends[-1] = (ends[-1][0], year)
        else:
            ends.append((year, year))
    return ", ".join(years_text(first, last) for first, last in ends)
