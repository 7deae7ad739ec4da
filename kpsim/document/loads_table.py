"""Tables of loads: one variant with its columns, or several side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kpsim.document.context import Context
from kpsim.document.load_cells import difference_cell, reference_cell, worse_cell
from kpsim.document.parts import Column, Row, Table
from kpsim.document.sentences import plain_unit
from kpsim.report.findings import Load

ABREAST = 3
"""Variants a table has room for."""

Loads = Mapping[str, Mapping[str, Load]]
"""By scenario and name."""


def loads_of(context: Context) -> Loads:
    """Return the loads of every variant by name."""
    return {
        name: {load.outcome.name: load for load in context.found(name).loads}
        for name in context.comparison.compared
    }


def loads_tables(
    context: Context,
    key: str,
    caption: str,
    names: Sequence[str],
    *,
    loads: Loads,
    note: str = "",
) -> Iterator[Table]:
    """Put loads in rows and the variants in columns, three to a table; `note` ends its note."""
    more = f" {context.say(note)}" if note else ""
    if not context.several:
        (only,) = loads.values()
        made = _of_one(context, key, caption, [only[name] for name in names])
        yield replace(made, note=made.note + more)
        return
    variants = list(loads)
    for place in range(0, len(variants), ABREAST):
        some = variants[place : place + ABREAST]
        here = {each: loads[each] for each in some}
        keyed = f"{key}-{place}" if place else key
        made = _abreast(context, keyed, caption, names, loads=here)
        yield replace(made, note=made.note + more)


def _abreast(
    context: Context, key: str, caption: str, names: Sequence[str], *, loads: Loads
) -> Table:
    language = context.language
    first = next(iter(loads.values()))
    rows = tuple(
        Row(
            (
                f"{_label(load, language)} ({plain_unit(load, language)}, {load.when})",
                reference_cell(load, language),
                *(with_odds(found[load.outcome.name], language) for found in loads.values()),
            ),
            card=load.outcome.name,
        )
        for load in (first[name] for name in names)
    )
    moves = any(";" in cell for row in rows for cell in row.cells[2:])
    lower = all(load.outcome.worse == "down" for load in map(first.__getitem__, names))
    neither = any(first[name].outcome.worse == "neither" for name in names)
    return Table(
        key,
        caption,
        (
            Column(context.say("Measure, unit and time" if lower else "Load, unit and time"), 2),
            Column(context.say("Kept"), 0.8, numeric=True),
            *(Column(context.title(each), 1.5, numeric=True, scenario=each) for each in loads),
        ),
        rows,
        _note(
            context,
            [first[name] for name in names],
            "Difference from keeping the services, in brackets the range of 9 in 10 futures; after "
            "the semicolon the share of futures in which the measure is lower."
            if moves and lower
            else "Difference from keeping the services, in brackets the range of 9 in 10 futures; "
            "after the semicolon the share of futures in which the load is worse."
            if moves
            else "Difference from keeping the services in 9 of 10 futures.",
            *(
                ("Where neither direction is worse, no share is given.",)
                if moves and neither
                else ()
            ),
        ),
    )


def _of_one(context: Context, key: str, caption: str, loads: Sequence[Load]) -> Table:
    language = context.language
    return Table(
        key,
        caption,
        (
            Column(context.say("Load"), 2.3),
            Column(context.say("Unit and time"), 1.75),
            Column(context.say("Kept"), 0.9, numeric=True),
            Column(context.say("Difference"), 1.7, numeric=True),
            Column(context.say("Worse"), 0.7, numeric=True),
        ),
        tuple(
            Row(
                (
                    _label(load, language),
                    f"{plain_unit(load, language)}, {load.when}",
                    reference_cell(load, language),
                    difference_cell(load, language),
                    worse_cell(load, language),
                ),
                card=load.outcome.name,
            )
            for load in loads
        ),
        _note(context, loads, "Worse: share of futures in which the load is worse."),
    )


def _label(load: Load, language: str) -> str:
    return load.outcome.label.of(language) + ("*" if load.outcome.chance else "")


def with_odds(load: Load, language: str) -> str:
    """Write a difference and how often it is worse, where there is anything to say of that."""
    found, odds = difference_cell(load, language), worse_cell(load, language)
    return found if odds == "–" else f"{found}; {odds}"


def _note(context: Context, loads: Sequence[Load], *first: str) -> str:
    notes = [context.say(each) for each in first]
    if any(load.outcome.chance for load in loads):
        notes.append(context.say("*: includes the chance of small counts."))
    return " ".join(notes)
