"""Annex C: the inputs for which no figure was found, by who can know them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kpsim.document.certainty import STRONGEST
from kpsim.document.context import Context
from kpsim.document.doubt import OWNER, label_of
from kpsim.document.parts import Column, Row, Table
from kpsim.inputs.records import Record
from kpsim.language import translate
from kpsim.report.explanation import public_figure, span
from kpsim.sensitivity.data_form import unit_words
from kpsim.wording.numbers import percent

PURE = "1"
"""Unit of shares and ratios."""


@dataclass(frozen=True)
class Line:
    """Inputs of one parameter that have the same value and interval."""

    names: tuple[str, ...]
    cells: tuple[str, str]
    share: float


def assumptions_table(context: Context) -> Table:
    """List every assumption under who can know it, what carries most uncertainty first."""
    shares = shares_of(context)
    by_owner: defaultdict[str, dict[tuple[str, ...], Line]] = defaultdict(dict)
    for name, record in context.inputs.items():
        if record.is_assumption and not _is_absent(record):
            share = max(shares.get(each, 0.0) for each in (name, name.partition(".")[0]))
            cells = (public_figure(record, context.language), span(record, context.language))
            lines = by_owner[record.owner or "–"]
            key = (name.partition(".")[0], *cells)
            names = (*lines[key].names, name) if key in lines else (name,)
            lines[key] = Line(names, cells, share)

    def weight(owner: str) -> tuple[float, int]:
        lines = by_owner[owner].values()
        return -max(line.share for line in lines), -len(lines)

    rows: list[Row] = []
    for owner in sorted(by_owner, key=weight):
        heading = translate(owner, context.language, context=OWNER)
        rows.append(Row((heading, "", "", ""), strong=True))
        ordered = sorted(by_owner[owner].values(), key=lambda line: -line.share)
        rows += [_row(context, line) for line in ordered]
    return Table(
        "list-of-assumptions",
        context.say("Assumptions, by who can know them"),
        (
            Column(context.say("Input"), 4.4),
            Column(context.say("Value"), 0.8, numeric=True),
            Column(context.say("Interval"), 1.3, numeric=True),
            Column(context.say("Share"), 0.5, numeric=True),
        ),
        tuple(rows),
        context.say(
            "No figure with a source was found for these inputs; whoever is named can know one. "
            "Share: of the uncertainty of net spending, of the strongest unknowns of chapter 6, "
            "the largest of the variants. A value without an interval is a choice, not an "
            "estimate; one without a unit is a share or a ratio. Left out are {absent} zeros that "
            "say that a thing does not exist, such as injecting of alcohol.",
            absent=sum(map(_is_absent, context.inputs.values())),
        ),
    )


def _is_absent(record: Record) -> bool:
    """Tell whether an input only says that a thing does not exist."""
    return record.is_assumption and record.distribution == "fixed" and record.value == 0


def shares_of(context: Context) -> Mapping[str, float]:
    """Return the largest share of the uncertainty each unknown carries in any scenario."""
    found: dict[str, float] = {}
    for drivers in context.drivers.values():
        for each in drivers.shares[:STRONGEST] if drivers else ():
            found[each.name] = max(each.share, found.get(each.name, 0.0))
    return found


def _row(context: Context, line: Line) -> Row:
    language = context.language
    first, *more = line.names
    elements = [each.partition(".")[2].replace("_", " ") for each in more]
    named = [label_of(context, first)]
    named += [translate(each, language, context="element") for each in elements]
    unit = context.inputs[first].unit
    within = "" if unit == PURE else f" ({unit_words(unit, language)})"
    share = percent(line.share, language) if line.share else ""
    return Row((", ".join(named) + within, *line.cells, share), card=first)
