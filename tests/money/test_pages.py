"""Files, pages, charts and commands about money, in Czech and English."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from kpsim.analysis.money import by_payer, horizon_years
from kpsim.analysis.towns import town_view
from kpsim.charts.saving import save
from kpsim.cli.group import kpsim
from kpsim.errors import RunError
from kpsim.inputs.scenarios import Scenario, load_scenario
from kpsim.inputs.towns import load_towns
from kpsim.money_study import RowStudy
from kpsim.report.money_charts import money_charts
from kpsim.report.money_pages import share_asked
from kpsim.report.money_tables import money_files
from kpsim.results import Results
from kpsim.wording.numbers import money
from kpsim.world import World

TABLES = {"payers", "funders_payers", "funding", "cascade", "erosion", "cash", "society"}


@pytest.fixture(scope="module")
def files(
    results: Results, world: World, scenarios: list[Scenario], rows: RowStudy
) -> dict[str, bytes]:
    return money_files(results, world, scenarios, "cs", rows=rows)


def frame(files: dict[str, bytes], name: str) -> pd.DataFrame:
    return pd.read_csv(io.BytesIO(files[f"{name}.csv"]))


def run(*arguments: str) -> str:
    answer = CliRunner().invoke(kpsim, list(arguments))
    assert answer.exit_code == 0, answer.output
    return answer.output.replace("\u00a0", " ")


def test_every_table_says_its_price_year_or_is_an_index(files: dict[str, bytes]) -> None:
    assert set(files) == {f"{n}{end}" for n in TABLES for end in (".csv", ".cs.csv")}
    for name in TABLES - {"erosion"}:
        assert (frame(files, name)["price_year"] == 2025).all(), name


def test_the_czech_files_open_in_czech_excel(files: dict[str, bytes]) -> None:
    text = files["payers.cs.csv"].decode("utf-8-sig")
    assert files["payers.cs.csv"].startswith(b"\xef\xbb\xbf")
    assert ";" in text.splitlines()[0]
    assert "Město Liberec" in text or "město Liberec" in text


def test_payers_csv_is_the_ledger(files: dict[str, bytes], results: Results) -> None:
    table = frame(files, "payers")
    name = "the-city-leaves-the-key"
    own = table[
        (table.scenario == name) & (table["view"] == "central") & (table.period == "average")
    ].set_index("payer")
    window = horizon_years(results, name)
    for payer, of in by_payer(results, name, "central").items():
        assert own.net_mean[payer] == pytest.approx(of.net[window].mean(), abs=1e-3)
    assert own.budget_year["city_of_liberec"] == 2024


def test_funding_csv_adds_up_to_the_money_of_the_services(
    files: dict[str, bytes], results: Results
) -> None:
    table = frame(files, "funding")
    sums = table.groupby(["scenario", "year"])["nominal_mean"].sum()
    assert len(sums)
    for place, name in enumerate(results.scenarios):
        for at, year in enumerate(results.years):
            whole = results.service_money[at, place].mean()
            assert sums[name, year] == pytest.approx(whole)


def test_cash_csv_splits_what_payers_csv_counts(files: dict[str, bytes]) -> None:
    cash, payers = frame(files, "cash"), frame(files, "payers")
    here = cash[(cash.scenario == "all-services-stop") & (cash.budget_year == 2030)]
    there = payers[
        (payers.scenario == "all-services-stop")
        & (payers["view"] == "central")
        & (payers.years == "2030")
    ].set_index("payer")
    assert len(here)
    for row in here.itertuples():
        split = row.money_mean + row.overload_mean
        closing = there.saved_mean[row.payer] + there.caused_mean[row.payer]
        if row.payer in ("interior", "education", "state_treasury", "victims"):
            assert split == pytest.approx(there.caused_mean[row.payer], abs=1)
        assert np.isfinite(closing)


def test_currency_and_percent_are_written_in_czech_and_english() -> None:
    assert (
        money(1_234_500_000, "cs", scale="million", decimals=1) == "1\u00a0234,5\u00a0mil.\u00a0Kč"
    )
    assert (
        money(1_234_500_000, "en", scale="million", decimals=1) == "CZK\u00a01,234.5\u00a0million"
    )
    assert "4,7 %" in run("payers", "the-city-leaves-the-key", "--draws", "256", "--lang", "cs")


@pytest.mark.parametrize("language", ["cs", "en"])
def test_the_cascade_is_shown_as_a_tree(language: str) -> None:
    text = run("budget", "cascade", "the-city-leaves-the-key-matched", "--lang", language)
    assert ("padá s ním" if language == "cs" else "falls with it") in text
    assert "├──" in text
    assert ("4,67 mil. Kč" if language == "cs" else "CZK 4.67 million") in text


def test_the_key_says_that_its_rates_are_assumed() -> None:
    text = " ".join(run("budget", "show", "--lang", "en").split())
    assert "an assumption of grade D" in text
    assert "data request: Liberec Region" in text
    assert "Jablonec nad Nisou" in text


def test_erosion_prints_the_hits_of_the_back_test() -> None:
    text = " ".join(run("budget", "erosion", "--draws", "256", "--lang", "en").split())
    assert "held 17 of 22 years one year ahead and 13 of 22 two years ahead" in text
    assert "no calibration follows" in text


def test_the_page_of_payers_warns_of_average_costs_and_says_its_settings() -> None:
    text = " ".join(
        run("payers", "the-city-leaves-the-key", "--draws", "256", "--lang", "en").split()
    )
    assert "Warning: average cost" in text
    assert "Base year 2025" in text
    assert "discount rate 3.0% a year" in text
    assert "A scenario is not a forecast." in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("payers", "reference"), "scenario reference: changes nothing against keeping the"),
        (("payers", "frozen-budgets", "--discount", "2"), "discount: is 2.0; expected 0 to 0.2"),
        (("payers", "frozen-budgets", "--town", "Frydland"), "town: no municipality with extended"),
        (("budget", "erosion", "--service", "outreech"), "did you mean 'outreach'?"),
        (("budget", "least-harm", "--save", "much"), "save: is 'much'; expected a share between"),
    ],
)
def test_requests_that_make_no_sense_are_refused(arguments: tuple[str, ...], message: str) -> None:
    answer = CliRunner().invoke(kpsim, [*arguments, "--lang", "en"])
    assert answer.exit_code == 1
    assert message in answer.output


def test_a_share_is_read_in_both_ways() -> None:
    assert share_asked("10%") == share_asked("0.1") == share_asked("10 %") == 0.1
    with pytest.raises(RunError):
        share_asked("110%")


def test_the_towns_share_out_everything_that_falls_on_municipalities(
    results: Results, world: World
) -> None:
    towns = load_towns(world.funding)
    public = set(world.ledger.public)
    scenario = load_scenario("all-services-stop")
    views = [
        town_view(results, scenario, towns=towns, name=name, funding=world.funding, public=public)
        for name in towns.towns
    ]
    payers = by_payer(results, scenario.name, "central")
    for part in ("saved", "caused"):
        whole = sum(getattr(payers[n], part) for n in ("city_of_liberec", "other_municipalities"))
        assert np.allclose(sum(getattr(view, part) for view in views), whole, atol=1e-3)
    assert sum(view.population_share for view in views) == pytest.approx(1)


def test_only_the_town_that_leaves_saves(results: Results, world: World) -> None:
    towns = load_towns(world.funding)
    scenario = load_scenario("the-city-leaves-the-key")
    public = set(world.ledger.public)
    liberec, jablonec = (
        town_view(results, scenario, towns=towns, name=name, funding=world.funding, public=public)
        for name in ("liberec", "jablonec")
    )
    assert liberec.saved[5].mean() > 1e6
    assert abs(jablonec.saved[5]).max() < 1e5


@pytest.mark.parametrize("language", ["cs", "en"])
def test_the_charts_are_drawn_with_their_numbers(
    results: Results, world: World, rows: RowStudy, language: str, tmp_path: Path
) -> None:
    scenario = load_scenario("the-city-leaves-the-key-matched")
    charts = list(money_charts(results, world, scenario, rows, language=language, version="0"))
    assert [chart.name for chart in charts] == [
        "who_saves_who_pays",
        "funders_to_payers",
        "cascade_tree",
        "cash_by_budget_year",
    ]
    for chart in charts:
        assert chart.alt_text
        assert len(chart.data)
    paths = save(charts[2], tmp_path)
    assert {path.suffix for path in paths} == {".svg", ".png", ".csv"}


def test_no_code_is_left_in_the_czech_files(files: dict[str, bytes]) -> None:
    codes = ("_", "mpsv", "CZK", "True", "False", "decision", "service")
    for name in TABLES:
        head, first = files[f"{name}.cs.csv"].decode("utf-8-sig").splitlines()[:2]
        scenario, rest = ("", first) if name == "erosion" else first.split(";", 1)
        assert "_" not in head, (name, head)
        assert not any(code in rest for code in codes), (name, scenario, rest)
