"""`python -m benchmarks`: time and peak memory of real runs as a Markdown table.

Every case runs in a process of its own, one after the other. Ratios are to the plain loop over
draws, measured in the same call, because seconds depend on the machine and ratios hardly do.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HELP = "from kpsim.cli import main; import sys; sys.argv = ['kpsim', '--help']; main()"
NOTHING = "pass"
HELP_REPEATS = 5
LOOP_OF = {
    "all": "all_loop",
    "all_one_thread": "all_loop",
    "one": "one_loop",
    "files": "one_loop",
    "one_10k": "one_loop",
    "one_100k": "one_loop",
}
KIBIBYTES_A_MEBIBYTE = 1024


@dataclass(frozen=True)
class Measured:
    """What one case took."""

    label: str
    draws: int
    seconds: float | None
    """None where the process did not reach its end."""
    mebibytes: float | None
    """Peak memory of the process; None where the system does not tell."""

    @property
    def per_draw(self) -> float | None:
        """Return the seconds of one draw."""
        return None if self.seconds is None else self.seconds / self.draws


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases asked for and print the table."""
    from benchmarks.cases import cases

    known = cases()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="CASE", help=f"of {', '.join(known)}")
    parser.add_argument("--one", choices=known, help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    unknown = [name for name in asked.names if name not in known]
    if unknown:
        parser.error(f"unknown case {unknown[0]!r}; expected one of {', '.join(known)}")
    if asked.one:
        print(json.dumps({"seconds": known[asked.one].work(), "mebibytes": peak_memory()}))
        return 0
    names = with_loops(asked.names or list(known))
    found = {}
    for name in names:
        print(f"{name} …", file=sys.stderr, flush=True)
        found[name] = measured(name, label=known[name].label, draws=known[name].draws)
    print(table(found))
    return 0


def with_loops(names: Sequence[str]) -> list[str]:
    """Put the loop a case is compared with before it."""
    order: dict[str, None] = {}
    for name in names:
        if name in LOOP_OF:
            order[LOOP_OF[name]] = None
        order[name] = None
    return list(order)


def measured(name: str, *, label: str, draws: int) -> Measured:
    """Run one case in a process of its own, so that one that does not fit ends alone."""
    command = [sys.executable, "-m", "benchmarks", "--one", name]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, encoding="utf-8")
    if done.returncode:
        return Measured(label, draws, None, None)
    found = json.loads(done.stdout)
    return Measured(label, draws, found["seconds"], found["mebibytes"])


def peak_memory() -> float | None:
    """Return the most memory this process has held, in MiB, where the system tells."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kibibytes = most / KIBIBYTES_A_MEBIBYTE if sys.platform == "darwin" else most
    return kibibytes / KIBIBYTES_A_MEBIBYTE


def start_seconds(code: str) -> float:
    """Return the shortest time a new Python takes for some code."""
    times = []
    for _ in range(HELP_REPEATS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times)


def table(found: Mapping[str, Measured]) -> str:
    """Write what was measured as Markdown."""
    lines = [
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}; 15 years in monthly steps, floor, central and full.",
        "",
        "| case | draws | seconds | ms a draw | peak memory | faster than the loop |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [row(each, found.get(LOOP_OF.get(name, ""))) for name, each in found.items()]
    lines += [
        "",
        'A row "one draw at a time" is the same code with blocks of one draw, measured on few '
        "draws; comparisons with it are per draw.",
        "",
        "| start | seconds |",
        "|---|--:|",
        f"| `kpsim --help` | {start_seconds(HELP):.2f} |",
        f"| Python that does nothing | {start_seconds(NOTHING):.2f} |",
    ]
    return "\n".join(lines)


def row(each: Measured, loop: Measured | None) -> str:
    """Write one case as a row of the table."""
    per_draw, loop_per_draw = each.per_draw, loop.per_draw if loop else None
    cells = [
        each.label,
        f"{each.draws:,}",
        "did not finish" if each.seconds is None else f"{each.seconds:.1f}",
        "–" if per_draw is None else f"{1000 * per_draw:.2f}",
        "–" if each.mebibytes is None else f"{each.mebibytes:,.0f} MiB",
        f"{loop_per_draw / per_draw:.0f}×" if per_draw and loop_per_draw else "–",
    ]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
