"""The variants side by side: what changes for people, at the end and where it is furthest."""

from collections.abc import Iterator

from kpsim.document.context import Context
from kpsim.document.load_cells import difference_cell
from kpsim.document.parts import Column, Row, Table
from kpsim.document.sentences import listed, plain_unit
from kpsim.document.temporary import Temporary, levels, temporary
from kpsim.inputs.funding import SERVICES
from kpsim.language import translate
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.report.findings import Load
from kpsim.wording.numbers import money, number

_PEOPLE = ("contact_clients", "new_hcv_infections", "relatives_without_help", "deaths", "removals")
"""Loads that stand for people: what a column of each variant can hold."""


def people_of_options(context: Context) -> Table:
    """Put the variants in rows and the loads that stand for people in columns."""
    compared = context.comparison.compared
    loads = {
        name: {load.outcome.name: load for load in context.found(name).loads} for name in compared
    }
    shown = [name for name in _PEOPLE if all(name in found for found in loads.values())]
    rows, troughs = [], False
    for name in compared:
        passing = temporary(context, name)
        troughs = troughs or any(each in passing for each in shown)
        cells = (_cell(context, loads[name][each], passing.get(each)) for each in shown)
        rows.append(Row((context.title(name), *cells)))
    first = loads[compared[0]]
    headings = (_heading(context, first[each]) for each in shown)
    return Table(
        "people-of-options",
        context.say("The variants: what changes for people against keeping the services"),
        (
            Column(context.say("Variant"), 1.1),
            *(Column(heading, 1.1, numeric=True) for heading in headings),
        ),
        tuple(rows),
        " ".join(_notes(context, troughs=troughs)),
    )


def _heading(context: Context, load: Load) -> str:
    label, unit = load.outcome.label.of(context.language), plain_unit(load, context.language)
    return f"{label} ({unit}, {load.when})"


def _cell(context: Context, load: Load, passing: Temporary | None) -> str:
    """Write a difference, and where it is furthest if it passes until the last year."""
    cell = difference_cell(load, context.language)
    if passing is None:
        return cell
    there, kept = (
        number(each.centre, context.language, decimals=each.decimals) for each in levels(passing)
    )
    trough = context.say("{year}: {there} instead of {kept}", year=passing.year, there=there,
                         kept=kept)  # fmt: skip
    return f"{cell}; {trough}"


def _notes(context: Context, *, troughs: bool) -> Iterator[str]:
    yield context.say(
        "Difference from keeping the services: medians, in brackets the range of 9 in 10 futures. "
        "The other loads are in chapter 4."
    )
    if troughs:
        yield context.say(
            "After a semicolon the year in which a change that passes is largest, with the level "
            "in that year."
        )
    yield from filter(None, (_concerns(context, name) for name in context.comparison.compared))


def _concerns(context: Context, scenario: str) -> str:
    """Say which services a variant takes money from, where it is not all of them."""
    funding = context.comparison.world.funding
    tree = cascade_tree(context.comparison.scenario(scenario), funding)
    taken = {branch.service for branch in tree.branches if branch.taken}
    if not tree.decided or taken >= {line.service for line in funding.lines}:
        return ""
    named = [
        translate(each, context.language, context="element").replace("_", " ")
        for each in SERVICES
        if each in taken
    ]
    return context.say(
        "“{title}” takes money only from these services: {services} ({amount} of the {all} all "
        "services have a year).",
        title=context.title(scenario),
        services=listed(named, context.language),
        amount=money(tree.decided, context.language, scale="million", decimals=1),
        all=money(
            sum(line.value for line in funding.lines),
            context.language,
            scale="million",
            decimals=1,
        ),
    )
