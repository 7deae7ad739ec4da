"""The document as a Word file: real styles, caption fields, cross-references, alternative texts."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from kpsim.atomic import write_atomically
from kpsim.document import word_fields as fields
from kpsim.document.flow import is_long, names_rows
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
from kpsim.document.pictures import picture, size_in_cm
from kpsim.document.word_styles import NOTE_STYLE, SMALL_STYLE, TABLE_STYLE, WIDTH, prepared
from kpsim.document.word_template import filled_template
from kpsim.document.words import kind_word

_STAMP = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""The time in the file: none of its own, so that equal documents are equal."""

KEPT = 3
"""How many rows at either end of a long table stay together."""

HIGHEST = 12.0
"""How high a figure is at most, in cm: a higher one leaves a page half empty before it."""

UNDER, LETTERS_A_LINE = 3, 95
"""Lines of text that stand at least under a heading on its page, and the letters of one."""


def write_word(document: Document, path: Path, *, template: Path | None = None) -> Path:
    """Write the document, in the styles of a template where one is given."""
    file = prepared(docx.Document(str(template) if template else None), document.language)
    writer = _Writer(file, document)
    if template is None:
        writer.front()
        writer.body()
    else:
        filled_template(file, writer.values(), body=writer.body, place=str(template))
    _properties(file, document)
    buffer = io.BytesIO()
    file.save(buffer)
    return write_atomically(path, buffer.getvalue())


class _Writer:
    """Puts the parts of a document into a Word file, one after another."""

    def __init__(self, file: Any, document: Document) -> None:
        self.file = file
        self.document = document
        self.numbers = document.numbers
        self.small = file.styles[SMALL_STYLE].style_id
        self.marks = 0
        self.under = UNDER

    def values(self) -> dict[str, str]:
        """Return what the fields of a template stand for."""
        return {
            "title": self.document.title,
            "subtitle": self.document.subtitle,
            "warning": self.document.warning,
            "footer": self.document.footer,
            "run": self.document.identity.run,
            "facts": "; ".join(f"{name}: {text}" for name, text in self.document.facts),
        }

    def front(self) -> None:
        """Write page one: title, who asked, contents; and the footer of every page."""
        self.file.add_paragraph(self.document.title, style="Title")
        self.file.add_paragraph(self.document.subtitle, style="Subtitle")
        self.file.add_paragraph(self.document.warning, style=NOTE_STYLE)
        for name, text in self.document.facts:
            paragraph = self.file.add_paragraph()
            paragraph.add_run(f"{name}: ").bold = True
            paragraph.add_run(text)
        headings = [b for b in self.document.blocks if isinstance(b, Heading) and b.level <= 2]
        fields.contents(
            self.file,
            [(h.level, heading_text(h), fields.bookmark_name(h.key)) for h in headings],
            self.document.language,
        )
        fields.update_on_opening(self.file)
        foot = self.file.sections[0].footer.paragraphs[0]
        foot.style = self.file.styles[SMALL_STYLE]
        foot.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        foot.add_run(self.document.footer + "\t")
        fields.simple(foot, "PAGE", "1")

    def body(self) -> None:
        """Write the parts."""
        blocks = self.document.blocks
        for block, after in zip(blocks, (*blocks[1:], None), strict=True):
            self._block(block, before_table=isinstance(after, Table))
            if isinstance(block, Table | Figure):
                self.under = UNDER

    def _block(self, block: Block, *, before_table: bool) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph):
            style = NOTE_STYLE if block.style == "note" else None
            paragraph = self.file.add_paragraph(style=style)
            # The sentence that names a table stays on its page.
            kept = self._kept(block.text) or before_table or style is not None
            paragraph.paragraph_format.keep_with_next = kept
            if block.lead:
                paragraph.add_run(f"{block.lead}. ").bold = True
            self._text(paragraph, block.text)
        elif isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, Table):
            self._caption(block)
            self._table(block)
        else:
            self._figure(block)

    def _bullets(self, block: Bullets) -> None:
        if block.lead:
            paragraph = self.file.add_paragraph()
            paragraph.paragraph_format.keep_with_next = True
            paragraph.add_run(block.lead).bold = True
        for item in block.items:
            paragraph = self.file.add_paragraph(style="List Bullet")
            if self._kept(item):
                paragraph.paragraph_format.keep_with_next = True
            self._text(paragraph, item)
            if block.small:
                fields.sized(paragraph, self.file.styles[SMALL_STYLE].font.size)

    def _kept(self, text: str) -> bool:
        """Tell whether a text ends within the lines that stay with the heading over them."""
        self.under += ceil(len(text) / LETTERS_A_LINE)
        return self.under < UNDER

    def _heading(self, block: Heading) -> None:
        self.under = 0
        paragraph = self.file.add_heading(heading_text(block), level=block.level)
        if block.new_page:
            paragraph.paragraph_format.page_break_before = True
        if block.key:
            self._mark(paragraph, fields.bookmark_name(block.key))

    def _caption(self, block: Table | Figure) -> None:
        paragraph = self.file.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        kind, number = self.numbers[block.key]
        word = kind_word(kind, self.document.language)
        paragraph.add_run(f"{word}\u00a0")
        before = len(paragraph.runs)
        end = fields.simple(paragraph, f"SEQ {word} \\* ARABIC", str(number))
        self.marks += 1
        start = paragraph.runs[before]
        fields.bookmark(start._r, end, name=fields.bookmark_name(block.key), number=self.marks)
        paragraph.add_run(f". {block.caption}")

    def _table(self, block: Table) -> None:
        parts = list(parted(block))
        for place, (over, rows) in enumerate(parts):
            if place:
                # Without a paragraph between them Word makes one table of two.
                between = self.file.add_paragraph(style=SMALL_STYLE).paragraph_format
                between.space_after, between.line_spacing = Pt(0), Pt(2)
            self._grid(block, over, rows)
        note = self.file.add_paragraph(block.note, style=SMALL_STYLE)
        note.paragraph_format.space_before, note.paragraph_format.space_after = Pt(3), Pt(8)
        note.paragraph_format.keep_together = True
        if not block.note:
            # Word wants a paragraph after a table; an empty one sends no rows to another page.
            note.paragraph_format.space_before, note.paragraph_format.line_spacing = Pt(0), Pt(2)

    def _grid(self, block: Table, over: str, rows: Sequence[Row]) -> None:
        """Write rows as a table; its headings stand on every page of it, the first a name."""
        made = self.file.add_table(rows=0, cols=len(block.columns), style=TABLE_STYLE)
        made.autofit = False
        whole = sum(column.width for column in block.columns)
        widths = [Cm(WIDTH * column.width / whole) for column in block.columns]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        names = [column.heading for column in block.columns]
        head = Row((over or names[0], *names[1:]), strong=True)
        for place, row in enumerate((head, *rows)):
            cells = made.add_row()
            if place:
                fields.unsplit(cells)
            else:
                fields.repeat(cells)
            # With the next stay the rows of a short table, those that name others, and of a long
            # one the first, and the last with the note.
            first_or_last = place <= KEPT or len(rows) - KEPT < place < len(rows) + bool(block.note)
            kept = not is_long(block) or names_rows(row) or first_or_last
            for cell, text, column, width in zip(
                cells.cells, row.cells, block.columns, widths, strict=True
            ):
                cell.width = width
                self._cell(cell, text, right=column.numeric, strong=row.strong)
                cell.paragraphs[0].paragraph_format.keep_with_next = kept
        fields.describe_table(made, block.caption)

    def _cell(self, cell: Any, text: str, *, right: bool, strong: bool) -> None:
        paragraph = cell.paragraphs[0]
        # By its key: asked for a style, python-docx looks through all of them, cell by cell.
        paragraph._p.style = self.small
        paragraph.alignment = 2 if right else 0
        run = paragraph.add_run(text)
        run.bold = strong

    def _figure(self, block: Figure) -> None:
        self._caption(block)
        width, height = size_in_cm(block.chart)
        paragraph = self.file.add_paragraph()
        shape = paragraph.add_run().add_picture(
            io.BytesIO(picture(block.chart, "png")),
            width=Cm(width * min(1, WIDTH / width, HIGHEST / height)),
        )
        fields.describe_picture(shape, name=block.chart.name, text=block.chart.alt_text)

    def _text(self, paragraph: WordParagraph, text: str) -> None:
        for each in runs(text):
            if isinstance(each, Reference):
                kind, number = self.numbers[each.key]
                word = kind_word(kind, self.document.language).lower()
                paragraph.add_run(f"{word}\u00a0")
                fields.simple(paragraph, f"REF {fields.bookmark_name(each.key)} \\h", str(number))
            elif isinstance(each, Address):
                fields.web_link(paragraph, each)
            else:
                paragraph.add_run(each)

    def _mark(self, paragraph: WordParagraph, name: str) -> None:
        self.marks += 1
        first, last = paragraph.runs[0]._r, paragraph.runs[-1]._r
        fields.bookmark(first, last, name=name, number=self.marks)


def parted(table: Table) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """Split a long table at the rows that name others: the name stands in the head of its table."""
    starts = [place for place, row in enumerate(table.rows) if names_rows(row)]
    for start, end in pairwise((0, *(starts if is_long(table) else ()), len(table.rows))):
        group = table.rows[start:end]
        if group and is_long(table) and names_rows(group[0]):
            yield group[0].cells[0], group[1:]
        elif group:
            yield "", group


def heading_text(heading: Heading) -> str:
    """Return a heading with its number."""
    return f"{heading.numbered}\u2002{heading.text}" if heading.numbered else heading.text


def _properties(file: Any, document: Document) -> None:
    core = file.core_properties
    facts: Mapping[str, str] = dict(document.facts)
    core.title, core.subject = document.title[:255], document.subtitle[:255]
    core.author = next(iter(list(facts.values())[2:3]), "")[:255] or "kpsim"
    core.language = {"cs": "cs-CZ", "en": "en-GB"}[document.language]
    core.comments, core.keywords = document.footer[:255], document.identity.run
    core.created = core.modified = core.last_printed = _STAMP
    core.last_modified_by, core.revision = core.author, 1
    text = json.dumps(document.identity.packed(), ensure_ascii=True)
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    blob = f'<?xml version="1.0" encoding="UTF-8"?><run xmlns="urn:kpsim:run">{text}</run>'
    part = Part(
        PackURI("/customXml/item7.xml"), "application/xml", blob.encode(), file.part.package
    )
    file.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
