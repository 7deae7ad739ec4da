"""Charts of payers and chances: nobody who pays more is netted away, money ends with its years."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.analysis.money import horizon_years
from kpsim.charts.cost_by_payer import PAYING, REGION, SAVING, TOTAL, cost_by_payer
from kpsim.charts.house_style import Chart
from kpsim.charts.notes import true_cost
from kpsim.charts.probability_by_horizon import OUTBREAK, probability_by_horizon
from kpsim.charts.quantile_dots import sentence
from kpsim.charts.who_saves_who_pays import OTHERS, largest, who_saves_who_pays
from kpsim.inputs.funding import load_funding
from kpsim.results import Results
from tests.synthetic import PUBLIC, synthetic_results

SCENARIO = "harm-reduction-stops"


@pytest.fixture(scope="module")
def results() -> Results:
    return synthetic_results(draws=256)


def test_a_slide_of_payers_shows_both_sides_of_zero_and_its_file_their_sums(
    results: Results,
) -> None:
    charts = [
        cost_by_payer(
            results, SCENARIO, public=PUBLIC, language="en", version="0", slide=slide
        ).data.set_index("payer")
        for slide in (False, True)
    ]
    page, slide = charts
    assert set(page.index) <= set(slide.index)
    inside = page[page.index.isin(PUBLIC)]
    for code, sign in ((PAYING, 1), (SAVING, -1)):
        if code in slide.index:
            assert sign * slide.loc[code, "net_mean"] > 0
            side = inside[sign * inside["net_mean"] > 0]
            assert sign * slide.loc[code, "net_mean"] < sign * side["net_mean"].sum()
    assert {PAYING, SAVING} & set(slide.index)
    assert {TOTAL, REGION} <= set(slide.index)


@pytest.mark.parametrize(("today", "told"), [(0.0, True), (1e12, False)])
def test_a_payer_is_said_to_save_more_than_it_pays_only_where_it_can(
    results: Results, today: float, told: bool
) -> None:
    funding = load_funding()
    lines = tuple(each.model_copy(update={"value": today}) for each in funding.lines)
    note = true_cost(
        results,
        SCENARIO,
        public=PUBLIC,
        funding=replace(funding, lines=lines),
        language="en",
    )
    assert ("can save more than it pays today" in note) == told


def test_the_words_of_a_slide_count_the_rows_drawn(results: Results) -> None:
    chart = cost_by_payer(results, SCENARIO, public=PUBLIC, language="en", version="0", slide=True)
    bars = {patch.get_y() for patch in chart.figure.axes[0].patches if patch.get_height() > 0}
    assert chart.alt_text.startswith(f"{len(bars) - 1} payers")


def test_the_region_has_its_bar_and_the_others_do_not_net_out() -> None:
    means = {
        "a": np.array([-9.0, -9.0]),
        "b": np.array([-8.0, -8.0]),
        "c": np.array([-7.0, -7.0]),
        REGION: np.array([-0.1, -0.1]),
        "d": np.array([3.0, 3.0]),
        "e": np.array([-3.0, -3.0]),
    }
    parts = largest(means)
    assert list(parts) == ["a", "b", "c", REGION, OTHERS]
    assert np.maximum(parts[OTHERS], 0).sum() == pytest.approx(6)
    assert np.minimum(parts[OTHERS], 0).sum() == pytest.approx(-6)


def test_bars_of_a_year_add_up_to_its_net(results: Results) -> None:
    chart = who_saves_who_pays(results, SCENARIO, public=PUBLIC, language="en", version="0")
    drawn: dict[float, float] = {}
    axes = chart.figure.axes[0]
    for patch in axes.patches:
        if patch.get_transform() != axes.transAxes and patch.get_width() == pytest.approx(0.7):
            year = round(patch.get_x() + 0.35)
            drawn[year] = drawn.get(year, 0.0) + patch.get_height()
    told = chart.data.groupby("year")["net_mean"].sum()
    scale = told.to_numpy() / np.array([drawn[year] for year in told.index])
    assert scale == pytest.approx([scale[0]] * len(scale))
    assert np.log10(scale[0]) == pytest.approx(round(np.log10(scale[0])))


def test_the_chance_of_spending_more_ends_with_the_years_counted(results: Results) -> None:
    loads = dict(results.loads["central"])
    begun = np.zeros_like(next(iter(loads.values())))
    loads[OUTBREAK] = begun
    changed = replace(results, loads={**results.loads, "central": loads}, horizon=3)
    chart = probability_by_horizon(changed, SCENARIO, public=PUBLIC, language="en", version="0")
    assert isinstance(chart, Chart)
    last = chart.data.groupby("event")["year"].max()
    counted = changed.years[horizon_years(changed, SCENARIO)]
    assert last["public budgets worse off in total"] == counted[-1]
    assert last["an HIV outbreak has begun"] == changed.years[-1]
    assert f"By {counted[-1]}: public budgets" in chart.caption


def test_nothing_and_everything_are_said_in_words() -> None:
    draws = np.linspace(1e6, 2e6, 100)
    assert sentence(draws, "en").startswith("All of 20")
    assert sentence(-draws, "cs").replace("\u00a0", " ").startswith("Ze 20")
    assert "žádný" in sentence(-draws, "cs")
    assert " 10 " in sentence(draws - 1.5e6, "en")
