"""The charts of the document: none cut off, none overlapping, all in the catalogue."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kpsim.charts.catalogue import CHARTS, Asked, draw
from kpsim.charts.house_style import CM, Chart, Skipped
from kpsim.document.making import asked_of
from kpsim.document.paste import ROOM, scale_of
from kpsim.report.comparison import Comparison
from kpsim.results import Text
from kpsim.sensitivity.drivers import Driver
from kpsim.sensitivity.of_run import bar, carried
from tests.unit.test_charts import _assert_labels_are_apart

OURS = (
    "waiting_for_child_psychiatry",
    "places_for_children",
    "prison_population",
    "guardians_caseload",
    "infections",
    "return_after_reopening",
    "scenario_dots",
    "view_dots",
    "probability_by_horizon",
    "result_by_system",
    "tornado",
    "variance_bars",
    "driver_heat_map",
    "switching_value",
    "quantile_dots",
    "stock_and_flow",
)
GUIDE = {
    "tornado": "tornado",
    "variance bars": "variance_bars",
    "time by driver": "driver_heat_map",
    "switching-value line": "switching_value",
    "quantile dots": "quantile_dots",
    "fan of yearly and cumulative net cost": "net_cost",
    "payers, saved and caused": "cost_by_payer",
    "funders to payers": "funders_to_payers",
    "budget erosion": "budget_erosion",
    "queue and wait": "waiting_for_child_psychiatry",
    "occupancy against capacity": "places_for_children",
    "recorded and all users": "recorded_and_true_users",
    "return after reopening": "return_after_reopening",
    "scenario dots": "scenario_dots",
    "probability by horizon": "probability_by_horizon",
    "stock-and-flow overview": "stock_and_flow",
    "why-waterfall": "result_by_system",
}
"""The charts a reader was promised, each under the name by which it is drawn."""

FOLDER = Path(__file__).resolve().parents[2] / "kpsim" / "charts"


@pytest.fixture(scope="module")
def asked(comparison: Comparison) -> dict[str, Asked]:
    """What charts are drawn from, by language; what drives the result is computed once."""
    return {each: asked_of(replace(comparison, language=each)) for each in ("cs", "en")}


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("name", OURS)
def test_no_label_is_cut_off_or_covers_another(
    asked: dict[str, Asked], name: str, language: str
) -> None:
    chart = draw(asked[language], name, "close-and-reopen")
    assert isinstance(chart, Chart)
    assert len(chart.data)
    _assert_labels_are_apart(chart)


def test_nothing_returns_where_nothing_reopens(comparison: Comparison) -> None:
    found = draw(asked_of(comparison), "return_after_reopening", "ten-percent-cut")
    assert found == Skipped("return_after_reopening", "scénář žádnou službu znovu neotevírá")


def test_the_chance_never_falls_with_the_years(comparison: Comparison) -> None:
    chart = draw(asked_of(comparison), "probability_by_horizon", "close-and-reopen")
    assert isinstance(chart, Chart)
    begun = chart.data.query("event == 'an HIV outbreak has begun'").sort_values("year")
    assert begun["probability"].is_monotonic_increasing
    assert chart.data["probability"].between(0, 1).all()


def test_every_chart_of_the_guide_is_drawn(asked: dict[str, Asked]) -> None:
    assert len(GUIDE) == 17
    for name in GUIDE.values():
        assert isinstance(draw(asked["en"], name, "close-and-reopen"), Chart), name


def test_a_slide_of_loads_has_one_row_of_panels_and_the_file_has_all(
    asked: dict[str, Asked],
) -> None:
    page = draw(asked["en"], "loads_by_system", "close-and-reopen")
    slide = draw(replace(asked["en"], slide=True), "loads_by_system", "close-and-reopen")
    assert isinstance(page, Chart)
    assert isinstance(slide, Chart)
    heights = {round(axes.get_position().y0, 6) for axes in slide.figure.axes}
    assert len(heights) == 1
    assert slide.data.equals(page.data)
    assert slide.figure.get_size_inches()[1] <= page.figure.get_size_inches()[1]
    assert scale_of(slide, "slide") == pytest.approx(2)


@pytest.mark.parametrize("name", ["tornado", "variance_bars"])
def test_a_slide_shows_fewer_rows_and_the_file_has_all(asked: dict[str, Asked], name: str) -> None:
    page = draw(asked["en"], name, "close-and-reopen")
    slide = draw(replace(asked["en"], slide=True), name, "close-and-reopen")
    assert isinstance(page, Chart)
    assert isinstance(slide, Chart)
    assert slide.figure.get_size_inches()[1] < page.figure.get_size_inches()[1]
    assert scale_of(slide, "slide") == pytest.approx(2)


def test_a_chart_in_a_place_stays_inside_it(asked: dict[str, Asked]) -> None:
    for name in GUIDE.values():
        chart = draw(asked["en"], name, "close-and-reopen")
        assert isinstance(chart, Chart)
        for size, room in ROOM.items():
            sides = chart.figure.get_size_inches() / CM * scale_of(chart, size)
            assert (sides <= [side + 1e-6 for side in room]).all(), (name, size)


def test_shares_of_the_uncertainty_add_to_one_at_most(asked: dict[str, Asked]) -> None:
    found = asked["en"].drivers("ten-percent-cut")
    assert found is not None
    assert 0 < sum(each.share for each in found.shares) <= 1 + 1e-9
    assert found.by_year.shares.sum(axis=0) == pytest.approx(1)


def test_what_moves_the_result_is_found_in_the_draws() -> None:
    """The outcome is three times the first number plus a little of the second."""
    chance = np.random.default_rng(7)
    columns = {name: chance.normal(size=1024) for name in ("a", "b", "c")}
    outcome = 3 * columns["a"] + columns["b"]
    among = [Driver(name, "parameter", (name,), (name,)) for name in columns]
    found = carried(columns, outcome, among, seed=1)
    assert [each.driver.name for each in found] == ["a", "b"]
    assert found[0].share == pytest.approx(0.9, abs=0.03)
    drawn = bar("a", columns["a"], outcome)
    assert drawn.means == pytest.approx([3 * value for value in drawn.values], abs=0.4)


def test_most_clients_in_contact_use_drugs_and_stand_in_the_overview(
    asked: dict[str, Asked], comparison: Comparison
) -> None:
    people = asked["en"].people("ten-percent-cut")
    assert people is not None
    loads = comparison.results.loads["central"]
    year = comparison.results.years.index(people.year)
    kept, _ = people.states["contact"]
    whole = float(np.median(loads["contact_clients"][year, 0]))
    assert 0.5 * whole < kept <= whole


def test_inputs_that_changed_draw_no_drivers(comparison: Comparison) -> None:
    stale = asked_of(comparison, fresh=False)
    assert isinstance(draw(stale, "tornado", "ten-percent-cut"), Skipped)
    assert isinstance(draw(stale, "stock_and_flow", "ten-percent-cut"), Skipped)


def test_every_chart_of_the_catalogue_is_there() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")}
    assert {entry.module for entry in CHARTS.values()} <= modules


def test_a_title_is_no_formula_in_a_spreadsheet(comparison: Comparison) -> None:
    titles = {name: Text("=1+1", "=1+1") for name in comparison.results.titles}
    hostile = replace(comparison, results=replace(comparison.results, titles=titles))
    chart = draw(asked_of(hostile), "scenario_dots", "")
    assert isinstance(chart, Chart)
    assert set(chart.data["title"]) == {"'=1+1"}
