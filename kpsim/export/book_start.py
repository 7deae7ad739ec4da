"""Values at the start of the median future: every parameter at the median of its distribution."""

from collections.abc import Callable, Mapping

import numpy as np

from kpsim.engine.dimension import AXES
from kpsim.engine.operations import OPERATIONS, Array
from kpsim.engine.program import START
from kpsim.engine.symbols import Node
from kpsim.inputs.draws import draw, held_at
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenarios import load_scenario
from kpsim.results import REFERENCE
from kpsim.study import YEARS
from kpsim.world import World

SEED = 1
MIDDLE = (0 + 1) / (1 + 1)
Values = dict[str, Array]


def start_values(world: World) -> Values:
    """Compute every variable at the start, where nothing is cut yet."""
    given = outside_values(world)
    found: Values = {}

    def value(name: str) -> Array:
        plain = name.removeprefix(START) if name not in given else name
        if plain in given:
            return given[plain]
        if plain not in found:
            found[plain] = computed(world.model.expressions[plain], value)
        return found[plain]

    for name in (*world.model.stocks, *world.model.order):
        value(name)
    return given | found


def outside_values(world: World) -> Values:
    """Return parameters at their medians, and paths of the reference in its first month."""
    draws = draw(world.parameters, seed=SEED, draws=1, view="central")
    for name in world.parameters.records:
        draws = held_at(draws, name, MIDDLE)
    paths = engine_paths(
        [load_scenario(REFERENCE)],
        world.funding,
        indices=draw_indices(draws.values, SEED, YEARS),
        values=draws.values,
        steps=1,
    )
    parameters = {name: draws.values[name][..., :1] for name in world.model.parameters}
    return parameters | {name: path[0][..., :1] for name, path in paths.items()}


def computed(node: Node, value: Callable[[str], Array]) -> Array:
    """Compute an expression from the values of its names."""
    if node.operation == "name":
        return value(node.detail)
    if node.operation == "literal":
        return np.full((1,) * len(AXES), node.detail)
    parts = [computed(child, value) for child in node.children]
    result: Array = OPERATIONS[node.operation].compute(node.detail)(*parts)
    return result


def looked_up(values: Mapping[str, Array]) -> Callable[[str], Array]:
    """Look names up, start values under the name of their variable."""
    return lambda asked: values[asked] if asked in values else values[asked.removeprefix(START)]


def with_one_moved(values: Mapping[str, Array], name: str, factor: float) -> Callable[[str], Array]:
    """Look names up, one of them moved by a factor of itself, or by the factor from zero.

    The value a moved variable had at the start stays as it was.
    """
    old, others = values[name], looked_up(values)
    new = np.where(old != 0, old * (1 + factor), factor)
    return lambda asked: new if asked == name else others(asked)
