"""What comes before and after the steps: the loops, steady values, the start of a group, paths."""

from kpsim.engine.compiled.emit import REACH, Emitter
from kpsim.engine.compiled.loops import SUMMED, rename, smaller, window_of_step, write_table_loop
from kpsim.engine.compiled.order import SIZE, carried, cut, is_computed
from kpsim.engine.compiled.scalars import Unrolled
from kpsim.engine.trouble import ROUNDING


def write_bases(emitter: Emitter) -> None:
    """Write addresses in the memory, near which short instructions reach every place.

    They go through a variable, or LLVM would see that they are one array and use its beginning.
    """
    kind = emitter.block.numbers
    emitter.begin("entry")
    emitter.put("%impossible = icmp slt i64 %steps, 0")
    emitter.put("%hidden = alloca ptr")
    for number in range(len(emitter.memory.places) // REACH + 1):
        middle = emitter.block.new(
            f"getelementptr {kind}, ptr %memory, i64 {number * REACH + REACH // 2}"
        )
        emitter.put(f"store volatile ptr {middle}, ptr %hidden")
        emitter.put(f"%base{number} = load volatile ptr, ptr %hidden")
    emitter.put("br label %groups_left")


def write_loop(emitter: Emitter, label: str, *, before: str, inside: str, outside: str) -> None:
    """Write the head of a loop over scenarios or groups."""
    emitter.begin(f"{label}s_left")
    emitter.put(f"%{label} = phi i64 [0, %{before}], [%next_{label}, %{label}_done]")
    emitter.put(f"%more_{label}s = icmp slt i64 %{label}, %{label}s")
    emitter.put(f"br i1 %more_{label}s, label %{inside}, label %{outside}")


def write_before_steps(emitter: Emitter, graph: Unrolled) -> None:
    """Write the loops, the steady values and the start of a scenario.

    Scenarios seldom differ in their inputs, so that one has the steady values of the one before.
    """
    write_loop(emitter, "group", before="entry", inside="enter_group", outside="finished")
    emitter.begin("enter_group")
    emitter.put("br label %scenarios_left")
    write_loop(
        emitter, "scenario", before="enter_group", inside="enter_scenario", outside="group_done"
    )
    emitter.begin("enter_scenario")
    emitter.put("%another = icmp sgt i64 %scenario, 0")
    emitter.put("%as_before = icmp ne i64 %alike, 0")
    emitter.put("%is_ready = and i1 %another, %as_before")
    emitter.put("br i1 %is_ready, label %start, label %read_inputs")
    emitter.begin("read_inputs")
    write_table_loop(emitter, "inputs", "read", after="inputs_read")
    emitter.begin("inputs_read")
    write_steady(emitter, graph)
    write_what_lasts(emitter, graph)
    write_paths(emitter)


def write_steady(emitter: Emitter, graph: Unrolled) -> None:
    """Write what does not change over time, in parts; what is read beyond its part is kept."""
    emitter.names = {}
    numbers = [
        number for number, node in enumerate(emitter.nodes) if node.steady and is_computed(node)
    ]
    parts = cut(numbers)
    lasting = {number for name, number in emitter.memory.places if name == "steady"}
    lasting |= carried(parts, graph.feeds).keys()
    lasting |= {n for each in graph.starts.values() for n in each.numbers}
    for number, part in enumerate(parts):
        if number:
            emitter.begin_part()
        for value in part.values:
            name = emitter.compute(value)
            if value in lasting:
                emitter.store(name, emitter.home(value))
    emitter.store(emitter.nothing_unless_finite(), emitter.memory.place("fine", "steady"))


def write_what_lasts(emitter: Emitter, graph: Unrolled) -> None:
    """Store start levels, set sums to zero, and watch the inputs."""
    emitter.begin_part("start")
    block = emitter.block
    lowest = None
    for name, elements in graph.levels.items():
        starts = graph.starts[name].spread(elements.shape)
        for number, start in zip(elements.numbers, starts, strict=True):
            level = emitter.value(start)
            emitter.add_to_sums(level)
            lowest = level if lowest is None else smaller(emitter, level, lowest)
            place = emitter.memory.place("stock", emitter.nodes[number].content)
            emitter.store(level, place)
    emitter.begin_part()
    for place in emitter.memory.of(*SUMMED):
        emitter.store(block.constant(0.0), place)
    for number, place in enumerate(emitter.memory.of("input")):
        if number % SIZE == 0:
            emitter.begin_part()
        emitter.add_to_sums(emitter.load(place))
    steady = emitter.load(emitter.memory.place("fine", "steady"))
    rename(emitter, block.do("fadd", steady, emitter.nothing_unless_finite()), "fine_before")
    rename(emitter, lowest or block.constant(0.0), "lowest_at_start")


def write_paths(emitter: Emitter) -> None:
    """Copy the paths of this group, all steps, side by side into the window.

    They are watched on the way. In their arrays the steps lie far apart. Reading them ahead, many
    at a time, is faster than one by one when a step waits for them.
    """
    block, kind = emitter.block, emitter.block.numbers
    zero, rows = block.constant(0.0), emitter.paths.values()
    for row in rows:
        address = emitter.place_in_table("paths", row)
        emitter.put(f"%path{row} = getelementptr i8, ptr {address}, i64 0")
        emitter.put(f"%stride{row} = add i64 {emitter.entry('paths', row, 3)}, 0")
    emitter.put("br label %copies")
    emitter.begin("copies")
    emitter.put("br label %copying")
    emitter.begin("copying")
    emitter.put("%copied = phi i64 [0, %copies], [%next_copied, %copying]")
    emitter.put(f"%seen = phi {kind} [{zero}, %copies], [%seen_too, %copying]")
    seen = "%seen"
    begin = window_of_step(emitter, "%copied")
    for row in rows:
        along = emitter.block.new(f"mul i64 %copied, %stride{row}")
        source = emitter.block.new(f"getelementptr i8, ptr %path{row}, i64 {along}")
        value = emitter.block.new(f"load {kind}, ptr {source}, align 8")
        seen = block.do("fadd", seen, value)
        target = emitter.window(row, begin, read=False)
        emitter.put(f"store {kind} {value}, ptr {target}, align {8 * emitter.lanes}")
    rename(emitter, seen, "seen_too")
    emitter.put("%next_copied = add i64 %copied, 1")
    emitter.put("%more_to_copy = icmp slt i64 %next_copied, %steps")
    emitter.put("br i1 %more_to_copy, label %copying, label %ready")
    emitter.begin("ready")
    finite = block.do("fmul", "%seen_too", zero)
    rename(emitter, block.do("fadd", "%fine_before", finite), "fine_at_start")
    emitter.put("br label %step_begins")


def write_ending(emitter: Emitter) -> None:
    """Write what closes the loops."""
    block = emitter.block
    emitter.put("%more_steps = icmp slt i64 %next_step, %steps")
    emitter.put("br i1 %more_steps, label %step_begins, label %scenario_done")
    emitter.begin("scenario_done")
    emitter.names = {}
    for place in emitter.memory.of("stock"):
        emitter.add_to_sums(emitter.load(place))
    fine = block.do("fadd", "%next_fine", emitter.nothing_unless_finite())
    well = block.do("fcmp oge", "%next_lowest", block.constant(-ROUNDING))
    well_too = block.do("fcmp oeq", fine, block.constant(0.0))
    both = block.new(f"and <{block.lanes} x i1> {well}, {well_too}")
    found = block.select(both, block.constant(0.0), block.constant(1.0))
    before = block.new("mul i64 %scenario, %groups")
    here = block.new(f"add i64 {before}, %group")
    target = block.new(f"getelementptr {block.numbers}, ptr %trouble, i64 {here}")
    emitter.put(f"store {block.numbers} {found}, ptr {target}, align 8")
    for label, loop in (("scenario", "scenarios_left"), ("group", "groups_left")):
        if label == "group":
            emitter.begin("group_done")
        emitter.put(f"%next_{label} = add i64 %{label}, 1")
        emitter.put(f"br label %{loop}")
    emitter.begin("finished")
    emitter.put("ret void")
