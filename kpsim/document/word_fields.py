"""Pieces of WordprocessingML that python-docx has no call for: fields, bookmarks, descriptions."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, RGBColor
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph

from kpsim.charts.house_style import NAVY
from kpsim.language import translate

_LONGEST, _DIGEST = 40, 8


def bookmark_name(key: str) -> str:
    """Make a name Word accepts for a bookmark; a long one ends in a digest, to be unlike others."""
    name = "k_" + re.sub(r"\W", "_", key)
    if len(name) <= _LONGEST:
        return name
    digest = sha256(key.encode()).hexdigest()[:_DIGEST]
    return name[: _LONGEST - _DIGEST] + digest


def simple(paragraph: Paragraph, code: str, shown: str) -> Any:
    """Add a field with the text it shows until it is updated; return its last element."""
    last = None
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
        last = run._r
    return last


def bookmark(first: Any, last: Any, *, name: str, number: int) -> None:
    """Put a bookmark around elements of one paragraph."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    first.addprevious(start)
    last.addnext(end)


def contents(file: Any, entries: Sequence[tuple[int, str, str]], language: str) -> None:
    """Add a table of contents: its entries as links, each with a field of its page.

    A field of its own for every page, and none around them: inside a table of contents LibreOffice
    takes the pages for plain text and never fills them in.
    """
    heading = file.add_paragraph(translate("Contents", language), style="TOC Heading")
    heading.paragraph_format.keep_with_next = True
    for level, text, target in entries:
        paragraph = file.add_paragraph(style=f"TOC {level}")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), target)
        run = paragraph.add_run(text)
        link.append(run._r)
        paragraph._p.append(link)
        paragraph.add_run("\t")
        # Word and LibreOffice know the page; until they fill it in, no wrong number stands there.
        simple(paragraph, f"PAGEREF {target} \\h", "")


def web_link(paragraph: Paragraph, address: str) -> None:
    """Add an address that opens when it is clicked."""
    link = OxmlElement("w:hyperlink")
    link.set(
        qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    )
    run = paragraph.add_run(address)
    run.font.color.rgb = RGBColor.from_string(NAVY.lstrip("#"))
    link.append(run._r)
    paragraph._p.append(link)


def sized(paragraph: Paragraph, size: Length | None) -> None:
    """Set the size of all letters of a paragraph, those of links as well."""
    for each in paragraph.iter_inner_content():
        for run in each.runs if isinstance(each, Hyperlink) else (each,):
            run.font.size = size


def update_on_opening(file: Any) -> None:
    """Ask Word to fill in its fields when it opens the file: page numbers of the contents."""
    element = OxmlElement("w:updateFields")
    element.set(qn("w:val"), "true")
    settings = file.settings.element
    for after in ("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat"):
        following = settings.find(qn(after))
        if following is not None:
            # Word refuses settings out of their order.
            following.addprevious(element)
            return
    settings.append(element)


def repeat(row: Any) -> None:
    """Repeat a row on every page of its table."""
    row._tr.get_or_add_trPr().append(_flag("w:tblHeader"))
    unsplit(row)


def unsplit(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(_flag("w:cantSplit"))


def describe_table(table: Any, text: str) -> None:
    """Give a table the text a screen reader announces."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), text)
    table._tbl.tblPr.append(caption)


def describe_picture(shape: Any, *, name: str, text: str) -> None:
    """Give a picture its alternative text."""
    properties = shape._inline.docPr
    properties.set("name", name)
    properties.set("descr", text)


def _flag(name: str) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    return element
