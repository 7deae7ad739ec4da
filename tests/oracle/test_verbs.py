"""Each word of the vocabulary in a toy world, in engines that are not ours."""

from pathlib import Path

import pytest

from kpsim.engine import lang
from kpsim.engine.graph import Model
from kpsim.engine.operations import OPERATIONS
from kpsim.engine.simulate import Keep, Names, simulate
from kpsim.engine.symbols import Node
from kpsim.export.xmile import Heading, export
from kpsim.export.xmile_equations import elements
from tests.oracle.agreement import (
    at_same_moment,
    disagreements,
    equations,
    series_of,
    stocks_of,
    written,
)
from tests.oracle.foreign import Pysd, run_simlin
from tests.oracle.verbs import NAMES, RESULTS, STEP, STEPS, numbers, toy

pytestmark = pytest.mark.oracle


def own(model: Model, *, flat: bool):
    """Return the rows that kpsim computes."""
    given = numbers()
    found = simulate(
        model,
        parameters=given.parameters,
        paths=given.paths,
        steps=STEPS,
        step=STEP,
        keep=[Keep(name, name, "monthly") for name in equations(model)],
        names=Names(("toy",), 0, tuple(map(str, range(STEPS)))),
    )
    return series_of(model, found, flat=flat)


def file_of(model: Model, *, flat: bool) -> bytes:
    return export(model, numbers(), heading=Heading("toy", "a toy"), flat=flat)


def inputs(model: Model) -> set[str]:
    declared = {**model.parameters, **model.paths}
    flat = {written(n, i, flat=True) for n in NAMES for i in elements(declared[n].by)}
    return flat | set(NAMES)


@pytest.mark.parametrize("flat", [False, True], ids=["arrays", "flat"])
@pytest.mark.parametrize("operation", RESULTS)
def test_simlin_gives_each_operation_the_same_meaning(operation: str, flat: bool, tmp_path: Path):
    model = toy(operation)
    found = run_simlin(file_of(model, flat=flat), tmp_path, inputs(model))
    theirs = at_same_moment(found, stocks_of(model, flat=flat))
    assert not disagreements(own(model, flat=flat), theirs)


@pytest.mark.parametrize("operation", RESULTS)
def test_pysd_gives_each_operation_the_same_meaning(operation: str, tmp_path: Path):
    model = toy(operation)
    ours = own(model, flat=True)
    engine = Pysd(file_of(model, flat=True), tmp_path)
    assert engine.names(inputs(model)) == ours.keys()
    assert not disagreements(ours, at_same_moment(engine.run(ours), stocks_of(model, flat=True)))


def test_every_operation_has_a_toy_that_uses_it():
    assert set(RESULTS) == {*OPERATIONS, "initial_"}
    for operation in OPERATIONS:
        assert operation in operations(toy(operation).expressions["result"])


def test_every_verb_of_the_vocabulary_is_an_operation_with_a_toy():
    words = {"auxiliary", "flow", "stock"}
    verbs = {name for name in lang.__all__ if name.islower()} - words
    assert verbs <= RESULTS.keys()


def operations(node: Node) -> set[str]:
    """Return the operations of an expression."""
    return {node.operation}.union(*map(operations, node.children))
