"""Cards of numbers: what a number is, its equation, inputs, sources and grade."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kpsim.document.parts import Document, Table
from kpsim.engine.program import START
from kpsim.export.book import Entry, entry
from kpsim.export.book_inputs import InputRow, input_rows
from kpsim.export.book_pages import mathml
from kpsim.export.book_words import Words
from kpsim.inputs.records import Record
from kpsim.language import translate
from kpsim.report.explanation import public_figure, used_span
from kpsim.wording.record_texts import record_text, source_words
from kpsim.world import World

MOST = 12
"""Figures that stand on one card where its equation reads none."""


@dataclass(frozen=True)
class CardSource:
    """Where a figure of a card comes from."""

    title: str
    url: str


@dataclass(frozen=True)
class Card:
    """What opens behind a name in a table."""

    name: str
    label: str
    definition: str
    unit: str
    equations: tuple[tuple[str, Markup], ...]
    inputs: tuple[InputRow, ...]
    sources: tuple[CardSource, ...]
    behind: tuple[InputRow, ...]
    """Measured or assumed figures further back, where the equation itself reads none."""
    grade: str
    value: str
    place: str


def cards(document: Document, world: World) -> tuple[Card, ...]:
    """Write a card for everything that a table of the document names."""
    names = dict.fromkeys(
        row.card
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        if row.card
    )
    words = Words(world, document.language)
    return tuple(_card(words, name) for name in names)


def _card(words: Words, name: str) -> Card:
    if name in words.world.outcomes:
        return _load(words, name)
    return _input(words, name)


def _load(words: Words, name: str) -> Card:
    spec = words.world.outcomes[name]
    found = entry(words, spec.variable)
    behind = () if any(row.figures for row in found.inputs) else _behind(words, spec.variable)
    rows = (*found.inputs, *behind)
    grades = sorted({number.grade for row in rows for number in row.figures})
    return Card(
        name=name,
        label=spec.label.of(words.language),
        definition=" ".join((found.sentence, *found.more)),
        unit=spec.unit.of(words.language),
        equations=tuple(_equations(found)),
        inputs=found.inputs,
        sources=_sources(words, [key for row in rows for key in row.sources]),
        behind=behind,
        grade=", ".join(grades),
        value="",
        place=found.place,
    )


def _input(words: Words, name: str) -> Card:
    record: Record = words.world.parameters.columns[name]
    label = record.label.cs if words.language == "cs" else record.label.en
    value = public_figure(record, words.language)
    wide = used_span(words.world.parameters, name, words.language)
    return Card(
        name=name,
        label=label,
        definition=record_text(record.reason or record.note, words.language),
        unit=_unit(words, record.unit),
        equations=(),
        inputs=(),
        sources=_sources(words, record.source),
        behind=(),
        grade=record.grade,
        value=value if wide == "–" else _with_range(words, value, wide),
        place=words.world.parameters.places.get(name.partition(".")[0], ""),
    )


def _with_range(words: Words, value: str, wide: str) -> str:
    """Put the range the computation used to a value, and say what it is."""
    text = translate("{value} (5th to 95th percentile used: {range})", words.language)
    return text.format(value=value, range=wide)


def _behind(words: Words, variable: str) -> tuple[InputRow, ...]:
    """Return the nearest figures a variable rests on, going back equation by equation."""
    model = words.world.model
    known = {*model.stocks, *model.order}
    layer, seen = [variable], {variable}
    while layer:
        rows = [row for name in layer for row in input_rows(words, name)]
        figures = {row.name: row for row in rows if row.figures}
        if figures:
            return tuple(figures.values())[:MOST]
        further = [row.name.removeprefix(START) for row in rows]
        layer = [name for name in dict.fromkeys(further) if name in known - seen]
        seen |= {*layer}
    return ()


def _unit(words: Words, unit: str) -> str:
    """Write a unit in words, or as the file has it where it is not one of the model's."""
    try:
        return words.unit(unit)
    except KeyError:
        return unit


def _equations(found: Entry) -> Iterator[tuple[str, Markup]]:
    for each in found.equations:
        yield each.left, mathml(each.latex)


def _sources(words: Words, keys: Sequence[str]) -> tuple[CardSource, ...]:
    sources = words.world.parameters.sources
    found = [sources[key] for key in dict.fromkeys(keys) if key in sources]
    return tuple(
        dict.fromkeys(
            CardSource(". ".join(source_words(source, words.language)), source.url or "")
            for source in found
        )
    )
