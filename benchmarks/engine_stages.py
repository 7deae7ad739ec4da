"""Where the time of a study goes: drawing, paths of money, engine, ledger, quantiles, writing."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpsim.engine.engines import evaluator
from kpsim.inputs.draws import Draws, draw, floor_of
from kpsim.inputs.indices import draw_indices
from kpsim.report.comparison import prepare
from kpsim.report.run_files import write_files
from kpsim.results import View
from kpsim.scale.pieces import spans
from kpsim.study import (
    YEARS,
    Gathering,
    Settings,
    accounted,
    engine_inputs,
    kept,
    piece_size,
    with_reference,
)
from kpsim.world import World

MICRO = 1e6


class Stages:
    """Processor seconds by stage."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time of what is done inside to a stage."""
        started = time.process_time()
        yield
        taken = time.process_time() - started
        self.seconds[stage] = self.seconds.get(stage, 0.0) + taken


def measured(world: World, scenario: str, draws: int) -> Stages:
    """Take a study of one scenario apart, in the pieces and with the functions it is made of."""
    stages, settings = Stages(), Settings(draws=draws, workers=1)
    prepared = prepare([scenario], settings)
    scenarios = with_reference(prepared.scenarios)
    gathering = Gathering(draws)
    for span in spans(draws, piece_size(draws, len(scenarios))):
        with stages.timed("sampling"):
            central = draw(
                world.parameters, seed=1, draws=len(span), view="central", first=span.start
            )
            floor = floor_of(central, world.parameters)
            indices = draw_indices(central.values, 1, YEARS, first=span.start)
        views: tuple[tuple[View, Draws], ...] = (("central", central), ("floor", floor))
        for view, drawn in views:
            with stages.timed("paths of money and trends"):
                given = engine_inputs(
                    world, scenarios, draws=drawn, indices=indices, settings=settings
                )
            with stages.timed("engine"):
                found = evaluator(settings.engine)(world.model, **given, keep=kept(world))
            with stages.timed("ledger and outcomes"):
                chunk = accounted(world, scenarios, found, draws=drawn, indices=indices)
                gathering.add(view, chunk)
            del found, given, chunk  # as a piece of a study lets them go
    comparison = prepared.run()  # the same study once more, whose results are looked at
    with stages.timed("quantiles and comparisons"):
        _ = comparison.loads, comparison.costs, comparison.findings
    with tempfile.TemporaryDirectory() as folder, stages.timed("writing, with charts"):
        write_files(comparison, Path(folder))
    return stages


def table(stages: Stages, draws: int) -> list[str]:
    """Write the stages as Markdown."""
    whole = sum(stages.seconds.values())
    lines = ["| stage | processor s | µs a draw | share |", "|---|--:|--:|--:|"]
    for name, seconds in stages.seconds.items():
        share = 100 * seconds / whole
        lines.append(f"| {name} | {seconds:.2f} | {MICRO * seconds / draws:,.0f} | {share:.0f} % |")
    return lines
