"""Accounting identities: they hold in every draw, whatever the scenario."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpsim.analysis import money, payers
from kpsim.inputs.indices import Indices
from kpsim.money_study import RowStudy
from kpsim.report.money_tables import bands, cash_found, payers_of, society_parts
from kpsim.results import VIEWS, Results
from kpsim.world import World
from tests.money.conftest import NAMES

draws = st.integers(0, 255)
names = st.sampled_from(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("view", VIEWS)
def test_perspectives_are_sums_of_one_ledger(results: Results, name: str, view: str) -> None:
    assert max(payers.gaps(results, name, view).values()) < 1e-9  # type: ignore[arg-type]


@settings(max_examples=60)
@given(name=names, draw=draws)
def test_the_public_net_is_the_sum_of_its_payers_in_each_draw(
    results: Results, world: World, name: str, draw: int
) -> None:
    public = world.ledger.public
    whole = money.net_public_cost(results, name, "central", public=public)[:, draw]
    nets = money.by_payer(results, name, "central")
    parts = [one.net[:, draw] for payer, one in nets.items() if payer in public]
    assert np.allclose(whole, np.sum(parts, axis=0), rtol=1e-9, atol=1e-3)


@settings(max_examples=60)
@given(name=names, draw=draws)
def test_money_and_overload_are_together_what_the_ledger_counts(
    rows: RowStudy, results: Results, world: World, name: str, draw: int
) -> None:
    by_payer = money.by_payer(results, name, "central")
    window = money.horizon_years(results, name)
    costs = results.costs["central"]
    place = results.position(name)
    for cash in cash_found(rows, name, world, horizon=results.horizon):
        own = [
            n
            for n, line in enumerate(costs.lines)
            if line.payer == cash.payer and line.kind not in ("service_money", "welfare")
        ]
        counted = (costs.amounts[own, :, place] - costs.amounts[own, :, 0]).sum(axis=0)
        assert np.allclose(cash.long_run[:, draw], counted[window][:, draw], atol=1e-3)
    assert by_payer


@settings(max_examples=60)
@given(name=names, draw=draws)
def test_what_one_public_payer_pays_another_is_nobodys_cost(
    rows: RowStudy, name: str, draw: int
) -> None:
    pay = [r.long_run[:, draw] for r in rows.rows[name] if r.row.startswith("guardianship_")]
    assert np.allclose(np.sum(pay, axis=0), 0, atol=1e-6)


def test_the_rows_of_the_matrix_add_to_what_falls_on_payers(
    results: Results, world: World, indices: Indices
) -> None:
    for name in NAMES:
        limits = bands(world.budgets, payers_of(results), indices)
        found = payers.payer_findings(results, name, bands=limits)
        matrix = payers.matrix(found)
        if matrix.funders:
            assert np.allclose(matrix.cells.sum(axis=0), matrix.caused)
            shares = matrix.cells.sum(axis=1) / matrix.caused.sum()
            assert np.allclose(shares, matrix.saved / matrix.saved.sum())


def test_with_the_compensation_no_public_payer_is_worse_off_on_average(
    results: Results, world: World, indices: Indices
) -> None:
    limits = bands(world.budgets, payers_of(results), indices)
    found = payers.payer_findings(results, "the-city-leaves-the-key", bands=limits)
    rate = results.discount_rate
    deal = payers.compensation(found, discount_rate=rate, public=world.ledger.public)
    assert deal.enough
    assert set(deal.owed).isdisjoint(deal.gains)
    assert sum(deal.gains.values()) > sum(deal.owed.values()) > 0


@pytest.mark.parametrize("name", ["all-services-stop", "the-city-leaves-the-key"])
def test_the_two_ways_to_value_deaths_are_never_added(
    rows: RowStudy, results: Results, world: World, name: str
) -> None:
    parts = society_parts(rows, results, name, world, window=slice(1, 11))
    assert "statistical_lives" not in parts["qaly"]
    assert "early_deaths" not in parts["vsl"]
    assert "lost_output" not in parts["vsl"]
    for each in parts.values():
        whole = sum(amount for part, amount in each.items() if part != "total")
        assert np.allclose(each["total"], whole)


def test_transfers_are_not_in_societys_resources(results: Results) -> None:
    view = payers.society(results, "all-services-stop")
    costs = results.costs["central"]
    kept = [n for n, c in enumerate(costs.lines) if c.kind not in ("transfer", "welfare")]
    place = results.position("all-services-stop")
    cash = (costs.amounts[kept, :, place] - costs.amounts[kept, :, 0]).sum(axis=0)
    window = money.horizon_years(results, "all-services-stop")
    assert np.allclose(view.resources, cash[window])
    assert np.abs(view.transfers).sum() > 0


def test_dismissed_staff_cost_unemployment_benefit_once(rows: RowStudy) -> None:
    found = {r.row: r for r in rows.rows["all-services-stop"]}
    benefit = found["staff_unemployment_benefit"].long_run
    assert found["staff_unemployment_benefit"].payer == "mpsv"
    # Everybody is dismissed within the first year, nearly nothing is paid later.
    assert benefit[1].mean() > 10 * np.abs(benefit[3:]).mean()
