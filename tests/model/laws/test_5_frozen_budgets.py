"""Law 5: a budget frozen in crowns while costs rise equals a stated cut of the same real size."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.inputs.funding import SERVICES
from kpsim.inputs.indices import Array
from kpsim.inputs.scenario_checks import Change
from kpsim.inputs.scenarios import Scenario, load_scenario
from kpsim.study import YEARS
from tests.model.experiment import (
    MONTHS,
    REFERENCE,
    TEXT,
    Bench,
    cut,
    levels,
    outcomes,
    paths_of,
)

FROZEN_FROM = 2027
WATCHED = ("staff", "trust", "contact_clients", "counselling_clients", "prison_population")


@pytest.fixture(scope="module")
def frozen() -> Scenario:
    return load_scenario("frozen-budgets")


def real_value(bench: Bench, draws: int) -> Array:
    """Return what last year's crowns still buy, by year and draw."""
    cost = bench.indices.service_cost[:, :draws]
    base = cost[YEARS.index(FROZEN_FROM) - 1]
    return np.where(np.array(YEARS)[:, np.newaxis] < FROZEN_FROM, 1.0, base / cost)


def stated_cut(value: Array) -> Scenario:
    """Return the cuts of one draw that somebody would have to decide, one a year."""
    pattern: Change = cut("stated", SERVICES, 0.5).changes[0]
    changes = tuple(
        replace(
            pattern,
            action="reduce" if left <= 1 else "expand",
            by=float(abs(1 - left)),
            start=12 * year,
            end=12 * (year + 1),
            announced=12 * year,
        )
        for year, left in enumerate(value)
    )
    return Scenario("stated", TEXT, TEXT, changes=changes)


def test_frozen_money_is_the_real_value_of_last_years_crowns(
    bench: Bench, frozen: Scenario
) -> None:
    draws = bench.few(count=32)
    paths = paths_of(bench, [frozen], draws, steps=MONTHS)
    value = np.repeat(real_value(bench, 32), 12, axis=0)[:, np.newaxis, np.newaxis, np.newaxis]
    assert paths["money_paid"] == pytest.approx(paths["reference_money"] * value, rel=1e-12)
    assert not paths["announced_cut"].any()


def test_freezing_gives_the_results_of_a_money_path_cut_by_hand(
    bench: Bench, frozen: Scenario
) -> None:
    draws = bench.few()
    paths = paths_of(bench, [REFERENCE], draws, steps=MONTHS)
    value = np.repeat(real_value(bench, 8), 12, axis=0)[:, np.newaxis, np.newaxis, np.newaxis]
    by_hand = paths | {"money_paid": paths["reference_money"] * value}
    one = levels(bench, [frozen], draws, WATCHED)
    other = levels(bench, [REFERENCE], draws, WATCHED, paths=by_hand)
    for name in WATCHED:
        assert one[name] == pytest.approx(other[name], rel=1e-9), name


@pytest.mark.parametrize("number", [0, 5, 17])
def test_freezing_equals_the_cuts_somebody_would_have_to_decide(
    bench: Bench, frozen: Scenario, number: int
) -> None:
    draw = bench.few(start=number, count=1)
    stated = stated_cut(real_value(bench, number + 1)[:, number])
    found = outcomes(bench, [frozen, stated], draw)
    assert found
    for name, load in found.items():
        assert load[:, 0] == pytest.approx(load[:, 1], rel=1e-9, abs=1e-12), name


def test_the_cut_by_inflation_grows_in_every_year_in_which_costs_rise(bench: Bench) -> None:
    value = real_value(bench, 256)[YEARS.index(FROZEN_FROM) :]
    rising = np.diff(bench.indices.service_cost, axis=0)[-len(value) + 1 :] > 0
    assert (np.diff(value, axis=0)[rising] < 0).all()
    assert rising.mean() > 1 / 2
