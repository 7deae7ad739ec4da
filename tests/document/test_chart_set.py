"""The charts of the document: none cut off, none overlapping, all in the catalogue."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text as Label

from kpsim.charts import load_fans, probability_by_horizon, recorded_and_true_users
from kpsim.charts.catalogue import CHARTS, Asked, draw
from kpsim.charts.house_style import CM, Chart, Skipped, height_in_cm
from kpsim.charts.loads_by_system import columns_of
from kpsim.charts.of_drivers import switching_value
from kpsim.document.making import asked_of
from kpsim.document.paste import ROOM, _named, scale_of
from kpsim.report.comparison import Comparison
from kpsim.results import Text
from kpsim.sensitivity.drivers import Driver
from kpsim.sensitivity.of_run import bar, carried
from tests.document.conftest import SCENARIOS
from tests.unit.test_charts import _assert_labels_are_apart

Drawn = Callable[..., Chart | Skipped]

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
def drawn(asked: dict[str, Asked]) -> Drawn:
    """Each chart as it is drawn for a page or a slide; the latest are kept for the next tests."""

    @lru_cache(maxsize=60)
    def once(language: str, name: str, scenario: str, slide: bool) -> Chart | Skipped:
        return draw(replace(asked[language], slide=slide), name, scenario)

    def one(
        language: str, name: str, scenario: str = "close-and-reopen", *, slide: bool = False
    ) -> Chart | Skipped:
        return once(language, name, "" if CHARTS[name].of_all else scenario, slide)

    return one


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("name", OURS)
def test_no_label_is_cut_off_or_covers_another(drawn: Drawn, name: str, language: str) -> None:
    chart = drawn(language, name)
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


def test_a_slide_of_loads_has_one_row_of_panels_and_the_file_has_all(drawn: Drawn) -> None:
    page = drawn("en", "loads_by_system")
    slide = drawn("en", "loads_by_system", slide=True)
    assert isinstance(page, Chart)
    assert isinstance(slide, Chart)
    heights = {round(axes.get_position().y0, 6) for axes in slide.figure.axes}
    assert len(heights) == 1
    assert slide.data.equals(page.data)
    assert slide.figure.get_size_inches()[1] <= page.figure.get_size_inches()[1]
    assert scale_of(slide, "slide") == pytest.approx(2)


@pytest.mark.parametrize("name", ["tornado", "variance_bars"])
def test_a_slide_shows_fewer_rows_and_the_file_has_all(drawn: Drawn, name: str) -> None:
    page = drawn("en", name)
    slide = drawn("en", name, slide=True)
    assert isinstance(page, Chart)
    assert isinstance(slide, Chart)
    assert slide.figure.get_size_inches()[1] < page.figure.get_size_inches()[1]
    assert scale_of(slide, "slide") == pytest.approx(2)


def test_every_chart_of_the_guide_is_drawn_and_stays_inside_its_place(drawn: Drawn) -> None:
    assert len(GUIDE) == 17
    for name in GUIDE.values():
        chart = drawn("en", name)
        assert isinstance(chart, Chart), name
        for size, room in ROOM.items():
            sides = chart.figure.get_size_inches() / CM * scale_of(chart, size)
            assert (sides <= [side + 1e-6 for side in room]).all(), (name, size)


LEAST_POINTS = {"half": 7.0, "full": 7.0, "slide": 14.0}
"""The smallest letters on paper and on a slide."""


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("sizes", [("half", "full"), ("slide",)])
def test_letters_are_large_enough_to_be_read(
    drawn: Drawn, sizes: tuple[str, ...], language: str
) -> None:
    found = {
        place: chart
        for place in product(CHARTS, SCENARIOS)
        if isinstance(chart := drawn(language, *place, slide="slide" in sizes), Chart)
    }
    assert len(found) > len(CHARTS)
    for place, chart in found.items():
        points = min(
            float(label.get_fontsize())
            for label in chart.figure.findobj(Label)
            if label.get_visible() and label.get_text().strip()
        )
        assert len(chart.alt_text) <= 300, place
        with _named(chart) as above:
            for size in sizes:
                scale = scale_of(chart, size, above)
                assert points * scale >= LEAST_POINTS[size], (place, size)


@pytest.mark.parametrize("language", ["cs", "en"])
def test_no_bar_or_box_is_cut_off_or_vanishes(drawn: Drawn, language: str) -> None:
    """Names that need much room once left bars of no height, and a low page cut boxes."""
    for name, least in (("funders_to_payers", 3.0), ("stock_and_flow", 0.0)):
        for scenario in SCENARIOS:
            chart = drawn(language, name, scenario)
            assert isinstance(chart, Chart)
            axes = chart.figure.axes[0]
            low, high = axes.get_ylim()
            boxes = [patch.get_extents() for patch in axes.patches]
            reach = [axes.transData.inverted().transform(box.get_points())[:, 1] for box in boxes]
            assert low <= min(ends.min() for ends in reach), (name, scenario)
            assert max(ends.max() for ends in reach) <= high, (name, scenario)
            whole = max(ends.max() for ends in reach) - min(ends.min() for ends in reach)
            assert whole >= least, (name, scenario)


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_side_with_its_own_scale_has_bars_to_be_seen(drawn: Drawn, language: str) -> None:
    """A page a little too low for the names once left bars of no height on that side."""
    charts = [drawn(language, "funders_to_payers", each) for each in SCENARIOS]
    small = [each for each in charts if isinstance(each, Chart) and each.unchanged]
    assert small
    for chart in small:
        bars = [each for each in chart.figure.axes[1].patches if isinstance(each, Rectangle)]
        assert max(bar.get_height() for bar in bars) > 0.5


def test_no_row_of_panels_is_mostly_empty() -> None:
    for count in range(1, 13):
        columns = columns_of(count)
        assert 1 <= columns <= 4
        assert (count - 1) % columns + 1 >= columns / 2


@pytest.mark.parametrize(
    ("name", "plot"),
    [
        ("infections", load_fans.PLOT),
        ("recorded_and_true_users", recorded_and_true_users.PLOT),
        ("probability_by_horizon", probability_by_horizon.PLOT),
    ],
)
def test_whether_a_change_is_seen_is_asked_at_the_height_drawn(
    drawn: Drawn, name: str, plot: float
) -> None:
    """A rule with a taller plot than the one drawn once let a chart through that shows nothing."""
    chart = drawn("en", name)
    assert isinstance(chart, Chart)
    axes = chart.figure.axes[0]
    reached = max(float(np.max(line.get_ydata())) for line in axes.lines)
    height = height_in_cm(axes) * reached / np.ptp(axes.get_ylim())
    assert height <= plot + 0.1


def test_what_comes_back_has_its_range_of_years(asked: dict[str, Asked]) -> None:
    chart = draw(asked["en"], "return_after_reopening", "close-and-reopen")
    assert isinstance(chart, Chart)
    assert re.search(r"staff: [\d.]+\syears \([\d.]+\sto\s[\d.]+\)", chart.alt_text)


def test_what_a_picture_prints_is_in_its_file(drawn: Drawn) -> None:
    back = drawn("en", "return_after_reopening")
    fans = drawn("en", "infections")
    bars = drawn("en", "tornado")
    assert isinstance(back, Chart)
    assert isinstance(fans, Chart)
    assert isinstance(bars, Chart)
    assert {"staff_back", "trust_back", "clients_back"} <= set(back.data["quantity"])
    assert {"new_hcv_infections_difference", "outbreak_has_begun"} <= set(fans.data["quantity"])
    assert {"scenario", "unit", "price_year"} <= set(bars.data)


def test_shares_of_the_uncertainty_add_to_one_at_most(asked: dict[str, Asked]) -> None:
    found = asked["en"].drivers("ten-percent-cut")
    assert found is not None
    assert 0 < sum(each.share for each in found.shares) <= 1 + 1e-9
    assert found.by_year.shares.sum(axis=0) == pytest.approx(1)


def test_no_turn_is_drawn_of_an_unknown_that_says_what_services_cost(
    asked: dict[str, Asked],
) -> None:
    drivers = asked["en"].drivers("ten-percent-cut")
    results = asked["en"].results
    assert drivers is not None
    steady = tuple((replace(found, value=None), shown) for found, shown in drivers.turning)
    first = steady[0][0].line.name

    def drawn(*costs: str) -> Chart | Skipped:
        one = replace(drivers, turning=steady, only_costs=frozenset(costs))
        return switching_value(results, "ten-percent-cut", drivers=one, language="en", version="1")

    alone = drawn(first)
    assert isinstance(alone, Chart)
    assert steady[1][1].label in alone.alt_text
    assert isinstance(drawn(*(found.line.name for found, _ in steady)), Skipped)


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


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_many_numbers_without_a_link_none_is_said_to_carry_the_result(seed: int) -> None:
    """The outcome goes with the first of 300 numbers, and with no other."""
    chance = np.random.default_rng(seed)
    columns = {f"n{place}": chance.normal(size=512) for place in range(300)}
    outcome = columns["n0"] + chance.normal(size=512)
    among = [Driver(name, "parameter", (name,), (name,)) for name in columns]
    assert [each.driver.name for each in carried(columns, outcome, among, seed=1)] == ["n0"]


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
