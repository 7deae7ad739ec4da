"""What comes before and after the steps: the loops, steady values, the start of a group, paths."""

from kpsim.engine.compiled.emit import REACH, Emitter
from kpsim.engine.compiled.loops import SUMMED, rename, smaller, window_of_step, write_table_loop
from kpsim.engine.compiled.scalars import Unrolled
from kpsim.engine.trouble import ROUNDING


def write_bases(emitter: Emitter) -> None:
    """Write addresses in the memory, near which short instructions reach every place.

    They go through a variable, or LLVM would see that they are one array and use its beginning.
    """
    kind = emitter.block.numbers
    emitter.begin("entry")
    emitter.put("%hidden = alloca ptr")
    for number in range(len(emitter.memory.places) // REACH + 1):
        middle = emitter.block.new(
            f"getelementptr {kind}, ptr %memory, i64 {number * REACH + REACH // 2}"
        )
        emitter.put(f"store volatile ptr {middle}, ptr %hidden")
        emitter.put(f"%base{number} = load volatile ptr, ptr %hidden")
    emitter.put("br label %scenarios_left")


def write_loop(emitter: Emitter, label: str, *, before: str, inside: str, outside: str) -> None:
    """Write the head of a loop over scenarios or groups."""
    emitter.begin(f"{label}s_left")
    emitter.put(f"%{label} = phi i64 [0, %{before}], [%next_{label}, %{label}_done]")
    emitter.put(f"%more_{label}s = icmp slt i64 %{label}, %{label}s")
    emitter.put(f"br i1 %more_{label}s, label %{inside}, label %{outside}")


def write_before_steps(emitter: Emitter, graph: Unrolled) -> None:
    """Write the loops, the steady values and the start of a group."""
    write_loop(emitter, "scenario", before="entry", inside="enter_scenario", outside="finished")
    emitter.begin("enter_scenario")
    emitter.put("br label %groups_left")
    write_loop(
        emitter, "group", before="enter_scenario", inside="enter_group", outside="scenario_done"
    )
    emitter.begin("enter_group")
    write_table_loop(emitter, "inputs", "read", after="inputs_read")
    emitter.begin("inputs_read")
    emitter.new_part(in_step=False)
    for number, node in enumerate(emitter.nodes):
        if node.steady and node.operation not in ("input", "literal"):
            emitter.value(number)
    write_what_lasts(emitter, graph)
    write_paths(emitter)


def write_what_lasts(emitter: Emitter, graph: Unrolled) -> None:
    """Store steady values and start levels, and set sums to zero."""
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
    for (kind, what), place in tuple(emitter.memory.places.items()):
        if kind == "steady":
            assert isinstance(what, int)
            emitter.store(emitter.value(what), place)
        elif kind in SUMMED:
            emitter.store(block.constant(0.0), place)
    name = emitter.nothing_unless_finite() if emitter.sums else block.constant(0.0)
    rename(emitter, name, "fine_at_start")
    rename(emitter, lowest or block.constant(0.0), "lowest_at_start")


def write_paths(emitter: Emitter) -> None:
    """Copy the paths of this group, all steps, side by side into the window.

    In their arrays the steps lie far apart. Reading them ahead, many at a time, is faster than
    one by one when a step waits for them.
    """
    kind = emitter.block.numbers
    rows = emitter.paths.values()
    for row in rows:
        address = emitter.place_in_table("paths", row)
        emitter.put(f"%path{row} = getelementptr i8, ptr {address}, i64 0")
        emitter.put(f"%stride{row} = add i64 {emitter.entry('paths', row, 3)}, 0")
    emitter.put("br label %copying")
    emitter.begin("copying")
    emitter.put("%copied = phi i64 [0, %inputs_read], [%next_copied, %copying]")
    begin = window_of_step(emitter, "%copied")
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


def write_ending(emitter: Emitter) -> None:
    """Write what closes the loops."""
    block = emitter.block
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
