"""Cards of numbers: what a number is, its equation, inputs, sources and grade."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kpsim.document.assumptions import PURE, range_in_row, value_in_row
from kpsim.document.parts import Document, Table
from kpsim.document.source_list import NO_DATE, figures_words, is_untitled
from kpsim.engine.program import START
from kpsim.export.book import Entry, entry
from kpsim.export.book_inputs import NATIONAL, InputRow, input_rows
from kpsim.export.book_pages import mathml
from kpsim.export.book_words import Words
from kpsim.inputs.records import Record, Source
from kpsim.language import translate
from kpsim.report.explanation import records_of
from kpsim.wording.record_texts import record_text, source_words
from kpsim.wording.units import column_name
from kpsim.world import World

MOST = 12
"""Figures that stand on one card for the inputs of its equation that have none."""

_KEYS = re.compile(r"\s\[([\w:-]+(?:, [\w:-]+)*)\]")
"""Keys of sources in the words of a record."""

_NAME = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
"""What looks like the name of a parameter."""


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
    """Measured or assumed figures further back, behind inputs that have none themselves."""
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
    words = Words(world, document.language, as_reported=True)
    return tuple(_card(words, name) for name in names)


def _card(words: Words, name: str) -> Card:
    if name in words.world.outcomes:
        return _load(words, name)
    return _input(words, name)


def _load(words: Words, name: str) -> Card:
    spec = words.world.outcomes[name]
    found = entry(words, spec.variable)
    behind = _behind(words, [row.name for row in found.inputs if not row.figures])
    rows = [row for row in (*found.inputs, *behind) if _is_measured(words, row)]
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
        grade=_grades(grades, words.language),
        value="",
        place=found.place,
    )


def _input(words: Words, name: str) -> Card:
    parameters, language = words.world.parameters, words.language
    record: Record = parameters.columns[name]
    value = value_in_row(record, name, language)
    wide = range_in_row(parameters, name, language)
    basis = record.reason or record.note or ""
    unit = "" if record.unit == PURE else _unit(words, record.unit)
    national = f" ({translate(NATIONAL, language)})" if record.scale_with else ""
    return Card(
        name=name,
        label=column_name(parameters, name, language),
        definition=_readable(words, record_text(basis, language)),
        unit=unit + national,
        equations=(),
        inputs=(),
        sources=_sources(words, [*record.source, *_cited(words, basis)]),
        behind=(),
        grade=record.grade,
        value=value if wide == "–" else _with_range(words, value, wide),
        place=parameters.places.get(name.partition(".")[0], ""),
    )


def _readable(words: Words, text: str) -> str:
    """Leave keys of sources out of the words of a record, and call parameters by their labels."""

    def label(found: re.Match[str]) -> str:
        known = found[0] in words.world.parameters.records
        quoted = translate("“{name}”", words.language).format(name=words.label(found[0]))
        return quoted if known else found[0]

    return _NAME.sub(label, _KEYS.sub("", text))


def _cited(words: Words, text: str) -> Iterator[str]:
    """Return the sources whose keys stand in the words of a record, as far as there are any."""
    known = {key.rpartition(":")[2]: key for key in words.world.parameters.sources}
    for found in _KEYS.finditer(text):
        for key in found[1].split(", "):
            if (plain := key.rpartition(":")[2]) in known:
                yield known[plain]


def _grades(grades: Sequence[str], language: str) -> str:
    """Name grades; of three and more the best and the worst."""
    if len(grades) < 3:
        return ", ".join(grades)
    return translate("{first} to {last}", language).format(first=grades[0], last=grades[-1])


def _is_measured(words: Words, row: InputRow) -> bool:
    """Tell whether a row holds figures that somebody measured or assumed, no definition."""
    if not row.figures:
        return False
    return not any(
        each.is_definition for each in records_of(words.world.parameters.records[row.name]).values()
    )


def _with_range(words: Words, value: str, wide: str) -> str:
    """Put the range the computation used to a value, and say what it is."""
    text = translate("{value} (5th to 95th percentile used: {range})", words.language)
    return text.format(value=value, range=wide)


def _behind(words: Words, names: Sequence[str]) -> tuple[InputRow, ...]:
    """Return the figures that inputs without any rest on, the nearest of each input."""
    found: dict[str, InputRow] = {}
    for name in names:
        found |= _nearest(words, name.removeprefix(START))
    return tuple(found.values())[:MOST]


def _nearest(words: Words, variable: str) -> dict[str, InputRow]:
    """Go back from a variable, equation by equation, to the first that reads figures."""
    model = words.world.model
    known = {*model.stocks, *model.order}
    layer, seen = [variable] if variable in known else [], {variable}
    while layer:
        rows = [row for name in layer for row in input_rows(words, name)]
        figures = {row.name: row for row in rows if _is_measured(words, row)}
        if figures:
            return figures
        further = [row.name.removeprefix(START) for row in rows]
        layer = [name for name in dict.fromkeys(further) if name in known - seen]
        seen |= {*layer}
    return {}


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
            CardSource(". ".join(_source_words(source, words.language)), source.url or "")
            for source in found
        )
    )


def _source_words(source: Source, language: str) -> Iterator[str]:
    """Write a source; one without a title with the figure that was taken from it."""
    for part in source_words(source, language):
        yield translate("No date", language) if part in NO_DATE else part
    if is_untitled(source) and (taken := figures_words([source], language)):
        yield taken
