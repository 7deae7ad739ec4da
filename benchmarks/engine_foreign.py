"""The exported model in PySD and pysimlin: what others take for one draw, and that they agree."""

import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kpsim.engine.engines import evaluator
from kpsim.engine.simulate import Keep
from kpsim.export.xmile import export_world
from kpsim.export.xmile_equations import elements
from kpsim.inputs.scenarios import Scenario
from kpsim.world import World

Rows = Mapping[str, np.ndarray]
Run = Callable[[], Rows]
"""Runs the model once more and returns its stocks, a row each from the start on."""

TIMES = 3
REMAINDER = 1e-3
"""A stock that stays below this share of its size elsewhere is a remainder of larger numbers."""


@dataclass(frozen=True)
class Foreign:
    """Processor seconds of an engine that is not ours."""

    name: str
    reading: float
    """Seconds to read one file, once."""
    a_draw: float
    """Seconds to run all scenarios of a draw."""
    difference: float
    """Largest difference of a stock in any month from ours, as a share of its largest value."""


@contextmanager
def by_simlin(file: Path, stocks: Sequence[str]) -> Iterator[Run]:
    """Read a file with pysimlin."""
    import simlin

    model = simlin.load(file)

    def run() -> Rows:
        with model.simulate() as simulation:
            simulation.run_to_end()
            return {name: np.array(simulation.get_series(name)) for name in stocks}

    yield run


@contextmanager
def by_pysd(file: Path, stocks: Sequence[str]) -> Iterator[Run]:
    """Translate a file with PySD."""
    import pysd

    with warnings.catch_warnings(), np.printoptions(precision=17, floatmode="unique"):
        warnings.simplefilter("ignore")
        model = pysd.read_xmile(str(file))

        def run() -> Rows:
            table = model.run(return_columns=list(stocks))
            return {name: table[name].to_numpy() for name in stocks}

        yield run


ENGINES = {"pysimlin": by_simlin, "PySD": by_pysd}


def measured(
    world: World, scenarios: Sequence[Scenario], given: Mapping[str, Any]
) -> list[Foreign | str]:
    """Time each engine on the first draw; of one that is not installed return the name."""
    ours = own_stocks(world, given)
    found: list[Foreign | str] = []
    for name in ENGINES:
        try:
            found.append(of_engine(name, world, scenarios, ours=ours))
        except ImportError:
            found.append(name)
    return found


def of_engine(
    name: str, world: World, scenarios: Sequence[Scenario], *, ours: Sequence[Rows]
) -> Foreign:
    """Time one engine: a file for each scenario, as the paths of money stand in it."""
    reading, running, differences = [], 0.0, []
    for scenario, own in zip(scenarios, ours, strict=True):
        text = export_world(world, scenario, draw_number=0, seed=1, flat=True)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "model.xmile"
            file.write_bytes(text)
            started = time.process_time()
            with ENGINES[name](file, list(own)) as run:
                reading.append(time.process_time() - started)
                times = []
                for _ in range(TIMES):
                    started = time.process_time()
                    theirs = run()
                    times.append(time.process_time() - started)
        running += min(times)
        differences += [difference(own[stock], theirs[stock][1:]) for stock in own]
    return Foreign(name, statistics.median(reading), running, max(differences))


def own_stocks(world: World, given: Mapping[str, Any]) -> list[Rows]:
    """Return the level of every stock after each step by the compiled engine, by scenario."""
    keep = [Keep(name, name, "monthly") for name in world.model.stocks]
    found = evaluator("compiled")(world.model, **{**given, "keep": keep})
    sizes = {name: abs(array).max() for name, array in found.items()}
    rows: list[Rows] = []
    for place in range(len(given["names"].scenarios)):
        row = {}
        for name, stock in world.model.stocks.items():
            for index in elements(stock.by):
                at = [0, 0]
                for dimension in stock.by:
                    at[dimension.axis] = dimension.elements.index(index[dimension.name])
                values = found[name][:, at[0], at[1], place, 0]
                if abs(values).max() > REMAINDER * sizes[name]:
                    row["_".join((name, *index.values()))] = values
        rows.append(row)
    return rows


def difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Return the largest difference as a share of the largest value."""
    return float(abs(ours - theirs).max() / abs(ours).max())
