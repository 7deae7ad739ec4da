"""Annex C: the inputs for which no figure was found, by who can know them."""

from collections import defaultdict
from collections.abc import Mapping

from kpsim.document.certainty import STRONGEST
from kpsim.document.context import Context
from kpsim.document.doubt import OWNER, label_of
from kpsim.document.parts import Column, Row, Table
from kpsim.language import translate
from kpsim.report.explanation import public_figure, span
from kpsim.sensitivity.data_form import unit_words
from kpsim.wording.numbers import percent


def assumptions_table(context: Context) -> Table:
    """List every assumption under who can know it, what carries most uncertainty first."""
    shares = shares_of(context)
    by_owner: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for name, record in context.inputs.items():
        if record.is_assumption:
            share = max(shares.get(each, 0.0) for each in (name, name.partition(".")[0]))
            by_owner[record.owner or "–"].append((share, name))
    rows: list[Row] = []
    for owner in sorted(by_owner, key=lambda each: (-max(by_owner[each])[0], -len(by_owner[each]))):
        heading = translate(owner, context.language, context=OWNER)
        rows.append(Row((heading, "", "", "", ""), strong=True))
        ordered = sorted(by_owner[owner], key=lambda each: -each[0])
        rows += [_row(context, name, share) for share, name in ordered]
    return Table(
        "list-of-assumptions",
        context.say("Assumptions, by who can know them"),
        (
            Column(context.say("Input"), 2.8),
            Column(context.say("Unit"), 1.2),
            Column(context.say("Value"), 0.8, numeric=True),
            Column(context.say("Interval"), 1.2, numeric=True),
            Column(context.say("Share"), 0.7, numeric=True),
        ),
        tuple(rows),
        context.say(
            "No figure with a source was found for these inputs; whoever is named can know one. "
            "Share: of the uncertainty of net spending, of the strongest unknowns of chapter 6, "
            "the largest of the variants. A zero without an interval says that the thing does not "
            "exist."
        ),
    )


def shares_of(context: Context) -> Mapping[str, float]:
    """Return the largest share of the uncertainty each unknown carries in any scenario."""
    found: dict[str, float] = {}
    for drivers in context.drivers.values():
        for each in drivers.shares[:STRONGEST] if drivers else ():
            found[each.name] = max(each.share, found.get(each.name, 0.0))
    return found


def _row(context: Context, name: str, share: float) -> Row:
    record, language = context.inputs[name], context.language
    cells = (
        label_of(context, name),
        unit_words(record.unit, language),
        public_figure(record, language),
        span(record, language),
        percent(share, language) if share else "",
    )
    return Row(cells, card=name)
