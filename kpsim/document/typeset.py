"""The document as PDF: written for typst, whose compiler comes with its package."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import matplotlib
import typst

from kpsim.atomic import write_atomically
from kpsim.document.parts import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Reference,
    Table,
    runs,
)
from kpsim.document.pictures import picture
from kpsim.document.words import kind_word
from kpsim.language import translate

TEMPLATES = Path(__file__).parent / "templates"
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
    return compiled(typst_text(document), figures, kind="pdf")


def compiled(
    text: str, files: Mapping[str, bytes], *, kind: Literal["pdf", "png"], ppi: float = 200
) -> bytes:
    """Compile a text with the pictures it names; fonts are those of the charts and typst's own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, folder / template.name)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        (folder / "main.typ").write_text(text, encoding="utf-8", newline="\n")
        options: dict[str, Any] = {"pdf_standards": [STANDARD]} if kind == "pdf" else {"ppi": ppi}
        found = typst.compile(
            str(folder / "main.typ"),
            root=name,
            font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")],
            ignore_system_fonts=True,
            format=kind,
            **options,
        )
    # More than one picture is a list of pages; the brief is one page.
    return found if isinstance(found, bytes) else bytes(found[0])


def string(text: str) -> str:
    """Write a text as a string of typst: nothing in it can be taken for a command."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def typst_text(document: Document) -> str:
    """Write the document in typst's language."""
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
    following = (*document.blocks[1:], None)
    for place, (block, after) in enumerate(zip(document.blocks, following, strict=True)):
        text = _block(block, place, document=document, numbers=numbers)
        # The sentence that names a table stays on its page.
        sticky = isinstance(block, Paragraph) and isinstance(after, Table)
        parts.append(f"#block(sticky: true)[{text}]" if sticky else text)
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
        return f"#note[{inner}]" if block.style == "note" else inner
    if isinstance(block, Bullets):
        items = "\n".join(f"- {inline(item, numbers, language)}" for item in block.items)
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
        f"({', '.join(_row(r.cells, r.strong) for r in block.rows)},), "
        f"{string(block.caption)}, {string(block.note)}, {supplement}) <{block.key}>"
    )


def inline(text: str, numbers: Mapping[str, tuple[str, int]], language: str) -> str:
    """Write a text with its references as links."""
    parts = []
    for each in runs(text):
        if isinstance(each, Reference):
            kind, number = numbers[each.key]
            word = f"{kind_word(kind, language).lower()}\u00a0{number}"
            parts.append(f"#link(<{each.key}>, text(hyphenate: false, {string(word)}))")
        else:
            parts.append(f"#{string(each)};")
    return "".join(parts)


def _columns(table: Table) -> str:
    sides = ", ".join("right" if column.numeric else "left" for column in table.columns)
    widths = ", ".join(f"{column.width}fr" for column in table.columns)
    return f"({widths}), ({sides})"


def _cells(cells: Sequence[str]) -> str:
    return "(" + ", ".join(string(cell) for cell in cells) + ",)"


def _row(cells: Sequence[str], strong: bool) -> str:
    return f"({'true' if strong else 'false'}, {_cells(cells)})"
