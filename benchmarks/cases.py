"""The cases that are timed; each has a process of its own, so its peak memory is its own."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kpsim.inputs.draws import draw
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.scenarios import Scenario, load_scenario, shipped_scenarios
from kpsim.report.comparison import prepare
from kpsim.report.run_files import write_files
from kpsim.study import YEARS, Settings, one_chunk, study, with_reference
from kpsim.world import load_world

SEED = 1
USUAL_DRAWS = 2048
ONE_SCENARIO = "all-services-stop"
LOOP_DRAWS = 24
"""Draws the plain loop is measured on; its time is per draw, so more would only be slower."""


@dataclass(frozen=True)
class Case:
    """One thing to time: how it is called in the table, how many draws, and the work."""

    label: str
    draws: int
    work: Callable[[], float]
    """Does the work once and returns its seconds."""


def every_scenario() -> tuple[Scenario, ...]:
    """Load every shipped scenario but the reference, which `study` adds."""
    names = (name for name in shipped_scenarios() if name != "reference")
    return tuple(load_scenario(name) for name in names)


def seconds_of_study(scenarios: Sequence[Scenario], *, draws: int, workers: int = 0) -> float:
    """Time a study; the files are read and the model is built before the clock starts."""
    world = load_world()
    settings = Settings(seed=SEED, draws=draws, workers=workers)
    start = time.perf_counter()
    study(world, scenarios, settings)
    return time.perf_counter() - start


def seconds_of_run(*, draws: int) -> float:
    """Time `kpsim run` to the last file: reading, computing, tables, charts, workbook."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        settings = Settings(seed=SEED, draws=draws)
        write_files(prepare([ONE_SCENARIO], settings).run(), Path(folder) / "run")
        return time.perf_counter() - start


def seconds_of_loop(scenarios: Sequence[Scenario], *, draws: int) -> float:
    """Time the same work one draw at a time: a simulation for each draw and view, then its ledger.

    Drawing happens before the clock starts, which favours the loop.
    """
    world = load_world()
    compared = with_reference(scenarios)
    settings = Settings(seed=SEED, draws=draws, workers=1)
    views = [
        draw(world.parameters, seed=SEED, draws=draws, view=view) for view in ("central", "floor")
    ]
    indices = draw_indices(views[0].values, SEED, YEARS)
    start = time.perf_counter()
    for number in range(draws):
        here = slice(number, number + 1)
        for drawn in views:
            one_chunk(
                world,
                compared,
                draws=drawn.slice(number, number + 1),
                indices=indices.part(here),
                settings=settings,
            )
    return time.perf_counter() - start


def cases() -> dict[str, Case]:
    """Name the cases in the order of the table."""
    one = (load_scenario(ONE_SCENARIO),)
    every = every_scenario()
    many = f"{len(every)} scenarios and the reference"
    return {
        "all": Case(many, USUAL_DRAWS, lambda: seconds_of_study(every, draws=USUAL_DRAWS)),
        "all_one_thread": Case(
            f"{many}, one thread",
            USUAL_DRAWS,
            lambda: seconds_of_study(every, draws=USUAL_DRAWS, workers=1),
        ),
        "all_loop": Case(
            f"{many}, one draw at a time",
            LOOP_DRAWS,
            lambda: seconds_of_loop(every, draws=LOOP_DRAWS),
        ),
        "one_loop": Case(
            "one scenario, one draw at a time",
            LOOP_DRAWS,
            lambda: seconds_of_loop(one, draws=LOOP_DRAWS),
        ),
        "one": Case("one scenario", USUAL_DRAWS, lambda: seconds_of_study(one, draws=USUAL_DRAWS)),
        "files": Case(
            "one scenario, with all files", USUAL_DRAWS, lambda: seconds_of_run(draws=USUAL_DRAWS)
        ),
        "one_10k": Case("one scenario", 10_000, lambda: seconds_of_study(one, draws=10_000)),
        "one_100k": Case("one scenario", 100_000, lambda: seconds_of_study(one, draws=100_000)),
    }
