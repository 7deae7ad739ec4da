"""Every shipped scenario and three draws, every variable and step, in engines that are not ours."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kpsim.engine.graph import Model
from kpsim.export.xmile import export_world
from kpsim.export.xmile_equations import elements
from kpsim.export.xmile_inputs import Numbers, one_run
from kpsim.inputs.scenarios import shipped_scenarios
from tests.oracle.agreement import at_same_moment, disagreements, stocks_of, written
from tests.oracle.conftest import CUT, DRAWS, HALF, MONTHS, SEED, Own
from tests.oracle.foreign import Pysd, run_simlin

pytestmark = pytest.mark.oracle

NAMES = shipped_scenarios()


def inputs_of(model: Model, numbers: Numbers, *, flat: bool) -> dict[str, float | pd.Series]:
    """Return every parameter and path of a run under its name in the file."""
    time = np.arange(numbers.steps) * numbers.step
    found: dict[str, float | pd.Series] = {}
    for name in numbers.parameters:
        by = model.parameters[name].by
        for index in elements(by):
            found[written(name, index, flat=flat)] = numbers.parameter(name, by, index)
    for name in numbers.paths:
        declaration = model.paths[name]
        for index in elements(declaration.by):
            path = numbers.path(name, declaration.by, index)
            value = path[0] if declaration.constant else pd.Series(path, time)
            found[written(name, index, flat=flat)] = value
    return found


@pytest.mark.parametrize("flat", [False, True], ids=["arrays", "flat"])
@pytest.mark.parametrize("scenario", NAMES)
def test_simlin_computes_what_kpsim_does(own: Own, tmp_path: Path, scenario: str, flat: bool):
    model = own.world.model
    loaded = own.scenario(scenario)
    for number in DRAWS:
        numbers = one_run(own.world, loaded, draw_number=number, seed=SEED)
        file = export_world(own.world, loaded, draw_number=number, seed=SEED, flat=flat)
        found = run_simlin(file, tmp_path, inputs_of(model, numbers, flat=flat))
        theirs = at_same_moment(found, stocks_of(model, flat=flat))
        scales = own.scales(scenario, number, flat=flat)
        assert not disagreements(own.rows(scenario, number, flat=flat), theirs, scales)


@pytest.mark.parametrize("flat", [False, True], ids=["arrays", "flat"])
def test_simlin_computes_what_kpsim_does_in_half_steps(half_steps: Own, tmp_path: Path, flat: bool):
    world, model = half_steps.world, half_steps.world.model
    loaded, given = half_steps.scenario(CUT), {"draw_number": DRAWS[1], "seed": SEED, "step": HALF}
    inputs = inputs_of(model, one_run(world, loaded, **given), flat=flat)
    found = run_simlin(export_world(world, loaded, flat=flat, **given), tmp_path, inputs)
    theirs = at_same_moment(found, stocks_of(model, flat=flat))
    scales = half_steps.scales(CUT, DRAWS[1], flat=flat)
    assert not disagreements(half_steps.rows(CUT, DRAWS[1], flat=flat), theirs, scales)


@pytest.fixture(scope="module")
def translated(own: Own, tmp_path_factory: pytest.TempPathFactory) -> Pysd:
    """Translate the first scenario and draw; the others are fed in."""
    file = export_world(own.world, own.scenarios[0], draw_number=DRAWS[0], seed=SEED, flat=True)
    return Pysd(file, tmp_path_factory.mktemp("pysd"))


def test_pysd_reads_the_file_as_it_is_written(own: Own, translated: Pysd):
    model, first = own.world.model, own.scenarios[0].name
    ours = own.rows(first, DRAWS[0], flat=True)
    theirs = at_same_moment(translated.run(ours), stocks_of(model, flat=True))
    assert not disagreements(ours, theirs, own.scales(first, DRAWS[0], flat=True))


def test_pysd_has_the_variables_of_kpsim_and_no_others(own: Own, translated: Pysd):
    model, first = own.world.model, own.scenarios[0]
    numbers = one_run(own.world, first, draw_number=DRAWS[0], seed=SEED)
    ours = own.rows(first.name, DRAWS[0], flat=True)
    assert translated.names(inputs_of(model, numbers, flat=True)) == ours.keys()


@pytest.mark.parametrize("scenario", NAMES)
def test_pysd_computes_what_kpsim_does(own: Own, translated: Pysd, scenario: str):
    model = own.world.model
    loaded = own.scenario(scenario)
    for number in DRAWS:
        numbers = one_run(own.world, loaded, draw_number=number, seed=SEED)
        ours = own.rows(scenario, number, flat=True)
        inputs = inputs_of(model, numbers, flat=True)
        theirs = at_same_moment(translated.run(ours, inputs), stocks_of(model, flat=True))
        assert not disagreements(ours, theirs, own.scales(scenario, number, flat=True))


def test_the_whole_horizon_is_compared(own: Own):
    rows = own.rows(NAMES[0], DRAWS[0], flat=True)
    assert {len(row) for row in rows.values()} == {MONTHS}
