import io
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from kpsim.analysis.money import horizon_years, net_public_cost
from kpsim.report import draws, tables
from kpsim.report.czech_csv import spreadsheet_csv
from kpsim.report.draws import cost_draws, load_draws, write_draws
from kpsim.results import Results
from tests.synthetic import PUBLIC, SCENARIOS, YEARS, synthetic_results


@pytest.fixture(scope="module")
def results() -> Results:
    return synthetic_results(draws=512)


@pytest.fixture(scope="module")
def loads(results: Results) -> pd.DataFrame:
    return tables.loads_frame(results, "en")


@pytest.fixture(scope="module")
def costs(results: Results) -> pd.DataFrame:
    return tables.costs_frame(results, "en", public=PUBLIC)


def test_there_is_one_row_a_scenario_view_year_and_quantity(loads: pd.DataFrame) -> None:
    key = ["scenario", "view", "period", "years", "quantity"]
    assert not loads.duplicated(key).any()
    assert len(loads) == len(SCENARIOS) * 2 * (len(YEARS) + 1) * 10
    assert tuple(loads.columns) == tables.LOAD_COLUMNS


def test_there_is_one_row_an_account_and_sum(costs: pd.DataFrame) -> None:
    key = ["scenario", "view", "period", "years", "level", "system", "payer", "kind"]
    assert not costs.duplicated(key).any()
    assert set(costs["price_year"]) == {2025}
    assert set(costs["view"]) == {"floor", "central", "full"}


def test_a_row_says_what_the_draws_say(results: Results, loads: pd.DataFrame) -> None:
    row = loads.query(
        "scenario == 'frozen-budgets' and view == 'central' and quantity == 'public_wards' "
        "and year == 2030"
    ).iloc[0]
    draws = results.loads["central"]["public_wards"][4, 2]
    gap = results.difference("public_wards", "frozen-budgets")[4]
    assert row["p95"] == np.quantile(draws, 0.95)
    assert row["difference_p05"] == np.quantile(gap, 0.05)
    assert row["difference_mean"] == pytest.approx(gap.mean())


def test_totals_add_average_or_end_by_the_kind_of_load(
    results: Results, loads: pd.DataFrame
) -> None:
    counted = horizon_years(results, "frozen-budgets")
    totals = loads.query(
        "scenario == 'frozen-budgets' and view == 'central' and period == 'horizon'"
    ).set_index("quantity")
    central = {name: load[counted, 2] for name, load in results.loads["central"].items()}
    mean = totals["mean"]
    assert mean["recorded_offences"] == pytest.approx(
        central["recorded_offences"].sum(axis=0).mean()
    )
    assert mean["public_wards"] == pytest.approx(central["public_wards"].mean())
    assert mean["people_without_home"] == pytest.approx(central["people_without_home"][-1].mean())
    assert totals["years"].unique().tolist() == ["2027–2036"]
    assert totals["unit"]["recorded_offences"] == (
        "offences a year, added up over the years counted"
    )


def test_the_public_purse_is_that_of_the_findings(results: Results, costs: pd.DataFrame) -> None:
    row = costs.query(
        "scenario == 'harm-reduction-stops' and view == 'central' and level == 'public' "
        "and period == 'horizon'"
    ).iloc[0]
    net = net_public_cost(results, "harm-reduction-stops", "central", public=PUBLIC)
    total = net[horizon_years(results, "harm-reduction-stops")].sum(axis=0)
    assert row["difference_mean"] == pytest.approx(total.mean())
    assert row["difference_p95"] == pytest.approx(np.quantile(total, 0.95))


def test_welfare_is_in_no_sum(costs: pd.DataFrame) -> None:
    assert "welfare" not in set(costs.query("level != 'account'")["system"])
    rows = costs.query("scenario == 'reference' and view == 'central' and year == 2026")
    accounts = rows.query("level == 'account' and kind != 'welfare'")["mean"].sum()
    assert rows.query("level == 'all payers'")["mean"].item() == pytest.approx(accounts)


def test_the_reference_differs_by_zero_without_a_sign(costs: pd.DataFrame) -> None:
    reference = costs.query("scenario == 'reference'")[list(tables.DIFFERENCES)].to_numpy()
    assert not reference.any()
    assert not np.signbit(reference).any()


def test_codes_become_words_for_people(costs: pd.DataFrame) -> None:
    words = tables.named(costs, "cs")
    assert "Ministerstvo spravedlnosti" in set(words["payer"])
    assert "policie, soudy a vězení" in set(words["system"])
    assert "střední" in set(words["view"])


def test_czech_excel_gets_semicolons_commas_and_a_mark(costs: pd.DataFrame) -> None:
    data = spreadsheet_csv(costs, "cs")
    assert data.startswith(b"\xef\xbb\xbfsc\xc3\xa9n\xc3\xa1\xc5\x99;pohled;")
    assert b"\r" not in data
    read = pd.read_csv(io.BytesIO(data), sep=";", decimal=",", encoding="utf-8-sig")
    assert read["průměr"].to_numpy() == pytest.approx(costs["mean"].to_numpy())


def test_english_spreadsheets_get_plain_csv(costs: pd.DataFrame) -> None:
    data = spreadsheet_csv(costs, "en")
    assert data.startswith(b"scenario,view,")


def test_plain_csv_keeps_every_digit(loads: pd.DataFrame, tmp_path: Path) -> None:
    path = tables.write_csv(loads, tmp_path / "deep" / "loads.csv")
    read = pd.read_csv(path)
    assert (read["p50"].to_numpy() == loads["p50"].to_numpy()).all()
    assert [file.name for file in path.parent.iterdir()] == ["loads.csv"]


def test_draws_come_back_from_parquet(results: Results, tmp_path: Path) -> None:
    path = write_draws(results, load_draws(results), tmp_path / "loads.parquet")
    table = (
        pq.read_table(path)
        .to_pandas()
        .query(
            "view == 'central' and quantity == 'true_users' and scenario == 'frozen-budgets' "
            "and year == 2030"
        )
    )
    drawn = results.loads["central"]["true_users"][4, 2]
    assert (np.asarray(table["draws"].item()) == drawn).all()
    again = write_draws(results, load_draws(results), tmp_path / "again.parquet")
    assert path.read_bytes() == again.read_bytes()
    costs = pq.read_table(write_draws(results, cost_draws(results), tmp_path / "costs.parquet"))
    assert set(costs["price_year"].to_pylist()) == {2025}


def test_draws_written_some_at_a_time_are_the_same(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = write_draws(results, load_draws(results), tmp_path / "whole.parquet")
    monkeypatch.setattr(draws, "GROUP", 1)
    apart = write_draws(results, load_draws(results), tmp_path / "apart.parquet")
    assert pq.read_metadata(whole).num_row_groups == 1
    assert pq.read_metadata(apart).num_row_groups == len(load_draws(results))
    assert pq.read_table(apart).equals(pq.read_table(whole))
