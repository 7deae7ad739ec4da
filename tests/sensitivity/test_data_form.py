"""The form that services fill in, written and read back."""

from pathlib import Path

import openpyxl
import pytest

from kpsim.errors import ParameterError
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.supplied import load_overlay, overlay_toml
from kpsim.results import Text
from kpsim.sensitivity.data_form import FIRST_ROW, SHEET, form, questions
from kpsim.sensitivity.data_import import read_form
from kpsim.sensitivity.voi import Worth
from kpsim.sensitivity.worth import Item


def item(name, how="count"):
    return Item(name, Text(name, name), Text("", ""), how, Worth(0, 0), {"public": 0.1})


@pytest.fixture(scope="module")
def parameters():
    return load_parameters()


@pytest.fixture
def blank(tmp_path, parameters):
    asked = questions(
        parameters, [item("hcv_treatment_rate"), item("contact_share_at_start")], most=9
    )
    path = tmp_path / "form.xlsx"
    path.write_bytes(form(asked, "cs"))
    return path


def filled(path: Path, rows: dict[int, dict[str, object]]) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    for row, cells in rows.items():
        for column, value in cells.items():
            sheet[f"{column}{FIRST_ROW + 1 + row}"] = value
    book.save(path)
    return path


def problems(path, parameters):
    with pytest.raises(ParameterError) as caught:
        read_form(path, parameters)
    return [str(each) for each in caught.value.problems]


def test_the_form_asks_in_czech_with_unit_period_and_example(blank):
    sheet = openpyxl.load_workbook(blank)[SHEET]
    headings = [cell.value for cell in sheet[FIRST_ROW]]
    assert headings[1:5] == [
        "Na co se ptáme",
        "Jednotka",
        "Období",
        "Příklad (co model používá dnes)",
    ]
    first = [cell.value for cell in sheet[FIRST_ROW + 1]]
    assert first[0] == "hcv_treatment_rate"
    assert first[1].startswith("Míra zahájení léčby hepatitidy C: případy za rok")
    assert first[2:4] == ["za rok", "rok 2025"]
    assert first[4].startswith("0,055 (")
    assert first[10]


def test_numbers_only_a_study_can_find_are_not_asked(parameters):
    assert questions(parameters, [item("hcv_treatment_rate", "study")], most=5) == []


def test_pure_chance_is_asked_of_nobody(parameters):
    assert questions(parameters, [item("municipal_resolve")], most=5) == []


def test_a_filled_form_becomes_an_overlay_that_loads(blank, parameters, tmp_path):
    filled(blank, {0: {"F": "0,07", "G": 0.05, "H": 0.1, "I": 2025, "J": "hlášení hygieny"}})
    filed = read_form(blank, parameters)
    assert [each.code for each in filed.changes] == ["hcv_treatment_rate"]
    saved = tmp_path / "supplied.toml"
    saved.write_text(overlay_toml(filed.overlay), encoding="utf-8")
    found = load_parameters(overlays=[load_overlay(saved)])
    record = found.columns["hcv_treatment_rate"]
    assert (record.value, record.low, record.high) == (0.07, 0.05, 0.1)
    assert record.grade < parameters.columns["hcv_treatment_rate"].grade
    assert found.sources[record.source[0]].title == "hlášení hygieny"
    others = {key: one for key, one in found.columns.items() if key != "hcv_treatment_rate"}
    assert all(parameters.columns[key] == one for key, one in others.items())


def test_a_number_without_an_interval_keeps_our_width_and_no_better_grade_than_c(blank, parameters):
    filled(blank, {0: {"F": 0.11, "I": 2024, "J": "výkaz"}})
    after = read_form(blank, parameters).changes[0].after
    before = parameters.columns["hcv_treatment_rate"]
    assert after.high / after.low == pytest.approx(before.high / before.low)
    assert after.interval == "assumed"
    assert after.grade >= "C"


def test_everything_wrong_with_a_form_is_said_at_once(blank, parameters):
    filled(
        blank,
        {
            0: {"F": "mnoho", "I": 2025, "J": "výkaz"},
            1: {"A": "contact_share_at_start.alcohl", "F": 3},
            2: {"F": -2, "G": 1, "I": 1950},
        },
    )
    assert problems(blank, parameters) == [
        "form.xlsx: row 5, value: 'mnoho' is not a number; write digits only, without the unit",
        "form.xlsx: row 6: unknown code 'contact_share_at_start.alcohl'; did you mean "
        "'contact_share_at_start.alcohol'?; do not change the first column",
        "form.xlsx: row 7: the year is missing or impossible; expected a year from 2000 to now",
        "form.xlsx: row 7: it is not said where the number comes from; name the register or report",
        "form.xlsx: row 7: -2 lies outside what is possible (0 to 1, 1)",
        "form.xlsx: row 7: give both the lowest and the highest possible value, or neither",
    ]


def test_a_value_outside_its_own_interval_is_refused(blank, parameters):
    filled(blank, {0: {"F": 0.2, "G": 0.05, "H": 0.1, "I": 2025, "J": "výkaz"}})
    assert problems(blank, parameters) == [
        "form.xlsx: row 5: the value 0.2 is not between 0.05 and 0.1; check the three cells"
    ]


def test_an_empty_form_a_missing_file_and_another_file_are_refused(blank, parameters, tmp_path):
    assert problems(blank, parameters) == [
        "form.xlsx: no row is filled in; write at least one value and where it comes from"
    ]
    missing = tmp_path / "none.xlsx"
    assert problems(missing, parameters) == [
        f"{missing}: no such file; give the form that was filled in"
    ]
    other = tmp_path / "other.xlsx"
    other.write_text("hello", encoding="utf-8")
    assert problems(other, parameters) == [
        "other.xlsx: is not a workbook; give the .xlsx file of `kpsim data request`"
    ]
    book = openpyxl.Workbook()
    book.save(other)
    assert problems(other, parameters) == [
        "other.xlsx: has no sheet 'kpsim'; give the .xlsx file of `kpsim data request`"
    ]
