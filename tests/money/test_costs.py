"""Cost kinds: steps, money and overload, no figure counted twice."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.analysis.cashability import cash_of
from kpsim.analysis.payers import turning_years
from kpsim.errors import ParameterError
from kpsim.inputs.locations import params_folder
from kpsim.ledger.all_in import AllIn, all_in_problems
from kpsim.ledger.row_checks import RowTable
from kpsim.ledger.steps import Step, load_steps, sizes, split
from kpsim.money_study import RowMoney, RowStudy
from kpsim.results import Results
from kpsim.world import World

GUARDIAN = Step.model_validate(
    {
        "what": {"cs": "úvazek", "en": "post"},
        "low": 1.0,
        "step": 1.25,
        "high": 1.5,
        "unit": "FTE",
        "budget_lag": 1,
        "source": "s",
        "grade": "C",
        "reason": "r",
        "owner": "o",
    }
)


def column(*numbers: float) -> np.ndarray:
    return np.array(numbers)[:, np.newaxis]


def test_half_a_guardian_more_is_overload_and_a_whole_one_is_money_a_year_later() -> None:
    # A post is added at 1.25 posts of need and costs 900,000 CZK for each post of need.
    # Need: 0.5, 1.5, 1.5, 2.6; whole steps: 0, 1.25, 1.25, 2.5; paid a year later.
    found = split(column(0.5, 1.5, 1.5, 2.6), GUARDIAN, size=column(1.25), price=column(900_000))
    assert np.allclose(found.money[:, 0], [0, 0, 1_125_000, 1_125_000])
    assert np.allclose(found.overload[:, 0], [450_000, 1_350_000, 225_000, 1_215_000])


@given(load=st.lists(st.floats(-50, 50), min_size=4, max_size=4), size=st.floats(0.5, 10))
def test_money_and_overload_add_to_the_long_run_cost(load: list[float], size: float) -> None:
    found = split(column(*load), GUARDIAN, size=column(size), price=column(1000.0))
    assert np.allclose(found.money + found.overload, column(*load) * 1000)


@given(u=st.floats(0, 1))
def test_a_drawn_step_lies_between_its_ends(u: float) -> None:
    assert 1.0 <= sizes(GUARDIAN, np.array(u)) <= 1.5
    assert sizes(GUARDIAN, np.array(0.5)) == pytest.approx(1.25)


def test_every_step_fixed_row_has_its_step(world: World) -> None:
    rows = {row.name for row in world.ledger.rows if row.kind == "step_fixed"}
    assert set(load_steps(world.ledger)) == rows


def test_a_missing_and_an_unknown_step_are_reported_together(world: World, tmp_path: Path) -> None:
    text = (params_folder() / "money" / "cost_steps.toml").read_text(encoding="utf-8")
    (tmp_path / "money").mkdir()
    path = tmp_path / "money" / "cost_steps.toml"
    path.write_text(text.replace("[prison]", "[prisom]"), encoding="utf-8", newline="\n")
    with pytest.raises(ParameterError) as error:
        load_steps(world.ledger, tmp_path)
    assert [str(each) for each in error.value.problems] == [
        "cost_steps.toml: 'prison' is missing; add its step",
        "cost_steps.toml: 'prisom' is no step-fixed row of the ledger; did you mean 'prison'?",
    ]


def row(payer: str, amounts: list[float], *, kind: str = "variable") -> RowMoney:
    money = column(*amounts)
    none = np.zeros_like(money)
    return RowMoney(
        "row",
        payer,
        "health",
        kind,
        money,
        money,
        short_run=money,
        overload=none,
        average=2 * money,
    )


def test_spending_first_moves_in_the_year_it_passes_the_band() -> None:
    rows = [row("region", [4_000, 9_000, 12_000]), row("region", [0, 3_000, 1_000])]
    cash = cash_of(rows, "region", window=slice(0, 3), years=(2027, 2028, 2029), band=10_000)
    # 4,000, then 12,000, then 13,000.
    assert cash.first_year.tolist() == [2028]
    assert cash.share_of_money == 1


def test_values_put_on_losses_are_no_cash() -> None:
    rows = [row("region", [4_000]), row("region", [1e9], kind="welfare")]
    cash = cash_of(rows, "region", window=slice(0, 1), years=(2027,), band=1.0)
    assert cash.money.tolist() == [[4_000]]


def test_a_payer_turns_worse_off_in_the_year_its_sum_stays_above_the_band() -> None:
    # Sums: -5, -2, 4, 1, 6 with a band of 2: above from the fifth year for good.
    net = column(-5, 3, 6, -3, 5)
    years = (2027, 2028, 2029, 2030, 2031)
    assert turning_years(net, years, band=2).tolist() == [2031]
    assert np.isnan(turning_years(-net, years, band=20)).all()


def test_guardians_are_overload_before_they_are_money(rows: RowStudy) -> None:
    found = [r for r in rows.rows["all-services-stop"] if r.row == "guardians"]
    assert found
    for each in found:
        assert np.abs(each.overload).sum() > np.abs(each.short_run).sum()


def test_the_average_view_is_never_below_the_marginal_one_in_size(rows: RowStudy) -> None:
    assert rows.rows["all-services-stop"]
    for each in rows.rows["all-services-stop"]:
        assert (np.abs(each.average) >= np.abs(each.long_run) - 1e-6).all()


def all_in(**keys: object) -> dict[str, AllIn]:
    figure = {"label": {"cs": "c", "en": "cost of a homeless person"}, "sources": ["u:h"], **keys}
    return {"h": AllIn.model_validate(figure)}


def table(name: str, world: World) -> RowTable:
    own = next(each for each in world.ledger.rows if each.name == name)
    return RowTable.model_validate(
        {
            "label": {"cs": "a", "en": "a"},
            "system": own.system,
            "quantity": own.quantity,
            "purpose": own.name,
            "unit_cost": own.unit_cost,
            "marginal_share": "all",
            "payers": "region",
            "kind": own.kind,
        }
    )


def test_an_all_in_figure_beside_its_parts_fails_and_names_the_rows(world: World) -> None:
    tables = {name: table(name, world) for name in ("shelters", "acute_beds", "prison")}
    record = world.parameters.records["shelter_night_cost"]
    figures = all_in(sources=list(record.source), holds=["health", "justice.prison_population"])
    found = all_in_problems(tables, world.parameters, figures, place="ledger.toml")
    assert [str(each) for each in found] == [
        "ledger.toml: shelters: is priced with cost of a homeless person, which already holds "
        "acute_beds, prison; keep the all-in figure or its parts, not both"
    ]


def test_an_all_in_figure_alone_is_allowed(world: World) -> None:
    tables = {"shelters": table("shelters", world)}
    record = world.parameters.records["shelter_night_cost"]
    figures = all_in(sources=list(record.source), holds=["health"])
    assert all_in_problems(tables, world.parameters, figures, place="ledger.toml") == []


def test_denominators_are_records_with_a_source_and_a_year(world: World) -> None:
    assert world.budgets.by_payer
    for budget in world.budgets.by_payer.values():
        assert budget.record.price_year == budget.year
        if budget.record.source != ("assumption",) and "assumption" not in budget.record.source:
            for key in budget.record.source:
                assert key in world.parameters.sources
        else:
            assert budget.record.owner


def test_the_citys_budget_is_the_published_one(world: World) -> None:
    city = world.budgets.by_payer["city_of_liberec"]
    assert (city.amount, city.year) == (4_071_000_000, 2024)
    assert "unit_costs:liberec_city_budget_2024" in city.record.source


def test_shares_are_of_the_same_years_prices(world: World, results: Results) -> None:
    from kpsim.analysis.shares import shares
    from kpsim.money_study import price_paths

    indices = price_paths(world, results)
    amounts = np.full(256, 4_172_775.0)
    found = shares(amounts, "city_of_liberec", world.budgets, indices=indices, network=51_530_000.0)
    # 4,071 million of 2024 are 4,172.775 million of 2025 (2.5 %): a thousandth.
    assert {each.base for each in found} == {"network", "own sources"}
    own = next(each for each in found if each.base == "own sources")
    assert (own.budget_year, own.whole.price_year) == (2024, 2025)
    assert np.allclose(own.share, 0.001)
