"""The base year with the services kept, for comparison with published figures."""

from collections.abc import Mapping, Sequence

from kpsim.analysis.reconciliation import (
    ReconciliationResult,
    ReconciliationRow,
    load_reconciliation,
    reconcile,
)
from kpsim.engine.simulate import Keep, Names, simulate
from kpsim.inputs.draws import draw
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenario_tables import MONTHS_A_YEAR
from kpsim.inputs.scenarios import load_scenario
from kpsim.results import REFERENCE, Array
from kpsim.study import YEARS, month_labels
from kpsim.world import World


def reconciliation(world: World, *, seed: int, draws: int) -> list[ReconciliationResult]:
    """Run the first year of the reference and compare it with what is published."""
    rows = load_reconciliation()
    return reconcile(base_year_loads(world, rows, seed=seed, draws=draws), rows)


def base_year_loads(
    world: World, rows: Sequence[ReconciliationRow], *, seed: int, draws: int
) -> Mapping[str, Array]:
    """Return what each row counts in the base year, one value a draw."""
    drawn = draw(world.parameters, seed=seed, draws=draws, view="central")
    wanted = {(row.measure.variable, row.measure.aggregate) for row in rows}
    found = simulate(
        world.model,
        parameters={name: drawn.values[name] for name in world.model.parameters},
        paths=engine_paths(
            (load_scenario(REFERENCE),),
            world.funding,
            indices=draw_indices(drawn.values, seed, YEARS),
            values=drawn.values,
            steps=MONTHS_A_YEAR,
            step=1,
        ),
        steps=MONTHS_A_YEAR,
        step=1,
        keep=[Keep(f"{name}:{how}", name, how) for name, how in sorted(wanted)],
        names=Names((REFERENCE,), 0, month_labels(MONTHS_A_YEAR, 1)),
    )
    return {
        row.name: row.measure.of(found[f"{row.measure.variable}:{row.measure.aggregate}"])[0, 0]
        for row in rows
    }
