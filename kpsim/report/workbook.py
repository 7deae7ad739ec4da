"""results.xlsx: loads, costs and sources with typed numbers and a page that explains them."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped,unused-ignore]

from kpsim.atomic import write_atomically
from kpsim.language import translate
from kpsim.wording.numbers import unbreakable
from kpsim.wording.words import not_a_forecast

# A file of the same run must have the same bytes on any day.
_CREATED = datetime(2026, 1, 1)
_ROWS_MOST = 1_048_575
MEANINGS = {
    "scenario": "name of the scenario; reference: the services are kept",
    "view": "floor: only effects with strong evidence; central: all effects, marginal prices; "
    "full: the same at average prices",
    "period": "year: one calendar year; horizon: the years counted from the first change",
    "level": "what the row adds up; levels must not be added to each other",
    "unit": "unit of all numbers of the row",
    "price_year": "year whose prices the crowns are in",
    "mean": "mean of the draws; only means add up",
    "p05": "5th percentile of the draws; p25, p50, p75 and p95 likewise",
    "difference_mean": "difference from the reference in the same draw; its percentiles likewise",
    "monte_carlo_error": "standard error of the mean that comes from the number of draws",
}


@dataclass(frozen=True)
class Workbook:
    """What goes into results.xlsx; `about` are lines of the first page, such as version, seed."""

    title: str
    about: Mapping[str, str]
    loads: pd.DataFrame
    costs: pd.DataFrame
    sources: pd.DataFrame


def workbook_bytes(content: Workbook, language: str = "cs") -> bytes:
    """Make the file in memory; equal content gives equal bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "nan_inf_to_errors": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    ) as book:
        book.set_properties({"title": content.title, "author": "kpsim", "created": _CREATED})
        _Sheets(book, language).write(content)
    return buffer.getvalue()


def write_workbook(content: Workbook, path: Path, language: str = "cs") -> Path:
    """Write results.xlsx, whole or not at all."""
    return write_atomically(path, workbook_bytes(content, language))


class _Sheets:
    """A workbook being filled, with its formats."""

    def __init__(self, book: "xlsxwriter.Workbook", language: str) -> None:
        self.book = book
        self.language = language
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.large = book.add_format({"num_format": "#,##0"})
        self.small = book.add_format({"num_format": "#,##0.00"})
        self.plain = book.add_format({"num_format": "0"})

    def write(self, content: Workbook) -> None:
        """Fill all sheets in their order."""
        self._read_me(content)
        self._table("Loads", content.loads, self.small)
        self._table("Costs", content.costs, self.large)
        self._table("Sources", content.sources, self.small)

    def _say(self, text: str) -> str:
        return unbreakable(translate(text, self.language), self.language)

    def _read_me(self, content: Workbook) -> None:
        page = self.book.add_worksheet(translate("Read me", self.language))
        page.set_column(0, 0, 28)
        page.set_column(1, 1, 90)
        page.write_string(0, 0, content.title, self.title)
        page.write_string(1, 0, not_a_forecast(self.language))
        lines = [*content.about.items()]
        lines += [
            (translate(name, self.language), self._say(text)) for name, text in MEANINGS.items()
        ]
        for row, (name, text) in enumerate(lines, start=3):
            page.write_string(row, 0, name, self.wrapped)
            page.write_string(row, 1, text, self.wrapped)

    def _table(self, name: str, frame: pd.DataFrame, number_format: object) -> None:
        page = self.book.add_worksheet(translate(name, self.language))
        if len(frame) > _ROWS_MOST:
            raise ValueError(f"sheet {name}: {len(frame)} rows do not fit into a worksheet")
        page.freeze_panes(1, 0)
        for place, column in enumerate(frame.columns):
            values = frame[column]
            page.write_string(0, place, translate(str(column), self.language), self.head)
            self._column(page, place, values, number_format)
        if len(frame.columns):
            page.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)

    def _column(
        self, page: Any, place: int, values: "pd.Series[Any]", number_format: object
    ) -> None:
        if pd.api.types.is_bool_dtype(values) or not pd.api.types.is_numeric_dtype(values):
            texts = ["" if each is None else str(each) for each in _or_none(values)]
            page.set_column(place, place, _width(texts))
            for row, text in enumerate(texts, start=1):
                if text:
                    page.write_string(row, place, text)
            return
        whole = pd.api.types.is_integer_dtype(values)
        page.set_column(place, place, 8 if whole else 14)
        used = self.plain if whole else number_format
        for row, value in enumerate(_or_none(values), start=1):
            if value is not None:
                page.write_number(row, place, value, used)


def _or_none(values: "pd.Series[Any]") -> list[Any]:
    return list(values.astype(object).where(values.notna(), None))


def _width(texts: list[str]) -> int:
    return min(60, max([10, *(len(text) + 1 for text in texts)]))
