"""From scenarios, funding lines and price paths to what the engine reads each step."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kpsim.inputs.decisions import announced_cut
from kpsim.inputs.funding import Funding
from kpsim.inputs.indices import Indices
from kpsim.inputs.money_paths import money_paid, reference_money
from kpsim.inputs.scenario_tables import SWITCHES
from kpsim.inputs.scenarios import Scenario, check_lines

Array = NDArray[np.float64]

TRENDS = {
    "trend_user_inflow": "user_inflow_growth_rate",
    "trend_youth_use": "youth_use_growth_rate",
    "trend_wards": "wards_growth_rate",
    "trend_child_psychiatry_capacity": "child_psychiatry_capacity_growth_rate",
}
"""Trends that go on for ever, with the parameter of their growth."""

FADING_TREND = "trend_child_psychiatry"
FADING_GROWTH = "child_psychiatry_growth_rate"
FADE_TIME = "child_psychiatry_growth_fade_time"

PATHS = (
    "money_paid",
    "reference_money",
    "announced_cut",
    *TRENDS,
    FADING_TREND,
    *SWITCHES,
)
"""Every path the engine reads."""

ROUNDING = 1e-9
"""A step that ends this close to a month's end counts as its end."""


def engine_paths(
    scenarios: Sequence[Scenario],
    funding: Funding,
    *,
    indices: Indices,
    values: Mapping[str, Array],
    steps: int,
    step: float = 1.0,
) -> dict[str, Array]:
    """Return every path of the engine, (step, service, substance, scenario, draw).

    `indices` and `values` may hold some of the draws only. A step is a month at most.
    """
    for scenario in scenarios:
        check_lines(scenario, funding)
    month_of_step = np.floor(np.arange(steps) * step + ROUNDING).astype(int)
    months = int(month_of_step[-1]) + 1
    paid = money_paid(scenarios, funding, indices=indices, values=values, months=months)
    announced = [announced_cut(scenario, funding, months=months) for scenario in scenarios]
    paths = {
        "money_paid": paid[:, :, np.newaxis],
        "announced_cut": np.stack(announced, axis=2)[:, :, np.newaxis, :, np.newaxis],
        **{name: _switch(scenarios, name, months=months) for name in SWITCHES},
    }
    if steps != months:
        paths = {name: path[month_of_step] for name, path in paths.items()}
    unchanged = reference_money(funding, values)[:, np.newaxis, np.newaxis]
    paths["reference_money"] = np.broadcast_to(unchanged, (steps, *unchanged.shape))
    return paths | trends(values, steps=steps, step=step)


def trends(values: Mapping[str, Array], *, steps: int, step: float = 1.0) -> dict[str, Array]:
    """Return the multipliers that trends put on inflows: 1 at the start, alike in all scenarios."""
    time = (np.arange(steps) * step)[:, np.newaxis]
    paths = {name: _row(values, growth) * time for name, growth in TRENDS.items()}
    fade = _row(values, FADE_TIME)
    paths[FADING_TREND] = _row(values, FADING_GROWTH) * fade * (1 - np.exp(-time / fade))
    return {
        name: np.exp(path, out=path)[:, np.newaxis, np.newaxis, np.newaxis]
        for name, path in paths.items()
    }


def _row(values: Mapping[str, Array], name: str) -> Array:
    """Return a parameter without dimensions as one row of draws."""
    return np.asarray(values[name].reshape(-1))


def _switch(scenarios: Sequence[Scenario], name: str, *, months: int) -> Array:
    """Return a switch of the model by month and scenario; 0 where no scenario sets it."""
    path = np.zeros((months, len(scenarios)))
    for place, scenario in enumerate(scenarios):
        for switch in scenario.switches:
            if switch.name == name:
                path[switch.start :, place] = switch.value
    return path[:, np.newaxis, np.newaxis, :, np.newaxis]
