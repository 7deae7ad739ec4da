"""What inflation leaves of a budget: indexing rules, frozen budgets, price paths, the back-test."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.analysis import erosion
from kpsim.analysis.backtest import backtest, forecast, hits, load_method, recorded_growth
from kpsim.errors import ScenarioError
from kpsim.inputs.draws import draw
from kpsim.inputs.energy import draw_energy
from kpsim.inputs.indexing import Indexing
from kpsim.inputs.indices import Indices
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenarios import load_scenario
from kpsim.money_study import made
from kpsim.results import Results
from kpsim.world import World

HEAD = 'title = { cs = "A", en = "A" }\ndescription = { cs = "A", en = "A" }\n'


def test_a_budget_frozen_in_2015_pays_just_over_half_of_its_staff_in_2025() -> None:
    # Average wages 26,467 CZK in 2015 and 49,215 CZK in 2025: 26,467 / 49,215 = 53.8 %.
    frozen = erosion.past("none")
    assert frozen.bought[-1, 0] == pytest.approx(26_467 / 49_215)


def test_a_budget_that_followed_prices_still_lost_staff() -> None:
    # Prices rose by 55.2 % in 2016-2025, wages by 85.9 %.
    prices = np.prod([1.007, 1.025, 1.021, 1.028, 1.032, 1.038, 1.151, 1.107, 1.024, 1.025])
    kept = erosion.past("cpi").bought[-1, 0]
    assert kept == pytest.approx(prices * 26_467 / 49_215)
    assert 0.8 < kept < 0.9


def test_a_budget_that_follows_wages_keeps_its_staff_in_the_past() -> None:
    assert np.allclose(erosion.past("wages").bought, 1)


def test_a_frozen_budget_equals_the_cut_it_amounts_to(world: World, indices: Indices) -> None:
    values = draw(world.parameters, seed=1, draws=256, view="central").values
    frozen = load_scenario("frozen-budgets")
    months = len(indices.years) * 12
    paths = engine_paths([frozen], world.funding, indices=indices, values=values, steps=months)
    ratio = paths["money_paid"][:, 0, 0, 0] / paths["reference_money"][:, 0, 0, 0]
    cut = 1 - erosion.equivalent_cut(erosion.future("none", indices, base=2026))
    by_month = np.repeat(cut, 12, axis=0)
    assert np.allclose(ratio, by_month, rtol=1e-9)


def test_the_stated_cut_of_that_size_pays_the_same(world: World, indices: Indices) -> None:
    """In one draw, one year: frozen money is the money of a scenario that reduces by that share."""
    values = draw(world.parameters, seed=1, draws=256, view="central").values
    share = float(erosion.equivalent_cut(erosion.future("none", indices, base=2026))[5, 0])
    text = f"by = {share}\n"
    frozen = load_scenario("frozen-budgets")
    stated = load_scenario(_reduced(text))
    paths = engine_paths([frozen, stated], world.funding, indices=indices, values=values, steps=72)
    # Sixth year of the run: 2031, in January.
    money = paths["money_paid"][60, :, 0, :, 0]
    assert np.allclose(money[:, 0], money[:, 1])


def _reduced(text: str) -> Path:
    import tempfile

    path = Path(tempfile.mkdtemp()) / "stated.toml"
    change = '[[change]]\nservice = "all"\naction = "reduce"\nfrom = 2027-01-01\n'
    path.write_text(HEAD + change + text, encoding="utf-8", newline="\n")
    return path


@given(rate=st.floats(-0.05, 0.2))
def test_an_own_percentage_grows_as_interest_does(rate: float) -> None:
    years = (2026, 2027, 2028)
    flat = np.ones((3, 2))
    indices = Indices(years, flat, flat, flat)
    world_values = {"network_cost_scale": np.ones((1, 1, 1, 2)), "reserve_months": np.ones(2)}
    from kpsim.inputs.funding import load_funding
    from kpsim.inputs.money_paths import funding_by_line

    scenario = made("own", "own", "own", indexing=Indexing("percentage", {}, 12, rate))
    paid = funding_by_line([scenario], load_funding(), indices=indices, values=world_values)
    grown = paid.nominal[0, :, 0, 0] / paid.nominal[0, 0, 0, 0]
    # January 2027 is one year after the base, January 2028 two.
    assert np.allclose(grown, [1, (1 + rate) ** 1, (1 + rate) ** 2])


def test_an_own_percentage_must_be_given(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(HEAD + '[indexing]\ndefault = "percentage"\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        load_scenario(path)
    assert [str(each) for each in error.value.problems] == [
        "mine.toml: indexing.percentage: is missing; write for example percentage = 0.02"
    ]


def test_energy_moves_with_prices_and_more_than_they_do(world: World, indices: Indices) -> None:
    values = draw(world.parameters, seed=1, draws=256, view="central").values
    energy = draw_energy(values, 1, indices.years, indices=indices)
    prices, shocks = np.diff(np.log(indices.cpi), axis=0), np.diff(np.log(energy), axis=0)
    link = [np.corrcoef(a, b)[0, 1] for a, b in zip(prices[3:], shocks[3:], strict=True)]
    assert min(link) > 0.2
    assert shocks.std() > 2 * prices.std()


def test_energy_is_the_same_for_the_same_draws(world: World, indices: Indices) -> None:
    values = draw(world.parameters, seed=1, draws=256, view="central").values
    once, twice = (draw_energy(values, 1, indices.years, indices=indices) for _ in range(2))
    assert np.array_equal(once, twice)


def test_2022_is_weighted_down_and_its_weight_makes_later_intervals_narrower() -> None:
    method = load_method()
    assert method.weight(2022) < 1
    growth = {y: g for y, g in recorded_growth("cpi").items() if y <= 2024}
    low, high = forecast(growth, method, ahead=1)
    full = method.model_copy(update={"weights": {}})
    wide_low, wide_high = forecast(growth, full, ahead=1)
    assert high - low < wide_high - wide_low


def test_the_back_test_never_looks_ahead() -> None:
    method = load_method()
    growth = recorded_growth("cpi")
    past = {year: value for year, value in growth.items() if year <= 2020}
    trials = [
        trial
        for trial in backtest(method, ahead=1)
        if (trial.series, trial.target) == ("cpi", 2021)
    ]
    assert trials
    for trial in trials:
        assert (trial.low, trial.high) == forecast(past, method, ahead=1)


def test_the_back_test_counts_every_year_of_both_series() -> None:
    trials = backtest(load_method(), ahead=1)
    inside, tried = hits(trials)
    assert tried == 22
    assert inside == sum(trial.low <= trial.happened <= trial.high for trial in trials)
    missed = {(trial.series, trial.target) for trial in trials if not trial.hit}
    assert ("cpi", 2022) in missed  # nobody foresaw 15.1 %


def test_contracts_that_lapse_end_their_lines_and_no_others(tmp_path: Path, world: World) -> None:
    from dataclasses import replace
    from datetime import date

    from kpsim.ledger.cascade_tree import cascade_tree

    lines = tuple(
        line.model_copy(update={"ends": date(2028, 12, 31)}) if line.funder == "eu" else line
        for line in world.funding.lines
    )
    path = tmp_path / "lapse.toml"
    path.write_text(HEAD + "[contracts]\nlapse_from = 2027-01-01\n", encoding="utf-8")
    scenario = load_scenario(path)
    tree = cascade_tree(scenario, replace(world.funding, lines=lines))
    assert {fall.funder for branch in tree.branches for fall in branch.taken} == {"eu"}
    assert tree.decided == 500_000


def test_clients_of_frozen_budgets_are_counted_against_services_kept(results: Results) -> None:
    shares = erosion.clients(results, "frozen-budgets", ("counselling",))
    last = shares["counselling_clients_in_year"]
    assert (last[0] == 1).all()
    assert last[10].mean() < 1
