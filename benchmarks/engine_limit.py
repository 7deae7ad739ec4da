"""How fast this processor could be at best: its divisions and its sums, timed on their own."""

import ctypes
import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.engine.compiled.elementary import Block, write_exp, write_log
from kpsim.engine.compiled.loops import SUMMED
from kpsim.engine.compiled.order import moves_of
from kpsim.engine.compiled.scalars import unroll
from kpsim.engine.compiled.target import compiled, loaded, this_processor
from kpsim.engine.graph import Model
from kpsim.engine.keep import Keep

CHAINS = 10
"""Independent operations at a time, enough to fill the units of any processor of today."""

TIMES = 1_000_000
SCENARIOS = 2
DIVISIONS = ("divide", "ratio")
OTHERS = ("add", "subtract", "multiply", "minimum", "maximum", "where", "negative")
INSIDE = {"exp": write_exp, "log": write_log}
ARITHMETIC = ("fadd", "fsub", "fmul")
MICRO = 1e6


@dataclass(frozen=True)
class Limit:
    """Operations of a step, and the seconds one of each takes at best for one draw."""

    divisions: int
    equations: int
    """Other operations in equations."""
    inside: int
    """Operations that exp and log are made of."""
    moves: int
    """Additions that move stocks."""
    sums: int
    """Additions that make sums and means of years."""
    division: float
    addition: float
    steps: int

    @property
    def others(self) -> int:
        """Return all operations but divisions."""
        return self.equations + self.inside + self.moves + self.sums

    @property
    def per_draw(self) -> float:
        """Return the microseconds of a draw if nothing but arithmetic took time.

        Divisions have a unit of their own and go on beside the rest.
        """
        longest = max(self.divisions * self.division, self.others * self.addition)
        return MICRO * longest * self.steps * SCENARIOS

    def text(self, best: float) -> str:
        """Write the arithmetic."""
        division, addition = (f"{1e9 * each:.3f}" for each in (self.division, self.addition))
        return (
            f"A step of one scenario has {self.divisions} divisions and {self.others:,} other "
            f"operations on numbers ({self.equations:,} in equations, {self.inside} inside exp and "
            f"log, {self.moves} that move stocks, {self.sums} that add up years). Timed on their "
            f"own on one thread with all registers full, a division takes {division} ns a draw and "
            f"an addition {addition} ns. {SCENARIOS} × {self.steps} × max({self.divisions} × "
            f"{division}, {self.others:,} × {addition}) ns = {self.per_draw:.1f} µs a draw. The "
            f"compiled engine takes {best:.1f} µs of processor time: "
            f"**{100 * self.per_draw / best:.0f} % of the limit**."
        )


def measured_limit(model: Model, keep: Sequence[Keep], steps: int) -> Limit:
    """Count the operations of a step and time them on their own."""
    graph = unroll(model, tuple(dict.fromkeys(each.variable for each in keep)))
    counts = Counter(node.operation for node in graph.nodes if not node.steady)
    kept = {
        (each.aggregate, number)
        for each in keep
        if each.aggregate in SUMMED
        for number in graph.values[each.variable].numbers
    }
    return Limit(
        sum(counts[name] for name in DIVISIONS),
        sum(counts[name] for name in OTHERS),
        sum(counts[name] * length(write) for name, write in INSIDE.items()),
        sum(len(move.flows) for move in moves_of(model, graph)),
        len(kept),
        seconds_of("fdiv"),
        seconds_of("fadd"),
        steps,
    )


def length(write: Callable[[Block, str], str]) -> int:
    """Count the operations on numbers of which a function is made."""
    lines: list[str] = []
    write(Block(1, lines.append, itertools.count()), "%x")
    return sum(any(f" = {name} " in line for name in ARITHMETIC) for line in lines)


def seconds_of(operation: str) -> float:
    """Return the seconds of one operation for one draw, the registers being full."""
    target = this_processor()
    lines: list[str] = []
    block = Block(target.lanes, lines.append, itertools.count())
    kind = block.numbers
    chains = range(CHAINS)
    phis = [
        f"%c{i} = phi {kind} [{block.constant(1.5 + i)}, %entry], [%d{i}, %again]" for i in chains
    ]
    lines += [f"%d{i} = {operation} {kind} %c{i}, {block.constant(1.0 + 2.0**-40)}" for i in chains]
    stores = [f"store {kind} %d{i}, ptr %to, align 8" for i in chains]
    text = "\n".join(
        [
            "define void @f(ptr %to, i64 %times) {",
            "entry:",
            "br label %again",
            "again:",
            "%n = phi i64 [0, %entry], [%m, %again]",
            *phis,
            *lines,
            "%m = add i64 %n, 1",
            "%more = icmp slt i64 %m, %times",
            "br i1 %more, label %again, label %done",
            "done:",
            *[f"store volatile {each.removeprefix('store ')}" for each in stores],
            "ret void",
            "}",
        ]
    )
    code = loaded(compiled(text, target), "f", (ctypes.c_void_p, ctypes.c_int64))
    room = np.empty(target.lanes)
    times = []
    for _ in range(5):
        start = time.process_time()
        code.call(room.ctypes.data, TIMES)
        times.append(time.process_time() - start)
    return min(times) / (TIMES * CHAINS * target.lanes)
