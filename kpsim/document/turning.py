"""What would turn the conclusion: views, the size of what is caused, effects, single unknowns."""

from collections.abc import Iterator
from decimal import Decimal

import numpy as np

from kpsim.charts.of_drivers import Drivers
from kpsim.charts.switching_value import sentence
from kpsim.document.context import Context
from kpsim.document.parts import Block, Bullets, Column, Heading, Paragraph, Row, Table
from kpsim.report.cells import common_scale, crowns, in_scale, mean_crowns, odds
from kpsim.report.findings import Money
from kpsim.report.tipping_text import two_digits
from kpsim.results import View
from kpsim.sensitivity.worst_effects import WorstEffects
from kpsim.wording.numbers import MINUS, money_unit, number, round_to, scale_for, scaled

VIEWS: tuple[View, ...] = ("floor", "central", "full")
_MANY = 10
"""A multiple from which on decimals say nothing."""


def tipping(context: Context) -> Iterator[Block]:
    """Say how far the three views lie apart, then what would turn each variant."""
    yield Heading(context.say("What would turn the conclusion"), 2, "turning")
    yield Paragraph(
        context.say(
            "The table shows how far the conclusion depends on the doubt about effects and prices: "
            "the same decision in the three views. {meant}",
            meant=conclusion_words(context),
        ).rstrip()
    )
    yield _views(context)
    if any(context.drivers.values()):
        yield Paragraph(
            context.say(
                "The table and the first point below it give means, the other points medians, "
                "which differ a little. For all effects to lie at their worst ends at once, as the "
                "second point supposes, is far less likely than for any one of them. Only "
                "the strongest unknowns were tested one by one."
            )
        )
    for name in context.comparison.compared:
        drivers = context.drivers.get(name)
        if context.several:
            yield Heading(context.title(name), 3, f"turning.{name}", scenario=name)
        yield Bullets(tuple(_points(context, name, drivers)))
        if drivers is not None and name == context.comparison.compared[0]:
            yield from context.figure("switching_value", name)
            yield from context.figure("joint_tipping", name)
            yield from context.figure("quantile_dots", name)


def conclusion_words(context: Context) -> str:
    """Say which conclusion is meant: what public budgets spend in the middle future."""
    middle = {n: context.found(n).money["central"].net.p50 for n in context.comparison.compared}
    less = [name for name, net in middle.items() if net < 0]
    more = [name for name, net in middle.items() if net > 0]
    if not more and not less:
        return ""
    if not (more and less):
        return context.say(
            "The conclusion meant here is that public budgets spend less than with the services "
            "kept."
            if less
            else "The conclusion meant here is that public budgets spend more than with the "
            "services kept."
        )
    return context.say(
        "The conclusion meant here: compared with keeping the services, public budgets spend less "
        "with {less} and more with {more}.",
        less=_quoted(context, [context.title(name) for name in less]),
        more=_quoted(context, [context.title(name) for name in more]),
    )


def _views(context: Context) -> Table:
    every = [context.found(name).money[view].net for name in context.comparison.compared
             for view in VIEWS]  # fmt: skip
    scale = scale_for(*(each.mean for each in every))
    rows = []
    for name in context.comparison.compared:
        money = context.found(name).money
        nets = (crowns(money[view].net, scale, context.language) for view in VIEWS)
        worse = odds(money["full"].worse, context.language)
        rows.append(Row((context.title(name), *nets, worse)))
    return Table(
        "turning-views",
        context.say(
            "Net spending of public budgets in the three views, {unit}",
            unit=money_unit(scale, context.language),
        ),
        (
            Column(context.say("Variant"), 1.6),
            Column(context.say("floor"), 1.4, numeric=True),
            Column(context.say("central"), 1.4, numeric=True),
            Column(context.say("full"), 1.4, numeric=True),
            Column(context.say("spend more in the full view"), 0.9, numeric=True),
        ),
        tuple(rows),
        context.say("Means, in brackets the range of 9 in 10 futures."),
    )


def _points(context: Context, scenario: str, drivers: Drivers | None) -> Iterator[str]:
    yield multiple_words(context, scenario)
    if drivers is None:
        return
    yield from effects_words(context, drivers)
    yield from _turns(context, drivers)


def turning_multiple(money: Money) -> float | None:
    """Return how many times larger what works against the saving would have to be to undo it.

    Where services cost less that is what rises elsewhere, where they cost more what falls; all else
    stays as it is. None where there is nothing of it.
    """
    rises, falls = _elsewhere(money)
    if money.saved.mean < 0:
        return (rises - money.saved.mean) / falls if falls > 0 else None
    return (money.saved.mean + falls) / rises if rises > 0 else None


def multiple_words(context: Context, scenario: str) -> str:
    """Say how far what is caused is from what is saved, in the central and the full view."""
    money = context.found(scenario).money
    central, full = (turning_multiple(money[view]) for view in ("central", "full"))
    language, middle = context.language, money["central"]
    dearer = middle.saved.mean < 0
    if central is None or full is None:
        return context.say(
            "On average no spending falls elsewhere to outweigh the rest."
            if dearer
            else "On average no spending rises elsewhere to outweigh the rest."
        )
    scale = common_scale([middle.saved, middle.net])
    decimals = max(in_scale(each, scale).decimals for each in (middle.saved, middle.gross))
    rises, falls = (
        round_to(scaled(each, scale), Decimal(1).scaleb(-decimals)) for each in _elsewhere(middle)
    )
    return context.say(
        "Public budgets spend {saved} more on services; elsewhere their spending rises by {rises} "
        "and falls by {falls} ({forgone} of that is care not given; {unit}, central view). For the "
        "sum to be zero the fall would have "
        "to be {central} times what the model finds, in the full view {full} times."
        if dearer
        else "Public budgets save {saved} on services; elsewhere their spending rises by {rises} "
        "and falls by {falls} ({forgone} of that is care not given; {unit}, central view). For the "
        "sum to be zero the rise would have "
        "to be {central} times what the model finds, in the full view {full} times.",
        saved=mean_crowns(middle.saved, scale, language, signed=False).removeprefix(MINUS),
        falls=number(falls, language, decimals=decimals),
        forgone=number(
            round_to(scaled(-middle.care_forgone.mean, scale), Decimal(1).scaleb(-decimals)),
            language,
            decimals=decimals,
        ),
        rises=number(rises, language, decimals=decimals),
        unit=money_unit(scale, language),
        central=_times(_as_printed(middle, scale, rises, falls) or central, language),
        full=_times(full, language),
    )


def _elsewhere(money: Money) -> tuple[float, float]:
    """Return by how much spending rises elsewhere, and by how much it falls there."""
    return money.gross.mean, money.gross.mean - money.caused.mean


def _as_printed(money: Money, scale: str, rises: Decimal, falls: Decimal) -> float | None:
    """Return the multiple of the amounts as printed: a reader recalculates it."""
    saved = in_scale(money.saved, scale).centre
    small, large = (falls, rises - saved) if saved < 0 else (rises, saved + falls)
    return float(large / small) if small else None


def _times(multiple: float, language: str) -> str:
    return number(multiple, language, decimals=0 if abs(multiple) >= _MANY else 1)


def effects_words(context: Context, drivers: Drivers) -> Iterator[str]:
    """Say what the result is with all effects at their worse ends, and whether that turns it."""
    found = drivers.worst_effects
    if found is None:
        return
    yield context.say(
        "If all {count} effects of services and of drug use lay at once at the end of their range "
        "of 9 in 10 that speaks most against the conclusion, the median result would be {central} "
        "in the central view and {full} in the full view; {end}.",
        count=found.count,
        central=two_digits(found.medians["central"], context.language),
        full=two_digits(found.medians["full"], context.language),
        end=context.say(which_turn(drivers, found)),
    )


def which_turn(drivers: Drivers, found: WorstEffects) -> str:
    """Say in which views all effects at their worse ends turn the conclusion."""
    before = float(np.median(drivers.values))
    turned = {view: value * before < 0 for view, value in found.medians.items()}
    if not any(turned.values()):
        return "neither turns the conclusion"
    if all(turned.values()):
        return "the conclusion turns in both"
    return (
        "the conclusion turns in the full view only"
        if turned["full"]
        else "the conclusion turns in the central view only"
    )


def _turns(context: Context, drivers: Drivers) -> Iterator[str]:
    """Say where the strongest unknowns would turn the conclusion, what does not in one sentence."""
    for found, shown in drivers.turning:
        if found.value is not None:
            yield sentence(found, shown, context.language)
    steady = [shown.label for found, shown in drivers.turning if found.value is None]
    if steady:
        yield " ".join(
            (
                context.say(
                    "Between its 1st and 99th percentile none of these strongest unknowns turns "
                    "the conclusion alone: {names}.",
                    names=_quoted(context, steady),
                ),
                *_only_costs(context, drivers),
            )
        )
    if drivers.together is not None:
        yield drivers.together.words


def _only_costs(context: Context, drivers: Drivers) -> Iterator[str]:
    """Name the asked unknowns that say what services cost, which makes a result large or small."""
    named = [
        shown.label for found, shown in drivers.turning if found.line.name in drivers.only_costs
    ]
    if named:
        yield context.say(
            "{names} cannot turn it: what services cost makes the result larger or smaller, but "
            "its sign rests on what is caused elsewhere.",
            names=_quoted(context, named),
        )


def _quoted(context: Context, names: list[str]) -> str:
    return "; ".join(context.say("“{name}”", name=name) for name in names)
