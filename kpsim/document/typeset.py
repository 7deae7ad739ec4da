"""The document as PDF: written for typst, whose compiler comes with its package."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import matplotlib
import typst

from kpsim.atomic import write_atomically
from kpsim.document.paging import filled, is_long, is_tied, names_rows
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

STANDARD = "ua-1"
"""PDF/UA: tags, language, title and alternative texts, so that a screen reader can read it."""


def write_pdf(document: Document, path: Path) -> Path:
    """Typeset the document."""
    return write_atomically(path, pdf(document))


def pdf(document: Document) -> bytes:
    """Return the document as PDF."""
    figures = {
        f"{number}.svg": picture(block.chart, "svg")
        for number, block in enumerate(document.blocks)
        if isinstance(block, Figure)
    }
    order = filled(document.blocks, _heights(document, figures), page=PAGE)
    return compiled(typst_text(document, order), figures, kind="pdf")


def _heights(document: Document, files: Mapping[str, bytes]) -> dict[int, float]:
    """Measure texts, tables and figures in points, with the space around them."""
    with _folder(typst_text(document, measured=True), files) as (main, options):
        found = typst.query(main, "<height>", field="value", **options)
    return {int(place): float(height) for place, height in json.loads(found)}


def compiled(
    text: str, files: Mapping[str, bytes], *, kind: Literal["pdf", "png"], ppi: float = 200
) -> bytes:
    """Compile a text with the pictures it names; fonts are those of the charts and typst's own."""
    asked: dict[str, Any] = {"pdf_standards": [STANDARD]} if kind == "pdf" else {"ppi": ppi}
    with _folder(text, files) as (main, options):
        found = typst.compile(main, format=kind, **options, **asked)
    # More than one picture is a list of pages; the brief is one page.
    return found if isinstance(found, bytes) else bytes(found[0])


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


def typst_text(
    document: Document, order: Sequence[int] | None = None, *, measured: bool = False
) -> str:
    """Write the document in typst's language, its blocks in an order or measured."""
    numbers = document.numbers
    facts = ", ".join(f"({string(name)}, {string(text)})" for name, text in document.facts)
    parts = [
        '#import "report.typ": *',
        "#show: report.with("
        f"title: {string(document.title)}, subtitle: {string(document.subtitle)}, "
        f"warning: {string(document.warning)}, facts: ({facts},), "
        f"language: {string(document.language)}, footer: {string(document.footer)}, "
        f"contents: {string(translate('Contents', document.language))}, "
        f"record: {string(document.identity.packed())})",
    ]
    places = range(len(document.blocks)) if order is None else order
    for place, following in zip(places, (*places[1:], None), strict=True):
        block = document.blocks[place]
        text = _block(block, place, document=document, numbers=numbers)
        after = None if following is None else document.blocks[following]
        if measured and not isinstance(block, Heading):
            text = f"#measured({place})[{text}]"
        # The sentence that names a table stays on its page.
        elif isinstance(after, Table) and is_tied(block, after):
            text = f"#block(sticky: true)[{text}]"
        parts.append(text)
    return "\n\n".join(parts) + "\n"


def _block(
    block: Block, place: int, *, document: Document, numbers: Mapping[str, tuple[str, int]]
) -> str:
    language = document.language
    if isinstance(block, Heading):
        new_page = "true" if block.new_page else "false"
        return (
            f"#chapter({block.level}, {string(block.numbered)}, {string(block.text)}, "
            f"new-page: {new_page})"
        )
    if isinstance(block, Paragraph):
        inner = inline(block.text, numbers, language)
        lead = f"#strong({string(block.lead + '.')}) " if block.lead else ""
        return f"#note[{inner}]" if block.style == "note" else lead + inner
    if isinstance(block, Bullets):
        items = "\n".join(f"- {inline(item, numbers, language)}" for item in block.items)
        if block.lead:
            items = f"#block(sticky: true, strong({string(block.lead)}))\n{items}"
        return f"#small[\n{items}\n]" if block.small else items
    kind, _ = numbers[block.key]
    supplement = string(kind_word(kind, language))
    if isinstance(block, Figure):
        return (
            f"#chart({string(f'{place}.svg')}, {string(block.chart.alt_text)}, "
            f"{string(block.caption)}, {supplement}) <{block.key}>"
        )
    return (
        f"#tabular({_columns(block)}, {_cells([c.heading for c in block.columns])}, "
        f"({', '.join(_row(each) for each in block.rows)},), "
        f"{string(block.caption)}, {string(block.note)}, {supplement}, "
        f"breaks: {'true' if is_long(block) else 'false'}) <{block.key}>"
    )


def inline(text: str, numbers: Mapping[str, tuple[str, int]], language: str) -> str:
    """Write a text with its references as links."""
    parts = []
    for each in runs(text):
        if isinstance(each, Reference):
            kind, number = numbers[each.key]
            word = f"{kind_word(kind, language).lower()}\u00a0{number}"
            parts.append(f"#link(<{each.key}>, text(hyphenate: false, {string(word)}))")
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
