"""One step: values, the check of rates, stocks, and what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpsim.engine.compiled.emit import Emitter
from kpsim.engine.compiled.loops import SUMMED, rename, smaller, window_of_step, write_table_loop
from kpsim.engine.compiled.scalars import Elements, Unrolled, indices
from kpsim.engine.graph import Model
from kpsim.engine.keep import MONTHS_A_YEAR
from kpsim.engine.trouble import LARGEST_RATE, ROUNDING


@dataclass
class StepWriter:
    """Writes the step of one model."""

    model: Model
    graph: Unrolled
    emitter: Emitter
    step: float
    kept: dict[int, list[str]]
    """Where a value is put when it is computed: the sum of its row, or the last value."""

    levels: dict[int, str] = field(default_factory=dict)
    """The level after the step, by the node of the level in it."""

    def write_step(self) -> None:
        """Write one step: values, the check of rates, stocks, and what is kept."""
        emitter, kind = self.emitter, self.emitter.block.numbers
        emitter.begin("step_begins")
        for name, first in (("step", "0"), ("in_row", "0"), ("row", "0")):
            emitter.put(f"%{name} = phi i64 [{first}, %ready], [%next_{name}, %step_ends]")
        for name in ("fine", "lowest"):
            emitter.put(
                f"%{name} = phi {kind} [%{name}_at_start, %ready], [%next_{name}, %step_ends]"
            )
        emitter.new_part(in_step=True)
        values = len(emitter.lines)
        self.write_values()
        emitter.lines[values:values] = self.find_window()
        self.write_rates()
        self.write_stocks()
        self.write_kept()

    def find_window(self) -> list[str]:
        """Return the lines that find the paths of a step; which there are is known after it."""
        before, self.emitter.lines = self.emitter.lines, []
        begin = window_of_step(self.emitter, "%step")
        kind = self.emitter.block.numbers
        self.emitter.put(f"%here = getelementptr {kind}, ptr {begin}, i64 0")
        found, self.emitter.lines = self.emitter.lines, before
        return found

    def write_values(self) -> None:
        """Write all values of the step; each moves its stocks while it is in a register."""
        emitter = self.emitter
        emitter.use = self.keep_value
        for elements in self.graph.levels.values():
            for number in elements.numbers:
                self.levels[number] = emitter.value(number)
        for name, flow in self.model.flows.items():
            for end, sign in ((flow.out_of, "fsub"), (flow.into, "fadd")):
                if end is not None:
                    self.move(self.graph.levels[end.name], self.graph.values[name], sign)
            if flow.out_of is not None:
                for number in self.graph.values[name].numbers:
                    emitter.store(emitter.value(number), emitter.memory.place("flow", number))
        for number, node in enumerate(emitter.nodes):
            if number in self.kept or not (node.steady or node.operation == "path"):
                emitter.value(number)

    def keep_value(self, number: int, name: str) -> None:
        """Add a value to the sum of its row, or note it as the last."""
        emitter = self.emitter
        for place in self.kept.get(number, ()):
            value = name
            if place in SUMMED:
                before = emitter.load(emitter.memory.place(place, number))
                value = emitter.block.do("fadd", before, self.part(name, place))
            emitter.store(value, emitter.memory.place(place, number))

    def part(self, name: str, aggregate: str) -> str:
        """Write what a step adds to its row, as kpsim.engine.keep computes it."""
        block = self.emitter.block
        if aggregate == "mean":
            return block.do("fdiv", name, block.constant(round(MONTHS_A_YEAR / self.step)))
        return name if self.step == 1 else block.do("fmul", name, block.constant(self.step))

    def move(self, level: Elements, flow: Elements, sign: str) -> None:
        """Add a flow to a stock, or take it away, in the order of the loop in numpy."""
        emitter, block = self.emitter, self.emitter.block
        for index in indices(level.shape):
            number, moved = level.at(*index), emitter.value(flow.at(*index))
            if self.step != 1:
                moved = block.do("fmul", moved, block.constant(self.step))
            self.levels[number] = block.do(sign, self.levels[number], moved)

    def write_rates(self) -> None:
        """Write the check of the first step: no more than half of a stock may leave."""
        emitter, kind = self.emitter, self.emitter.block.numbers
        emitter.put("%is_first = icmp eq i64 %step, 0")
        emitter.put("br i1 %is_first, label %first_step, label %stocks_move")
        emitter.begin("first_step")
        lowest = "%lowest"
        for name, elements in self.graph.levels.items():
            flows = [self.graph.values[flow] for flow in self.model.outflows(name)]
            for index in indices(elements.shape) if flows else ():
                wrong = self.too_fast(elements, flows, index)
                minus = emitter.block.constant(-1.0)
                lowest = emitter.block.select(wrong, minus, lowest)
        rename(emitter, lowest, "lowest_of_first")
        emitter.put("br label %stocks_move")
        emitter.begin("stocks_move")
        emitter.put(
            f"%lowest_before = phi {kind} [%lowest, %step_begins], [%lowest_of_first, %first_step]"
        )

    def too_fast(self, level: Elements, flows: Sequence[Elements], index: tuple[int, int]) -> str:
        """Write whether more than half of an element leaves in a step."""
        emitter, block = self.emitter, self.emitter.block
        content = emitter.nodes[level.at(*index)].content
        here = emitter.load(emitter.memory.place("stock", content))
        rates = [emitter.load(emitter.memory.place("flow", flow.at(*index))) for flow in flows]
        leaving = rates[0]
        for rate in rates[1:]:
            leaving = block.do("fadd", leaving, rate)
        leaving = block.do("fmul", leaving, block.constant(self.step))
        half = block.do("fmul", here, block.constant(LARGEST_RATE))
        fast = block.do("fcmp ogt", leaving, half)
        present = block.do("fcmp ogt", here, block.constant(ROUNDING))
        return block.new(f"and <{block.lanes} x i1> {fast}, {present}")

    def write_stocks(self) -> None:
        """Write the new levels, flow by flow as the loop in numpy does."""
        emitter, block = self.emitter, self.emitter.block
        lowest = "%lowest_before"
        for number, level in self.levels.items():
            emitter.store(level, emitter.memory.place("stock", emitter.nodes[number].content))
            emitter.add_to_sums(level)
            lowest = smaller(emitter, level, lowest)
        rename(emitter, lowest, "next_lowest")
        if emitter.sums:
            rename(emitter, block.do("fadd", "%fine", emitter.nothing_unless_finite()), "next_fine")
        else:
            rename(emitter, "%fine", "next_fine")

    def write_kept(self) -> None:
        """Write what is kept: of every step, and where a row ends."""
        emitter = self.emitter
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
        write_table_loop(emitter, "rows", "%row", after="rows_kept")
        emitter.begin("rows_kept")
        for (kind, _), place in emitter.memory.places.items():
            if kind in SUMMED:
                emitter.store(emitter.block.constant(0.0), place)
        emitter.put("br label %step_ends")
