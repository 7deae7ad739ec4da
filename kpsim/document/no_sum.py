"""What stands in no sum: burdens no crown measures, with the load nearest to each, by variant."""

import re
from decimal import Decimal

from kpsim.document.context import Context
from kpsim.document.load_cells import difference_cell, signed_cell
from kpsim.document.load_range import (
    VERY_LIKELY,
    is_percent,
    practically_none,
    rounded_difference,
    spans_zero,
    touches_zero,
)
from kpsim.document.loads_table import with_odds
from kpsim.document.parts import Column, Row, Table
from kpsim.document.sentences import kept_level, plain_unit, unit_after, when
from kpsim.language import translate
from kpsim.report.cells import say
from kpsim.report.findings import Findings, Load
from kpsim.report.terminal import unpriced
from kpsim.wording.numbers import bounds, exact, round_to
from kpsim.wording.words import lowered

BURDENS = (
    ("Grief after a death", "deaths"),
    ("Health lost while alive", "health_lost_to_dependence"),
    ("Years of life lost", "health_lost_to_death"),
    ("A childhood in an institution", "children_in_institutions"),
    ("The load on families", "relatives_without_help"),
)
"""Each burden with the load of the model that is nearest to it."""

_CLAUSE = re.compile(r", (?:\w )?kte[rř]")

_IN_WORDS = ("healthy years", "full-time equivalents")
"""Units that the name of a load does not tell."""


def burdens(context: Context) -> Table:
    """Put the burdens in rows and the variants in columns: the nearest load, and its direction."""
    names = context.comparison.compared
    return Table(
        "burdens",
        context.say("What no sum holds, by the load nearest to it"),
        (
            Column(context.say("What nobody prices"), 1.3),
            Column(context.say("Nearest to it in the model"), 2.2),
            *(Column(context.title(name), 1.5, numeric=True, scenario=name) for name in names),
        ),
        tuple(
            Row(
                (context.say(burden), _load_words(context, name), *_cells(context, name)), card=name
            )
            for burden, name in BURDENS
        ),
        context.say(
            "Difference from keeping the services: median, in brackets the range of 9 in 10 "
            "futures; after the semicolon the share of futures in which the load is worse. A year "
            "in full health (QALY) is lost where one person lives a year less, or several live "
            "worse. None of these is in the crowns of chapter 5."
        ),
    )


def _load_words(context: Context, name: str) -> str:
    load = _load(context.found(context.comparison.compared[0]), name)
    label = load.outcome.label.of(context.language)
    return f"{label}: {plain_unit(load, context.language)}, {load.when}"


def _cells(context: Context, name: str) -> tuple[str, ...]:
    loads = [_load(context.found(each), name) for each in context.comparison.compared]
    return tuple(with_odds(load, context.language) for load in loads)


def surely_worse(load: Load) -> bool:
    """Tell whether a load is worse as often as tables call very likely."""
    often = round_to(exact(100 * (load.worse or 0.0)), Decimal(1))
    return often >= VERY_LIKELY and not practically_none(load)


def worse_in_no_sum(context: Context, found: Findings) -> tuple[Load, ...]:
    """Return the loads that surely grow worse and that no row of the ledger prices in cash.

    Healthy years lost are among them and come first: only society's view counts those.
    """
    world = context.comparison.world
    priced = {row.quantity for row in world.ledger.rows if row.is_cash}
    burdens = [
        _load(found, name) for _, name in BURDENS if world.outcomes[name].variable not in priced
    ]
    every = {load.outcome.name: load for load in (*burdens, *unpriced(context.comparison, found))}
    return tuple(load for load in every.values() if surely_worse(load))


def sized(load: Load, language: str, *, years: int, level: bool = False) -> str:
    """Name a load within a sentence, with its difference, the range of it and the years.

    With `level` its level with the services kept stands in square brackets.
    """
    cell, unit = bare_cell(load, language), unit_in_words(load, language)
    if unit and cell[:1].isalpha():  # in words: the unit goes with them, not with the range
        middle = load.difference.p50
        cell = signed_cell(rounded_difference(load), language, middle=middle, unit=unit)
        unit = ""
    kept = f"[{kept_level(load, language)}]" if level else ""
    parts = (named(load, language), cell, unit, kept, when(load, language, years=years))
    return " ".join(filter(None, parts))


def ranged(load: Load, language: str, *, years: int) -> str:
    """Name a load within a sentence, with the range of its difference, its level and the years."""
    parts = (
        named(load, language),
        f"({bounds(rounded_difference(load), language)})",
        unit_in_words(load, language),
        f"[{kept_level(load, language)}]",
        when(load, language, years=years),
    )
    return " ".join(filter(None, parts))


def sized_as_worse(load: Load, language: str, *, years: int) -> str:
    """Name a load that surely grows worse, and say where its range holds the other side too."""
    text = sized(load, language, years=years)
    if spans_zero(load) and not touches_zero(load):
        return say("{load} (the range includes improvement)", language, load=text)
    return text


def bare_cell(load: Load, language: str) -> str:
    """Write a difference as tables do, without the short unit of shares."""
    return difference_cell(load, language).removesuffix(f" {translate('pp', language)}")


def unit_in_words(load: Load, language: str) -> str:
    """Return the unit after a difference, where the name does not tell it."""
    if not (is_percent(load) or load.outcome.unit.en.startswith(_IN_WORDS)):
        return ""
    last = rounded_difference(load)
    return unit_after(load, abs(last.high), language, decimals=last.decimals)


def named(load: Load, language: str) -> str:
    """Name a load before a number within a sentence: a clause at its end is closed by a comma."""
    name = lowered(load.outcome.label.of(language))
    return f"{name}," if _CLAUSE.search(name) else name


def _load(found: Findings, name: str) -> Load:
    return next(load for load in found.loads if load.outcome.name == name)
