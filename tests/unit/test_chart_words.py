"""What charts print: rounding, headings, the file of their numbers, and that it has them all."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kpsim.charts import recorded_and_true_users, scenario_dots, stock_and_flow, switching_value
from kpsim.charts.flows import Flow, differing_flows, payers_that_may_gain, ranges
from kpsim.charts.funders_to_payers import funders_to_payers
from kpsim.charts.house_style import (
    CM,
    DOTS_PER_INCH,
    LINE_HEIGHT,
    MARGIN,
    SMALL,
    SOURCE,
    Chart,
    Footer,
    house_style,
)
from kpsim.charts.quantile_dots import quantile_dots
from kpsim.charts.stock_and_flow import People
from kpsim.document.paste import _named, paste_files
from kpsim.document.pictures import _on_page
from kpsim.inputs.funding import load_funding
from kpsim.results import Results
from kpsim.sensitivity.tipping import Line, Tipping
from tests.synthetic import PUBLIC, SCENARIOS, synthetic_results
from tests.unit.test_charts import _assert_labels_are_apart, _boxes

SCENARIO = "harm-reduction-stops"
FOOTER = Footer("0", "A scenario", 301)


@pytest.fixture(scope="module")
def results() -> Results:
    return synthetic_results(draws=256)


def _source(chart: Chart) -> str:
    return " ".join(x.get_text() for x in chart.figure.texts if x.get_label() == SOURCE)


def test_each_row_of_dots_is_rounded_by_its_own_range() -> None:
    """A small variant beside a large one once lost the decimals it has in every table."""
    nets = {
        "large": np.linspace(-740e6, -360e6, 20_001),
        "small": np.linspace(-66.6e6, -37.0e6, 20_001),
    }
    rows, _ = scenario_dots._rows(nets, ordered=True)
    printed = [scenario_dots._value(row, "en").replace("\u00a0", " ") for row in rows]
    assert printed[0].startswith("−550 (")
    assert printed[1] == "−51.8 (−65.1 to −38.5)"


@pytest.mark.parametrize("ends", [(-700e6, -300e6), (300e6, 700e6), (-200e6, 300e6)])
def test_both_headings_of_dots_stand_on_their_side_of_zero(ends: tuple[float, float]) -> None:
    values = np.linspace(*ends, 301)
    chart = quantile_dots(values, outcome="spending", footer=FOOTER, language="en")
    boxes = _boxes(chart.figure)
    zero = chart.figure.axes[0].transData.transform((0, 0))[0]
    places = {text.partition(" ")[0]: box for text, box in boxes if "spending: " in text}
    assert places["lower"].x1 <= zero <= places["higher"].x0
    _assert_labels_are_apart(chart)


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_picture_of_a_document_does_not_name_the_file_beside_the_chart(
    results: Results, language: str
) -> None:
    chart = scenario_dots.scenario_dots(results, public=PUBLIC, language=language, version="0")
    assert isinstance(chart, Chart)
    before = _source(chart)
    assert "scenario_dots.csv" in before
    with house_style(), _on_page(chart):
        inside = _source(chart)
    assert ".csv" not in inside
    assert inside.replace(" ", "") == re.sub(r"Data:.*csv\.", "", before).replace(" ", "")
    assert _source(chart) == before


@pytest.mark.parametrize(
    ("title", "lines"), [("Close and reopen after two years", 0), ("Close it " * 25, 3), ("", 0)]
)
def test_a_chart_to_paste_names_its_scenario_in_the_heading_or_over_it(
    title: str, lines: int
) -> None:
    """Charts of several scenarios have one title; on a slide nobody reads the last grey line."""
    values = np.linspace(-2e8, 3e8, 301)
    chart = quantile_dots(values, outcome="spending", footer=FOOTER, language="en")
    before = [text for text, _ in _boxes(chart.figure)]
    with _named(replace(chart, scenario=title.strip())) as above:
        printed = _boxes(chart.figure)
        added = [text for text, _ in printed if text not in before]
        assert " ".join(added) == title.strip()
        assert above == pytest.approx(lines * SMALL * LINE_HEIGHT)
        room = (chart.figure.get_size_inches()[1] + above * CM) * chart.figure.dpi
        assert all(box.y1 <= room for _, box in printed)
        _assert_labels_are_apart(chart, above=above)
    assert [text for text, _ in _boxes(chart.figure)] == before


def test_the_name_of_the_scenario_keeps_off_other_letters(tmp_path: Path) -> None:
    """A side label once ran over it; the picture grows by the line that it then takes."""
    values = np.linspace(-2e8, 3e8, 301)
    chart = replace(
        quantile_dots(values, outcome="spending", footer=FOOTER, language="en"), scenario="A cut"
    )
    sizes = []
    for taken in (False, True):
        if taken:
            for label in chart.figure.texts[:2]:
                chart.figure.text(0.99, label.get_position()[1], "side label", ha="right")
        paste_files(chart, tmp_path, size="half", run="x")
        with Image.open(tmp_path / f"{chart.name}.png") as picture:
            sizes.append(picture.size)
    (wide, low), (same, high) = sizes
    assert wide == same
    assert high - low == pytest.approx(SMALL * LINE_HEIGHT * CM * DOTS_PER_INCH, abs=2)


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_names_at_the_side_stay_beside_the_plot(
    results: Results, scenario: str, language: str
) -> None:
    chart = recorded_and_true_users.recorded_and_true_users(
        results, scenario, language=language, version="0"
    )
    assert isinstance(chart, Chart)
    axes = chart.figure.axes[0]
    boxes = _boxes(chart.figure)
    beside = [box for _, box in boxes if box.x0 > axes.bbox.x1]
    assert len(beside) == 5
    assert max(box.y1 for box in beside) <= axes.bbox.y1
    assert max(box.x1 for box in beside) <= chart.figure.bbox.x1 - MARGIN * CM * chart.figure.dpi


def test_the_share_recorded_that_a_label_tells_is_in_the_file(results: Results) -> None:
    chart = recorded_and_true_users.recorded_and_true_users(
        results, SCENARIO, language="en", version="0"
    )
    assert isinstance(chart, Chart)
    shares = chart.data.query("quantity == 'recorded_share' and year == @results.years[-1]")
    assert set(shares["scenario"]) == {results.scenarios[0], SCENARIO}
    printed = " ".join(text for text, _ in _boxes(chart.figure)).replace("\n", " ")
    for share in shares["p50"]:
        assert f"{100 * share:.0f}%" in printed.replace("\u00a0", " ")


def test_deaths_of_the_scheme_are_in_its_file_and_told_as_one_where_they_hardly_differ(
    results: Results,
) -> None:
    states = dict.fromkeys(stock_and_flow.STATES, (100.0, 50.0))
    moves = {("hidden", "contact"): (80.0, 40.0)}
    for dead, told in (((40.0, 41.0), "a year: 40."), ((40.0, 60.0), "a year: 40 → 60.")):
        people = People(2036, 256, 28, states, moves, dead)
        chart = stock_and_flow.stock_and_flow(
            results, SCENARIO, people=people, language="en", version="0"
        )
        assert f"Deaths {told}" in chart.caption.replace("\u00a0", " ")
        row = chart.data.query("to == 'dead'")
        assert row[["kept_p50", "scenario_p50"]].to_numpy().tolist() == [list(dead)]


def test_bills_that_fall_are_in_the_file_of_the_flows(results: Results) -> None:
    chart = funders_to_payers(
        results, SCENARIO, load_funding(), public=PUBLIC, language="en", version="0"
    )
    flows = differing_flows(results, SCENARIO, public=PUBLIC)
    fall = sum(flow.amount for flow in flows if flow.amount < 0)
    rows = chart.data[chart.data["side"].str.startswith("bills that fall")]
    assert rows["amount_mean"].sum() == pytest.approx(fall)


def test_the_note_counts_the_payers_whose_bills_may_fall_as_well(results: Results) -> None:
    flows = [Flow("health", "region", 2.0), Flow("justice", "mpsv", 1.0)]
    said = ranges(flows, {"region": True, "mpsv": False}, "en")
    assert said.startswith("For 1 of the 2 payers")
    assert not ranges(flows, {"region": False, "mpsv": False}, "en")
    rising = {x.target for x in differing_flows(results, SCENARIO, public=PUBLIC) if x.amount > 0}
    assert set(payers_that_may_gain(results, SCENARIO, public=PUBLIC)) == rising


def test_a_band_over_zero_is_told_where_the_median_stays_on_its_side() -> None:
    low, high = np.array([-9.0, -9.0]), np.array([-1.0, 2.0])
    values = np.array([0.0, 1.0])
    line = Line("a", values, values, np.array([[-5.0, -4.0], [-5.0, -4.0]]))
    still = Tipping(line, None, None, 0.0)
    assert not switching_value._crossing(still, low, -np.abs(high))
    assert "some values" in switching_value._crossing(still, low, high)[0]
    assert "everywhere" in switching_value._crossing(still, low, np.abs(high))[0]
