"""Sums are put in per cent of budgets in prices of one year."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from kpsim.errors import ParameterError
from kpsim.inputs.indices import Indices, history_factor
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameters import load_parameters
from kpsim.ledger.budgets import (
    Budgets,
    in_price_year,
    load_budgets,
    per_inhabitant,
    percent_of_budget,
    worse_off_band,
)
from tests.unit.parameter_folder import load, record

YEARS = (2026, 2027)
INDICES = Indices(YEARS, *(np.array([[1.02, 1.04], [1.05, 1.07]]) for _ in range(3)))


@pytest.fixture(scope="module")
def budgets() -> Budgets:
    return load_budgets(load_parameters())


def test_an_old_budget_is_raised_by_consumer_prices(budgets: Budgets) -> None:
    city = budgets.by_payer["city_of_liberec"]
    assert city.year == 2024
    assert in_price_year(city, INDICES) == pytest.approx(city.amount * history_factor("cpi", 2024))


def test_a_later_budget_is_lowered_by_the_mean_forecast(budgets: Budgets) -> None:
    region = budgets.by_payer["region"]
    assert region.year == 2026
    assert in_price_year(region, INDICES) == pytest.approx(region.amount / 1.03)


def test_percent_names_both_years(budgets: Budgets) -> None:
    region = budgets.by_payer["region"]
    amounts = np.array([region.amount / 1.03 / 100])
    found = percent_of_budget(amounts, budgets, "region", indices=INDICES)
    assert found is not None
    np.testing.assert_allclose(found.percent, 1)
    assert (found.budget.year, found.price_year) == (2026, 2025)
    assert found.percent_of_regional_part is None


def test_a_national_budget_also_has_a_regional_part(budgets: Budgets) -> None:
    amounts = np.array([1e6, 2e6])
    found = percent_of_budget(amounts, budgets, "mpsv", indices=INDICES)
    assert found is not None
    assert budgets.inhabitants is not None
    assert budgets.national_inhabitants is not None
    assert found.percent_of_regional_part is not None
    part = budgets.inhabitants / budgets.national_inhabitants
    np.testing.assert_allclose(found.percent_of_regional_part * part, found.percent)
    each = per_inhabitant(amounts, budgets)
    assert each is not None
    np.testing.assert_allclose(each, amounts / budgets.inhabitants)


def test_victims_have_no_budget(budgets: Budgets) -> None:
    assert percent_of_budget(np.ones(1), budgets, "victims", indices=INDICES) is None


def test_the_band_is_the_larger_of_a_share_and_a_floor(budgets: Budgets) -> None:
    assert worse_off_band(budgets, "victims", indices=INDICES) == pytest.approx(10_000)
    region = in_price_year(budgets.by_payer["region"], INDICES)
    assert worse_off_band(budgets, "region", indices=INDICES) == pytest.approx(region * 1e-5)


def test_a_missing_budget_is_reported(tmp_path: Path) -> None:
    parameters = load(tmp_path, record("something"))
    folder = tmp_path / "params"
    shutil.copy(params_folder() / "institutions.toml", folder / "institutions.toml")
    (folder / "budgets.toml").write_text(record("mpsv_budget"), "utf-8")
    with pytest.raises(ParameterError) as caught:
        load_budgets(parameters, folder)
    lines = str(caught.value).splitlines()
    assert "params/budgets.toml: 'region_budget' is missing; add a record for it" in lines
    assert lines[-1] == (
        "params/budgets.toml: mpsv_budget.unit: is '1' without a price year;"
        " a budget is in CZK/year of its own year"
    )
