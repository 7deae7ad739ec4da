"""Parts of the function that several others use: loops over tables, names, the window of paths."""

from kpsim.engine.compiled.emit import Emitter

BYTES, LINE = 8, 64
"""Of a number, and of a line of the processor's caches."""

SUMMED = ("sum", "mean")
"""Ways of keeping a value for which the steps of a row are added up."""


def rename(emitter: Emitter, value: str, name: str) -> None:
    """Give a value the name by which another part knows it."""
    kind = emitter.block.numbers
    emitter.put(f"%{name} = bitcast {kind} {value} to {kind}")


def smaller(emitter: Emitter, first: str, second: str) -> str:
    """Write the smaller of two numbers."""
    return emitter.block.select(emitter.block.do("fcmp olt", first, second), first, second)


def window_of_step(emitter: Emitter, step: str) -> str:
    """Write the address where the paths of a step begin."""
    offset = emitter.block.new(f"mul i64 {step}, {len(emitter.paths)}")
    kind = emitter.block.numbers
    return emitter.block.new(f"getelementptr {kind}, ptr %window, i64 {offset}")


def write_table_loop(emitter: Emitter, table: str, row: str, *, after: str) -> None:
    """Write a loop over a table, which reads each input or writes each result to a row."""
    label = f"each_of_{table}"
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
        write_result(emitter, table, row, address=address, place=place)
    emitter.put(f"%next_in_{table} = add i64 %in_{table}, 1")
    emitter.put(f"%more_{table} = icmp slt i64 %next_in_{table}, %number_of_{table}")
    emitter.put(f"br i1 %more_{table}, label %{label}, label %{after}")


def write_result(emitter: Emitter, table: str, row: str, *, address: str, place: str) -> None:
    """Write one result into one of its rows, past the caches where it fills a line of them."""
    block = emitter.block
    offset = block.new(f"mul i64 {row}, {emitter.entry(table, f'%in_{table}', 3)}")
    target = block.new(f"getelementptr i8, ptr {address}, i64 {offset}")
    value = emitter.load(place)
    size = BYTES * block.lanes
    past = ", !nontemporal !1" if size == LINE else ""
    emitter.put(f"store {block.numbers} {value}, ptr {target}, align {size}{past}")
