"""What the tests against other engines share: the world and kpsim's own values, made once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from kpsim.engine.simulate import Keep, Names, simulate
from kpsim.inputs.draws import draw
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenarios import Scenario, load_scenario, shipped_scenarios
from kpsim.study import YEARS, month_labels
from kpsim.world import World, load_world
from tests.oracle.agreement import Series, equations, series_of
from tests.oracle.rounding import sizes

SEED = 1
DRAWS = (254, 255, 256)
"""The last two of one block and the first of the next."""

CUT, HALF = "all-services-stop", 0.5
MONTHS = 12 * len(YEARS)


@dataclass(frozen=True)
class Own:
    """All scenarios and draws as kpsim computes them: together."""

    world: World
    scenarios: tuple[Scenario, ...]
    found: dict[str, np.ndarray]
    sizes: dict[str, np.ndarray]
    """Of the numbers each value was computed from (see rounding.py)."""

    def scenario(self, name: str) -> Scenario:
        """Return the scenario of a name."""
        return next(each for each in self.scenarios if each.name == name)

    def rows(self, scenario: str, draw_number: int, *, flat: bool) -> Series:
        """Return the rows of one scenario and draw."""
        return self._rows(self.found, scenario, draw_number, flat=flat)

    def scales(self, scenario: str, draw_number: int, *, flat: bool) -> Series:
        """Return what each value is compared at.

        That is the row's largest value over its run, or the numbers the value was computed from
        in its own step, if they are larger.
        """
        sizes = self._rows(self.sizes, scenario, draw_number, flat=flat)
        rows = self.rows(scenario, draw_number, flat=flat)
        return {name: np.maximum(sizes[name], abs(row).max()) for name, row in rows.items()}

    def _rows(
        self, found: dict[str, np.ndarray], scenario: str, draw_number: int, *, flat: bool
    ) -> Series:
        place = [each.name for each in self.scenarios].index(scenario)
        column = DRAWS.index(draw_number)
        return series_of(self.world.model, found, flat=flat, scenario=place, draw=column)


@pytest.fixture(scope="session")
def world() -> World:
    """Return the world of the shipped region."""
    return load_world()


@pytest.fixture(scope="session")
def own(world: World) -> Own:
    """Run every shipped scenario with three draws at once."""
    return run_own(world, shipped_scenarios(), step=1.0)


@pytest.fixture(scope="session")
def half_steps(world: World) -> Own:
    """Run one scenario beside the reference in steps of half a month."""
    return run_own(world, ("reference", CUT), step=HALF)


def run_own(world: World, scenarios: Sequence[str], *, step: float) -> Own:
    """Run scenarios with three draws at once and keep every variable of every step."""
    loaded = tuple(load_scenario(name) for name in scenarios)
    every = draw(world.parameters, seed=SEED, draws=2 * 256, view="central")
    part = slice(DRAWS[0], DRAWS[-1] + 1)
    draws = every.slice(part.start, part.stop)
    steps = round(MONTHS / step)
    paths = engine_paths(
        loaded,
        world.funding,
        indices=draw_indices(every.values, SEED, YEARS).part(part),
        values=draws.values,
        steps=steps,
        step=step,
    )
    parameters = {name: draws.values[name] for name in world.model.parameters}
    found = simulate(
        world.model,
        parameters=parameters,
        paths=paths,
        steps=steps,
        step=step,
        keep=[Keep(name, name, "monthly") for name in equations(world.model)],
        names=Names(tuple(scenarios), DRAWS[0], month_labels(steps, step)),
    )
    inputs = {"parameters": parameters, "paths": paths}
    return Own(world, loaded, found, sizes(world.model, found, **inputs, step=step))
