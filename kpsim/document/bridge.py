"""From what the table of funders says the services cost to what stopping them saves."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kpsim.analysis.money import SERVICES, horizon_years, saved
from kpsim.document.context import Context
from kpsim.document.deciders import deciders, decides_alone
from kpsim.document.parts import Block, Column, Paragraph, Row, Table
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.report.cells import crowns, mean_crowns
from kpsim.report.findings import Estimate, estimate
from kpsim.results import REFERENCE, Array
from kpsim.wording.numbers import money, money_text, number, percent, span
from kpsim.wording.numbers import years as years_text
from kpsim.wording.words import payer_name

_PAID = "service_money"


@dataclass(frozen=True)
class Bridge:
    """What keeping the services costs a year by the model, part by part; crowns of 2025, means."""

    table: float
    unknown_cost: float
    """What the total that is not known adds to the table on average."""
    growth: float
    """What wages add until the years counted, prices taken out."""
    not_public: float
    """What clients, families and the European Union pay of it."""
    public: Estimate
    times: Estimate
    """How many times the table the services truly cost."""
    first_year: int
    last_year: int


def cost_ratio(context: Context) -> Array:
    """Return how many times the table of funders the services cost, draw by draw."""
    results, paid = context.comparison.results, paid_for_services(context)
    growth = (results.service_cost_index / results.deflator)[0]
    table = sum(line.value for line in context.comparison.world.funding.lines)
    ratio: Array = (paid[True] + paid[False])[0] / growth / table
    return ratio


def paid_for_services(context: Context) -> dict[bool, Array]:
    """Return what public payers (True) and others pay for services kept: years by draws."""
    comparison = context.comparison
    paid = dict.fromkeys((True, False), np.zeros_like(comparison.results.deflator))
    costs = comparison.results.costs["central"]
    for line, amounts in zip(costs.lines, costs.amounts, strict=True):
        if line.system == SERVICES and line.kind == _PAID:
            public = line.payer in comparison.public
            paid[public] = paid[public] + amounts[:, 0]
    return paid


def bridge(context: Context) -> Bridge:
    """Take what is paid for the services apart, draw by draw."""
    comparison = context.comparison
    results = comparison.results
    window = horizon_years(results, REFERENCE)
    paid = paid_for_services(context)
    table = sum(line.value for line in comparison.world.funding.lines)
    everybody = paid[True] + paid[False]
    times = cost_ratio(context)
    counted = results.years[window]
    return Bridge(
        table,
        table * float(times.mean() - 1),
        float(everybody[window].mean() - table * times.mean()),
        float(paid[False][window].mean()),
        estimate(paid[True][window].mean(axis=0)),
        estimate(times),
        counted[0],
        counted[-1],
    )


def of_own_budget(context: Context, scenario: str) -> Iterator[str]:
    """Say what the one payer that decides a variant saves if its contribution is exactly known.

    The computation multiplies all contributions by what services truly cost.
    """
    comparison, language = context.comparison, context.language
    decided = comparison.scenario(scenario)
    payer = decides_alone(decided, comparison.world.funding)
    taken = cascade_tree(decided, comparison.world.funding).decided
    if not (payer and taken):
        return
    results = comparison.results
    window = horizon_years(results, scenario)
    own = saved(results, scenario, "central", public=(payer,))[window].mean(axis=0)
    exact = float((own / cost_ratio(context)).mean())
    yield context.say(
        "If {payer} pays exactly {taken} today, it saves about {amount} a year; its own budget "
        "tells.",
        payer=payer_name(payer, language),
        taken=money(taken, language, scale="million", decimals=1),
        amount=money(exact, language, scale="million", decimals=1),
    )


def of_a_year(total: Estimate, years: int) -> Estimate:
    """Return the yearly average of a sum."""
    return Estimate(
        total.mean / years,
        total.p05 / years,
        total.p50 / years,
        total.p95 / years,
        total.error / years,
    )


def saved_by_the_model(context: Context, scenario: str) -> Iterator[str]:
    """Say why more is saved than is decided: other money falls too, or the model puts it higher."""
    comparison, found = context.comparison, context.found(scenario)
    decided = comparison.scenario(scenario)
    if not deciders(decided, comparison.world.funding):
        return
    tree = cascade_tree(decided, comparison.world.funding)
    if tree.follows:
        yield context.say(
            "Other money falls with it: {amount} a year.",
            amount=money(tree.follows, context.language, scale="million", decimals=1),
        )
        return
    spared = of_a_year(found.money["central"].saved, found.years)
    if tree.decided and spared.mean > tree.decided:
        digits = mean_crowns(spared, "million", context.language, signed=False)
        yield context.say(
            "On the services alone public budgets save {amount} a year ({years}), "
            "more because wages outgrow prices and true costs are assumed {higher} higher.",
            years=years_text(found.first_year, found.last_year),
            amount=money_text(digits, "million", context.language),
            higher=percent(bridge(context).times.mean - 1, context.language, decimals=1),
        )


def costs_of_keeping(context: Context) -> str:
    """Say what public budgets pay a year for the services by the model, beside the table."""
    found, language = bridge(context), context.language
    return context.say(
        "In the model public budgets pay {public} a year for them on average over {years} (2025 "
        "prices). It is put together from the {table} of all funders, {unknown} for an assumption "
        "without a source that true costs are higher, {growth} for wages that grow faster than "
        "prices and {rest} for what clients, families and the European Union pay ([[bridge]]); "
        "rounded parts do not always add up.",
        public=money(found.public.mean, language, scale="million", decimals=1),
        years=years_text(found.first_year, found.last_year),
        table=money(found.table, language, scale="million", decimals=1),
        unknown=_part(found.unknown_cost, language),
        growth=_part(found.growth, language),
        rest=_part(-found.not_public, language),
    )


def _part(amount: float, language: str) -> str:
    """Write a part of a sum in millions with its sign."""
    return number(amount / 1e6, language, decimals=1, signed=True)


def bridge_table(context: Context) -> Iterator[Block]:
    """Put the way from the table of funders to the saving of each variant into rows."""
    found, language = bridge(context), context.language
    years = years_text(found.first_year, found.last_year)

    rows = [
        Row((context.say("All funders, 2025"), number(found.table / 1e6, language, decimals=1))),
        Row(
            (
                context.say("assumed true cost, which nobody publishes"),
                _part(found.unknown_cost, language),
            )
        ),
        Row((context.say("growth of wages above prices"), _part(found.growth, language))),
        Row(
            (
                context.say("paid by clients, families and the EU"),
                _part(-found.not_public, language),
            )
        ),
        Row(
            (
                context.say("Public budgets pay, yearly average {years}", years=years),
                crowns(found.public, "million", language).removeprefix("+"),
            ),
            strong=True,
        ),
    ]
    compared = context.comparison.compared
    spends = any(context.found(name).money["central"].saved.mean < 0 for name in compared)
    for name in compared:
        spared = context.found(name).money["central"].saved
        of_year = of_a_year(spared, context.found(name).years)
        title = context.say("of that saved a year: {variant}", variant=context.title(name))
        rows.append(Row((title, crowns(of_year, "million", language).removeprefix("+"))))
    yield Paragraph(
        context.say(
            "What the variants save differs from [[funders]]: the table states 2025 and adds up "
            "what was found, the model counts all years and does not know the true cost exactly."
        )
    )
    yield Table(
        "bridge",
        context.say("From what funders pay to what is saved, a year"),
        (Column(context.say("Part"), 2.6), Column(context.say("CZK million"), 1.4, numeric=True)),
        tuple(rows),
        context.say(
            "Means, in brackets the range of 9 in 10 futures. True cost: the model draws {times} "
            "times the table, {mean} times on average. Rounded parts do not always add up. A "
            "variant saves what is not paid of this, less the costs of closed posts (section 5.1).",
            times=span(found.times.p05, found.times.p95, language, decimals=2),
            mean=number(found.times.mean, language, decimals=3),
        )
        + (context.say(" A minus is spent.") if spends else ""),
    )
