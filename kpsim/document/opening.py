"""The opening of the report: the question with its variants, and how things stand today."""

import re
from collections.abc import Iterator

from kpsim.document.bridge import bridge_table
from kpsim.document.context import Context
from kpsim.document.load_cells import level_cell
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.remarks import taken_over
from kpsim.report.findings import estimate
from kpsim.wording.numbers import budget_percent, number, years
from kpsim.wording.words import payer_name

_END = re.compile(r"(?<=[^\d\s])[.!?](?=\s+[^\W\d_a-záčďéěíňóřšťúůýž]|\s*$)")

_OF_TODAY = (
    "true_users",
    "recorded_users",
    "contact_clients",
    "counselling_clients",
    "staff",
    "users_without_home",
    "prison_population",
    "children_in_zdvop",
    "children_in_institutions",
    "child_psychiatry_waiting_time",
    "wards_of_municipalities",
    "people_in_debt_enforcement",
)


def question(context: Context) -> Iterator[Block]:
    """Say what was asked and which variants are compared."""
    yield Heading(context.say("The question and the variants"), 1, "question")
    asked = context.about.question or context.say(
        "What would happen in the region if services for people at risk of addiction did not run "
        "as they do today, and what would it cost whom?"
    )
    yield Paragraph(asked, "lead")
    names = context.comparison.results.scenarios
    rows = tuple(
        Row((context.title(name), description(context, name), counted_years(context, name)))
        for name in names
    )
    yield Paragraph(context.say("These variants are compared."))
    yield Table(
        "variants",
        context.say("Variants that are compared"),
        (
            Column(context.say("Variant"), 1.1),
            Column(context.say("What the variant means"), 3.2),
            Column(context.say("Years counted"), 0.8),
        ),
        rows,
    )
    yield Paragraph(
        context.say(
            "The model computes what a decision does, not whether it is lawful; it gives no legal "
            "advice. By act No. 108/2006 Coll. on social services a region ensures that they are "
            "available on its territory in accordance with its plan and determines their network "
            "(§ 95 g and h), and municipalities find out what people need (§ 94). Contracts on "
            "grants bind both sides (act No. 250/2000 Coll.), and duties to children at risk stay "
            "when services have less money or none (act No. 359/1999 Coll.). Lawyers are to be "
            "asked whether a variant agrees with the plan and the network, how and when a "
            "contribution can be ended, lowered or left unraised and what is then due, and who "
            "takes the duties over."
        )
    )
    yield Paragraph(
        context.say(
            "No office reacts in any variant: it opens no other service and adds no bed or post. "
            "Such a reaction is a decision of its own and can be computed as another scenario. "
            "What providers do anyway is in the model: of the places for clients that services "
            "lose, others are assumed to take over this share: {shares} (annex C). Of this the "
            "sums hold only the cost of psychiatrists in place of counselling (falls on: "
            "{psychiatry}) and of communities of other regions (falls on: {communities}).",
            shares=taken_over(context),
            psychiatry=_paying(context, "psychiatric_outpatients"),
            communities=_paying(context, "residents_in_other_communities"),
        )
    )


def _paying(context: Context, quantity: str) -> str:
    """Name those on whom the ledger lays the cost of a quantity."""
    rows = (row for row in context.comparison.world.ledger.rows if row.quantity == quantity)
    names = dict.fromkeys(payer for row in rows if row.is_cash for payer in row.payers)
    return ", ".join(payer_name(each, context.language) for each in names)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text; a date such as "1. ledna" ends none.

    >>> first_sentence("Od 1. ledna se nic nestane. Nikdy.")
    'Od 1. ledna se nic nestane.'
    """
    end = _END.search(text)
    return text[: end.end()] if end else text


def description(context: Context, scenario: str) -> str:
    """Return what a scenario decides, as its file says."""
    return context.comparison.results.descriptions[scenario].of(context.language).strip()


def counted_years(context: Context, scenario: str) -> str:
    """Return the years counted of a scenario."""
    if scenario not in context.comparison.compared:
        return "–"
    found = context.found(scenario)
    return years(found.first_year, found.last_year)


def today(context: Context) -> Iterator[Block]:
    """Say how things stand in the first year, before anything changes."""
    results = context.comparison.results
    yield Heading(context.say("How things stand in the region"), 1, "today")
    yield Paragraph(
        context.say(
            "The first simulated year is {year}, with the services kept ([[start]]). Published "
            "numbers that were put into the model agree with it by construction; chapter 6 "
            "compares it with the others.",
            year=results.years[0],
        )
    )
    rows = []
    for name in _OF_TODAY:
        if name in results.outcomes:
            outcome = results.outcomes[name]
            rows.append(
                Row(
                    (
                        outcome.label.of(context.language),
                        outcome.unit.of(context.language),
                        level_cell(
                            outcome,
                            estimate(results.loads["central"][name][0, 0]),
                            context.language,
                        ),
                    ),
                    card=name,
                )
            )
    yield Table(
        "start",
        context.say("People and services at the start, {region}", region=context.region),
        (
            Column(context.say("Quantity"), 2.4),
            Column(context.say("Unit"), 1.6),
            Column(context.say("Model, {year}", year=results.years[0]), 1, numeric=True),
        ),
        tuple(rows),
        context.say(
            "Clients are those of one moment, averaged over the year. In a whole year services "
            "have more (chapter 6), because clients change."
        ),
    )
    yield from funding(context)


def funding(context: Context) -> Iterator[Block]:
    """Say who pays for the services today."""
    lines = context.comparison.world.funding.lines
    total = sum(line.value for line in lines)
    by_funder: dict[str, float] = {}
    for line in lines:
        by_funder[line.funder] = by_funder.get(line.funder, 0.0) + line.value
    rows = [
        Row(
            (
                context.payer(name),
                number(amount / 1e6, context.language, decimals=1),
                budget_percent(amount / total, context.language),
            )
        )
        for name, amount in sorted(by_funder.items(), key=lambda item: -item[1])
    ]
    rows.append(
        Row(
            (
                context.say("in total"),
                number(total / 1e6, context.language, decimals=1),
                budget_percent(1, context.language),
            ),
            strong=True,
        )
    )
    yield Paragraph(context.say("Several budgets pay for the services."))
    yield Table(
        "funders",
        context.say("Who pays for the services, 2025"),
        (
            Column(context.say("Funder"), 2.4),
            Column(context.say("CZK million"), 1, numeric=True),
            Column(context.say("Share"), 1, numeric=True),
        ),
        tuple(rows),
        context.say(
            "No such table is published for the region; it was put together line by line from "
            "published grants and assumptions. Rounded parts do not always "
            "add up."
        ),
    )
    yield from bridge_table(context)
