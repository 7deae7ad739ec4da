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

SEED = 1
DRAWS = (254, 255, 256)
"""The last two of one block and the first of the next."""

CUT, HALF = "all-services-stop", 0.5
MONTHS = 12 * len(YEARS)


NEGLIGIBLE = 1e-3
"""Share of its size in other scenarios below which a variable is a remainder of two larger ones.

Such a remainder (children without a foster family where hardly any child is too many) has the
rounding error of what it was taken from, not of itself.
"""


@dataclass(frozen=True)
class Own:
    """All scenarios and draws as kpsim computes them: together."""

    world: World
    scenarios: tuple[Scenario, ...]
    found: dict[str, np.ndarray]

    def scenario(self, name: str) -> Scenario:
        """Return the scenario of a name."""
        return next(each for each in self.scenarios if each.name == name)

    def rows(self, scenario: str, draw_number: int, *, flat: bool) -> Series:
        """Return the rows of one scenario and draw."""
        place = [each.name for each in self.scenarios].index(scenario)
        column = DRAWS.index(draw_number)
        model = self.world.model
        return series_of(model, self.found, flat=flat, scenario=place, draw=column)

    def scales(self, scenario: str, draw_number: int, *, flat: bool) -> dict[str, float]:
        """Return the largest value of each row over its run.

        A flow that only corrects a balance is rounding residue where nothing is cut, 14 digits
        below what it is elsewhere; then its largest value over all scenarios is its scale.
        """
        runs = {each.name: self.rows(each.name, draw_number, flat=flat) for each in self.scenarios}
        scales: dict[str, float] = {}
        for name, row in runs[scenario].items():
            here = float(abs(row).max())
            anywhere = max(float(abs(rows[name]).max()) for rows in runs.values())
            scales[name] = anywhere if here <= NEGLIGIBLE * anywhere else here
        return scales


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
    found = simulate(
        world.model,
        parameters={name: draws.values[name] for name in world.model.parameters},
        paths=paths,
        steps=steps,
        step=step,
        keep=[Keep(name, name, "monthly") for name in equations(world.model)],
        names=Names(tuple(scenarios), DRAWS[0], month_labels(steps, step)),
    )
    return Own(world, loaded, found)
