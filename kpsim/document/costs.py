"""What it costs and who pays: budgets, payers, systems, and when a cut stops paying."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from kpsim.analysis.money import break_even
from kpsim.document.context import Context
from kpsim.document.opening import money_points
from kpsim.document.parts import Block, Bullets, Column, Heading, Paragraph, Row, Table
from kpsim.report.cells import common_scale, crowns, mean_crowns, per_crown, share_of_budget
from kpsim.report.findings import Findings
from kpsim.report.terminal_money import worse_off_cell
from kpsim.results import VIEWS
from kpsim.wording.numbers import Rounded, money_unit, years
from kpsim.wording.words import break_even as break_even_sentence
from kpsim.wording.words import in_ten, name_of

_VIEW_ROWS = (
    ("saved on the services", "saved"),
    ("caused, before gains", "gross"),
    ("caused, less gains", "caused"),
    ("- of it care not given", "care_forgone"),
    ("net cost", "net"),
    ("- without care not given", "net_without_forgone"),
    ("- discounted", "net_discounted"),
)


_ONLY_PUBLIC = "Only public budgets are counted here, not the loads without a price."


def costs(context: Context) -> Iterator[Block]:
    """Write the chapter on money, scenario by scenario."""
    yield Heading(context.say("What it costs and who pays"), 1, "costs", new_page=True)
    yield Paragraph(
        context.say(
            "Three views answer three doubts: the floor takes only effects with strong evidence, "
            "the central view all effects, the full view prices them at average instead of "
            "marginal costs. The headline is the range from floor to central. All amounts are in "
            "2025 prices."
        )
    )
    for name in context.comparison.compared:
        found = context.found(name)
        if context.several:
            yield Heading(context.title(name), 2, f"costs.{name}", scenario=name)
        yield Bullets(tuple(money_points(context, found)))
        yield views_table(context, found)
        yield Paragraph(f"{turning(context, name)} {context.say(_ONLY_PUBLIC)}")
        yield from context.figure("net_cost", name)
        yield payers_table(context, found)
        for chart in ("cost_by_payer", "who_saves_who_pays", "funders_to_payers"):
            yield from context.figure(chart, name)
        yield systems_table(context, found)
        for chart in ("result_by_system", "budget_erosion"):
            yield from context.figure(chart, name)


def views_table(context: Context, found: Findings) -> Table:
    """Put the public purse in three columns, one a view."""
    language = context.language
    money = [found.money[view] for view in VIEWS]
    scale = common_scale([each.net for each in money] + [each.saved for each in money])
    rows = [
        Row(
            (
                context.say(label),
                *(crowns(getattr(each, part), scale, language) for each in money),
            ),
            strong=part == "net",
        )
        for label, part in _VIEW_ROWS
    ]
    measure = found.money["central"].per_crown.measure
    rows.append(
        Row(
            (
                context.say(f"crowns {measure}"),
                *(
                    per_crown(each.per_crown, language)
                    if each.per_crown.measure == measure
                    else "x"
                    for each in money
                ),
            )
        )
    )
    return Table(
        context.key("public-budgets", found.scenario),
        context.say(
            "Public budgets, sum {years}, {unit}",
            years=years(found.first_year, found.last_year),
            unit=money_unit(scale, language),
        ),
        (
            Column(context.say("Sum of the years"), 1.5),
            *(Column(name_of(view, language), 1.6, numeric=True) for view in VIEWS),
        ),
        tuple(rows),
        context.say(
            "Means, in brackets the range of 9 in 10 futures. Minus is a saving. Rounded "
            "parts do not always add up."
        ),
    )


def payers_table(context: Context, found: Findings) -> Table:
    """Say who saves and who pays, percent of the budget first."""
    language = context.language
    scale = common_scale([e.net for e in found.payers] + [e.saved for e in found.payers])
    return Table(
        context.key("payers", found.scenario),
        context.say(
            "Who saves and who pays: yearly average {years}, {unit}",
            years=years(found.first_year, found.last_year),
            unit=money_unit(scale, language),
        ),
        (
            Column(context.say("Payer"), 1.6),
            Column(context.say("of its budget"), 2.0, numeric=True),
            Column(context.say("saved"), 0.7, numeric=True),
            Column(context.say("caused"), 0.7, numeric=True),
            Column(context.say("net"), 1.5, numeric=True),
            Column(context.say("worse"), 0.7, numeric=True),
        ),
        tuple(
            Row(
                (
                    context.payer(each.name),
                    share_of_budget(each.share, language) if each.share else ".",
                    mean_crowns(each.saved, scale, language, signed=False),
                    mean_crowns(each.caused, scale, language),
                    crowns(each.net, scale, language),
                    worse_off_cell(each, language),
                )
            )
            for each in found.payers
        ),
        context.say(
            "Means, so that rows add up; in brackets 9 of 10 futures. Worse: share of futures in "
            "which the payer is worse off by more than a change nobody would notice (≈ 0). A dot: "
            "no budget known."
        ),
    )


def systems_table(context: Context, found: Findings) -> Table:
    """Say in which systems the public crowns fall."""
    language = context.language
    every = [each.by_view[view] for each in found.systems for view in VIEWS]
    scale = common_scale(every)
    return Table(
        context.key("systems", found.scenario),
        context.say(
            "Public budgets by system: yearly average {years}, {unit}",
            years=years(found.first_year, found.last_year),
            unit=money_unit(scale, language),
        ),
        (
            Column(context.say("System"), 1.5),
            *(Column(name_of(view, language), 1.6, numeric=True) for view in VIEWS),
        ),
        tuple(
            Row(
                (
                    name_of(each.name, language),
                    *(crowns(each.by_view[view], scale, language) for view in VIEWS),
                )
            )
            for each in found.systems
        ),
        context.say("Means, in brackets the range of 9 in 10 futures."),
    )


def turning(context: Context, scenario: str) -> str:
    """Say in which year the cut stops paying, or the spending pays back."""
    found, results = context.found(scenario), context.comparison.results
    turned = break_even(results, scenario, "central", public=context.comparison.public)
    years_found = turned.years[~np.isnan(turned.years)]
    last, never = found.last_year, turned.share_never
    if not found.money["central"].net.mean and not len(years_found):
        return context.say("Public budgets do not differ from keeping the services.")
    if turned.direction == "pays back":
        if never > 0.5:
            return context.say(
                "In total the spending does not pay back by {year} {odds} futures.",
                year=last,
                odds=in_ten(never, context.language),
            )
        return context.say(
            "In total the spending pays back by {year} {odds} futures.",
            year=last,
            odds=in_ten(1 - never, context.language),
        )
    if never > 0.5 or not len(years_found):
        return break_even_sentence(None, context.language, never=never, last_year=last)
    low, middle, high = np.quantile(years_found, (0.05, 0.5, 0.95), method="nearest")
    when = Rounded(Decimal(int(middle)), Decimal(int(low)), Decimal(int(high)), 0)
    return break_even_sentence(when, context.language, never=never, last_year=last)
