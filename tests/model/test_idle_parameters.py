"""Each parameter moved from low to high changes something that is reported, or is listed as idle.

All parameters go in one pass: the draw axis holds every parameter twice, at its 5th and at its
95th percentile, with all others at their medians.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from kpsim.inputs.draws import HIGH, LOW, Draws
from kpsim.inputs.indices import FUTURE, Indices, draw_indices
from kpsim.inputs.scenarios import load_scenario
from kpsim.study import YEARS, Settings, one_chunk
from tests.model.experiment import Bench

COMPARED = (
    "reference",
    "all-services-stop",
    "expansion",
    "state-money-late",
    "municipalities-leave-the-key",
)
"""Besides the two of ruling 34: providers live from their reserve only where money is late, and the
municipalities' own money matters only where they leave."""

CHANGE = 1e-12
"""Change that counts, as a share of the largest value; below it lies rounding."""

SMALLEST = 1e-6

STRAINED = {
    "outbreak_threshold": 0.01,
    "hiv_reproduction_number_at_start": 0.95,
    "hiv_introduction_rate": 0.9,
    "children_in_zdvop_at_start": 0.95,
}
"""A second middle, in which an outbreak begins and places for children run out."""

IDLE: dict[str, str] = {
    "value_of_statistical_life": "the second way to value deaths, which never adds to the first; a "
    "run counts years of life in full health",
    "municipal_resolve": "read where a scenario lets municipalities leave the key by chance",
    "recommended_key_scale": "read where a scenario makes co-financing mandatory",
    "energy_spread": "energy prices are shown beside the others; no cost follows them",
    "energy_shock": "see energy_spread",
    "energy_price_correlation": "see energy_spread",
}
"""Parameters that change nothing reported, with the reason why they stay."""


def parameters_that_vary(bench: Bench) -> list[str]:
    return [n for n, values in bench.central.values.items() if np.ptp(values, axis=-1).any()]


def pushed(bench: Bench, names: list[str], middle: Mapping[str, float]) -> Draws:
    """Return draws of which each pair has one parameter low and high, all others in the middle."""
    count = 2 * len(names)
    values = {
        name: np.repeat(
            np.quantile(a, middle.get(name, 1 / 2), axis=-1, keepdims=True), count, axis=-1
        )
        for name, a in bench.central.values.items()
    }
    for number, name in enumerate(names):
        ends = np.quantile(bench.central.values[name], (LOW, HIGH), axis=-1)
        values[name][..., 2 * number] = ends[0]
        values[name][..., 2 * number + 1] = ends[1]
    return replace(bench.central, values=values, first=0, count=count)


def prices(draws: Draws) -> Indices:
    """Return price paths with the chance of one draw in all, so that parameters alone differ."""
    alone = [draws.slice(number, number + 1).values for number in range(draws.count)]
    usual = draw_indices(alone[0], 1, YEARS)
    moved = {
        number: draw_indices(values, 1, YEARS)
        for number, values in enumerate(alone)
        if any((values[name] != alone[0][name]).any() for name in FUTURE)
    }
    paths = [moved.get(number, usual) for number in range(draws.count)]
    return Indices(
        YEARS,
        *(
            np.concatenate([getattr(path, name) for path in paths], axis=1)
            for name in ("cpi", "wages", "service_cost")
        ),
    )


def moving(bench: Bench, names: list[str], middle: Mapping[str, float]) -> set[str]:
    """Name the parameters between whose low and high some load or extra cost differs."""
    draws = pushed(bench, names, middle)
    chunk = one_chunk(
        bench.world,
        [load_scenario(name) for name in COMPARED],
        draws=draws,
        indices=prices(draws),
        settings=Settings(),
    )
    costs = [account for view in ("central", "full") for account in chunk.costs[view].amounts]
    moved = np.zeros(len(names), bool)
    for array in [*chunk.loads.values(), *(account - account[:, :1] for account in costs)]:
        low, high = array[..., 0::2], array[..., 1::2]
        scale = max(float(np.abs(array).max()), SMALLEST)
        moved |= (np.abs(high - low) > CHANGE * scale).any(axis=(0, 1))
    return {name for name, any_move in zip(names, moved, strict=True) if any_move}


@pytest.fixture(scope="module")
def still(bench: Bench) -> set[str]:
    """Name the parameters that move nothing."""
    names = parameters_that_vary(bench)
    return set(names) - moving(bench, names, {}) - moving(bench, names, STRAINED)


def test_every_parameter_moves_something_reported_or_is_listed(still: set[str]) -> None:
    assert still - set(IDLE) == set()


def test_no_parameter_is_listed_as_idle_that_moves_something(still: set[str]) -> None:
    assert set(IDLE) - still == set()
