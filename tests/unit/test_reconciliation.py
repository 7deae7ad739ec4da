"""The base year against published figures: the file, the comparison and its sentences."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from kpsim.analysis.reconciliation import (
    LEAST_PREDICTIONS,
    ReconciliationResult,
    ReconciliationRow,
    load_reconciliation,
    parameters_behind,
    reconcile,
)
from kpsim.errors import ParameterError
from kpsim.inputs.parameters import load_parameters
from tests.unit.parameter_folder import SOURCES

ROW = """
[{name}]
variable = "deaths"
aggregate = "sum"
unit = "person"
label = {{ cs = "Úmrtí", en = "Deaths" }}
unit_label = {{ cs = "úmrtí za rok", en = "deaths a year" }}
low = 1000
value = {value}
high = 2000
tolerance = 0.1
kind = "{kind}"
source = "{source}"
period = "2020"
note = "made up for a test"
"""
USUAL = {
    "name": "row",
    "value": "1500",
    "kind": "prediction",
    "source": "epidemiology:injecting",
}


def rows_of(
    folder: Path, *, count: int = LEAST_PREDICTIONS, keys: Mapping[str, str] = USUAL
) -> tuple[ReconciliationRow, ...]:
    texts = [ROW.format(**{**USUAL, **keys, "name": f"row_{i}"}) for i in range(count)]
    (folder / "reconciliation.toml").write_text("".join(texts), encoding="utf-8")
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    return load_reconciliation(folder)


def compared(folder: Path, *values: float) -> ReconciliationResult:
    row = rows_of(folder)[0]
    return reconcile({row.name: np.array(values)}, [row])[0]


def test_the_shipped_rows_hold_enough_predictions_of_all_kinds() -> None:
    kinds = [row.kind for row in load_reconciliation()]
    assert kinds.count("prediction") >= LEAST_PREDICTIONS
    assert set(kinds) == {"input", "solved", "prediction"}


def test_what_is_called_an_input_stands_behind_a_parameter() -> None:
    records = load_parameters().records
    inputs = [row for row in load_reconciliation() if row.kind == "input"]
    assert [row.name for row in inputs if not parameters_behind(row, records)] == []


def test_a_median_inside_the_published_range_agrees(tmp_path: Path) -> None:
    found = compared(tmp_path, 1200, 1300, 1400)
    assert found.agrees
    assert found.modelled.median == 1300
    assert (found.modelled.p05, found.modelled.p95) == pytest.approx((1210, 1390))
    assert "souhlasí" in found.sentence.cs
    assert "they agree" in found.sentence.en


def test_the_stated_error_widens_the_published_range(tmp_path: Path) -> None:
    assert compared(tmp_path, 2150).agrees
    assert not compared(tmp_path, 2250).agrees


@pytest.mark.parametrize(
    ("value", "cs", "en"),
    [
        (4400, "o 120 % nad horním koncem", "the median lies 120% above the upper end"),
        (450, "o 55 % pod dolním koncem", "the median lies 55% below the lower end"),
    ],
)
def test_a_miss_is_said_in_words(tmp_path: Path, value: float, cs: str, en: str) -> None:
    found = compared(tmp_path, value)
    assert not found.agrees
    assert "nesouhlasí" in found.sentence.cs
    assert cs in found.sentence.cs
    assert en in found.sentence.en


def test_numbers_are_written_as_the_language_writes_them(tmp_path: Path) -> None:
    found = compared(tmp_path, 1234.5)
    assert "1\N{NO-BREAK SPACE}000–2\N{NO-BREAK SPACE}000 (úmrtí za rok)" in found.sentence.cs
    assert "1,000–2,000 (deaths a year)" in found.sentence.en
    assert "model 1,230 (1,230)" in found.sentence.en


def test_the_kind_is_said(tmp_path: Path) -> None:
    found = compared(tmp_path, 1500)
    assert found.kind == "prediction"
    assert "do modelu nevstoupil" in found.sentence.cs
    assert found.published.value == 1500


def test_too_few_predictions_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"has 7 predictions; expected at least 8"):
        rows_of(tmp_path, count=LEAST_PREDICTIONS - 1)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"value": "3000"}, r"value: is 3000; expected it between low \(1000\) and high \(2000\)"),
        ({"source": "assumption"}, "names no evidence"),
        ({"source": "epidemiology:injectin"}, "did you mean 'epidemiology:injecting'"),
        ({"kind": "guess"}, "expected one of 'input', 'solved', 'prediction'"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, keys: dict[str, str], message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        rows_of(tmp_path, keys=keys)
