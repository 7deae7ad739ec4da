"""How cost grows: `python -m benchmarks.growth` prints a Markdown table.

Processor seconds of each stage of a study at a small and a large size of one thing, all else the
same. A stage that grows more than the thing that grows is a stage to look into.
"""

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from kpsim import study
from kpsim.inputs.draws import draw, floor_of
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.scenarios import Scenario, load_scenario, shipped_scenarios
from kpsim.report import tables
from kpsim.report.draws import cost_draws, load_draws, write_draws
from kpsim.results import REFERENCE, Results
from kpsim.scale.pieces import Job, spans
from kpsim.scale.sketching import statistics
from kpsim.scale.streaming import results_of
from kpsim.world import World, load_world

REPEATS = 3
STAGES = ("drawing", "engine", "ledger", "tables", "draws as files", "statistics of a stream")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Size:
    """How large a study is."""

    draws: int = 1024
    years: int = 15
    scenarios: int = 2
    """With the reference."""
    parameters: float | None = None
    """Share of the uncertain numbers that are drawn, and then nothing else is done."""


GROWTH: Mapping[str, tuple[Size, Size]] = {
    "draws": (Size(draws=1024), Size(draws=8192)),
    "years": (Size(years=5), Size(years=15)),
    "scenarios": (Size(draws=512, scenarios=4), Size(draws=512, scenarios=16)),
    "parameters": (Size(parameters=0.25), Size(parameters=1.0)),
}


@dataclass(frozen=True)
class Clock:
    """Processor seconds by stage."""

    taken: dict[str, float] = field(default_factory=dict)

    def time(self, stage: str, work: Callable[[], Found]) -> Found:
        """Do the work and note what it took."""
        started = time.process_time()
        found = work()
        self.taken[stage] = self.taken.get(stage, 0.0) + time.process_time() - started
        return found


def seconds(world: World, size: Size) -> dict[str, float]:
    """Return the processor seconds of every stage."""
    clock = Clock()
    if size.parameters is not None:
        columns = world.parameters.columns.items()
        drawn = [name.partition(".")[0] for name, each in columns if each.distribution != "fixed"]
        wanted = set(drawn[: round(size.parameters * len(drawn))])
        some = {name: each for name, each in world.parameters.records.items() if name in wanted}
        fewer = replace(world, parameters=replace(world.parameters, records=some))
        clock.time("drawing", lambda: both_views(fewer, size.draws))
        return clock.taken
    public = world.ledger.public
    with patch.object(study, "YEARS", study.YEARS[: size.years]):
        results = computed(world, size, clock)
        job = Job(world, scenarios(size.scenarios), study.Settings(draws=size.draws))
        for span in spans(size.draws, study.block_size(size.scenarios)):
            part = results_of(job, span)
            _, begun = statistics(part, public)  # a stream goes on more often than it begins
            clock.time(
                "statistics of a stream",
                lambda part=part, begun=begun: statistics(part, public, before=begun),
            )
    clock.time("tables", lambda: tables.load_rows(results))
    clock.time("tables", lambda: tables.cost_rows(results, public))
    clock.time("draws as files", lambda: write(results))
    return clock.taken


def both_views(world: World, draws: int):  # type: ignore[no-untyped-def]
    """Draw the central view and the floor."""
    central = draw(world.parameters, seed=1, draws=draws, view="central")
    return central, floor_of(central, world.parameters)


def computed(world: World, size: Size, clock: Clock) -> Results:
    """Compute as a study does, block by block, stage by stage."""
    compared = scenarios(size.scenarios)
    settings = study.Settings(draws=size.draws)
    views = clock.time("drawing", lambda: both_views(world, size.draws))
    indices = clock.time("drawing", lambda: draw_indices(views[0].values, 1, study.YEARS))
    found = study.Gathering(size.draws)
    for span in spans(size.draws, study.block_size(len(compared))):
        here = slice(span.start, span.stop)
        prices = indices.part(here)
        for view in views:
            part = view.slice(span.start, span.stop)
            kept = clock.time(
                "engine",
                lambda part=part, prices=prices: study.simulated(
                    world, compared, draws=part, indices=prices, settings=settings
                ),
            )
            chunk = clock.time(
                "ledger",
                lambda part=part, prices=prices, kept=kept: study.accounted(
                    world, compared, kept, draws=part, indices=prices
                ),
            )
            del kept  # as in a study, where the next block is given its memory
            found.add(view.view, chunk)
    return found.results(world, compared, settings, indices=indices)


def scenarios(count: int) -> tuple[Scenario, ...]:
    """Load the reference and the first of the shipped scenarios."""
    names = [name for name in shipped_scenarios() if name != REFERENCE]
    return study.with_reference([load_scenario(name) for name in names[: count - 1]])


def write(results: Results) -> None:
    """Write the draws."""
    with tempfile.TemporaryDirectory() as folder:
        for name, series in (("loads", load_draws(results)), ("costs", cost_draws(results))):
            write_draws(results, series, Path(folder) / name)


def grown(name: str) -> float:
    """Return how many times larger the large size is.

    >>> grown("draws"), grown("scenarios")
    (8.0, 4.0)
    """
    small, large = GROWTH[name]
    return float(getattr(large, name) / getattr(small, name))


def least(world: World, size: Size) -> dict[str, float]:
    """Return the least seconds of a few runs, those least disturbed."""
    runs = [seconds(world, size) for _ in range(REPEATS)]
    return {stage: min(run[stage] for run in runs) for stage in runs[0]}


def main() -> None:
    """Print how every stage grows with everything that can grow."""
    world = load_world()
    seconds(world, Size(draws=256))  # compiled, tables made
    usual = least(world, Size())
    print("| | grows | " + " | ".join(STAGES) + " |")
    print("|---|--:|" + "--:|" * len(STAGES))
    cells = [f"{1000 * usual[stage]:,.0f} ms" for stage in STAGES]
    print(f"| {Size().draws:,} draws, 15 years, 2 scenarios | – | " + " | ".join(cells) + " |")
    for name, (small, large) in GROWTH.items():
        before, after = least(world, small), least(world, large)
        cells = [f"×{after[each] / before[each]:.1f}" if each in before else "–" for each in STAGES]
        print(f"| {name} | ×{grown(name):.0f} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
