"""`python -m benchmarks.engine`: the compiled engine against numpy and a plain loop over draws.

One scenario and its reference, the full model, 180 monthly steps, everything the ledger and the
outcomes keep; from arrays of inputs to arrays of results. Engines take turns and the median of the
rounds counts. Time a draw is processor time, all threads together, because on a machine that others
use as well the seconds by the clock measure the others. Seconds are of this machine; the ratios are
the message.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks.engine_limit import Limit, measured_limit
from kpsim.engine.engines import evaluator
from kpsim.inputs.draws import draw
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenarios import load_scenario
from kpsim.study import YEARS, block_size, kept, month_labels, with_reference
from kpsim.world import World, load_world

SCENARIO = "all-services-stop"
STEPS = 180
DRAWS = (1, 1_000, 10_000, 100_000)
ALL_THREADS_FROM = 10_000
LOOP_DRAWS = 20
ROUNDS = {1: 15, 1_000: 7, 10_000: 2, 100_000: 1}
MICRO = 1e6

FIRST_CALL = """
import json, sys, time
from benchmarks.engine import block_of_inputs
from kpsim.world import load_world
world = load_world()
run = block_of_inputs(world, 1)
started = time.process_time()
from kpsim.engine.compiled.simulate import kernel_for
from kpsim.engine.compiled.target import this_processor
target = this_processor()
imported = time.process_time()
kernel_for(world.model, run["keep"], run["step"], target)
print(json.dumps([imported - started, time.process_time() - imported]))
"""


@dataclass(frozen=True)
class Timed:
    """Seconds of one engine for some draws, on one thread or more."""

    engine: str
    threads: int
    draws: int
    clock: float
    processor: float
    """Seconds of processor time, of all threads together."""

    @property
    def per_draw(self) -> float:
        """Return the microseconds of processor time of a draw."""
        return MICRO * self.processor / self.draws


def block_of_inputs(world: World, draws: int) -> dict[str, Any]:
    """Return what an engine is handed for some draws."""
    from kpsim.engine.simulate import Names

    scenarios = with_reference([load_scenario(SCENARIO)])
    drawn = draw(world.parameters, seed=1, draws=draws, view="central").slice(0, draws)
    indices = draw_indices(drawn.values, 1, YEARS)
    paths = engine_paths(
        scenarios, world.funding, indices=indices, values=drawn.values, steps=STEPS, step=1.0
    )
    return {
        "parameters": {name: drawn.values[name] for name in world.model.parameters},
        "paths": paths,
        "steps": STEPS,
        "step": 1.0,
        "keep": kept(world),
        "names": Names(tuple(s.name for s in scenarios), 0, month_labels(STEPS, 1.0)),
    }


def seconds_of(work: Callable[[], object]) -> tuple[float, float]:
    """Time some work by the clock and in processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def middle(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the medians of both times."""
    clock, processor = zip(*times, strict=True)
    return statistics.median(clock), statistics.median(processor)


def once(world: World, engine: str, blocks: Sequence[Mapping[str, Any]], threads: int) -> None:
    """Run an engine over blocks of draws."""
    run = evaluator(engine)
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(run, world.model, **block) for block in blocks]:
            done.result()


def in_blocks(world: World, draws: int) -> list[dict[str, Any]]:
    """Return the inputs of some draws in blocks as a study makes them.

    From the second full block on the inputs of the first are used again: making them is not timed,
    and keeping 100,000 draws of them would need tens of gigabytes.
    """
    size = block_size(2)
    full, rest = divmod(draws, size)
    blocks = [block_of_inputs(world, size)] * full if full else []
    return [*blocks, *([block_of_inputs(world, rest)] if rest else [])]


def numbers(draws: int, threads: int) -> tuple[int, ...]:
    """Return the numbers of threads to time: one, both, or (where one takes minutes) all."""
    if draws < ALL_THREADS_FROM:
        return (1,)
    return (threads,) if draws == DRAWS[-1] else tuple(sorted({1, threads}))


def measured(world: World, *, most: int, threads: int) -> list[Timed]:
    """Time the engines in turns, for each number of draws."""
    found = []
    for draws in (number for number in DRAWS if number <= most):
        blocks = in_blocks(world, draws)
        kinds = [(engine, n) for engine in ("numpy", "compiled") for n in numbers(draws, threads)]
        once(world, "compiled", blocks[-1:], 1)  # compiled before the clock starts
        times: dict[tuple[str, int], list[tuple[float, float]]] = {kind: [] for kind in kinds}
        for _ in range(ROUNDS[draws]):
            for engine, n in kinds:
                times[engine, n].append(seconds_of(partial(once, world, engine, blocks, n)))
        found += [Timed(e, n, draws, *middle(t)) for (e, n), t in times.items()]
        print(*found[-len(kinds) :], sep="\n", file=sys.stderr, flush=True)
    few = block_of_inputs(world, LOOP_DRAWS)
    loop = middle([seconds_of(partial(once, world, "loop", [few], 1)) for _ in range(3)])
    return [Timed("loop", 1, LOOP_DRAWS, *loop), *found]


def first_call(folder: str) -> tuple[float, float]:
    """Return the seconds a new process takes to import LLVM, and to get the function."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST_CALL],
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"KPSIM_CACHE": folder},
    )
    imported, made = json.loads(done.stdout)
    return imported, made


def compile_times(rounds: int = 3) -> dict[str, float]:
    """Return the seconds until the function can be called, without and with stored code."""
    cold, warm, imports = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(first_call(folder)[1])
            imported, made = first_call(folder)
            imports.append(imported)
            warm.append(made)
    named = {"cold": cold, "warm": warm, "import": imports}
    return {name: statistics.median(times) for name, times in named.items()}


def machine() -> str:
    """Describe the machine."""
    from llvmlite import binding

    return (
        f"{platform.machine()} ({binding.get_host_cpu_name()}), {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}"
    )


def table(found: Sequence[Timed], compiling: Mapping[str, float], limit: Limit) -> str:
    """Write what was measured as Markdown."""
    (loop,) = (each for each in found if each.engine == "loop")
    numpy = {(each.draws, each.threads): each for each in found if each.engine == "numpy"}
    lines = [
        f"{machine()}. One scenario and the reference, {STEPS} steps; load average "
        f"{load()} while measuring.",
        "",
        "| engine | threads | draws | seconds | processor µs a draw | faster than numpy "
        "| than the loop |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for each in found:
        same = numpy.get((each.draws, each.threads))
        against = f"{same.per_draw / each.per_draw:.1f}×" if same else "–"
        lines.append(
            f"| {each.engine} | {each.threads} | {each.draws:,} | {each.clock:.3f} "
            f"| {each.per_draw:,.0f} | {against} | {loop.per_draw / each.per_draw:,.0f}× |"
        )
    best = min(e.per_draw for e in found if e.engine == "compiled")
    return "\n".join([*lines, "", *compile_lines(compiling), "", *limit.lines(best)])


def load() -> str:
    """Return the load average, where the system tells."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def compile_lines(compiling: Mapping[str, float]) -> list[str]:
    """Write the times until the first call."""
    return [
        "| until the first call, in a new process | processor seconds |",
        "|---|--:|",
        f"| compile the model (nothing stored) | {compiling['cold']:.2f} |",
        f"| write the function's text and load stored code | {compiling['warm']:.3f} |",
        f"| import LLVM, in both cases | {compiling['import']:.3f} |",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--most", type=int, default=DRAWS[-1], help="largest number of draws")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(arguments)
    compiling = compile_times()
    world = load_world()
    found = measured(world, most=asked.most, threads=asked.threads)
    print(table(found, compiling, measured_limit(world.model, kept(world), STEPS)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
