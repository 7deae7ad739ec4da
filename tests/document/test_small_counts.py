"""Few people are never counted out: in forms, cards, the book and the comparison with the world."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpsim.analysis.reconciliation import Published, load_reconciliation, reconcile
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.records import Record
from kpsim.report.base_year import base_year_loads
from kpsim.report.explanation import public_figure, span
from kpsim.sensitivity.data_form import as_written
from kpsim.wording.units import after_number
from kpsim.world import load_world

COLUMNS = load_parameters().columns


def counted(value: float, **more: object) -> Record:
    """A count of clients, as a service would supply it."""
    pattern = COLUMNS["substitution_patients_at_start.opioids"]
    told = {"value": value, "low": 0.8 * value, "high": 1.2 * value, "source": ["service:report"]}
    return pattern.model_copy(update={**told, **more})


@pytest.mark.parametrize("value", [0.0, 1.0, 9.0])
def test_an_observed_count_below_ten_is_not_printed(value: float) -> None:
    record = counted(value)
    assert public_figure(record, "cs") == as_written(record, "cs") == "méně než 10"
    assert public_figure(record, "en") == "fewer than 10"
    assert span(record, "en") == "–"


def test_ten_and_more_are_printed() -> None:
    assert public_figure(counted(10.0), "en") == "10"
    assert as_written(counted(10.0), "en") == "10 (8–12)"


def test_an_assumption_and_a_share_are_no_observed_count() -> None:
    assert public_figure(counted(5.0, source=["assumption"]), "en") == "5"
    assert public_figure(counted(0.5, role="share", unit="1"), "en") == "0.5"


def test_a_published_count_below_ten_is_not_printed() -> None:
    row = next(each for each in load_reconciliation() if each.unit.en == "people")
    few = replace(row, published=Published(4.0, 6.0, 3.0, 7.0))
    world = load_world()
    found = reconcile(base_year_loads(world, [few], seed=1, draws=256), [few])
    assert "fewer than 10" in found[0].sentence.en
    assert "méně než 10" in found[0].sentence.cs


@pytest.mark.parametrize(
    ("unit", "value", "decimals", "form"),
    [
        ("children", "1", 0, "dítě"),
        ("children", "3", 0, "děti"),
        ("children", "0", 0, "dětí"),
        ("children", "5", 0, "dětí"),
        ("people", "2", 0, "lidi"),
        ("weeks", "0.1", 1, "týdne"),
        ("percentage points", "1.1", 1, "procentního bodu"),
    ],
)
def test_a_unit_follows_its_number(unit: str, value: str, decimals: int, form: str) -> None:
    assert after_number(unit, Decimal(value), "cs", decimals=decimals) == form


def test_every_unit_of_an_outcome_has_its_forms() -> None:
    units = {spec.unit.en.removesuffix(" a year") for spec in load_world().outcomes.values()}
    wordless = {unit for unit in units if unit.startswith("%") or unit == "probability"}
    assert [u for u in sorted(units - wordless) if not after_number(u, Decimal(2), "cs")] == []
