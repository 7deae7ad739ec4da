"""The document as Markdown, with its figures beside it."""

from collections.abc import Mapping
from pathlib import Path

from kpsim.atomic import write_atomically
from kpsim.charts.saving import save
from kpsim.document.data_beside import CHARTS, folder_of
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
from kpsim.document.words import named_reference

_SPECIAL = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_[]<>#|$~"})


def markdown(document: Document) -> str:
    """Write the text; pictures lie in the folder charts."""
    numbers = document.numbers
    parts = [f"# {escaped(document.title)}", escaped(document.subtitle), escaped(document.warning)]
    parts += [f"- {escaped(name)}: {escaped(text)}" for name, text in document.facts]
    for block in document.blocks:
        parts.append(_block(block, document, numbers))
    parts.append(escaped(document.footer))
    parts.append(f"<!-- {document.identity.packed().replace('--', '-&#45;')} -->")
    return "\n\n".join(parts) + "\n"


def write_markdown(document: Document, path: Path) -> Path:
    """Write the text and, beside it, the charts it shows."""
    for block in document.blocks:
        if isinstance(block, Figure):
            save(block.chart, path.parent / CHARTS / folder_of(block))
    return write_atomically(path, markdown(document).encode("utf-8"))


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is, HTML included."""
    return " ".join(text.split(" ")).replace("\n", " ").translate(_SPECIAL)


def _block(block: Block, document: Document, numbers: Mapping[str, tuple[str, int]]) -> str:
    language = document.language
    if isinstance(block, Heading):
        before = f"{block.numbered} " if block.numbered else ""
        return f"{'#' * (block.level + 1)} {before}{escaped(block.text)}"
    if isinstance(block, Paragraph):
        text = _text(block.text, document, numbers)
        lead = f"**{escaped(block.lead)}.** " if block.lead else ""
        return f"**{text}**" if block.style == "note" else lead + text
    if isinstance(block, Bullets):
        items = "\n".join(f"- {_text(item, document, numbers)}" for item in block.items)
        return f"**{escaped(block.lead)}**\n\n{items}" if block.lead else items
    kind, number = numbers[block.key]
    title = f"**{named_reference(kind, number, language, start=True)}.** {escaped(block.caption)}"
    if isinstance(block, Figure):
        folder = folder_of(block)
        place = "/".join(filter(None, (CHARTS, folder, f"{block.chart.name}.svg")))
        return f"{title}\n\n![{escaped(block.chart.alt_text)}]({place})"
    return "\n\n".join(filter(None, (title, _table(block), escaped(block.note))))


def _table(table: Table) -> str:
    heads = [escaped(column.heading) or " " for column in table.columns]
    sides = ["---:" if column.numeric else ":---" for column in table.columns]
    rows = [heads, sides, *([escaped(cell) for cell in row.cells] for row in table.rows)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _text(text: str, document: Document, numbers: Mapping[str, tuple[str, int]]) -> str:
    return "".join(
        named_reference(*numbers[each.key], document.language)
        if isinstance(each, Reference)
        else escaped(each)
        for each in runs(text)
    )
