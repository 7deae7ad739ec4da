"""Inputs in the book: numbers with their intervals, grades and sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpsim.export.book_words import PATHS, Words
from kpsim.language import translate
from kpsim.report.explanation import public_figure, records_of, sources_of, used_span
from kpsim.wording.record_texts import owner_text, remarks

NATIONAL = "all of the Czech Republic"
"""Stands at the count of a whole country, of which the region takes its part."""

User = tuple[str, str]
"""What reads a name: the anchor of its entry, and its label."""


@dataclass(frozen=True)
class Figure:
    """One number: of a parameter, or of one of its elements."""

    element: str
    value: str
    interval: str
    grade: str


@dataclass(frozen=True)
class InputRow:
    """One argument of an equation."""

    name: str
    label: str
    unit: str
    kind: str
    figures: tuple[Figure, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ParameterEntry:
    """One parameter with everything its record says."""

    name: str
    label: str
    unit: str
    code_unit: str
    role: str
    distributions: tuple[str, ...]
    figures: tuple[Figure, ...]
    sources: tuple[str, ...]
    remarks: tuple[str, ...]
    owners: tuple[str, ...]
    users: tuple[User, ...]
    place: str
    is_assumption: bool


def figures(words: Words, name: str) -> tuple[Figure, ...]:
    """Write the numbers of a parameter, equal ones of several elements once."""
    parameters = words.world.parameters
    rows: dict[tuple[str, str, str, str], list[str]] = {}
    for element, one in records_of(parameters.records[name]).items():
        wide = used_span(parameters, f"{name}.{element}" if element else name, words.language)
        national = translate(NATIONAL, words.language) if one.scale_with else ""
        key = (public_figure(one, words.language), wide, one.grade, national)
        rows.setdefault(key, []).append(words.element(element) if element else "")
    return tuple(
        Figure(_named(", ".join(names), national), *key) for (*key, national), names in rows.items()
    )


def _named(elements: str, national: str) -> str:
    """Say what a figure is of, and where it is not of the region but of the whole country."""
    return f"{elements} ({national})" if elements and national else elements or national


def users(words: Words, name: str) -> Iterator[User]:
    """Name what reads a variable or parameter: equations, rows of the ledger, reported loads."""
    for reader in words.world.model.readers(name):
        yield reader, words.label(reader)
    for row in words.world.ledger.rows:
        if name in (row.quantity, *row.parameters):
            yield f"row-{row.name}", row.label.cs if words.language == "cs" else row.label.en
    for load, spec in words.world.outcomes.items():
        if spec.variable == name:
            yield f"load-{load}", spec.label.of(words.language)


def input_rows(words: Words, name: str) -> Iterator[InputRow]:
    """Write the inputs of a variable in the order of its arguments."""
    for each in words.world.model.inputs(name):
        yield input_row(words, each)


def input_row(words: Words, name: str) -> InputRow:
    """Write one input: a parameter with its numbers, a variable or path without."""
    record = words.world.parameters.records.get(name)
    label = words.label(name)
    if record is not None:
        kind, unit = words.say("parameter"), record.unit
        return InputRow(
            name, label, words.unit(unit), kind, figures(words, name), sources_of(record)
        )
    plain = name if name in PATHS else name.removeprefix("initial_")
    if plain in words.variables:
        kind = words.say("value at the start" if words.is_start(name) else "variable")
        unit = words.world.model.variable(plain).unit
    else:
        declared = words.world.model.paths.get(name) or words.world.model.parameters[name]
        kind, unit = words.say("given by the scenario or by chance"), declared.unit
    return InputRow(plain, label, words.unit(unit), kind, (), ())


def parameter_entries(words: Words) -> Iterator[ParameterEntry]:
    """Write every parameter, in the order of the files."""
    for name, record in words.world.parameters.records.items():
        every = tuple(records_of(record).values())
        owners = [owner_text(one.owner, words.language) for one in every if one.owner]
        families = [words.say(one.distribution) for one in every]
        yield ParameterEntry(
            name=name,
            label=words.label(name),
            unit=words.unit(record.unit),
            code_unit=record.unit,
            role=words.say(record.role),
            distributions=tuple(dict.fromkeys(families)),
            figures=figures(words, name),
            sources=sources_of(record),
            remarks=remarks(records_of(record), words.language),
            owners=tuple(dict.fromkeys(owners)),
            users=tuple(users(words, name)),
            place=words.world.parameters.places[name],
            is_assumption=any(one.is_assumption for one in every),
        )
