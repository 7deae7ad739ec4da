from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text as Label

from kpsim.analysis.money import horizon_years
from kpsim.charts import house_style, stock_and_flow
from kpsim.charts.budget_erosion import budget_erosion
from kpsim.charts.cost_by_payer import cost_by_payer
from kpsim.charts.driver_heat_map import whole_percents
from kpsim.charts.end_labels import spread_out, stacked
from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.loads_by_system import loads_by_system
from kpsim.charts.net_cost import net_cost
from kpsim.charts.no_change import SEEN, is_seen
from kpsim.charts.recorded_and_true_users import recorded_and_true_users
from kpsim.charts.saving import save
from kpsim.charts.who_saves_who_pays import LOOKS, _looks
from kpsim.errors import RunError
from kpsim.results import REFERENCE, Array, Costs, Outcome, Results, Text
from tests.synthetic import PUBLIC, SCENARIOS, synthetic_results

DRAWERS: dict[str, Callable[..., Any]] = {
    "loads_by_system": loads_by_system,
    "net_cost": lambda *a, **k: net_cost(*a, public=PUBLIC, **k),
    "cost_by_payer": lambda *a, **k: cost_by_payer(*a, public=PUBLIC, **k),
    "budget_erosion": budget_erosion,
    "recorded_and_true_users": recorded_and_true_users,
}


@pytest.fixture(scope="module")
def results() -> Results:
    return synthetic_results(draws=512)


def _boxes(figure: Figure) -> list[tuple[str, Any]]:
    with house_style.house_style():
        figure.draw(house_style.renderer(figure))
        spare = _spare_ticks(figure)
        return [
            (label.get_text(), label.get_window_extent(house_style.renderer(figure)))
            for label in figure.findobj(Label)
            if label.get_text().strip() and label.get_visible() and id(label) not in spare
        ]


def _spare_ticks(figure: Figure) -> set[int]:
    """Return labels of ticks outside the limits of their axis, which are never drawn."""
    spare = set()
    for axes in figure.axes:
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                if not min(low, high) <= tick.get_loc() <= max(low, high):
                    spare.add(id(tick.label1))
    return spare


def _assert_labels_are_apart(chart: Chart, *, above: float = 0.0) -> None:
    boxes = _boxes(chart.figure)
    width, height = chart.figure.get_size_inches() * chart.figure.dpi
    height += above * house_style.CM * chart.figure.dpi
    for text, box in boxes:
        assert min(box.x0, box.y0) >= 0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text
    # A hair of shared border between two lines of one paragraph is not an overlap.
    slack = 0.02 / 2.54 * chart.figure.dpi
    for (one, a), (other, b) in combinations(boxes, 2):
        over = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        assert min(over) <= slack, (one, other)


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("name", DRAWERS)
def test_no_label_is_cut_off_or_covers_another(
    results: Results, name: str, scenario: str, language: str
) -> None:
    _assert_labels_are_apart(DRAWERS[name](results, scenario, language=language, version="0.1.0"))


@pytest.mark.parametrize("factor", [0.001, 300.0])
@pytest.mark.parametrize("name", DRAWERS)
def test_small_and_huge_numbers_and_long_names_fit(
    results: Results, name: str, factor: float
) -> None:
    long = "Děti umístěné v zařízeních pro děti vyžadující okamžitou pomoc"
    unit = "dětí umístěných mimo rodinu k poslednímu dni roku"
    extreme = replace(
        results,
        outcomes={
            key: replace(outcome, label=Text(long, long), unit=Text(unit, unit))
            for key, outcome in results.outcomes.items()
        },
        loads={
            view: {key: factor * load for key, load in of.items()}
            for view, of in results.loads.items()
        },
        costs={view: Costs(of.lines, factor * of.amounts) for view, of in results.costs.items()},
        service_money=factor * results.service_money,
    )
    _assert_labels_are_apart(
        DRAWERS[name](extreme, "harm-reduction-stops", language="cs", version="0.1.0")
    )


@pytest.mark.parametrize("name", DRAWERS)
def test_a_chart_has_its_words_and_numbers(results: Results, name: str) -> None:
    chart = DRAWERS[name](results, "harm-reduction-stops", language="cs", version="0.1.0")
    assert chart.name == name
    assert "Scénář není předpověď." in chart.caption.replace("\u00a0", " ")
    assert f"{name}.csv" in chart.caption
    assert len(chart.alt_text) <= 300
    assert not chart.data.isna().any().any()
    assert float(chart.figure.get_size_inches()[0]) == pytest.approx(16 / 2.54)


@pytest.mark.parametrize("name", DRAWERS)
def test_the_same_results_give_the_same_bytes(results: Results, name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        chart = DRAWERS[name](results, "frozen-budgets", language="cs", version="0.1.0")
        written = save(chart, tmp_path / folder)
    assert [path.suffix for path in written] == [".svg", ".png", ".csv"]
    assert sorted(p.name for p in (tmp_path / "two").iterdir()) == sorted(
        path.name for path in written
    )
    for path in written:
        assert path.read_bytes() == (tmp_path / "one" / path.name).read_bytes()
    assert b"<text" not in written[0].read_bytes()


@pytest.mark.parametrize("name", ["net_cost", "cost_by_payer"])
def test_another_view_is_named_as_such(results: Results, name: str) -> None:
    chart = DRAWERS[name](results, "harm-reduction-stops", language="cs", version="0", view="floor")
    assert chart.name == f"{name}_floor"
    assert "pohled: spodní mez škod" in chart.caption
    assert set(chart.data["view"]) == {"floor"}


def test_saved_and_caused_of_public_payers_add_up_to_their_total(results: Results) -> None:
    chart = cost_by_payer(
        results, "harm-reduction-stops", public=PUBLIC, language="en", version="0"
    )
    table = chart.data.set_index("payer")
    public = [payer for payer in table.index if payer in PUBLIC]
    for column in ("saved_mean", "caused_mean", "net_mean"):
        assert table.loc[public, column].sum() == pytest.approx(table.loc["public", column])


def test_payers_carry_the_names_of_the_list_of_institutions(results: Results) -> None:
    chart = cost_by_payer(
        results, "harm-reduction-stops", public=PUBLIC, language="cs", version="0"
    )
    assert "Liberecký kraj" in set(chart.data["label"])


def test_users_are_skipped_with_a_reason_when_not_reported(results: Results) -> None:
    loads = {
        view: {k: v for k, v in of.items() if k != "true_users"}
        for view, of in results.loads.items()
    }
    chart = recorded_and_true_users(
        replace(results, loads=loads), "frozen-budgets", language="cs", version="0"
    )
    assert chart == Skipped("recorded_and_true_users", "model nevykazuje true_users")


def test_services_without_money_have_no_erosion(results: Results) -> None:
    poor = replace(results, service_money=0 * results.service_money)
    assert isinstance(budget_erosion(poor, "frozen-budgets", language="en", version="0"), Skipped)


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_budget_without_doubt_or_loss_has_no_bands_or_marks_explained(
    results: Results, language: str
) -> None:
    flat = replace(results, service_money=np.ones_like(results.service_money) * 5e7)
    flat = replace(flat, service_cost_index=np.ones_like(results.service_cost_index))
    kept = budget_erosion(flat, "frozen-budgets", language=language, version="0")
    eroded = budget_erosion(results, "frozen-budgets", language=language, version="0")
    assert isinstance(kept, Chart)
    assert isinstance(eroded, Chart)
    for words in ("Tučně", "pásmo 5 z") if language == "cs" else ("In bold", "Dark band"):
        assert words not in kept.caption.replace("\u00a0", " ")
        assert words in eroded.caption.replace("\u00a0", " ")
    assert not [text for text, _ in _boxes(kept.figure) if text.startswith(("0\u00a0%", "0%"))]


def test_a_yearly_sign_that_turns_is_told_with_its_year_and_amount(results: Results) -> None:
    name = "harm-reduction-stops"
    window = horizon_years(results, name)
    counted = results.years[window]
    rising = np.where(np.array(results.years) < counted[4], -8e6, 3e6)

    def with_yearly(net: Array) -> Results:
        costs = results.costs["central"]
        amounts = np.zeros_like(costs.amounts)
        line = next(
            row for row, each in enumerate(costs.lines)
            if each.payer in PUBLIC and each.system != "services" and each.kind != "welfare"
        )  # fmt: skip
        amounts[line, :, results.position(name)] = net[:, np.newaxis]
        return replace(results, costs={**results.costs, "central": Costs(costs.lines, amounts)})

    def caption(net: Array) -> str:
        chart = net_cost(with_yearly(net), name, public=PUBLIC, language="en", version="0")
        return chart.caption.replace("\u00a0", " ")

    assert (
        f"spending is higher each year from {counted[4]} on than with the services kept, in "
        f"{counted[-1]} by CZK 3.0 million"
    ) in caption(rising)
    assert f"spending is lower each year from {counted[4]} on" in caption(-rising)
    assert "each year from" not in caption(np.full(len(results.years), -3e6))


def test_names_at_line_ends_keep_the_order_of_the_lines() -> None:
    assert stacked([5.0, 5.0, 1.0], [1.0, 1.0, 1.0], low=0.0, high=10.0) == [4.5, 5.5, 1.0]
    low = stacked([0.0, 0.1, 0.2], [1.0, 2.0, 1.0], low=0.0, high=10.0)
    assert low == pytest.approx([0.5, 2.0, 3.5])


def test_printed_percents_of_a_year_add_to_a_hundred() -> None:
    for shares in ([1 / 3] * 3, [0.005, 0.985, 0.01], [0.0] * 4 + [1.0], [1 / 7] * 7):
        printed = whole_percents(np.array(shares))
        assert sum(printed) == 100
        assert all(abs(a - 100 * b) < 1 for a, b in zip(printed, shares, strict=True))


def test_one_system_can_have_a_chart_of_its_own(results: Results) -> None:
    chart = loads_by_system(results, "frozen-budgets", language="cs", version="0", system="health")
    assert isinstance(chart, Chart)
    assert chart.name == "loads_health"
    assert set(chart.data["quantity"]) == {"ambulance_callouts", "hepatitis_c_infections"}
    none = loads_by_system(results, "frozen-budgets", language="en", version="0", system="x")
    assert none == Skipped("loads_x", "no headline load is reported")


def test_a_letter_the_font_lacks_is_an_error(results: Results) -> None:
    strange = Outcome(
        "strange",
        Text("漢字", "漢字"),
        Text("lidé", "people"),
        "health",
        "mean",
        "up",
        headline=True,
    )
    odd = replace(
        results,
        outcomes={"strange": strange},
        loads={"central": {"strange": results.loads["central"]["true_users"]}},
    )
    with pytest.raises(RunError, match="the font lacks 字 漢"):
        loads_by_system(odd, "frozen-budgets", language="cs", version="0")


def test_labels_are_pushed_apart_within_their_limits() -> None:
    assert spread_out([1.0, 1.1, 9.9], gap=1.0, low=0.0, high=10.0) == [1.0, 2.0, 9.9]
    assert spread_out([9.9, 9.8], gap=1.0, low=0.0, high=10.0) == [10.0, 9.0]


def test_a_picture_that_would_show_no_change_says_so(results: Results) -> None:
    """A change is seen where a middle or an edge moves by a millimetre of a half page's plot."""
    kept, plot = np.full((3, 8), 100.0), 3.2
    assert not is_seen(kept, kept, height=plot)
    assert not is_seen(kept * (1 + 0.9 * SEEN / plot), kept, height=plot)
    assert is_seen(kept * (1 + 1.1 * SEEN / plot), kept, height=plot)
    assert not is_seen(kept * (1 + 1.1 * SEEN / plot), kept, height=plot / 2)
    assert not is_seen(0 * kept, 0 * kept, height=plot)


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("name", ["loads_by_system", "recorded_and_true_users"])
def test_an_unchanged_chart_is_drawn_with_its_sentence_and_numbers(
    results: Results, name: str, language: str
) -> None:
    chart = DRAWERS[name](results, REFERENCE, language=language, version="0")
    moved = DRAWERS[name](results, "harm-reduction-stops", language=language, version="0")
    assert str(results.years[-1]) in chart.unchanged
    assert chart.unchanged in chart.caption
    assert chart.unchanged.startswith("Beze změny" if language == "cs" else "No visible change")
    assert not moved.unchanged


@pytest.mark.parametrize("language", ["cs", "en"])
def test_loads_that_do_not_move_are_named_instead_of_drawn(results: Results, language: str) -> None:
    name = "harm-reduction-stops"
    place = results.position(name)
    loads = {key: load.copy() for key, load in results.loads["central"].items()}
    still = next(key for key, each in results.outcomes.items() if each.headline)
    loads[still][:, place] = loads[still][:, 0]
    one = replace(results, loads={**results.loads, "central": loads})
    chart = loads_by_system(one, name, language=language, version="0")
    assert isinstance(chart, Chart)
    label = results.outcomes[still].label.of(language)
    drawn = [text for text, _ in _boxes(chart.figure)]
    assert label in chart.caption.replace("\u00a0", " ")
    assert label not in [text.replace("\u00a0", " ") for text in drawn]
    assert still in set(chart.data["quantity"])
    _assert_labels_are_apart(chart)


def test_a_payer_looks_the_same_in_every_chart_and_no_two_look_alike() -> None:
    assert len(set(LOOKS.values())) == len(LOOKS)
    assert _looks(["region", "mpsv"])["mpsv"] == _looks(["mpsv", "city_of_liberec"])["mpsv"]
    strange = _looks(["mpsv", "justice", "education", "city_of_liberec", "others"])
    assert len(set(strange.values())) == len(strange)


def test_numbers_of_a_scheme_cover_no_box_no_arrow_and_no_other_number() -> None:
    ends = [
        ("risky", "hidden"), ("risky", "stopped"), ("hidden", "contact"), ("contact", "hidden"),
        ("hidden", "treatment"), ("treatment", "hidden"), ("hidden", "abstinent"),
        ("abstinent", "hidden"), ("hidden", "prison"), ("prison", "hidden"),
        ("contact", "treatment"), ("contact", "abstinent"), ("contact", "prison"),
        ("treatment", "abstinent"), ("abstinent", "recovered"),
    ]  # fmt: skip
    segments = stock_and_flow._segments(ends)
    widths = dict.fromkeys(ends, 1.6) | {("risky", "hidden"): 1.2}
    places = stock_and_flow.placed(segments, widths)
    size = stock_and_flow._LINE
    for name, place in places.items():
        for _, box in stock_and_flow.STATES.values():
            assert not stock_and_flow._overlap(
                place, (widths[name], size), box, (stock_and_flow._WIDE, stock_and_flow._HIGH)
            ), name
        for other, there in places.items():
            if other != name:
                assert not stock_and_flow._overlap(
                    place, (widths[name], size), there, (widths[other], size)
                ), name
                assert not stock_and_flow._crosses(segments[other], place, (widths[name], size)), (
                    name
                )
        (a, b), (c, d) = segments[name]
        near = min(np.hypot(a + t * (c - a) - place[0], b + t * (d - b) - place[1])
                   for t in np.linspace(0, 1, 101))  # fmt: skip
        assert near <= 1.6 / 2 + 0.1, name


def test_names_stay_near_the_ends_of_their_lines() -> None:
    """Three names of one line each move by no more than one line for ends as near as can be."""
    moved = stacked([5.0, 5.0, 5.0], [1.0] * 3, low=0.0, high=10.0)
    assert max(abs(place - 5.0) for place in moved) <= 1.0


@pytest.mark.parametrize(("trough", "told"), [(200.0, True), (395.0, False)])
def test_the_lowest_recorded_share_is_told_with_its_year(
    results: Results, trough: float, *, told: bool
) -> None:
    position = results.position("frozen-budgets")
    loads = {name: load.copy() for name, load in results.loads["central"].items()}
    shape = results.loads["central"]["recorded_users"].shape
    for name, level in (("true_users", 1000.0), ("official_estimate", 900.0)):
        loads[name] = np.full(shape, level)
    loads["recorded_users"] = np.full(shape, 400.0)
    loads["recorded_users"][2, position] = trough
    changed = replace(results, loads={**results.loads, "central": loads})
    chart = recorded_and_true_users(changed, "frozen-budgets", language="en", version="0")
    assert isinstance(chart, Chart)
    texts = " ".join(text.get_text() for text in chart.figure.findobj(Label))
    assert ("; 2028: 20%" in texts.replace("\u00a0", " ")) == told
    assert "2026: 40% recorded" in texts.replace("\u00a0", " ")
