"""Law 12: the length of a step hardly matters, rates stay small, and no rule jumps."""

from collections.abc import Mapping

import numpy as np
import pytest

from kpsim.inputs.draws import draw
from kpsim.inputs.funding import SERVICES
from kpsim.inputs.indices import Array, draw_indices
from kpsim.inputs.scenarios import load_scenario
from kpsim.study import YEARS
from tests.model.experiment import (
    REFERENCE,
    Bench,
    cut,
    levels,
    outcomes,
    paths_of,
)

HALF = 0.5
ONE_PER_CENT = 0.01
COMPARED = ("reference", "all-services-stop", "close-and-reopen", "frozen-budgets", "expansion")
RANDOM_EVENT = {"outbreak_has_begun", "injectors_with_hiv"}
"""Follow a random event, the named exception to "no switch"."""


def headlines(bench: Bench) -> list[str]:
    return [name for name, spec in bench.world.outcomes.items() if spec.headline]


@pytest.fixture(scope="module")
def by_step(bench: Bench) -> tuple[Mapping[str, Array], Mapping[str, Array]]:
    scenarios = [load_scenario(name) for name in COMPARED]
    draws = bench.few(count=128)
    whole, half = (outcomes(bench, scenarios, draws, step=step) for step in (1.0, HALF))
    return whole, half


def gap(whole: Array, half: Array) -> Array:
    """Return how far the medians lie apart against the larger of median and 90 % width."""
    one, other = np.median(whole, axis=-1), np.median(half, axis=-1)
    low, high = np.quantile(half, (0.05, 0.95), axis=-1)
    scale = np.maximum(np.abs(other), high - low)
    return np.abs(one - other) / np.maximum(scale, np.finfo(float).tiny)


HALF_A_MONTH = 1 / 24
"""Of a year: no load may come earlier or later by more (docs/decisions/0013)."""


def steepest(load: Array) -> Array:
    """Return by how much the median changes in a year beside each year, on the steeper side."""
    change = np.abs(np.diff(np.median(load, axis=-1), axis=0))
    none = np.zeros_like(change[:1])
    return np.maximum(np.concatenate([none, change]), np.concatenate([change, none]))


def test_half_the_step_moves_no_headline_by_a_per_cent_or_by_half_a_month(
    bench: Bench, by_step: tuple[Mapping[str, Array], Mapping[str, Array]]
) -> None:
    """Of loads that are there at all: what has fallen below 1 % of the reference is gone.

    Where services close or reopen, staff and trust change within a quarter of a year. A step of a
    month moves such a fall in time, and in the year of the fall that is more than a per cent.
    """
    whole, half = by_step
    far = {}
    for name in headlines(bench):
        there = np.abs(np.median(half[name], axis=-1))
        gaps = gap(whole[name], half[name]) * (there > ONE_PER_CENT * there[:, :1])
        late = np.abs(np.median(whole[name], axis=-1) - np.median(half[name], axis=-1))
        too_far = (gaps >= ONE_PER_CENT) & (late > HALF_A_MONTH * steepest(half[name]))
        for year, number in np.argwhere(too_far):
            far[name, COMPARED[number], YEARS[year]] = round(float(gaps[year, number]), 3)
    assert far == {}


def test_nearly_all_headlines_move_by_less_than_a_per_cent_in_every_year(
    bench: Bench, by_step: tuple[Mapping[str, Array], Mapping[str, Array]]
) -> None:
    """So that the room for what falls fast stays the exception it is."""
    whole, half = by_step
    gaps = np.array([gap(whole[name], half[name]) for name in headlines(bench)])
    there = np.array([np.abs(np.median(half[name], axis=-1)) for name in headlines(bench)])
    off = (gaps >= ONE_PER_CENT) & (there > ONE_PER_CENT * there[..., :1])
    assert off.mean() < ONE_PER_CENT


def test_half_the_step_moves_no_difference_from_the_reference_by_a_per_cent(
    bench: Bench, by_step: tuple[Mapping[str, Array], Mapping[str, Array]]
) -> None:
    """Of the sum over ten years from the cut, as headlines are printed."""
    gaps = {}
    for name in headlines(bench):
        whole, half = (
            (loads[name] - loads[name][:, :1])[1:11].sum(axis=0)[1:] for loads in by_step
        )
        gaps[name] = float(gap(whole, half).max())
    assert {name: far for name, far in gaps.items() if far >= ONE_PER_CENT} == {}


@pytest.mark.parametrize("view", ["central", "floor"])
def test_at_most_half_of_a_stock_leaves_in_the_first_step(bench: Bench, view: str) -> None:
    """In all 2,048 draws of a usual run; the run itself would stop otherwise."""
    draws = draw(bench.world.parameters, seed=1, draws=2048, view=view)  # type: ignore[arg-type]
    wide = type(bench)(bench.world, draws, draws, draw_indices(draws.values, 1, YEARS))
    paths = paths_of(wide, [REFERENCE], draws, steps=1)
    assert levels(wide, [REFERENCE], draws, ["staff"], paths=paths)["staff"].shape[-1] == 2048


def test_at_most_half_of_a_stock_leaves_in_any_step_of_a_closure(bench: Bench) -> None:
    model = bench.world.model
    scenarios = [load_scenario("all-services-stop"), load_scenario("close-and-reopen")]
    found = levels(bench, scenarios, bench.few(count=32), [*model.stocks, *model.flows])
    largest = {}
    for name in model.stocks:
        if leaving := model.outflows(name):
            before = found[name][:-1]
            out = sum(found[flow][1:] for flow in leaving)
            full = before > 1e-6
            largest[name] = float((out / np.where(full, before, 1.0))[full].max())
    assert {name: rate for name, rate in largest.items() if rate > HALF} == {}


def scan(bench: Bench, parts: int) -> dict[str, Array]:
    """Return loads added up over the run for cuts in equal parts, range from none to all is 1."""
    cuts = [cut(f"{n}", SERVICES, n / parts) for n in range(parts + 1)]
    found = outcomes(bench, cuts, bench.few())
    totals = {name: load.sum(axis=0) for name, load in found.items() if name not in RANDOM_EVENT}
    span = {name: np.ptp(total, axis=0) for name, total in totals.items()}
    seen = {n: np.maximum(span[n], 1e-6 * np.abs(totals[n]).max(axis=0)) for n in totals}
    return {n: total / np.maximum(seen[n], 1e-9) for n, total in totals.items()}


@pytest.fixture(scope="module")
def scans(bench: Bench) -> tuple[dict[str, Array], dict[str, Array]]:
    return scan(bench, 40), scan(bench, 160)


def largest(load: Array, order: int) -> Array:
    """Return the largest difference of an order along the cuts, by draw."""
    return np.abs(np.diff(load, n=order, axis=0)).max(axis=0)


@pytest.mark.parametrize("order", [1, 2])
def test_no_rule_jumps_as_a_cut_grows(
    scans: tuple[dict[str, Array], dict[str, Array]], order: int
) -> None:
    """A quarter of the step at least halves each difference of a load; a jump would stay."""
    coarse, fine = scans
    left = {
        name: float((largest(fine[name], order) - largest(coarse[name], order) / 2).max())
        for name in coarse
    }
    assert {name: jump for name, jump in left.items() if jump > ONE_PER_CENT} == {}
