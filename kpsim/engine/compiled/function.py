"""The text of the function that runs all steps of a model for a block of draws.

It goes over scenarios and over groups of draws. For each it computes the steady values and the
stocks at the start, and then takes the steps in the order of `kpsim.engine.simulate`: values,
stocks, what is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpsim.engine.compiled.emit import REACH, Emitter, Leaf
from kpsim.engine.compiled.scalars import Elements, Unrolled, full_shape, indices, unroll
from kpsim.engine.compiled.watch import watched
from kpsim.engine.graph import Model
from kpsim.engine.keep import Keep
from kpsim.engine.trouble import LARGEST_RATE, ROUNDING

FUNCTION = "run"
ATTRIBUTES = '"frame-pointer"="all" "stackrealign"'
"""What LLVM keeps on the stack must lie where a whole register is read at once."""

ARGUMENTS = (
    # one row for each value: address, strides of scenario, group and step (or row), place in
    # memory, factor
    "ptr noalias %inputs",
    "ptr noalias %paths",
    "ptr noalias %rows",  # results of which a row is written when it is full
    "ptr noalias %monthly",
    "ptr noalias %memory",
    "ptr noalias %window",
    "ptr noalias %trouble",  # a number for each scenario and draw; 0 where all is well
    "i64 %number_of_inputs",
    "i64 %number_of_rows",
    "i64 %number_of_monthly",
    "i64 %scenarios",
    "i64 %groups",
    "i64 %steps",
    "i64 %steps_a_row",
)


@dataclass(frozen=True)
class Output:
    """One kept number: the result it belongs to, its element, and how it is kept."""

    keep: Keep
    index: tuple[int, int]
    node: int  # of a stock: the node of its level

    @property
    def summed(self) -> bool:
        """Say whether the steps of a row are added up."""
        return self.keep.aggregate in ("sum", "mean")


@dataclass(frozen=True)
class Source:
    """The text of a function and what it expects to be handed."""

    text: str
    lanes: int
    inputs: tuple[tuple[Leaf, int], ...]  # with their places in memory
    paths: tuple[Leaf, ...]
    outputs: tuple[tuple[Output, int], ...]  # with their places in memory
    places: int


@dataclass
class Writer:
    """Writes the function of one model and what is kept of it."""

    model: Model
    graph: Unrolled
    outputs: tuple[Output, ...]
    emitter: Emitter
    step: float
    levels: dict[int, str] = field(default_factory=dict)
    """The level after the step, by the node of the level in it."""
    kept_nodes: dict[int, set[str]] = field(default_factory=dict)
    """Where a value is put when it is computed: the sum of its row, or the last value."""

    def __post_init__(self) -> None:
        """Find the values that are kept while a step is computed."""
        for output in self.outputs:
            if output.summed or not self.is_stock(output):
                places = self.kept_nodes.setdefault(output.node, set())
                places.add("sum" if output.summed else "last")

    def text(self) -> list[str]:
        """Return the lines; the steps are written first, as they tell what must last."""
        emitter = self.emitter
        self.write_step()
        steps, emitter.lines = emitter.lines, []
        self.write_before_steps()
        before, emitter.lines = emitter.lines, []
        self.write_bases()
        entry, emitter.lines = emitter.lines, []
        self.write_ending()
        return [*entry, *before, *steps, *emitter.lines]

    # Before the steps.

    def write_bases(self) -> None:
        """Write addresses in the memory, near which short instructions reach every place.

        They go through a variable, or LLVM would see that they are one array and use its beginning.
        """
        emitter, kind = self.emitter, self.emitter.block.numbers
        emitter.begin("entry")
        emitter.put("%hidden = alloca ptr")
        for number in range(len(emitter.memory.places) // REACH + 1):
            middle = emitter.block.new(
                f"getelementptr {kind}, ptr %memory, i64 {number * REACH + REACH // 2}"
            )
            emitter.put(f"store volatile ptr {middle}, ptr %hidden")
            emitter.put(f"%base{number} = load volatile ptr, ptr %hidden")
        emitter.put("br label %scenarios_left")

    def write_loop(self, label: str, *, before: str, inside: str, outside: str) -> None:
        """Write the head of a loop over scenarios or groups."""
        emitter = self.emitter
        emitter.begin(f"{label}s_left")
        emitter.put(f"%{label} = phi i64 [0, %{before}], [%next_{label}, %{label}_done]")
        emitter.put(f"%more_{label}s = icmp slt i64 %{label}, %{label}s")
        emitter.put(f"br i1 %more_{label}s, label %{inside}, label %{outside}")

    def write_before_steps(self) -> None:
        """Write the loops, the steady values and the start of a group."""
        emitter = self.emitter
        self.write_loop("scenario", before="entry", inside="enter_scenario", outside="finished")
        emitter.begin("enter_scenario")
        emitter.put("br label %groups_left")
        self.write_loop(
            "group", before="enter_scenario", inside="enter_group", outside="scenario_done"
        )
        emitter.begin("enter_group")
        self.write_table_loop("inputs", "read", after="inputs_read")
        emitter.begin("inputs_read")
        emitter.new_part(in_step=False)
        for number, node in enumerate(emitter.nodes):
            if node.steady and node.operation not in ("input", "literal"):
                emitter.value(number)
        self.write_what_lasts()
        self.write_paths()

    def write_what_lasts(self) -> None:
        """Store steady values and start levels, and set sums to zero."""
        emitter, block = self.emitter, self.emitter.block
        lowest = None
        for name, elements in self.graph.levels.items():
            starts = self.graph.starts[name].spread(elements.shape)
            for number, start in zip(elements.numbers, starts, strict=True):
                level = emitter.value(start)
                emitter.add_to_sums(level)
                lowest = level if lowest is None else smaller(emitter, level, lowest)
                place = emitter.memory.place("stock", emitter.nodes[number].content)
                emitter.store(level, place)
        for (kind, what), place in tuple(emitter.memory.places.items()):
            if kind == "steady":
                assert isinstance(what, int)
                emitter.store(emitter.value(what), place)
            elif kind == "sum":
                emitter.store(block.constant(0.0), place)
        name = emitter.nothing_unless_finite() if emitter.sums else block.constant(0.0)
        self.rename(name, "fine_at_start")
        self.rename(lowest or block.constant(0.0), "lowest_at_start")

    def rename(self, value: str, name: str) -> None:
        """Give a value the name by which another part knows it."""
        kind = self.emitter.block.numbers
        self.emitter.put(f"%{name} = bitcast {kind} {value} to {kind}")

    def write_paths(self) -> None:
        """Copy the paths of this group, all steps, side by side into the window.

        In their arrays the steps lie far apart. Reading them ahead, many at a time, is faster than
        one by one when a step waits for them.
        """
        emitter, kind = self.emitter, self.emitter.block.numbers
        rows = emitter.paths.values()
        for row in rows:
            address = emitter.place_in_table("paths", row)
            emitter.put(f"%path{row} = getelementptr i8, ptr {address}, i64 0")
            emitter.put(f"%stride{row} = add i64 {emitter.entry('paths', row, 3)}, 0")
        emitter.put("br label %copying")
        emitter.begin("copying")
        emitter.put("%copied = phi i64 [0, %inputs_read], [%next_copied, %copying]")
        begin = self.window_of_step("%copied")
        for row in rows:
            along = emitter.block.new(f"mul i64 %copied, %stride{row}")
            source = emitter.block.new(f"getelementptr i8, ptr %path{row}, i64 {along}")
            value = emitter.block.new(f"load {kind}, ptr {source}, align 8")
            target = emitter.window(row, begin, read=False)
            emitter.put(f"store {kind} {value}, ptr {target}, align {8 * emitter.lanes}")
        emitter.put("%next_copied = add i64 %copied, 1")
        emitter.put("%more_to_copy = icmp slt i64 %next_copied, %steps")
        emitter.put("br i1 %more_to_copy, label %copying, label %ready")
        emitter.begin("ready")
        emitter.put("br label %step_begins")

    def window_of_step(self, step: str) -> str:
        """Write the address where the paths of a step begin."""
        emitter = self.emitter
        offset = emitter.block.new(f"mul i64 {step}, {len(emitter.paths)}")
        kind = emitter.block.numbers
        return emitter.block.new(f"getelementptr {kind}, ptr %window, i64 {offset}")

    def write_table_loop(self, table: str, row: str, *, after: str) -> None:
        """Write a loop over a table, which reads each input or writes each result to a row."""
        emitter, label = self.emitter, f"each_of_{table}"
        before = f"before_{label}"
        emitter.put(f"br label %{before}")
        emitter.begin(before)
        emitter.put(f"%any_{table} = icmp sgt i64 %number_of_{table}, 0")
        emitter.put(f"br i1 %any_{table}, label %{label}, label %{after}")
        emitter.begin(label)
        emitter.put(f"%in_{table} = phi i64 [0, %{before}], [%next_in_{table}, %{label}]")
        address = emitter.place_in_table(table, f"%in_{table}")
        place = emitter.entry(table, f"%in_{table}", 4)
        if table == "inputs":
            kind = emitter.block.numbers
            value = emitter.block.new(f"load {kind}, ptr {address}, align 8")
            emitter.store(value, place)
        else:
            self.write_result(table, row, address=address, place=place)
        emitter.put(f"%next_in_{table} = add i64 %in_{table}, 1")
        emitter.put(f"%more_{table} = icmp slt i64 %next_in_{table}, %number_of_{table}")
        emitter.put(f"br i1 %more_{table}, label %{label}, label %{after}")

    def write_result(self, table: str, row: str, *, address: str, place: str) -> None:
        """Write one result into one of its rows."""
        emitter, block = self.emitter, self.emitter.block
        offset = block.new(f"mul i64 {row}, {emitter.entry(table, f'%in_{table}', 3)}")
        target = block.new(f"getelementptr i8, ptr {address}, i64 {offset}")
        factor = block.new(f"bitcast i64 {emitter.entry(table, f'%in_{table}', 5)} to double")
        value = block.do("fmul", emitter.load(place), self.spread(factor))
        emitter.put(f"store {block.numbers} {value}, ptr {target}, align 8")

    # The steps.

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
        begin = self.window_of_step("%step")
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
            if number in self.kept_nodes or not (node.steady or node.operation == "path"):
                emitter.value(number)

    def keep_value(self, number: int, name: str) -> None:
        """Add a value to the sum of its row, or note it as the last."""
        emitter = self.emitter
        for place in self.kept_nodes.get(number, ()):
            value = name
            if place == "sum":
                before = emitter.load(emitter.memory.place(place, number))
                value = emitter.block.do("fadd", before, name)
            emitter.store(value, emitter.memory.place(place, number))

    def move(self, level: Elements, flow: Elements, sign: str) -> None:
        """Add a flow to a stock, or take it away, in the order of the loop in numpy."""
        emitter, block = self.emitter, self.emitter.block
        for index in indices(level.shape):
            number, moved = level.at(*index), emitter.value(flow.at(*index))
            if self.step != 1:
                moved = block.do("fmul", moved, block.constant(self.step))
            self.levels[number] = block.do(sign, self.levels[number], moved)

    def is_stock(self, output: Output) -> bool:
        """Say whether a kept number is the level of a stock."""
        return output.keep.variable in self.model.stocks

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
        self.rename(lowest, "lowest_of_first")
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

    def spread(self, name: str) -> str:
        """Write a number in every lane."""
        block = self.emitter.block
        first = block.new(f"insertelement {block.numbers} poison, double {name}, i64 0")
        zeros = f"<{block.lanes} x i32> zeroinitializer"
        return block.new(f"shufflevector {block.numbers} {first}, {block.numbers} poison, {zeros}")

    def write_stocks(self) -> None:
        """Write the new levels, flow by flow as the loop in numpy does."""
        emitter, block = self.emitter, self.emitter.block
        lowest = "%lowest_before"
        for number, level in self.levels.items():
            emitter.store(level, emitter.memory.place("stock", emitter.nodes[number].content))
            emitter.add_to_sums(level)
            lowest = smaller(emitter, level, lowest)
        self.rename(lowest, "next_lowest")
        if emitter.sums:
            self.rename(block.do("fadd", "%fine", emitter.nothing_unless_finite()), "next_fine")
        else:
            self.rename("%fine", "next_fine")

    def write_kept(self) -> None:
        """Write what is kept: of every step, and where a row ends."""
        emitter = self.emitter
        self.write_table_loop("monthly", "%step", after="months_kept")
        emitter.begin("months_kept")
        emitter.put("%next_step = add i64 %step, 1")
        emitter.put("%counted = add i64 %in_row, 1")
        emitter.put("%row_ends = icmp eq i64 %counted, %steps_a_row")
        emitter.put("%next_in_row = select i1 %row_ends, i64 0, i64 %counted")
        emitter.put("%one = zext i1 %row_ends to i64")
        emitter.put("%next_row = add i64 %row, %one")
        emitter.put("br i1 %row_ends, label %row_done, label %step_ends")
        emitter.begin("row_done")
        self.write_table_loop("rows", "%row", after="rows_kept")
        emitter.begin("rows_kept")
        for (kind, _), place in emitter.memory.places.items():
            if kind == "sum":
                emitter.store(emitter.block.constant(0.0), place)
        emitter.put("br label %step_ends")

    def place(self, output: Output) -> int:
        """Return where in memory a kept number is found when it is written."""
        if output.summed:
            return self.emitter.memory.place("sum", output.node)
        if self.is_stock(output):
            return self.emitter.memory.place("stock", self.emitter.nodes[output.node].content)
        return self.emitter.memory.place("last", output.node)

    # After the steps.

    def write_ending(self) -> None:
        """Write what closes the loops."""
        emitter, block = self.emitter, self.emitter.block
        emitter.begin("step_ends")
        emitter.put("%more_steps = icmp slt i64 %next_step, %steps")
        emitter.put("br i1 %more_steps, label %step_begins, label %group_done")
        emitter.begin("group_done")
        well = block.do("fcmp oge", "%next_lowest", block.constant(-ROUNDING))
        well_too = block.do("fcmp oeq", "%next_fine", block.constant(0.0))
        both = block.new(f"and <{block.lanes} x i1> {well}, {well_too}")
        found = block.select(both, block.constant(0.0), block.constant(1.0))
        before = block.new("mul i64 %scenario, %groups")
        here = block.new(f"add i64 {before}, %group")
        target = block.new(f"getelementptr {block.numbers}, ptr %trouble, i64 {here}")
        emitter.put(f"store {block.numbers} {found}, ptr {target}, align 8")
        for label, loop in (("group", "groups_left"), ("scenario", "scenarios_left")):
            if label == "scenario":
                emitter.begin("scenario_done")
            emitter.put(f"%next_{label} = add i64 %{label}, 1")
            emitter.put(f"br label %{loop}")
        emitter.begin("finished")
        emitter.put("ret void")


def smaller(emitter: Emitter, first: str, second: str) -> str:
    """Write the smaller of two numbers."""
    return emitter.block.select(emitter.block.do("fcmp olt", first, second), first, second)


def write_function(model: Model, keep: Sequence[Keep], *, step: float, lanes: int) -> Source:
    """Return the text of the function of a model, what is kept of it and the step in months."""
    graph = unroll(model, tuple(dict.fromkeys(k.variable for k in keep)))
    outputs = tuple(output for wanted in keep for output in outputs_of(model, graph, wanted))
    emitter = Emitter(graph.nodes, watched(model, graph), lanes)
    writer = Writer(model, graph, outputs, emitter, step)
    lines = writer.text()
    places = emitter.memory.places
    inputs = [
        (node.content, places[key])
        for node in graph.nodes
        if (key := ("input", node.content)) in places
    ]
    return Source(
        "\n".join(
            [f"define void @{FUNCTION}({', '.join(ARGUMENTS)}) {ATTRIBUTES} {{", *lines, "}", ""]
        ),
        lanes,
        inputs=tuple(inputs),
        paths=tuple(emitter.paths),
        outputs=tuple((output, writer.place(output)) for output in outputs),
        places=len(emitter.memory.places),
    )


def outputs_of(model: Model, graph: Unrolled, keep: Keep) -> list[Output]:
    """Return the numbers of one result, all elements also where they are equal."""
    elements = graph.values[keep.variable]
    full = full_shape(model.variable(keep.variable).by)
    shape = (max(full[0], elements.shape[0]), max(full[1], elements.shape[1]))
    return [Output(keep, i, elements.at(*i)) for i in indices(shape)]
