"""What can be decided: the variants side by side, people and money, without advice."""

from collections.abc import Iterator

from kpsim.document.context import Context
from kpsim.document.deciders import (
    COUNCILS,
    by_itself,
    comes_by_itself,
    decides_alone,
    of_one_payer,
    of_several,
    title_of_shipped,
    whose_money,
)
from kpsim.document.money_sentences import views_scale
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.people_of_options import people_of_options
from kpsim.inputs.scenarios import load_scenario, shipped_scenarios
from kpsim.report.cells import crowns, odds
from kpsim.results import REFERENCE
from kpsim.wording.numbers import SCALES, money_unit
from kpsim.wording.words import payer_name


def options(context: Context) -> Iterator[Block]:
    """Put the variants side by side with people and price, and give no advice."""
    yield Heading(context.say("What can be decided"), 1, "options")
    yield Paragraph(
        context.say(
            "The variants stand side by side with what changes for people and what they save and "
            "cause. Which is right is a political question that no computation answers."
        )
    )
    yield people_of_options(context)
    yield Paragraph(context.say("The same variants in crowns of public budgets."))
    yield _money(context)
    yield from _whose_decision(context)


def _money(context: Context) -> Table:
    compared = context.comparison.compared
    money = {name: context.found(name).money["central"] for name in compared}
    scale = max((views_scale(context.found(name)) for name in compared), key=lambda s: SCALES[s])
    return Table(
        "prices-of-options",
        context.say(
            "The variants, central view, sum of the years counted, {unit}",
            unit=money_unit(scale, context.language),
        ),
        (
            Column(context.say("Variant"), 1.5),
            Column(context.say("saved on the services"), 1.4, numeric=True),
            Column(
                context.say(
                    "caused, after deduction of what is not spent elsewhere (care not given too)"
                ),
                1.4,
                numeric=True,
            ),
            Column(context.say("net cost"), 1.4, numeric=True),
            Column(context.say("spend more"), 0.7, numeric=True),
        ),
        tuple(
            Row(
                (
                    context.title(name),
                    crowns(each.saved, scale, context.language),
                    crowns(each.caused, scale, context.language),
                    crowns(each.net, scale, context.language),
                    odds(each.worse, context.language),
                )
            )
            for name, each in money.items()
        ),
        context.say(
            "Means, in brackets the range of 9 in 10 futures. Net cost with a minus is a saving; "
            "what is saved with a minus is spent. Spend more: share of futures in which public "
            "budgets spend more, by any amount."
        ),
    )


def _whose_decision(context: Context) -> Iterator[Block]:
    """Say whose decision each variant is, and which decisions one payer takes alone."""
    compared = context.comparison.compared
    yield Paragraph(
        context.say(
            "A council decides about its own contribution only. Whoever wants a variant in which "
            "several payers change what they pay needs the decision of each of them."
            if of_several(context)
            else "A council decides about its own contribution only."
        )
    )
    if text := by_itself(context):
        yield Paragraph(text)
    yield Table(
        "deciders",
        context.say("Whose decision the variants are"),
        (
            Column(context.say("Variant"), 1.2),
            Column(context.say("Whose money it changes"), 2),
            Column(context.say("Within one council's power"), 1),
        ),
        tuple(
            Row((context.title(name), whose_money(context, name), _power(context, name)))
            for name in compared
        ),
    )
    alone = of_one_payer(context)
    shipped = [name for name in shipped_scenarios() if name not in compared]
    rest = [name for name in shipped if name not in alone and name != REFERENCE]
    undecided = [name for name in rest if comes_by_itself(load_scenario(name))]
    others = [name for name in rest if name not in undecided]
    by_payer = [
        context.say(
            "{title} ({payer})",
            title=title_of_shipped(context, name),
            payer=payer_name(payer, context.language),
        )
        for name, payer in alone.items()
        if name in shipped
    ]
    if by_payer:
        yield Paragraph(
            context.say(
                "One payer alone can decide these, not computed here: {names}.",
                names="; ".join(by_payer),
            )
        )
    if undecided:
        yield Paragraph(
            context.say(
                "No decision is needed for what is not computed here: {names}.",
                names="; ".join(title_of_shipped(context, name) for name in undecided),
            )
        )
    if others:
        yield Paragraph(
            context.say(
                "Other scenarios that can be computed in the same way need several payers, "
                "a law or a rule of the state: {names}.",
                names="; ".join(title_of_shipped(context, name) for name in others),
            )
        )


def _power(context: Context, name: str) -> str:
    comparison = context.comparison
    if comes_by_itself(comparison.scenario(name)):
        return context.say("comes about by itself; a council can raise its own contribution only")
    payer = decides_alone(comparison.scenario(name), comparison.world.funding)
    if not payer:
        return context.say("no")
    if payer in COUNCILS:
        return context.say("yes: {payer}", payer=payer_name(payer, context.language))
    return context.say("no: {payer} decides", payer=payer_name(payer, context.language))
