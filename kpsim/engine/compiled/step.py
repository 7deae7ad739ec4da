"""One step: values and stocks part by part, the check of rates, and what is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kpsim.engine.compiled.emit import Emitter
from kpsim.engine.compiled.loops import SUMMED, rename, smaller, window_of_step, write_table_loop
from kpsim.engine.compiled.order import Move, Part, reads
from kpsim.engine.compiled.scalars import Unrolled
from kpsim.engine.keep import MONTHS_A_YEAR
from kpsim.engine.trouble import LARGEST_RATE, ROUNDING


@dataclass
class StepWriter:
    """Writes the step of one model."""

    graph: Unrolled
    emitter: Emitter
    parts: Sequence[Part]
    step: float
    kept: Mapping[int, Sequence[str]]
    """Where a value is put when it is computed: the sum of its row, or the last value."""

    lowest: str = "%lowest"
    waiting: list[int] = field(default_factory=list)
    """Stocks that have not moved yet, because their level in the step is still read."""

    def write_step(self) -> None:
        """Write one step."""
        emitter, kind = self.emitter, self.emitter.block.numbers
        emitter.begin("step_begins")
        for name, first in (("step", "0"), ("in_row", "0"), ("row", "0")):
            emitter.put(f"%{name} = phi i64 [{first}, %ready], [%next_{name}, %step_ends]")
        for name in ("fine", "lowest"):
            emitter.put(
                f"%{name} = phi {kind} [%{name}_at_start, %ready], [%next_{name}, %step_ends]"
            )
        emitter.put("%is_first = icmp eq i64 %step, 0")
        before = len(emitter.lines)
        self.write_parts()
        emitter.lines[before:before] = self.find_window()
        rename(emitter, self.lowest, "next_lowest")
        rename(
            emitter, emitter.block.do("fadd", "%fine", emitter.nothing_unless_finite()), "fine_here"
        )
        self.write_kept()

    def find_window(self) -> list[str]:
        """Return the lines that find the paths of a step; which there are is known after it."""
        before, self.emitter.lines = self.emitter.lines, []
        begin = window_of_step(self.emitter, "%step")
        kind = self.emitter.block.numbers
        self.emitter.put(f"%here = getelementptr {kind}, ptr {begin}, i64 0")
        found, self.emitter.lines = self.emitter.lines, before
        return found

    def write_parts(self) -> None:
        """Write all parts, the last with what is kept but computed in none."""
        read = [reads(part, self.graph.feeds) for part in self.parts]
        for here, part in enumerate(self.parts):
            later = {number for each in read[here + 1 :] for number in each}
            self.write_part(part, later)
            if here + 1 == len(self.parts):
                for number in self.kept_without_part():
                    self.keep_value(number, self.emitter.value(number))
            self.emitter.begin_part()
        for number in self.waiting:
            self.settle(number, self.emitter.load(self.emitter.memory.place("next", number)))

    def write_part(self, part: Part, later: Collection[int]) -> None:
        """Write a part; a stock moves at once where no later part reads its level."""
        emitter = self.emitter
        for each in part.work:
            if isinstance(each, Move):
                level = self.move(each)
                if each.level in later:
                    self.wait(each.level, level)
                else:
                    self.settle(each.level, level)
                continue
            name = emitter.compute(each)
            if each in emitter.slots:
                emitter.store(name, emitter.home(each))
            self.keep_value(each, name)

    def kept_without_part(self) -> list[int]:
        """List what is kept and computed in no part: paths, steady values, stocks without flows."""
        seen = {number for part in self.parts for number in part.values}
        seen |= {move.level for part in self.parts for move in part.moves}
        return [number for number in self.kept if number not in seen]

    def keep_value(self, number: int, name: str) -> None:
        """Add a value to the sum of its row, or note it as the last."""
        emitter = self.emitter
        for kind in self.kept.get(number, ()):
            place = emitter.memory.place(kind, number)
            if kind in SUMMED:
                added = name
                if kind == "sum" and self.step != 1:
                    added = emitter.block.do("fmul", name, emitter.block.constant(self.step))
                emitter.store(emitter.block.do("fadd", emitter.load(place), added), place)
            else:
                emitter.store(name, place)

    # Stocks.

    def move(self, move: Move) -> str:
        """Write the level after the step, flow by flow as the loop in numpy does."""
        emitter, block = self.emitter, self.emitter.block
        level = emitter.value(move.level)
        self.keep_value(move.level, level)
        for number, sign in move.flows:
            flow = emitter.value(number)
            if self.step != 1:
                flow = block.do("fmul", flow, block.constant(self.step))
            level = block.do(sign, level, flow)
        self.lowest = smaller(emitter, level, self.lowest)
        if move.leaving:
            self.check_rate(move)
        return level

    def settle(self, number: int, level: str) -> None:
        """Write a new level over the old one."""
        emitter = self.emitter
        emitter.store(level, emitter.memory.place("stock", emitter.nodes[number].content))

    def wait(self, number: int, level: str) -> None:
        """Keep a new level until nobody reads the old one."""
        self.emitter.store(level, self.emitter.memory.place("next", number))
        self.waiting.append(number)

    def check_rate(self, move: Move) -> None:
        """In the first step, note where more than half of a stock would leave."""
        emitter, kind = self.emitter, self.emitter.block.numbers
        here, rate, after = (f"{name}{move.level}" for name in ("here", "rate", "after"))
        emitter.put(f"br label %{here}")
        emitter.begin(here)
        emitter.put(f"br i1 %is_first, label %{rate}, label %{after}, !prof !0")
        emitter.begin(rate)
        found = emitter.block.select(self.too_fast(move), emitter.block.constant(-1.0), self.lowest)
        emitter.put(f"br label %{after}")
        emitter.begin(after)
        self.lowest = emitter.block.new(f"phi {kind} [{self.lowest}, %{here}], [{found}, %{rate}]")

    def too_fast(self, move: Move) -> str:
        """Write whether nearly all of an element leaves in a step."""
        emitter, block = self.emitter, self.emitter.block
        leaving, *more = (emitter.value(number) for number in move.leaving)
        for rate in more:
            leaving = block.do("fadd", leaving, rate)
        leaving = block.do("fmul", leaving, block.constant(self.step))
        here = emitter.value(move.level)
        most = block.do("fmul", here, block.constant(LARGEST_RATE))
        fast = block.do("fcmp ogt", leaving, most)
        present = block.do("fcmp ogt", here, block.constant(ROUNDING))
        return block.new(f"and <{block.lanes} x i1> {fast}, {present}")

    # What is kept.

    def write_kept(self) -> None:
        """Write what is kept: of every step, and where a row ends."""
        emitter, kind = self.emitter, self.emitter.block.numbers
        write_table_loop(emitter, "monthly", "%step", after="months_kept")
        emitter.begin("months_kept")
        emitter.put("%next_step = add i64 %step, 1")
        emitter.put("%counted = add i64 %in_row, 1")
        emitter.put("%row_ends = icmp eq i64 %counted, %steps_a_row")
        emitter.put("%next_in_row = select i1 %row_ends, i64 0, i64 %counted")
        emitter.put("%one = zext i1 %row_ends to i64")
        emitter.put("%next_row = add i64 %row, %one")
        emitter.put("br i1 %row_ends, label %row_done, label %step_ends")
        emitter.begin("row_done")
        self.finish_sums()
        write_table_loop(emitter, "rows", "%row", after="rows_kept")
        emitter.begin("rows_kept")
        for place in emitter.memory.of(*SUMMED):
            emitter.store(emitter.block.constant(0.0), place)
        emitter.put("br label %step_ends")
        emitter.begin("step_ends")
        emitter.put(
            f"%next_fine = phi {kind} [%fine_here, %months_kept], [%fine_of_row, %rows_kept]"
        )

    def finish_sums(self) -> None:
        """Turn sums into means where means are wanted, and watch them all."""
        emitter, block = self.emitter, self.emitter.block
        steps = block.constant(round(MONTHS_A_YEAR / self.step))
        for place in emitter.memory.of("sum"):
            emitter.add_to_sums(emitter.load(place))
        for place in emitter.memory.of("mean"):
            whole = emitter.load(place)
            emitter.add_to_sums(whole)
            emitter.store(block.do("fdiv", whole, steps), place)
        rename(
            emitter, block.do("fadd", "%fine_here", emitter.nothing_unless_finite()), "fine_of_row"
        )
