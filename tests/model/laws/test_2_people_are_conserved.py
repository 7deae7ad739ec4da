"""Law 2: people are conserved, no stock is negative, shares stay within 0 and 1."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from kpsim.engine.buffers import lay_out
from kpsim.engine.simulate import Keep, Names, simulate, start
from kpsim.inputs.draws import Draws, columns
from kpsim.inputs.indices import Array
from kpsim.inputs.scenarios import Scenario, load_scenario, shipped_scenarios
from kpsim.model.dimensions import SUBSTANCE
from kpsim.world import World
from tests.model.experiment import MONTHS, REFERENCE, Bench, levels, new_bench, paths_of
from tests.model.random_passes import holds_in_random_scenarios

ROUNDING = 1e-9
MANY = 8192
RARE = 0.005
SHARES = (
    "trust",
    "programme_experience_first",
    "programme_experience_second",
    "programme_experience",
    "programme_coverage",
    "admitted_share_community",
    "admitted_share_counselling",
    "admitted_share_substitution",
    "admitted_share_aftercare",
    "admitted_share_contact",
    "aftercare_share",
    "crowding_of_counselling",
    "service_syringe_coverage",
    "syringe_coverage",
    "sharing_share",
    "cured_share_of_susceptible",
    "outbreak_has_begun",
    "contact_reach",
    "unseen_share",
)
"""Variables that are shares of a whole at any time."""

COMING = {"becoming_risky"}
GOING = {"outgrowing_risky_use", "recovering_for_good"}
"""How people who use enter and leave the world of the model, beside death."""


def sums_and_levels(
    bench: Bench, scenarios: Sequence[Scenario], draws: Draws
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Return stocks at the start, and yearly sums of flows with levels of stocks at year ends."""
    world = bench.world
    paths = paths_of(bench, scenarios, draws, steps=MONTHS)
    parameters = {name: draws.values[name] for name in world.model.parameters}
    names = Names(tuple(each.name for each in scenarios), 0, tuple(map(str, range(MONTHS))))
    keep = [Keep(name, name, "sum") for name in world.model.flows]
    keep += [Keep(name, name, "end") for name in world.model.stocks]
    found = simulate(
        world.model,
        parameters=parameters,
        paths=paths,
        steps=MONTHS,
        step=1.0,
        keep=keep,
        names=names,
    )
    layout = lay_out(world.model, (), parameters=parameters, paths=paths)
    start(world.model, layout, names)
    arrays, slots = layout.arrays, world.model.program.now
    return {name: arrays[slots[name]].copy() for name in world.model.stocks}, found


def unexplained(world: World, first: Mapping[str, Array], found: Mapping[str, Array]) -> list[str]:
    """Name the stocks whose level is not the start plus all that came less all that went."""
    wrong = []
    for name in world.model.stocks:
        moved = sum(np.cumsum(found[flow], axis=0) for flow in world.model.inflows(name))
        moved = moved - sum(np.cumsum(found[flow], axis=0) for flow in world.model.outflows(name))
        gap = np.abs(first[name] + moved - found[name])
        scale = np.maximum(1.0, np.abs(first[name]).max())
        if (gap > ROUNDING * scale).any():
            wrong.append(name)
    return wrong


@pytest.fixture(scope="module")
def shipped(bench: Bench) -> tuple[dict[str, Array], dict[str, Array]]:
    scenarios = [load_scenario(name) for name in shipped_scenarios()]
    return sums_and_levels(bench, scenarios, bench.few(count=128))


def test_every_stock_is_its_start_and_its_flows(bench: Bench, shipped: tuple) -> None:
    assert unexplained(bench.world, *shipped) == []


def test_people_enter_by_starting_and_leave_by_death_or_recovery(world: World) -> None:
    people = {
        name
        for name, stock in world.model.stocks.items()
        if stock.by == (SUBSTANCE,) and stock.unit == "person"
    }
    flows = world.model.flows.items()
    out_of = {n: flow.out_of.name for n, flow in flows if flow.out_of is not None}
    into = {n: flow.into.name for n, flow in flows if flow.into is not None}
    coming = {name for name, stock in into.items() if stock in people and name not in out_of}
    going = {name for name, stock in out_of.items() if stock in people and name not in into}
    assert coming == COMING
    assert {name for name in going if not name.startswith("dying_")} == GOING
    assert all(out_of[name] in people for name in into if into[name] in people and name in out_of)


def test_users_are_the_start_plus_starters_less_deaths_and_recoveries(
    world: World, shipped: tuple[dict[str, Array], dict[str, Array]]
) -> None:
    first, found = shipped
    people = [
        name
        for name, stock in world.model.stocks.items()
        if stock.by == (SUBSTANCE,) and stock.unit == "person"
    ]
    dying = [name for name in world.model.flows if name.startswith("dying_")]
    dying.remove("dying_without_home")  # people of no stock by substance; counted there already
    moved = np.cumsum(found["becoming_risky"], axis=0)
    moved = moved - sum(np.cumsum(found[name], axis=0) for name in (*GOING, *dying))
    start_of_all = sum(first[name] for name in people)
    assert sum(found[name] for name in people) == pytest.approx(start_of_all + moved, rel=1e-9)


def test_no_stock_is_negative(world: World, shipped: tuple) -> None:
    low = {name: shipped[1][name].min() for name in world.model.stocks}
    assert {name: value for name, value in low.items() if value < -ROUNDING} == {}


def test_no_flow_runs_backwards(world: World, shipped: tuple) -> None:
    low = {name: shipped[1][name].min() for name in world.model.flows}
    assert {name: value for name, value in low.items() if value < -ROUNDING} == {}


def in_corners(draws: Draws) -> Draws:
    """Put every number at its 0.5th or 99.5th percentile by chance: rarer than any draw."""
    chance = np.random.default_rng(7)
    ends = {
        name: np.quantile(array, (RARE, 1 - RARE), axis=-1, keepdims=True)
        for name, array in draws.values.items()
    }
    return replace(
        draws,
        values={
            name: np.where(chance.random(array.shape) < 1 / 2, *ends[name])
            for name, array in draws.values.items()
        },
    )


@pytest.mark.parametrize("view", ["central", "floor"])
@pytest.mark.parametrize("corners", [False, True], ids=["drawn", "in the corners"])
def test_no_solved_start_value_is_negative(bench: Bench, view: str, corners: bool) -> None:
    # Many draws: a rate that is solved below zero in one draw of seven thousand was found so, and
    # in the corners a stock that began below zero in one draw of five million.
    many = new_bench(bench.world, draws=MANY)
    draws = many.few(view, count=MANY)
    if corners:
        draws = in_corners(draws)
    solved = [name for name in bench.world.model.auxiliaries if name.endswith("_at_balance")]
    solved += [name for name in bench.world.model.auxiliaries if name.startswith("seek_")]
    paths = paths_of(many, [REFERENCE], draws, steps=1)
    found = levels(many, [REFERENCE], draws, solved, paths=paths)
    assert {name: low for name in solved if (low := found[name].min()) < 0} == {}


def test_shares_stay_within_zero_and_one(bench: Bench) -> None:
    scenarios = [load_scenario(name) for name in shipped_scenarios()]
    found = levels(bench, scenarios, bench.few(count=64), SHARES)
    ends = {name: (array.min(), array.max()) for name, array in found.items()}
    beyond = {n: ends[n] for n in SHARES if not -ROUNDING <= ends[n][0] <= ends[n][1] <= 1 + 1e-9}
    assert beyond == {}


@pytest.mark.parametrize("view", ["central", "floor"])
def test_drawn_shares_lie_within_zero_and_one(bench: Bench, view: str) -> None:
    records = bench.world.parameters.columns.items()
    shares = {key.partition(".")[0] for key, record in records if record.role == "share"}
    values = bench.few(view, count=256).values
    assert [n for n in shares if not (values[n] >= 0).all() or not (values[n] <= 1).all()] == []


def test_an_effect_cannot_be_drawn_where_its_record_says_it_is_impossible(bench: Bench) -> None:
    drawn = columns(bench.few(count=256), bench.world.parameters)
    beyond = {
        key: row.min()
        for key, record in bench.world.parameters.columns.items()
        if (row := drawn[key]).size and record.beyond_null_impossible and record.null == 0
        if row.min() < 0
    }
    assert beyond == {}


# Random scenarios


def test_people_are_conserved_in_random_scenarios(
    bench: Bench, record_property: Callable[[str, object], None]
) -> None:
    def check(batch: tuple[Scenario, ...]) -> None:
        first, found = sums_and_levels(bench, batch, bench.few())
        assert unexplained(bench.world, first, found) == []

    holds_in_random_scenarios("people are conserved", check, record_property)


def test_nothing_is_negative_in_any_month_of_random_scenarios(
    bench: Bench, record_property: Callable[[str, object], None]
) -> None:
    watched = (*bench.world.model.stocks, *bench.world.model.flows, *SHARES)

    def check(batch: tuple[Scenario, ...]) -> None:
        found = levels(bench, batch, bench.few(), watched)
        assert {n: low for n in watched if (low := found[n].min()) < -ROUNDING} == {}
        assert {n: high for n in SHARES if (high := found[n].max()) > 1 + ROUNDING} == {}

    holds_in_random_scenarios("nothing is negative", check, record_property)
