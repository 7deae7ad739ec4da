"""CSV that a spreadsheet of the reader's country opens by a double click."""

from pathlib import Path

import pandas as pd

from kpsim.atomic import write_atomically
from kpsim.language import translate

_BYTE_ORDER_MARK = "\ufeff"


def spreadsheet_csv(frame: pd.DataFrame, language: str = "cs") -> bytes:
    """Write a table for a spreadsheet.

    Czech Excel expects semicolons and decimal commas, and takes UTF-8 only after a mark;
    the English one commas and points. Headings are in the language.
    """
    czech = language == "cs"
    text = frame.to_csv(
        index=False,
        header=[translate(str(column), language) for column in frame.columns],
        sep=";" if czech else ",",
        decimal="," if czech else ".",
        lineterminator="\n",
    )
    return (_BYTE_ORDER_MARK + text if czech else text).encode("utf-8")


def write_spreadsheet_csv(frame: pd.DataFrame, path: Path, language: str = "cs") -> Path:
    """Write the table whole or not at all."""
    return write_atomically(path, spreadsheet_csv(frame, language))
