"""Money findings against arithmetic that can be done by hand: two draws, three years."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.analysis import money
from kpsim.analysis.summary import monte_carlo_error, summary
from kpsim.results import Array, CostLine, Costs, Results
from tests.synthetic import PUBLIC, synthetic_results

PURSE = ("region", "insurer")
LINES = (
    CostLine("services", "region", "service_money"),
    CostLine("services", "region", "one_off"),
    CostLine("services", "donor", "service_money"),
    CostLine("health", "insurer", "variable"),
    CostLine("health", "insurer", "care_forgone"),
    CostLine("welfare", "insurer", "welfare"),
)


def _account(*by_year: tuple[float, float]) -> Array:
    """Return (year, scenario, draw): the reference is 100, the scenario differs by draw."""
    scenario = np.array(by_year, dtype=float)
    return np.stack([np.full_like(scenario, 100.0), 100.0 + scenario], axis=1)


@pytest.fixture
def results() -> Results:
    """Cut of 10 a year from 2027; closing costs 3; damage 4 then 20 in the first draw, 0 in the
    second; care not given saves 1 a year."""
    amounts = np.stack(
        [
            _account((0, 0), (-10, -10), (-10, -10)),
            _account((0, 0), (3, 3), (0, 0)),
            _account((0, 0), (-5, -5), (-5, -5)),
            _account((0, 0), (4, 0), (20, 0)),
            _account((0, 0), (-1, -1), (-1, -1)),
            _account((0, 0), (900, 900), (900, 900)),
        ]
    )
    costs = Costs(LINES, amounts)
    return replace(
        synthetic_results(draws=2),
        years=(2026, 2027, 2028),
        scenarios=("reference", "cut"),
        first_change=(None, 2027),
        costs={"floor": costs, "central": costs, "full": costs},
    )


def test_saved_is_the_fall_in_public_money_less_closing_costs(results: Results) -> None:
    found = money.saved(results, "cut", "central", public=PURSE)
    assert found.tolist() == [[0, 0], [7, 7], [10, 10]]


def test_closing_costs_are_the_one_off_costs_of_whoever_is_asked_for(results: Results) -> None:
    assert money.closing_costs(results, "cut", "central", public=PURSE).tolist() == [
        [0, 0],
        [3, 3],
        [0, 0],
    ]
    assert not money.closing_costs(results, "cut", "central", public=("insurer",)).any()


def test_a_system_is_borne_by_the_payer_most_of_its_change_falls_on(results: Results) -> None:
    found = money.bearers(results, "cut", "central", payers=PURSE)
    assert found == {"services": "region", "health": "insurer"}


def test_nobody_bears_a_system_of_which_two_payers_have_half_each(results: Results) -> None:
    lines = (CostLine("health", "insurer", "variable"), CostLine("health", "region", "variable"))
    amounts = np.stack([_account((0, 0), (4, 4), (4, 4))] * 2)
    costs = Costs(lines, amounts)
    shared = replace(results, costs={"floor": costs, "central": costs, "full": costs})
    assert money.bearers(shared, "cut", "central", payers=PURSE) == {"health": ""}


def test_caused_is_all_other_public_money_with_gains_and_without_welfare(results: Results) -> None:
    found = money.caused(results, "cut", "central", public=PURSE)
    assert found.tolist() == [[0, 0], [3, -1], [19, -1]]
    gross = money.caused(results, "cut", "central", public=PURSE, without=("care_forgone",))
    assert gross.tolist() == [[0, 0], [4, 0], [20, 0]]
    forgone = money.care_forgone(results, "cut", "central", public=PURSE)
    assert forgone.tolist() == [[0, 0], [-1, -1], [-1, -1]]


def test_net_is_caused_less_saved_and_cumulates_draw_by_draw(results: Results) -> None:
    net = money.net_public_cost(results, "cut", "central", public=PURSE)
    assert net.tolist() == [[0, 0], [-4, -8], [9, -11]]
    assert money.cumulative(results, "cut", net).tolist() == [[-4, -8], [5, -19]]
    assert money.over_horizon(results, "cut", net).tolist() == [5, -19]


def test_discounting_counts_the_first_year_in_full(results: Results) -> None:
    net = money.net_public_cost(results, "cut", "central", public=PURSE)
    found = money.discounted(results, "cut", net)
    assert found == pytest.approx(np.array([[-4, -8], [9 / 1.03, -11 / 1.03]]))


def test_the_horizon_ends_after_its_years_or_with_the_run(results: Results) -> None:
    assert money.horizon_years(results, "cut") == slice(1, 3)
    assert money.horizon_years(replace(results, horizon=1), "cut") == slice(1, 2)
    assert money.horizon_years(results, "reference") == slice(1, 3)


def test_per_crown_saved_is_a_ratio_of_means(results: Results) -> None:
    # Caused 22 and -2, saved 17 in both draws.
    found = money.per_crown_saved(results, "cut", "central", public=PURSE)
    assert found.measure == "caused per crown saved"
    assert found.ratio == pytest.approx(20 / 34)
    assert found.p05 == pytest.approx(np.quantile([22 / 17, -2 / 17], 0.05))
    assert found.share_defined == 1.0


def test_a_scenario_that_spends_is_told_per_crown_spent(results: Results) -> None:
    swapped = Costs(LINES, results.costs["central"].amounts[:, :, ::-1])
    spends = replace(results, costs={**results.costs, "central": swapped})
    found = money.per_crown_saved(spends, "cut", "central", public=PURSE)
    assert found.measure == "returned per crown spent"
    assert found.ratio == pytest.approx(20 / 34)


def test_a_scenario_that_changes_no_money_has_no_ratio(results: Results) -> None:
    found = money.per_crown_saved(results, "reference", "central", public=PURSE)
    assert np.isnan(found.ratio)
    assert found.share_defined == 0.0


def test_odds_leave_a_band_of_no_visible_change(results: Results) -> None:
    # Net of the insurer: 22 and -2 over two years, 11 and -1 a year.
    assert money.probability_worse_off(results, "cut", "insurer", band=2.0) == 0.5
    assert money.odds(results, "cut", "insurer", band=2.0) == money.Odds(0.5, 0.5, 0.0)
    assert money.odds(results, "cut", "insurer", band=0.5) == money.Odds(0.5, 0.0, 0.5)


def test_break_even_is_the_year_the_sum_stays_above_zero(results: Results) -> None:
    found = money.break_even(results, "cut", "central", public=PURSE)
    assert found.direction == "stops paying"
    assert found.years[0] == 2028
    assert np.isnan(found.years[1])
    assert found.share_never == 0.5


def test_payers_and_systems_add_up_to_the_whole() -> None:
    results = synthetic_results(draws=8)
    name = "harm-reduction-stops"
    whole = money.net_public_cost(results, name, "central", public=PUBLIC)
    payers = money.by_payer(results, name, "central")
    systems = money.by_system(results, name, "central", payers=PUBLIC)
    assert sum(payers[p].net for p in PUBLIC if p in payers) == pytest.approx(whole)
    assert sum(systems.values()) == pytest.approx(whole)


def test_the_reference_differs_from_itself_by_nothing() -> None:
    results = synthetic_results(draws=8)
    assert not money.net_public_cost(results, "reference", "central", public=PUBLIC).any()


def test_the_monte_carlo_error_is_the_spread_between_blocks() -> None:
    draws = np.repeat([1.0, 3.0], 256)
    assert monte_carlo_error(draws) == pytest.approx(np.sqrt(2) / np.sqrt(2))
    assert monte_carlo_error(np.array([1.0, 3.0])) == pytest.approx(1.0)
    assert summary(draws).mean == 2.0
