"""The numbers one run needs: parameters of one draw and the paths of one scenario."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpsim.engine.dimension import AXES, Dimension
from kpsim.engine.graph import Model
from kpsim.engine.operations import Array
from kpsim.errors import RunError, problem
from kpsim.export.xmile_equations import Index
from kpsim.inputs.draws import draw
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenario_tables import MONTHS_A_YEAR
from kpsim.inputs.scenarios import Scenario, check_lines
from kpsim.study import YEARS
from kpsim.world import World


@dataclass(frozen=True)
class Numbers:
    """Inputs of one scenario and one draw; arrays have all axes, paths the step before them."""

    parameters: Mapping[str, Array]
    paths: Mapping[str, Array]
    steps: int
    step: float

    def parameter(self, name: str, by: tuple[Dimension, ...], index: Index) -> float:
        """Return a parameter for one element."""
        return float(at(self.parameters[name], by, index))

    def path(self, name: str, by: tuple[Dimension, ...], index: Index) -> list[float]:
        """Return a path for one element, a number a step."""
        return [float(at(values, by, index)) for values in self.paths[name]]


def at(values: Array, by: tuple[Dimension, ...], index: Index) -> Any:
    """Return the value of one element; a size of 1 stands for all elements."""
    place = [0] * len(AXES)
    for dimension in by:
        if values.shape[dimension.axis] > 1:
            place[dimension.axis] = dimension.elements.index(index[dimension.name])
    return values[tuple(place)]


def one_run(
    world: World, scenario: Scenario, *, draw_number: int, seed: int, step: float = 1.0
) -> Numbers:
    """Return what a scenario and a draw of the central view give the equations."""
    if draw_number < 0:
        text = "there is no draw {number}; draws are counted from 0"
        raise RunError(problem("--draw", text, number=draw_number))
    check_lines(scenario, world.funding)
    draws = draw(world.parameters, seed=seed, draws=draw_number + 1, view="central")
    indices = draw_indices(draws.values, seed, YEARS)
    one = slice(draw_number, draw_number + 1)
    draws = draws.slice(draw_number, draw_number + 1)
    steps = round(len(YEARS) * MONTHS_A_YEAR / step)
    paths = engine_paths(
        [scenario],
        world.funding,
        indices=indices.part(one),
        values=draws.values,
        steps=steps,
        step=step,
    )
    return only_read(world.model, draws.values, paths, steps=steps, step=step)


def only_read(
    model: Model,
    parameters: Mapping[str, Array],
    paths: Mapping[str, Array],
    *,
    steps: int,
    step: float,
) -> Numbers:
    """Leave out what no equation reads: prices and what only makes the paths."""
    read = {leaf.content for leaf in model.program.leaves.values() if leaf.kind != "literal"}
    return Numbers(
        {name: parameters[name] for name in model.parameters if name in read},
        {name: paths[name] for name in model.paths if name in read},
        steps,
        step,
    )
