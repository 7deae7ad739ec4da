"""What it costs and who pays: budgets, payers and systems."""

from collections.abc import Iterator

from kpsim.document.by_year import single_years, turning
from kpsim.document.context import Context
from kpsim.document.money_sentences import negated, payers_scale, systems_scale, views_scale
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.summary import who_pays_more
from kpsim.report.cells import crowns, mean_crowns, per_crown, share_of_budget
from kpsim.report.findings import Findings
from kpsim.report.terminal_money import worse_off_cell
from kpsim.results import VIEWS
from kpsim.wording.numbers import money_unit, percent, years
from kpsim.wording.words import name_of

_VIEW_ROWS = (
    ("saved on the services", "saved"),
    ("caused elsewhere", "gross"),
    ("caused, less what is not spent elsewhere", "caused"),
    ("in it care not given", "care_forgone"),
    ("net cost", "net"),
    ("net cost without care not given", "net_without_forgone"),
    ("net cost, discounted by {rate} a year", "net_discounted"),
)
_ONLY_PUBLIC = "Only public budgets are counted here, not the loads without a price."


def costs(context: Context) -> Iterator[Block]:
    """Write the chapter on money, scenario by scenario."""
    yield Heading(context.say("What it costs and who pays"), 1, "costs")
    yield Paragraph(
        context.say(
            "Three views answer three doubts. The floor counts only effects with strong evidence. "
            "The central view counts all effects at marginal costs, that is at what one case more "
            "really costs. The full view prices them at average costs, as if with fewer cases "
            "fewer guards, beds and buildings were paid for. The floor bounds the harm, not the "
            "saving. All amounts are in 2025 prices."
        )
    )
    for name in context.comparison.compared:
        found = context.found(name)
        if context.several:
            yield Heading(context.title(name), 2, f"costs.{name}", scenario=name)
        sums = (turning(context, name), *single_years(context, name), context.say(_ONLY_PUBLIC))
        yield Paragraph(" ".join(sums))
        yield views_table(context, found)
        yield from context.figure("net_cost", name)
        yield Paragraph(who_pays_more(context, found))
        yield payers_table(context, found)
        for chart in ("cost_by_payer", "who_saves_who_pays"):
            yield from context.figure(chart, name)
        if name == context.comparison.compared[0]:
            # Who pays today is the same for all.
            yield from context.figure("funders_to_payers", name)
        yield Paragraph(context.say("The sum is put together from these systems."))
        yield systems_table(context, found)
        for chart in ("result_by_system", "budget_erosion"):
            yield from context.figure(chart, name)


def views_table(context: Context, found: Findings) -> Table:
    """Put the public purse in three columns, one a view."""
    language = context.language
    money = [found.money[view] for view in VIEWS]
    scale = views_scale(found)
    rate = percent(context.comparison.settings.discount_rate, language)
    spends = found.money["central"].saved.mean < 0
    rows = []
    for label, part in _VIEW_ROWS:
        amounts = [getattr(each, part) for each in money]
        if part == "saved" and spends:
            label, amounts = "spent on the services", [negated(each) for each in amounts]
        cells = (crowns(each, scale, language) for each in amounts)
        rows.append(Row((context.say(label, rate=rate), *cells), strong=part == "net"))
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
        context.caption(
            context.say(
                "Public budgets, sum {years}, {unit}",
                years=years(found.first_year, found.last_year),
                unit=money_unit(scale, language),
            ),
            found.scenario,
        ),
        (
            Column(context.say("Sum of the years"), 1.5),
            *(Column(name_of(view, language), 1.6, numeric=True) for view in VIEWS),
        ),
        tuple(rows),
        context.say(
            "Means, in brackets the range of 9 in 10 futures. In a net cost minus is a saving. "
            "Rounded parts do not always add up."
        ),
    )


def payers_table(context: Context, found: Findings) -> Table:
    """Say who saves and who pays, percent of the budget first."""
    language = context.language
    scale = payers_scale(found)
    return Table(
        context.key("payers", found.scenario),
        context.caption(
            context.say(
                "Who saves and who pays: yearly average {years}, {unit}",
                years=years(found.first_year, found.last_year),
                unit=money_unit(scale, language),
            ),
            found.scenario,
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
            "which the payer spends noticeably more; ≈ 0: mostly the change is too small for its "
            "budget to notice. A dot: "
            "no budget known. Saved with a minus: more is spent. Caused with a minus: less is "
            "spent, as a rule on care that people do not get. What clients and families save is "
            "the charge for a service they lose."
        ),
    )


def systems_table(context: Context, found: Findings) -> Table:
    """Say in which systems the public crowns fall."""
    language = context.language
    scale = systems_scale(found)
    return Table(
        context.key("systems", found.scenario),
        context.caption(
            context.say(
                "Public budgets by system: yearly average {years}, {unit}",
                years=years(found.first_year, found.last_year),
                unit=money_unit(scale, language),
            ),
            found.scenario,
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
