"""`python -m benchmarks.engine`: the compiled engine against numpy, a loop, and other programs.

One scenario and its reference, the full model, 15 years of monthly steps, everything the ledger
and the outcomes keep; from arrays of inputs to arrays of results, in the blocks of a study. PySD
and pysimlin run the same model as `kpsim export xmile --flat` writes it, one draw at a time.
Engines take turns and the median of the rounds counts. Time a draw is processor time, all threads
together, because on a machine that others use as well the seconds by the clock measure the others.
Seconds are of this machine; the ratios are the message.
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
from pathlib import Path
from typing import Any

from benchmarks import engine_foreign, engine_stages
from benchmarks.engine_limit import measured_limit
from kpsim.engine.engines import evaluator
from kpsim.inputs.draws import draw
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.scenarios import load_scenario
from kpsim.study import YEARS, Settings, block_size, engine_inputs, kept, with_reference
from kpsim.world import World, load_world

SCENARIO = "all-services-stop"
SCENARIOS = with_reference([load_scenario(SCENARIO)])
DRAWS = (1, 1_000, 10_000, 100_000, 1_000_000)
USUAL_MOST = 100_000
MOST_OF_NUMPY = 10_000
"""numpy takes minutes for more, and the same time a draw."""
ALL_THREADS_FROM = 10_000
LOOP_DRAWS = 10
STUDY_DRAWS = 2048
ROUNDS = {1: 15, 1_000: 7, 10_000: 3}
MICRO = 1e6

FIRST_CALL = """
import json, time
from kpsim.study import kept
from kpsim.world import load_world
world = load_world()
keep = kept(world)
started = time.process_time()
from kpsim.engine.compiled.simulate import kernel_for
from kpsim.engine.compiled.target import this_processor
target = this_processor()
imported = time.process_time()
kernel_for(world.model, keep, 1.0, target)
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


def say(text: str) -> None:
    """Tell how far the run is."""
    print(text, file=sys.stderr, flush=True)


# Our engines.


def block_of_inputs(world: World, draws: int) -> dict[str, Any]:
    """Return what an engine is handed for some draws."""
    drawn = draw(world.parameters, seed=1, draws=draws, view="central").slice(0, draws)
    indices = draw_indices(drawn.values, 1, YEARS)
    given = engine_inputs(world, SCENARIOS, draws=drawn, indices=indices, settings=Settings())
    return {**given, "keep": kept(world)}


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
    """Run an engine over blocks of draws; what it finds is let go at once, as in a study."""
    run = evaluator(engine)

    def work(block: Mapping[str, Any]) -> None:
        run(world.model, **block)

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, block) for block in blocks]:
            done.result()


def in_blocks(world: World, draws: int) -> list[dict[str, Any]]:
    """Return the inputs of some draws in blocks as a study makes them.

    From the second full block on the inputs of the first are used again: making them is not timed,
    and keeping 100,000 draws of them would need gigabytes.
    """
    size = block_size(len(SCENARIOS))
    full, rest = divmod(draws, size)
    blocks = [block_of_inputs(world, size)] * full if full else []
    return [*blocks, *([block_of_inputs(world, rest)] if rest else [])]


def measured(world: World, *, most: int, threads: int) -> list[Timed]:
    """Time the engines in turns, for each number of draws."""
    few = block_of_inputs(world, LOOP_DRAWS)
    loop = middle([seconds_of(partial(once, world, "loop", [few], 1)) for _ in range(3)])
    found = [Timed("loop", 1, LOOP_DRAWS, *loop)]
    for draws in (number for number in DRAWS if number <= most):
        say(f"{draws:,} draws …")
        blocks = in_blocks(world, draws)
        engines = ["compiled"] if draws > MOST_OF_NUMPY else ["numpy", "compiled"]
        widths = sorted({1, threads}) if draws >= ALL_THREADS_FROM else [1]
        kinds = [(engine, n) for engine in engines for n in widths]
        once(world, "compiled", blocks[-1:], 1)  # compiled before the clock starts
        times: dict[tuple[str, int], list[tuple[float, float]]] = {kind: [] for kind in kinds}
        for _ in range(ROUNDS.get(draws, 1)):
            for engine, n in kinds:
                times[engine, n].append(seconds_of(partial(once, world, engine, blocks, n)))
        found += [Timed(e, n, draws, *middle(t)) for (e, n), t in times.items()]
    return found


# Compiling.


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


def compile_lines(rounds: int = 3) -> list[str]:
    """Time the way to the function without and with stored code; write it as Markdown."""
    cold, warm, imports = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(first_call(folder)[1])
            imported, made = first_call(folder)
            imports.append(imported)
            warm.append(made)
    return [
        "| until the first call, in a new process | processor seconds |",
        "|---|--:|",
        f"| compile the model (nothing stored) | {statistics.median(cold):.2f} |",
        f"| write the function's text and load stored code | {statistics.median(warm):.3f} |",
        f"| import LLVM, in both cases | {statistics.median(imports):.3f} |",
    ]


# The report.


def machine() -> str:
    """Describe the machine and what else it does."""
    from llvmlite import binding

    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    names = Path("/proc/cpuinfo")
    lines = names.read_text(encoding="utf-8").splitlines() if names.exists() else []
    model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")
    return (
        f"{platform.machine()} {model} ({binding.get_host_cpu_name()}), {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}; load average {load} at the end."
    )


def table(found: Sequence[Timed], foreign: Sequence[engine_foreign.Foreign | str]) -> list[str]:
    """Write the engines as Markdown."""
    loop = found[0].per_draw
    numpy = {(each.draws, each.threads): each for each in found if each.engine == "numpy"}
    most = max((draws for draws, _ in numpy), default=0)
    best = {each.threads: each.per_draw for each in found if each.engine == "compiled"}[1]
    lines = [
        "| engine | threads | draws | seconds | processor µs a draw | faster than numpy "
        "| than the loop |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for each in found:
        same = numpy.get((min(each.draws, most), each.threads))
        against = f"{same.per_draw / each.per_draw:.1f}×" if same else "–"
        lines.append(
            f"| {each.engine} | {each.threads} | {each.draws:,} | {each.clock:.3f} "
            f"| {each.per_draw:,.0f} | {against} | {loop / each.per_draw:,.0f}× |"
        )
    lines += [
        "",
        "| the exported model in | processor ms a draw | compiled is faster | s to read a file "
        "| largest difference of a stock |",
        "|---|--:|--:|--:|--:|",
    ]
    for other in foreign:
        if isinstance(other, str):
            lines.append(f"| {other} | not installed | – | – | – |")
            continue
        lines.append(
            f"| {other.name} | {1e3 * other.a_draw:,.1f} | {MICRO * other.a_draw / best:,.0f}× "
            f"| {other.reading:.2f} | {other.difference:.0e} |"
        )
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--most", type=int, default=USUAL_MOST, help="largest number of draws")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(arguments)
    say("compiling …")
    compiling = compile_lines()
    world = load_world()
    found = measured(world, most=asked.most, threads=asked.threads)
    say("PySD and pysimlin …")
    foreign = engine_foreign.measured(world, SCENARIOS, block_of_inputs(world, 1))
    say("a study …")
    stages = engine_stages.measured(world, SCENARIO, STUDY_DRAWS)
    limit = measured_limit(world.model, kept(world), block_of_inputs(world, 1)["steps"])
    best = min(each.per_draw for each in found if each.engine == "compiled")
    parts = [
        [machine()],
        table(found, foreign),
        compiling,
        [limit.text(best)],
        [f"A study of one scenario and its reference, {STUDY_DRAWS:,} draws, one thread:"],
        engine_stages.table(stages, STUDY_DRAWS),
    ]
    print("\n\n".join("\n".join(part) for part in parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
