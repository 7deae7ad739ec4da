"""The document as PDF: written for typst, whose compiler comes with its package."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import matplotlib
import typst

from kpsim.atomic import write_atomically
from kpsim.document.flow import is_long, is_tied, names_rows
from kpsim.document.paging import Placed, filled
from kpsim.document.parts import (
    Address,
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Reference,
    Row,
    Table,
    runs,
)
from kpsim.document.pictures import picture
from kpsim.document.words import kind_word
from kpsim.language import translate

TEMPLATES = Path(__file__).parent / "templates"
PAGE = 24.7 * 72 / 2.54
"""Height of the text on a page in points."""

WIDTH = 16 * 72 / 2.54
"""Its width."""

Numbers = Mapping[str, tuple[str, int]]
"""Kind and number of tables and figures."""

_COARSE = 8
"""Dots to the inch where only pages are counted."""

STANDARD = "ua-1"
"""PDF/UA: tags, language, title and alternative texts, so that a screen reader can read it."""


def write_pdf(document: Document, path: Path) -> Path:
    """Typeset the document."""
    return write_atomically(path, pdf(document))


def pdf(document: Document) -> bytes:
    """Return the document as PDF."""
    figures = pictures(document)
    order = filled(document.blocks, heights(document, figures), page=PAGE)
    return compiled(typst_text(document, order), figures, kind="pdf")


def pictures(document: Document) -> dict[str, bytes]:
    """Draw the figures of a document, by the name of the file that holds each."""
    return {
        f"{number}.svg": picture(block.chart, "svg")
        for number, block in enumerate(document.blocks)
        if isinstance(block, Figure)
    }


def heights(document: Document, files: Mapping[str, bytes]) -> dict[int, tuple[float, ...]]:
    """Measure blocks in points, as the pages are filled from them."""
    with _folder(measuring_text(document), {}) as (main, options):
        found = json.loads(typst.query(main, "<height>", field="value", **options))
    high = {int(place): tuple(float(each) for each in parts) for place, parts in found}
    for place, block in enumerate(document.blocks):
        if isinstance(block, Figure):
            high[place] += (_picture_height(files[f"{place}.svg"]),)
        elif isinstance(block, Table) and is_long(block):
            high[place] = tuple(_parts(*high[place]))
    return high


def _parts(whole: float, bare: float, *of_one_row: float) -> Iterator[float]:
    """Tell how high a table is, what stands over its rows, each row, and the note.

    Known are the whole, the table without its note, and one of each row alone.
    """
    over = (sum(of_one_row) - bare) / max(len(of_one_row) - 1, 1)
    yield whole
    yield over
    yield from (each - over for each in of_one_row)
    yield whole - bare


def _picture_height(svg: bytes) -> float:
    """Return the height of a picture as wide as the text."""
    sides = re.search(rb'<svg [^>]*?width="([0-9.]+)pt" height="([0-9.]+)pt"', svg)
    if sides is None:
        raise ValueError("a picture names no size")
    return WIDTH * float(sides[2]) / float(sides[1])


def compiled(
    text: str, files: Mapping[str, bytes], *, kind: Literal["pdf", "png"], ppi: float = 200
) -> bytes:
    """Compile a text with the pictures it names; fonts are those of the charts and typst's own."""
    asked: dict[str, Any] = {"pdf_standards": [STANDARD]} if kind == "pdf" else {"ppi": ppi}
    with _folder(text, files) as (main, options):
        found = typst.compile(main, format=kind, **options, **asked)
    # More than one picture is a list of pages; the brief is one page.
    return found if isinstance(found, bytes) else bytes(found[0])


def pages(text: str, files: Mapping[str, bytes]) -> int:
    """Count the pages of a text, drawn coarsely."""
    with _folder(text, files) as (main, options):
        found = typst.compile(main, format="png", ppi=_COARSE, **options)
    return 1 if isinstance(found, bytes) else len(found)


@contextmanager
def _folder(text: str, files: Mapping[str, bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Put a text, its pictures and the templates in one place; yield it and where fonts are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, folder / template.name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        (folder / "main.typ").write_text(text, encoding="utf-8", newline="\n")
        fonts = [str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]
        options = {"root": name, "font_paths": fonts, "ignore_system_fonts": True}
        yield str(folder / "main.typ"), options


def string(text: str) -> str:
    """Write a text as a string of typst: nothing in it can be taken for a command."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def typst_text(document: Document, order: Sequence[Placed]) -> str:
    """Write the document in typst's language, its blocks in an order."""
    numbers = document.numbers
    parts = [_opening(document)]
    for placed in order:
        block = document.blocks[placed.place]
        text = _block(block, placed, document, numbers)
        # The sentence that names a table stays on its page; a small heading does so anyway.
        names_table = isinstance(block, Paragraph) and block.style != "note"
        if names_table and is_tied(document.blocks, placed.place):
            text = f"#block(sticky: true)[{text}]"
        parts.append(text)
    return "\n\n".join(parts) + "\n"


def measuring_text(document: Document) -> str:
    """Write a document in typst's language that shows nothing, and tells how high blocks are."""
    numbers = document.numbers
    parts = [_opening(document)]
    for place, block in enumerate(document.blocks):
        made = "".join(
            f"[{_block(each, Placed(place), document, numbers, measured=True)}]"
            for each in _measured(block)
        )
        parts.append(f"#measured({place}){made}")
    return "\n\n".join(parts) + "\n"


def _measured(block: Block) -> Iterator[Block]:
    """Split a list into its texts; put beside a long table that without a note, and its rows."""
    if isinstance(block, Bullets):
        yield from (replace(block, items=(item,), lead="") for item in block.items)
        return
    yield block
    if isinstance(block, Table) and is_long(block):
        bare = replace(block, note="")
        yield bare
        yield from (replace(bare, rows=(row,)) for row in block.rows)


def _opening(document: Document) -> str:
    facts = ", ".join(f"({string(name)}, {string(text)})" for name, text in document.facts)
    return (
        '#import "report.typ": *\n\n'
        "#show: report.with("
        f"title: {string(document.title)}, subtitle: {string(document.subtitle)}, "
        f"warning: {string(document.warning)}, facts: ({facts},), "
        f"language: {string(document.language)}, footer: {string(document.footer)}, "
        f"contents: {string(translate('Contents', document.language))}, "
        f"record: {string(document.identity.packed())})"
    )


def _block(
    block: Block, placed: Placed, document: Document, numbers: Numbers, *, measured: bool = False
) -> str:
    """Write a block; one that is measured only has no picture and no links."""
    language = document.language
    if isinstance(block, Heading):
        new_page = "true" if placed.new_page else "false"
        return (
            f"#chapter({block.level}, {string(block.numbered)}, {string(block.text)}, "
            f"new-page: {new_page})"
        )
    if isinstance(block, Paragraph):
        inner = inline(block.text, numbers, language, links=not measured)
        lead = f"#strong({string(block.lead + '.')}) " if block.lead else ""
        return f"#note[{inner}]" if block.style == "note" else lead + inner
    if isinstance(block, Bullets):
        items = "\n".join(
            f"- {inline(item, numbers, language, links=not measured)}" for item in block.items
        )
        if block.lead:
            items = f"#block(sticky: true, strong({string(block.lead)}))\n{items}"
        return f"#small[\n{items}\n]" if block.small else items
    kind, _ = numbers[block.key]
    supplement = string(kind_word(kind, language))
    if isinstance(block, Figure):
        return (
            f"#chart({string('' if measured else f'{placed.place}.svg')}, "
            f"{string(block.chart.alt_text)}, {string(block.caption)}, {supplement}, "
            f"share: {100 * placed.share}%) <{block.key}>"
        )
    return (
        f"#tabular({_columns(block)}, {_cells([c.heading for c in block.columns])}, "
        f"({', '.join(_row(each) for each in block.rows)},), "
        f"{string(block.caption)}, {string(block.note)}, {supplement}, "
        f"breaks: {'true' if is_long(block) and not measured else 'false'}) <{block.key}>"
    )


def inline(text: str, numbers: Numbers, language: str, *, links: bool = True) -> str:
    """Write a text with its references as links, or as plain words."""
    parts = []
    for each in runs(text):
        if isinstance(each, Reference):
            kind, number = numbers[each.key]
            word = f"{kind_word(kind, language).lower()}\u00a0{number}"
            shown = f"text(hyphenate: false, {string(word)})"
            parts.append(f"#link(<{each.key}>, {shown})" if links else f"#{shown};")
        elif isinstance(each, Address):
            parts.append(f"#address({string(each)});")
        else:
            parts.append(f"#{string(each)};")
    return "".join(parts)


def _columns(table: Table) -> str:
    sides = ", ".join("right" if column.numeric else "left" for column in table.columns)
    widths = ", ".join(f"{column.width}fr" for column in table.columns)
    return f"({widths}), ({sides})"


def _cells(cells: Sequence[str]) -> str:
    return "(" + ", ".join(string(cell) for cell in cells) + ",)"


def _row(row: Row) -> str:
    """Write a row; one that only names the rows under it is a heading and stays with them."""
    kind = "heading" if names_rows(row) else "strong" if row.strong else "plain"
    return f'("{kind}", {_cells(row.cells)})'
