"""A form that a service or an office can fill in: what is asked, in which unit, for which year."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xlsxwriter

from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import FEW, Record
from kpsim.language import translate
from kpsim.results import Text
from kpsim.sensitivity.holders import holder_of
from kpsim.sensitivity.worth import Item

SHEET = "kpsim"
PURE = "1"
"""Unit of shares and ratios."""

FIRST_ROW = 4
COLUMNS = (
    "Code",
    "What we ask for",
    "Unit",
    "Period",
    "Example (what the model uses today)",
    "Value",
    "Lowest possible",
    "Highest possible",
    "Year",
    "Where it comes from",
    "Who can supply it",
    "How much narrower the results would be",
)
CODE, VALUE, LOW, HIGH, YEAR, ORIGIN = 0, 5, 6, 7, 8, 9
NOT_ASKED = ("definition", "switch")
"""Roles of numbers nobody can count."""

_WIDTHS = (26, 52, 20, 18, 24, 12, 12, 12, 8, 34, 34, 14)
_PERIODS = {
    "stock": "31 December 2025",
    "capacity": "31 December 2025",
    "price": "the year 2025",
}
_DEFINITIONS = {
    "stock": "{label}: number in the register on the day given; no estimate.",
    "capacity": "{label}: how much is available on the day given.",
    "price": "{label}: what one unit really cost on average, with all staff and running costs.",
    "share": "{label}: a share between 0 and 1; beside the source also the counts behind it.",
    "rate": "{label}: cases in a year for each person of the group; "
    "beside the source also the cases and the people.",
    "duration": "{label}: mean time; beside the source also the number of cases.",
    "effect": "{label}: how many times as often with the service as without it; "
    "beside the source which groups were compared.",
}

_RATIO = "{label}: a ratio of two amounts of the same year; beside the source also both amounts."


@dataclass(frozen=True)
class Question:
    """One number asked for: its column in the parameters, and who holds it."""

    code: str
    record: Record
    label: Text
    holder: Text
    removes: float
    """Share of the doubt that the answer would remove."""


def questions(parameters: ParameterSet, items: Sequence[Item], *, most: int) -> list[Question]:
    """Return the numbers somebody can count, in the order of the items."""
    found: list[Question] = []
    for item in (each for each in items if each.how == "count"):
        for key, record in parameters.columns.items():
            name = key.partition(".")[0]
            inside = name == item.name or record.shared_cause == item.name
            if not inside or record.distribution == "fixed" or record.role in NOT_ASKED:
                continue
            holder = holder_of(parameters, name)
            label = _label(parameters, key, record)
            found.append(Question(key, record, label, holder, item.narrows))
    return found[:most]


def form(asked: Sequence[Question], language: str) -> bytes:
    """Write the form as a workbook."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet(SHEET)
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    fill_in = book.add_format({"bg_color": "#C9D3DF", "border": 1, "valign": "top"})
    share = book.add_format({"num_format": "0.0 %", "valign": "top"})
    title = book.add_format({"bold": True, "font_size": 14})
    sheet.write(0, 0, translate("Data request for the kpsim model", language), title)
    how = translate(
        "Fill in the coloured cells. Leave a row empty if you do not have the number. "
        "The lowest and highest possible value say how sure you are; they can stay empty.",
        language,
    )
    sheet.write(1, 0, how)
    for column, (heading, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.write(FIRST_ROW - 1, column, translate(heading, language), bold)
        sheet.set_column(column, column, width)
    for row, question in enumerate(asked, start=FIRST_ROW):
        for column, cell in enumerate(cells(question, language)):
            editable = VALUE <= column <= ORIGIN
            sheet.write(row, column, cell, fill_in if editable else text)
        sheet.write_number(row, len(COLUMNS) - 1, question.removes, share)
        _validate(sheet, row, question.record, language)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return buffer.getvalue()


def cells(question: Question, language: str) -> list[str]:
    """Return what stands in a row of the form."""
    record = question.record
    label = question.label.of(language)
    ratio = record.role == "price" and "CZK" not in record.unit
    wording = _RATIO if ratio else _DEFINITIONS.get(record.role, "{label}")
    period = _PERIODS.get(record.role, "the year 2025")
    return [
        question.code,
        translate(wording, language).format(label=label),
        unit_of(record, language),
        translate(period, language),
        as_written(record, language),
        "", "", "", "", "",
        question.holder.of(language),
    ]  # fmt: skip


def as_written(record: Record, language: str) -> str:
    """Write a number and its range as they stand in the record.

    Six digits are enough for any source; none is rounded away.
    """
    if record.is_small_count:
        return translate(FEW, language)
    text = f"{record.value:g}"
    if record.low is not None and record.high is not None:
        text += f" ({record.low:g}–{record.high:g})"
    return text.replace(".", ",") if language == "cs" else text


def unit_of(record: Record, language: str) -> str:
    """Write the unit of a record in words; a pure number is a share, a ratio, or neither."""
    if record.unit != PURE:
        return unit_words(record.unit, language)
    if record.bounds == (0.0, 1.0) or record.null == 0:
        return translate("share from 0 to 1", language)
    is_ratio = record.role == "price" or record.null == 1
    return translate("times" if is_ratio else "number without unit", language)


def unit_words(unit: str, language: str) -> str:
    """Write a unit in words of the language.

    >>> unit_words("CZK/bed_day", "en"), unit_words("1/year", "en"), unit_words("1", "en")
    ('CZK per bed-day', 'per year', 'share or ratio')
    """
    if language == "cs":
        return translate(unit, language, context="unit")
    if unit == "1":
        return "share or ratio"
    spoken = unit.replace("/", " per ").replace("_", "-").replace("callout", "call-out")
    return spoken.removeprefix("1 ")


def _validate(sheet: object, row: int, record: Record, language: str) -> None:
    """Let the workbook refuse what cannot be."""
    low, high = record.bounds
    if not np.isfinite(low):
        return
    rule: dict[str, object] = {"validate": "decimal", "criteria": ">=", "value": low}
    if np.isfinite(high):
        rule |= {"criteria": "between", "minimum": low, "maximum": high}
    rule |= {
        "error_title": "kpsim",
        "error_message": translate("This number cannot be what is asked for.", language),
        "error_type": "warning",
    }
    sheet.data_validation(row, VALUE, row, HIGH, rule)  # type: ignore[attr-defined]


def _label(parameters: ParameterSet, key: str, record: Record) -> Text:
    name, _, element = key.partition(".")
    whole = parameters.records[name].label
    if not element or record.label != whole:
        return Text(record.label.cs, record.label.en)
    czech = translate(element, "cs", context="element")
    return Text(f"{whole.cs} – {czech}", f"{whole.en} – {element.replace('_', ' ')}")
