"""Rows of the ledger are read, checked and tied to prices and to the model."""

from pathlib import Path

import pytest

from kpsim.engine.graph import collect
from kpsim.errors import ParameterError, Problem
from kpsim.inputs.institutions import load_institutions
from kpsim.inputs.parameters import load_parameters
from kpsim.ledger.rows import Ledger, check_against_model, load_ledger, quantities_of
from kpsim.model import SECTORS
from tests.unit.ledger_world import KNOWN, write_ledger

CASES = sorted((Path(__file__).parent.parent / "bad_inputs" / "ledger").iterdir())


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    return load_ledger(load_parameters())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_ledger_says_what_is_wrong(case: Path, tmp_path: Path) -> None:
    parameters, folder = write_ledger(tmp_path, (case / "file.toml").read_bytes())
    with pytest.raises(ParameterError) as caught:
        check_against_model(load_ledger(parameters, folder), KNOWN, parameters=parameters)
    assert str(caught.value) + "\n" == (case / "expected.txt").read_text("utf-8")


def test_the_shipped_ledger_fits_the_model(shipped: Ledger) -> None:
    problems: list[Problem] = []
    known = quantities_of(collect(SECTORS, problems))
    check_against_model(shipped, known, parameters=load_parameters())
    assert not problems


def test_the_ledger_names_everything_it_reads(shipped: Ledger) -> None:
    names = shipped.read_elsewhere
    assert {"prison_population", "prison_day_cost", "prison_marginal_share"} <= names
    assert {"shelter_nights", "city_share_of_shelters"} <= names
    assert "rest" not in names
    assert "all" not in names


def test_care_not_given_is_kept_apart(shipped: Ledger) -> None:
    forgone = {row.quantity for row in shipped.rows if row.kind == "care_forgone"}
    assert forgone == {"hcv_courses", "detoxification_stays"}


def test_deaths_are_valued_in_one_way_only(shipped: Ledger) -> None:
    by_life_years = {row.name for row in shipped.counted("qaly")}
    by_lives = {row.name for row in shipped.counted("vsl")}
    assert {"early_deaths", "lost_output"} <= by_life_years
    assert "statistical_lives" not in by_life_years
    assert "statistical_lives" in by_lives
    assert not {"early_deaths", "lost_output"} & by_lives
    assert "illness" in by_life_years & by_lives


def test_only_welfare_rows_are_no_cash(shipped: Ledger) -> None:
    assert {row.is_cash for row in shipped.rows} == {True, False}
    for row in shipped.rows:
        assert row.is_cash == (row.system != "welfare")


def test_victims_are_no_part_of_the_public_purse(shipped: Ledger) -> None:
    institutions = load_institutions()
    assert shipped.public == {name for name, one in institutions.items() if one.public}
    assert not {"victims", "clients_and_families", "eu"} & shipped.public


def test_a_missing_ledger_is_reported(tmp_path: Path) -> None:
    parameters, folder = write_ledger(tmp_path, "")
    (folder / "ledger.toml").unlink()
    with pytest.raises(ParameterError, match=r"params/ledger\.toml: no such file"):
        load_ledger(parameters, folder)
