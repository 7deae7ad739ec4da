"""The styles of the Word file; those of an author's template are left as they are."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kpsim.charts.house_style import GRID, INK, NAVY, NOTE

FONT = "Calibri"
WIDTH = 16.0
"""Room between the margins of an A4 page, in cm."""

NOTE_STYLE, SMALL_STYLE, TABLE_STYLE = "kpsim Note", "kpsim Small", "kpsim Table"
_LOCALES = {"cs": "cs-CZ", "en": "en-GB"}
_SIZES = {"Title": 24, "Subtitle": 13, "Heading 1": 18, "Heading 2": 13, "Heading 3": 11.5}


def prepared(file: Any, language: str) -> Any:
    """Set language and page, and add the styles a file lacks."""
    _language(file, _LOCALES[language])
    own = NOTE_STYLE not in [style.name for style in file.styles]
    if own:
        _page(file)
        _texts(file)
        _extra(file)
        _table_style(file)
    return file


def _language(file: Any, locale: str) -> None:
    defaults = file.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    found.set(qn("w:val"), locale)


def _page(file: Any) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
    section.top_margin = section.bottom_margin = Cm(2.2)


def _texts(file: Any) -> None:
    styles = file.styles
    normal = styles["Normal"]
    _font(normal, 10.5, INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    for name, size in _SIZES.items():
        _font(styles[name], size, NAVY, bold=name != "Subtitle")
        styles[name].paragraph_format.keep_with_next = True
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for spacing in list(styles["Subtitle"].element.rPr.iter(qn("w:spacing"))):
        spacing.getparent().remove(spacing)
    styles["Heading 2"].paragraph_format.space_before = Pt(14)
    styles["Heading 3"].paragraph_format.space_before = Pt(10)
    styles["Subtitle"].font.italic = False
    _font(styles["Caption"], 10, INK, bold=True)
    styles["Caption"].paragraph_format.space_before = Pt(10)
    styles["Caption"].paragraph_format.space_after = Pt(3)
    _font(styles["List Bullet"], 10.5, INK)


def _extra(file: Any) -> None:
    styles = file.styles
    note = styles.add_style(NOTE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = styles["Normal"]
    _font(note, 10.5, NAVY, bold=True)
    note.paragraph_format.space_before = Pt(8)
    note.paragraph_format.keep_with_next = True
    small = styles.add_style(SMALL_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = styles["Normal"]
    _font(small, 8.5, INK)
    small.paragraph_format.space_after = Pt(2)
    small.paragraph_format.line_spacing = 1.0
    for level in (1, 2):
        toc = styles.add_style(f"TOC {level}", WD_STYLE_TYPE.PARAGRAPH)
        toc.base_style = styles["Normal"]
        toc.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        toc.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        # The contents of a report fit under its title.
        toc.paragraph_format.space_before = toc.paragraph_format.space_after = Pt(0)
        toc.paragraph_format.line_spacing = 1.0
        _font(toc, 9 if level == 1 else 8.5, INK, bold=level == 1)
    if "TOC Heading" in [style.name for style in styles]:
        _font(styles["TOC Heading"], 13, NAVY, bold=True)


def _font(style: Any, size: float, color: str, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(color.lstrip("#"))
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def _table_style(file: Any) -> None:
    """Add a table style with thin lines between the rows."""
    style = file.styles.add_style(TABLE_STYLE, WD_STYLE_TYPE.TABLE)
    style.base_style = file.styles["Normal Table"]
    properties = OxmlElement("w:tblPr")
    borders = OxmlElement("w:tblBorders")
    for side, color, size in (("top", NOTE, 8), ("bottom", NOTE, 8), ("insideH", GRID, 4)):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), str(size))
        line.set(qn("w:color"), color.lstrip("#"))
        borders.append(line)
    properties.append(borders)
    style.element.append(properties)
