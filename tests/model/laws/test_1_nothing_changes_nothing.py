"""Law 1: a cut of nothing changes nothing, and company changes no digit."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kpsim.inputs.draws import BLOCK, draw
from kpsim.inputs.funding import SERVICES
from kpsim.inputs.indices import Array
from kpsim.inputs.scenario_checks import Change
from kpsim.inputs.scenarios import Scenario, load_scenario
from kpsim.study import Settings, study
from tests.model.experiment import FEW, REFERENCE, Bench, cut, outcomes, scenario
from tests.model.random_passes import holds_in_random_scenarios

SOME = ("all-services-stop", "frozen-budgets", "close-and-reopen", "expansion")


def assert_same(one: Mapping[str, Array], other: Mapping[str, Array]) -> None:
    """Compare bit for bit."""
    different = [name for name in one if one[name].tobytes() != other[name].tobytes()]
    assert different == []


def at(loads: Mapping[str, Array], position: int) -> dict[str, Array]:
    return {name: np.ascontiguousarray(load[:, position]) for name, load in loads.items()}


def part(loads: Mapping[str, Array], scenarios: slice, draws: slice) -> dict[str, Array]:
    return {name: np.ascontiguousarray(load[:, scenarios, draws]) for name, load in loads.items()}


@pytest.fixture(scope="module")
def some() -> list[Scenario]:
    return [load_scenario(name) for name in SOME]


def test_a_scenario_without_changes_is_the_reference(bench: Bench) -> None:
    found = outcomes(bench, [load_scenario("reference"), scenario("empty")], bench.few())
    assert_same(at(found, 0), at(found, 1))


@pytest.mark.parametrize("action", ["reduce", "expand"])
def test_a_change_of_size_zero_changes_nothing(bench: Bench, action: str) -> None:
    table = {"service": "all", "action": action, "by": 0.0, "from": date(2027, 1, 1)}
    found = outcomes(bench, [REFERENCE, scenario("nothing", table)], bench.few())
    assert_same(at(found, 0), at(found, 1))


def test_a_cut_of_one_service_leaves_the_money_of_the_others_bit_for_bit(bench: Bench) -> None:
    found = outcomes(bench, [REFERENCE, cut("prevention", ["prevention"], 1.0)], bench.few())
    assert at(found, 0)["trust_outreach"].tobytes() == at(found, 1)["trust_outreach"].tobytes()


def test_order_of_scenarios_changes_no_digit(bench: Bench, some: list[Scenario]) -> None:
    forward = outcomes(bench, some, bench.few())
    backward = outcomes(bench, some[::-1], bench.few())
    for number in range(len(some)):
        assert_same(at(forward, number), at(backward, len(some) - 1 - number))


def test_a_scenario_alone_is_the_same_as_in_company(bench: Bench, some: list[Scenario]) -> None:
    together = outcomes(bench, some, bench.few())
    for number, each in enumerate(some):
        assert_same(at(together, number), at(outcomes(bench, [each], bench.few()), 0))


@pytest.mark.parametrize("size", [1, 3])
def test_size_of_a_block_changes_no_digit(bench: Bench, some: list[Scenario], size: int) -> None:
    draws = 5
    whole = outcomes(bench, some, bench.few(count=draws))
    for start in range(0, draws, size):
        stop = min(start + size, draws)
        part = outcomes(bench, some, bench.few(start=start, count=stop - start))
        assert_same(
            {name: np.ascontiguousarray(load[..., start:stop]) for name, load in whole.items()},
            {name: np.ascontiguousarray(load) for name, load in part.items()},
        )


def test_more_draws_after_change_no_digit_before(bench: Bench) -> None:
    more = draw(bench.world.parameters, seed=1, draws=2 * BLOCK, view="central")
    first = {name: np.ascontiguousarray(a[..., :BLOCK]) for name, a in more.values.items()}
    assert_same({name: np.ascontiguousarray(a) for name, a in bench.central.values.items()}, first)


def test_number_of_workers_changes_no_digit(bench: Bench) -> None:
    closing = [cut("closing", SERVICES, 1.0)]
    one, two = (
        study(bench.world, closing, Settings(draws=2 * BLOCK, workers=workers))
        for workers in (1, 2)
    )
    for view in ("central", "floor"):
        assert_same(one.loads[view], two.loads[view])
        assert one.costs[view].amounts.tobytes() == two.costs[view].amounts.tobytes()


# Random scenarios

Told = Callable[[str, object], None]


def test_the_past_of_a_random_scenario_is_the_reference(
    bench: Bench, record_property: Told
) -> None:
    def check(batch: tuple[Scenario, ...]) -> None:
        found = outcomes(bench, [REFERENCE, *batch], bench.few())
        for number, each in enumerate(batch, start=1):
            assert each.first_month is not None
            years = each.first_month // 12
            for name, load in found.items():
                assert (load[:years, number] == load[:years, 0]).all(), (name, each)

    holds_in_random_scenarios("the past is the reference", check, record_property)


def of_size_zero(change: Change) -> Change:
    """Take the size from a decision and leave its date, speed, services and funders."""
    if change.action == "reopen":
        return change
    return replace(change, action="expand" if change.action == "expand" else "reduce", by=0.0)


def test_a_random_scenario_of_size_zero_is_the_reference(
    bench: Bench, record_property: Told
) -> None:
    def check(batch: tuple[Scenario, ...]) -> None:
        zero = [replace(each, changes=tuple(map(of_size_zero, each.changes))) for each in batch]
        found = outcomes(bench, [REFERENCE, *zero], bench.few())
        for number in range(1, 1 + len(zero)):
            assert_same(at(found, 0), at(found, number))

    holds_in_random_scenarios("size zero is the reference", check, record_property)


def test_order_of_random_scenarios_changes_no_digit(bench: Bench, record_property: Told) -> None:
    def check(batch: tuple[Scenario, ...]) -> None:
        forward = outcomes(bench, batch, bench.few())
        backward = outcomes(bench, batch[::-1], bench.few())
        everything = slice(None)
        assert_same(
            part(forward, everything, everything), part(backward, slice(None, None, -1), everything)
        )

    holds_in_random_scenarios("order changes no digit", check, record_property)


def test_blocks_of_random_scenarios_and_draws_change_no_digit(
    bench: Bench, record_property: Told
) -> None:
    """Three draws and five, a third of the scenarios and the rest."""

    def check(batch: tuple[Scenario, ...]) -> None:
        whole = outcomes(bench, batch, bench.few())
        third = max(1, len(batch) // 3)
        for scenarios in (slice(0, third), slice(third, len(batch))):
            for draws in (slice(0, 3), slice(3, FEW)):
                if batch[scenarios]:
                    some = bench.few(start=draws.start, count=draws.stop - draws.start)
                    block = outcomes(bench, batch[scenarios], some)
                    assert_same(part(whole, scenarios, draws), block)

    holds_in_random_scenarios("blocks change no digit", check, record_property)
