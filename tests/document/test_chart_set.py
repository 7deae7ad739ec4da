"""The charts of the document: none cut off, none overlapping, all in the catalogue."""

from dataclasses import replace
from pathlib import Path

import pytest

from kpsim.charts.catalogue import CHARTS, draw
from kpsim.charts.house_style import Chart, Skipped
from kpsim.document.making import asked_of
from kpsim.report.comparison import Comparison
from kpsim.results import Text
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
)
FOLDER = Path(__file__).resolve().parents[2] / "kpsim" / "charts"


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("name", OURS)
def test_no_label_is_cut_off_or_covers_another(
    comparison: Comparison, name: str, language: str
) -> None:
    chart = draw(asked_of(replace(comparison, language=language)), name, "close-and-reopen")
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


def test_every_chart_of_the_catalogue_is_there() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")}
    assert {entry.module for entry in CHARTS.values()} <= modules


def test_a_title_is_no_formula_in_a_spreadsheet(comparison: Comparison) -> None:
    titles = {name: Text("=1+1", "=1+1") for name in comparison.results.titles}
    hostile = replace(comparison, results=replace(comparison.results, titles=titles))
    chart = draw(asked_of(hostile), "scenario_dots", "")
    assert isinstance(chart, Chart)
    assert set(chart.data["title"]) == {"'=1+1"}
