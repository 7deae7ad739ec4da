"""What long runs need: `python -m benchmarks.scale [draws ...]` prints a Markdown table.

A run that holds its draws and writes all files, and one that streams them, each in a process of
its own: time, peak memory, what is written, and the time of the same run once more, when the
pieces of a long one are all there.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from kpsim.inputs.draws import rounded_up
from kpsim.inputs.scenarios import load_scenario
from kpsim.report.comparison import prepare
from kpsim.report.run_files import write_files
from kpsim.scale import identity, room, streaming
from kpsim.scale.local import in_threads
from kpsim.scale.pieces import Job
from kpsim.scale.resume import LONG, resumable
from kpsim.scale.store import Store
from kpsim.study import Settings, with_reference
from kpsim.world import load_world

SCENARIO = "all-services-stop"
SIZES = (2048, 16_384, 100_000)
MEBIBYTE = 2**20


@dataclass(frozen=True)
class Found:
    """What one run took."""

    sort: str
    draws: int
    seconds: float
    processor_seconds: float
    peak: float
    written: float
    cached: float
    resumed: float


def measured(sort: str, draws: int) -> Found:
    """Run once in this process."""
    settings = Settings(draws=draws)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KPSIM_CACHE"] = folder
        out, store = Path(folder) / "out", Store("benchmark")
        work = held if sort == "held" else streamed
        started, used = time.perf_counter(), time.process_time()
        work(settings, store, out)
        seconds, processor = time.perf_counter() - started, time.process_time() - used
        most, written, cached = peak(), size(out), size(store.folder)
        started = time.perf_counter()
        work(settings, store, out)
        resumed = time.perf_counter() - started
    return Found(sort, draws, seconds, processor, most, written, cached, resumed)


def held(settings: Settings, store: Store, out: Path) -> None:
    """Run with all draws in memory and write every file."""
    way = resumable(store, in_threads) if settings.draws > LONG else in_threads
    write_files(prepare([SCENARIO], settings).run(compute=way), out)


def streamed(settings: Settings, store: Store, out: Path) -> None:
    """Run in a stream."""
    job = Job(load_world(), with_reference([load_scenario(SCENARIO)]), settings)
    streaming.stream(job, store, out)


def size(folder: Path) -> float:
    """Return the MiB in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MEBIBYTE


def peak() -> float:
    """Return the largest memory of this process in MiB."""
    memory = psutil.Process().memory_info()
    if hasattr(memory, "peak_wset"):  # Windows
        return float(memory.peak_wset) / MEBIBYTE
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEBIBYTE


def main(sizes: tuple[int, ...]) -> None:
    """Measure each size in a process of its own."""
    print(
        f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GiB, code "
        f"{identity.code()[:12]}, {room.bytes_a_draw(load_world(), 2)} bytes of results a draw\n"
    )
    print(
        "| run | draws | s | CPU s | CPU ms a draw | peak MiB | written MiB | cache MiB | again s |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for draws in map(rounded_up, sizes):
        for sort in ("held", "streamed"):
            command = [sys.executable, "-m", "benchmarks.scale", sort, str(draws)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
            if done.returncode:  # it has said why, such as too little memory
                print(f"| {sort} | {draws:,} | did not finish |", flush=True)
            else:
                print(row(Found(**json.loads(done.stdout))), flush=True)


def row(found: Found) -> str:
    """Write a row of the table."""
    each = 1000 * found.processor_seconds / found.draws
    cells = (
        found.sort,
        f"{found.draws:,}",
        f"{found.seconds:.0f}",
        f"{found.processor_seconds:.0f}",
        f"{each:.2f}",
        f"{found.peak:.0f}",
        f"{found.written:.0f}",
        f"{found.cached:.0f}",
        f"{found.resumed:.0f}",
    )
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    if sys.argv[1:2] in (["held"], ["streamed"]):
        print(json.dumps(vars(measured(sys.argv[1], int(sys.argv[2])))))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIZES)
