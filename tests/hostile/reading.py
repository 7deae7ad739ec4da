"""What kpsim does with a file it is given: read, check, build, and run 24 months at two draws."""

from pathlib import Path

import numpy as np

from kpsim.analysis.backtest import load_method
from kpsim.analysis.reconciliation import load_reconciliation
from kpsim.engine.engines import evaluator
from kpsim.engine.simulate import Names
from kpsim.errors import KpsimError
from kpsim.inputs.draws import BLOCK, draw
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.institutions import load_institutions
from kpsim.inputs.money_paths import funding_by_line
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenarios import Scenario, check_lines, load_scenario
from kpsim.inputs.towns import load_towns
from kpsim.ledger.all_in import load_all_in
from kpsim.ledger.steps import load_steps
from kpsim.sensitivity.holders import load_holders
from kpsim.sensitivity.mechanisms import load_mechanisms
from kpsim.study import YEARS, kept, month_labels
from kpsim.validation.cases import load_case
from kpsim.validation.validate import one_case, prepare
from kpsim.world import World, load_world

MONTHS, DRAWS = 24, 2


def run_briefly(world: World, scenario: Scenario) -> None:
    """Run a scenario beside the reference for two years; no number may be broken."""
    both = (load_scenario("reference"), scenario)
    drawn = draw(world.parameters, seed=1, draws=BLOCK, view="central")
    few = drawn.slice(0, DRAWS)
    indices = draw_indices(drawn.values, 1, YEARS).part(slice(0, DRAWS))
    paths = engine_paths(
        both, world.funding, indices=indices, values=few.values, steps=MONTHS, step=1.0
    )
    funding_by_line(both, world.funding, indices=indices, values=few.values)
    found = evaluator("compiled")(
        world.model,
        parameters={name: few.values[name] for name in world.model.parameters},
        paths=paths,
        steps=MONTHS,
        step=1.0,
        keep=kept(world),
        names=Names(tuple(each.name for each in both), 0, month_labels(MONTHS, 1.0)),
    )
    broken = [name for name, values in found.items() if not np.isfinite(values).all()]
    assert not broken, f"not finite: {broken}"


def scenario_file(path: Path, world: World) -> None:
    """Read a scenario and run it."""
    scenario = load_scenario(path)
    check_lines(scenario, world.funding)
    run_briefly(world, scenario)


def parameter_folder(folder: Path) -> None:
    """Read everything a folder of parameters holds, build the model and run it."""
    world = load_world(folder=folder)
    load_institutions(folder)
    load_reconciliation(folder)
    load_holders(folder)
    load_mechanisms(world.model, folder)
    load_steps(world.ledger, folder)
    load_all_in(folder)
    load_method(folder)
    load_towns(world.funding, folder=folder)
    run_briefly(world, load_scenario("all-services-stop"))


def case_file(path: Path, world: World, *, run: bool) -> None:
    """Read a case and put its place together; run it if asked."""
    (prepared,) = prepare([load_case(path)], world)
    if run:
        one_case(prepared, world, draws=BLOCK)


def complaint(fault: KpsimError) -> str | None:
    """Say what is unclean about an error: each problem must name a place and say something."""
    if not fault.problems:
        return "an error without a problem"
    for each in fault.problems:
        text = str(each)
        if not each.place or not text.strip() or "Traceback" in text or "{" in each.place:
            return f"an unclear problem: {text!r}"
    return None
