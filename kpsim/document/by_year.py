"""When in time spending changes sides: in the sum, and in single years."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from kpsim.analysis.money import break_even, horizon_years, net_public_cost
from kpsim.document.context import Context
from kpsim.document.money_sentences import size_of
from kpsim.report.cells import common_scale
from kpsim.report.findings import estimate
from kpsim.wording.numbers import Rounded
from kpsim.wording.numbers import years as years_text
from kpsim.wording.words import break_even as break_even_sentence
from kpsim.wording.words import in_ten

NOTICED = 1e5
"""A mean difference of a year, in crowns, below which no side is told."""


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
    """Say in which years spending lies on the other side than its sum, and by how much."""
    results, language = context.comparison.results, context.language
    window = horizon_years(results, scenario)
    net = net_public_cost(results, scenario, "central", public=context.comparison.public)
    by_year = dict(zip(results.years[window], map(estimate, net[window]), strict=True))
    lower = context.found(scenario).money["central"].net.mean < 0
    other = {
        year: found
        for year, found in by_year.items()
        if abs(found.mean) >= NOTICED and (found.mean > 0) == lower
    }
    if not other:
        return
    most, amount = max(other.items(), key=lambda each: abs(each[1].mean))
    yield context.say(
        "In single years it is otherwise: the mean spending of a year is higher than with the "
        "services kept in {years}, most in {most}, by {amount}."
        if lower
        else "In single years it is otherwise: the mean spending of a year is lower than with the "
        "services kept in {years}, most in {most}, by {amount}.",
        years=stretches(list(other)),
        most=most,
        amount=size_of(amount, common_scale([amount]), language),
    )
    if amount.p05 < 0 < amount.p95:
        yield context.say("That range spans zero: the model cannot tell the direction.")


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
