import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from kpsim.report.tables import costs_frame, loads_frame
from kpsim.report.workbook import Workbook, workbook_bytes, write_workbook
from tests.synthetic import PUBLIC, synthetic_results

SOURCES = pd.DataFrame(
    {"key": ["unit_costs:x"], "title": ["=HYPERLINK()"], "year": [2019], "url": ["https://a.cz"]}
)


@pytest.fixture(scope="module")
def content() -> Workbook:
    results = synthetic_results(draws=64)
    return Workbook(
        "Výsledky kpsim",
        {"verze": "0.1.0", "losování": "64"},
        loads_frame(results, "cs"),
        costs_frame(results, "cs", public=PUBLIC),
        SOURCES,
    )


@pytest.fixture(scope="module")
def book(content: Workbook) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(content, "cs")))


def test_the_sheets_are_named_in_the_language(content: Workbook, book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["Čtěte", "Zátěž", "Náklady", "Zdroje"]
    short = replace(content, loads=content.loads.head(), costs=content.costs.head())
    english = openpyxl.load_workbook(io.BytesIO(workbook_bytes(short, "en")))
    assert english.sheetnames == ["Read me", "Loads", "Costs", "Sources"]


def test_numbers_are_numbers_and_blanks_are_blank(
    content: Workbook, book: openpyxl.Workbook
) -> None:
    sheet = book["Náklady"]
    heads = [cell.value for cell in sheet[1]]
    first = dict(zip(heads, (cell.value for cell in sheet[2]), strict=True))
    assert first["průměr"] == pytest.approx(content.costs["mean"].iloc[0])
    assert first["rok"] == 2026
    assert first["jednotka"] == "Kč za rok"
    assert sheet.max_row == len(content.costs) + 1
    horizon = content.costs.index[content.costs["period"] == "horizon"][0]
    assert sheet.cell(horizon + 2, heads.index("rok") + 1).value is None


def test_text_is_never_a_formula(book: openpyxl.Workbook) -> None:
    cell = book["Zdroje"]["B2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK()", "s")
    assert book["Zdroje"]["C2"].value == 2019


def test_the_first_page_explains(book: openpyxl.Workbook) -> None:
    text = " ".join(str(cell.value) for row in book["Čtěte"] for cell in row if cell.value)
    assert "Scénář není předpověď." in text.replace("\u00a0", " ")
    assert "0.1.0" in text
    assert "sčítají se jen průměry" in text


def test_equal_content_gives_equal_bytes(content: Workbook, tmp_path: Path) -> None:
    one = write_workbook(content, tmp_path / "one.xlsx")
    two = write_workbook(content, tmp_path / "two.xlsx")
    assert one.read_bytes() == two.read_bytes()
