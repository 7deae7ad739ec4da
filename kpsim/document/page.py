"""The document as one page of HTML that needs nothing beside it: no network, no other file."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kpsim.atomic import write_atomically
from kpsim.charts.house_style import Chart
from kpsim.document.cards import Card
from kpsim.document.parts import (
    Address,
    Block,
    Document,
    Figure,
    Heading,
    Reference,
    Table,
    runs,
)
from kpsim.document.pictures import picture
from kpsim.document.words import kind_word, named_reference
from kpsim.language import translate
from kpsim.report.tables import csv_bytes

TEMPLATE = "report.html.j2"
_WORDS = (
    "Contents",
    "Scenario",
    "System",
    "all",
    "Copy table",
    "Copied",
    "Sort by this column",
    "Enlarge",
    "Close",
    "Data (CSV)",
    "Filters",
    "Skip to the text",
    "Basis",
    "Definition",
    "Equation",
    "Inputs",
    "Figures it rests on",
    "Sources",
    "Grade",
    "Value",
    "Unit",
    "File and line",
    "Grades of its inputs",
    "Shown: {count} of {all} parts.",
    "Choose “all” to see hidden parts; numbering does not change.",
    "Everything is shown again: the link led to a hidden part.",
    "scenario “{name}”",
    "system “{name}”",
    "Selection: {chosen}.",
    "{count} of {all} parts are printed; what belongs only to other scenarios or systems is not.",
    "The charts of this section belong to other scenarios; choose “all” to see them.",
    "Swipe sideways.",
)


@dataclass(frozen=True)
class Section:
    """A heading with the parts under it, up to the next heading."""

    heading: Heading
    parts: tuple[Block, ...]


def write_page(document: Document, path: Path, *, cards: Sequence[Card]) -> Path:
    """Write the page."""
    return write_atomically(path, page(document, cards).encode("utf-8"))


def page(document: Document, cards: Sequence[Card]) -> str:
    """Return the page; every text is escaped, so that no title can bring code along."""
    return (
        environment()
        .get_template(TEMPLATE)
        .render(
            document=document,
            sections=sections(document.blocks),
            words={text: translate(text, document.language) for text in _WORDS},
            cards={card.name: card for card in cards},
            inline=lambda text: inline(text, document),
            kind_of=lambda block: type(block).__name__.lower(),
            caption=lambda block: caption(block, document),
            image=lambda block: image(block.chart),
            data=lambda block: data_link(block),
            record=Markup(json_in_script(document.identity.packed())),
        )
    )


def environment() -> Environment:
    """Return the reader of templates: HTML is escaped, a missing name is an error."""
    return Environment(
        loader=PackageLoader("kpsim.document"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def sections(blocks: Sequence[Block]) -> list[Section]:
    """Put every part under its heading."""
    found: list[tuple[Heading, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            found.append((block, []))
        else:
            found[-1][1].append(block)
    return [Section(heading, tuple(parts)) for heading, parts in found]


def inline(text: str, document: Document) -> Markup:
    """Write a text with its references as links."""
    parts = [
        Markup('<a href="#{}">{}</a>').format(
            each.key, named_reference(*document.numbers[each.key], document.language)
        )
        if isinstance(each, Reference)
        else Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(each)
        if isinstance(each, Address)
        else escape(each)
        for each in runs(text)
    ]
    return Markup("").join(parts)


def caption(block: Table | Figure, document: Document) -> str:
    """Return kind, number and title of a table or figure."""
    kind, number = document.numbers[block.key]
    return f"{kind_word(kind, document.language)}\u00a0{number}. {block.caption}"


def image(chart: Chart) -> str:
    """Return a chart as an address that holds the picture itself."""
    content = picture(chart, "svg")
    return "data:image/svg+xml;base64," + base64.b64encode(content).decode("ascii")


def data_link(block: Figure) -> str:
    """Return the numbers of a chart as an address that holds them."""
    content = csv_bytes(block.chart.data)
    return "data:text/csv;base64," + base64.b64encode(content).decode("ascii")


def json_in_script(text: str) -> str:
    """Write JSON so that nothing in it ends the script it stands in."""
    return json.dumps(text, ensure_ascii=True).replace("<", "\\u003c").replace(">", "\\u003e")
