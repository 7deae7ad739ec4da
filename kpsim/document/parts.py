"""What a document consists of, whatever file it becomes: headings, texts, tables and figures."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kpsim.charts.house_style import Chart
from kpsim.document.identity import Identity

Style = Literal["text", "lead", "note", "pointer"]
"""A pointer only names tables and figures that stand further on in its section."""
_PIECE = re.compile(r"\[\[([a-z0-9_.-]+)\]\]|https?://[^\s()<>„“”]*[^\s()<>„“”.,;:?!]")


@dataclass(frozen=True)
class Heading:
    """A heading; a page of filters shows and hides what stands under it.

    Parts under it that speak of one scenario only name it themselves.
    """

    text: str
    level: int
    key: str = ""
    scenario: str = ""
    system: str = ""
    numbered: str = ""
    """The number or letter printed before it."""
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A text; `[[key]]` in it is a reference to a table or figure."""

    text: str
    style: Style = "text"
    lead: str = ""
    """Words in bold it opens with, such as the variant it speaks of."""
    scenario: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list of texts."""

    items: tuple[str, ...]
    small: bool = False
    """Whether it is looked up, not read."""
    lead: str = ""
    """A line in bold above it."""
    scenario: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table; widths are shares of the table."""

    heading: str
    width: float = 1.0
    numeric: bool = False
    scenario: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table; `card` names what its first cell is, for the page's cards."""

    cells: tuple[str, ...]
    card: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A numbered table with its caption and note."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A numbered chart; its caption is its title."""

    key: str
    caption: str
    chart: Chart
    scenario: str = ""


Block = Heading | Paragraph | Bullets | Table | Figure


@dataclass(frozen=True)
class Source:
    """An entry of the list of sources."""

    key: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Document:
    """A finished document before it is written into a file."""

    title: str
    subtitle: str
    language: str
    facts: tuple[tuple[str, str], ...]
    """Who asked, who paid and the like, for page one."""
    warning: str
    blocks: tuple[Block, ...]
    identity: Identity
    footer: str
    scenarios: Mapping[str, str] = field(default_factory=dict)
    systems: Mapping[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> dict[str, tuple[str, int]]:
        """Return kind and number of every table and figure, in the order of the text."""
        found: dict[str, tuple[str, int]] = {}
        counted = {"table": 0, "figure": 0}
        for block in self.blocks:
            if isinstance(block, Table | Figure):
                kind = "table" if isinstance(block, Table) else "figure"
                counted[kind] += 1
                found[block.key] = (kind, counted[kind])
        return found


@dataclass(frozen=True)
class Reference:
    """A place in a text that points at a table or figure."""

    key: str


class Address(str):
    """An address on the web within a text."""

    __slots__ = ()


def runs(text: str) -> Iterator[str | Reference]:
    """Split a text into plain pieces, addresses and references.

    >>> list(runs("see [[payers]] (https://a.cz/b-c)."))
    ['see ', Reference(key='payers'), ' (', 'https://a.cz/b-c', ').']
    """
    last = 0
    for match in _PIECE.finditer(text):
        if match.start() > last:
            yield text[last : match.start()]
        yield Reference(match[1]) if match[1] else Address(match[0])
        last = match.end()
    if last < len(text):
        yield text[last:]
