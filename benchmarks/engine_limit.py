"""How fast this processor could be at best: its divisions and its sums, timed on their own."""

import ctypes
import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.engine.compiled.elementary import Block
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
MICRO = 1e6


@dataclass(frozen=True)
class Limit:
    """Operations of a step, and the seconds one of each takes at best for one draw."""

    divisions: int
    others: int
    division: float
    addition: float
    steps: int

    @property
    def per_draw(self) -> float:
        """Return the microseconds of a draw if nothing but arithmetic took time.

        Divisions have a unit of their own and go on beside the rest.
        """
        longest = max(self.divisions * self.division, self.others * self.addition)
        return MICRO * longest * self.steps * SCENARIOS

    def lines(self, best: float) -> list[str]:
        """Write the arithmetic."""
        division, addition = (f"{1e9 * each:.3f}" for each in (self.division, self.addition))
        return [
            f"Limit of the processor, one thread: a step of one scenario has {self.divisions} "
            f"divisions and {self.others} other operations on numbers. Timed on their own with all "
            f"registers full, a division takes {division} ns a draw and an addition {addition} ns. "
            f"{SCENARIOS} × {self.steps} × max({self.divisions} × {division}, {self.others} × "
            f"{addition}) ns = {self.per_draw:.1f} µs a draw; the compiled engine takes "
            f"{best:.1f} µs: {100 * self.per_draw / best:.0f} % of the limit.",
        ]


def measured_limit(model: Model, keep: Sequence[Keep], steps: int) -> Limit:
    """Count the operations of a step and time them on their own."""
    graph = unroll(model, tuple(dict.fromkeys(each.variable for each in keep)))
    counts = Counter(node.operation for node in graph.nodes if not node.steady)
    return Limit(
        sum(counts[name] for name in DIVISIONS),
        sum(counts[name] for name in OTHERS),
        seconds_of("fdiv"),
        seconds_of("fadd"),
        steps,
    )


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
