"""The plain reimplementation gives what the vectorised run gives, for whole runs of 15 years."""

from typing import Any

import numpy as np
import pytest

from kpsim.engine.dimension import AXES, Dimension
from kpsim.export.xmile_inputs import one_run
from kpsim.model import SECTORS
from tests.oracle.agreement import disagreements, equations, written
from tests.oracle.conftest import CUT, DRAWS, HALF, SEED, Own
from tests.oracle.naive import ByElement, Value, World, collect

CASES = (
    ("reference", DRAWS[0]),
    ("all-services-stop", DRAWS[0]),
    ("all-services-stop", DRAWS[2]),
    ("close-and-reopen", DRAWS[1]),
    ("expansion", DRAWS[2]),
    ("frozen-budgets", DRAWS[1]),
)


def plain_value(array: np.ndarray, by: tuple[Dimension, ...]) -> Value:
    """Turn an array of one scenario and draw into a number, or one for each element."""
    assert array.ndim == len(AXES)
    if not by:
        return float(array.item())
    (dimension,) = by
    numbers = np.broadcast_to(array.ravel(), dimension.size)
    return ByElement(zip(dimension.elements, map(float, numbers), strict=True))


def split(name: str, value: Value, rows: dict[str, list[Any]]) -> None:
    """Put a value behind those of the steps before."""
    parts = value.items() if isinstance(value, ByElement) else [("", value)]
    for element, number in parts:
        key = written(name, {"": element} if element else {}, flat=True)
        rows.setdefault(key, []).append(number)


def naive_rows(own: Own, scenario: str, number: int, *, step: float = 1.0) -> dict[str, np.ndarray]:
    """Run one scenario and draw the plain way."""
    model = own.world.model
    loaded = own.scenario(scenario)
    given = one_run(own.world, loaded, draw_number=number, seed=SEED, step=step)
    constants = {
        name: plain_value(array, model.parameters[name].by)
        for name, array in given.parameters.items()
    }
    for name in given.paths:
        if model.paths[name].constant:
            constants[name] = plain_value(given.paths[name][0], model.paths[name].by)
    world = World(collect(SECTORS), constants)
    rows: dict[str, list[Any]] = {}
    for place in range(given.steps):
        paths = {n: plain_value(given.paths[n][place], model.paths[n].by) for n in given.paths}
        for name, value in world.step(paths, given.step).items():
            split(name, value, rows)
    return {name: np.array(row) for name, row in rows.items()}


@pytest.mark.parametrize(("scenario", "number"), CASES)
def test_the_plain_way_gives_the_same(own: Own, scenario: str, number: int):
    ours = own.rows(scenario, number, flat=True)
    theirs = naive_rows(own, scenario, number)
    assert not disagreements(ours, theirs, own.scales(scenario, number, flat=True))


def test_the_plain_way_gives_the_same_in_half_steps(half_steps: Own):
    ours = half_steps.rows(CUT, DRAWS[1], flat=True)
    theirs = naive_rows(half_steps, CUT, DRAWS[1], step=HALF)
    assert not disagreements(ours, theirs, half_steps.scales(CUT, DRAWS[1], flat=True))


def test_no_equation_is_left_out(own: Own):
    assert collect(SECTORS).keys() == equations(own.world.model).keys()
