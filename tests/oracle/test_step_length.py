"""Half and quarter steps give the headlines of whole months (law 12)."""

from collections.abc import Mapping

import numpy as np
import pytest

from kpsim.inputs.draws import draw
from kpsim.inputs.indices import Array, draw_indices
from kpsim.inputs.scenarios import load_scenario
from kpsim.study import YEARS, Settings, one_chunk
from kpsim.world import World

SCENARIOS = ("reference", "all-services-stop", "close-and-reopen", "frozen-budgets")
STEPS = (1.0, 0.5, 0.25)
DRAWS, ONE_PER_CENT = 128, 0.01
HORIZON = slice(1, 11)
"""The ten years a headline counts, from the first change."""


@pytest.fixture(scope="module")
def loads(world: World) -> Mapping[float, Mapping[str, Array]]:
    """Return the headline loads (year, scenario, draw) for each length of the step."""
    draws = draw(world.parameters, seed=1, draws=256, view="central")
    indices = draw_indices(draws.values, 1, YEARS).part(slice(0, DRAWS))
    scenarios = [load_scenario(name) for name in SCENARIOS]
    headlines = [name for name, spec in world.outcomes.items() if spec.headline]
    found = {
        step: one_chunk(
            world,
            scenarios,
            draws=draws.slice(0, DRAWS),
            indices=indices,
            settings=Settings(step=step),
        ).loads
        for step in STEPS
    }
    return {step: {name: each[name] for name in headlines} for step, each in found.items()}


def gap(coarse: Array, fine: Array) -> Array:
    """Return how far medians lie apart, against the larger of the median and the 90 % width."""
    middle = np.median(fine, axis=-1)
    low, high = np.quantile(fine, (0.05, 0.95), axis=-1)
    scale = np.maximum(np.abs(middle), high - low)
    apart = np.abs(np.median(coarse, axis=-1) - middle)
    return np.divide(apart, scale, out=np.zeros_like(apart), where=apart > 0)


@pytest.mark.parametrize(("coarse", "fine"), [(1.0, 0.5), (0.5, 0.25), (1.0, 0.25)])
def test_a_shorter_step_moves_no_headline_by_a_per_cent(
    loads: Mapping[float, Mapping[str, Array]], coarse: float, fine: float
):
    """Of the difference from the reference over ten years, as headlines are printed."""
    far = {}
    for name in loads[coarse]:
        one, other = (
            (found[:, 1:] - found[:, :1])[HORIZON].sum(axis=0)
            for found in (loads[coarse][name], loads[fine][name])
        )
        far[name] = float(gap(one, other).max())
    assert {name: size for name, size in far.items() if size >= ONE_PER_CENT} == {}


def test_the_error_of_the_step_shrinks_with_the_step(
    loads: Mapping[float, Mapping[str, Array]],
):
    """Euler's error is in proportion to the step: half the step, half the error."""
    errors = [
        sum(
            float(gap(loads[coarse][name][HORIZON], loads[fine][name][HORIZON]).sum())
            for name in loads[coarse]
        )
        for coarse, fine in ((1.0, 0.5), (0.5, 0.25))
    ]
    assert 0.4 < errors[1] / errors[0] < 0.6
