"""Words in the place of codes, for the tables about money that people open in a spreadsheet."""

from collections.abc import Mapping

import pandas as pd

from kpsim.inputs.records import Label
from kpsim.language import translate
from kpsim.wording.words import name_of, payer_heading

STATISTICS = ("mean", "p05", "p50", "p95")
COLUMN, CODE = "money column", "money code"
_PAYERS = ("payer", "funder")
_NAMES = ("view", "service")
_CODES = ("period", "unit", "why", "rule", "agreed_index", "health_valued_by", "level")
_FLAGS = ("public", "expected")


def readable(frame: pd.DataFrame, language: str, *, rows: Mapping[str, Label]) -> pd.DataFrame:
    """Return a table with words for codes and headings; `rows` name the rows of the ledger."""
    words = {
        str(column): frame[column].map(
            {code: _word(str(column), code, language, rows) for code in frame[column].unique()}
        )
        for column in frame
        if column in (*_PAYERS, *_NAMES, *_CODES, *_FLAGS, "part")
    }
    # Codes are names now: a column with names beside them would say the same again.
    named = frame.assign(**words).drop(columns="label", errors="ignore")
    return named.rename(columns={each: heading(str(each), language) for each in named})


def heading(column: str, language: str) -> str:
    """Name a column; a statistic of an amount is the amount's name and the statistic's."""
    base, _, statistic = column.rpartition("_")
    if base and statistic in STATISTICS:
        return f"{heading(base, language)} {translate(statistic, language)}"
    own = translate(column, language, context=COLUMN)
    return own if own != column else translate(column, language)


def _word(column: str, code: object, language: str, rows: Mapping[str, Label]) -> str:
    text = str(code)
    if column in _PAYERS:
        return payer_heading(text, language)
    if column in _NAMES:
        return name_of(text, language)
    if column == "part" and text in rows:
        return rows[text].cs if language == "cs" else rows[text].en
    return translate(text, language, context=CODE)
