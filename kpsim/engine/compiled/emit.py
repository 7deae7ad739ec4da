"""The numbers of one group of draws as LLVM instructions.

No instruction carries a flag that lets LLVM change arithmetic (fast, reassoc, contract), so every
processor computes the same bits. What must last over the steps of a group (steady values, stocks,
sums of the year) lies in one small array.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from kpsim.engine.compiled.elementary import Block, write_exp, write_log
from kpsim.engine.compiled.scalars import Scalar

Leaf = tuple[str, tuple[int, int]]
"""Name and element of a value from outside."""

COLUMNS = 5
"""Of a table of inputs or results: address, three strides, place in memory."""

REACH = 256
"""Places that short instructions reach from one address."""

SUMS = 4
"""Separate sums of watched numbers, so that one addition need not wait for the one before."""

BINARY = {
    "add": "fadd",
    "subtract": "fsub",
    "multiply": "fmul",
    "divide": "fdiv",
    "less": "fcmp olt",
    "less_equal": "fcmp ole",
    "greater": "fcmp ogt",
    "greater_equal": "fcmp oge",
}
LOGIC = {"both": "and", "either": "or", "negate": "xor"}


@dataclass
class Memory:
    """Places in the array that lasts over the steps of a group, one a name."""

    places: dict[tuple[str, object], int] = field(default_factory=dict)

    def place(self, kind: str, what: object) -> int:
        """Return the place of a thing."""
        return self.places.setdefault((kind, what), len(self.places))


@dataclass
class Emitter:
    """Writes the function; names of values hold within the part that is being written."""

    nodes: tuple[Scalar, ...]
    watched: set[int]
    lanes: int
    lines: list[str] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    paths: dict[Leaf, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    sums: list[str] = field(default_factory=list)
    use: Callable[[int, str], None] | None = None
    """Called with each new value of a step, to use it while it is in a register."""
    in_step: bool = False

    def __post_init__(self) -> None:
        """Prepare the writing of instructions."""
        self.block = Block(self.lanes, self.put, count())

    def put(self, text: str) -> None:
        """Write a line."""
        self.lines.append(f"  {text}")

    def begin(self, label: str) -> None:
        """Begin a part that is jumped to."""
        self.lines.append(f"{label}:")

    def new_part(self, *, in_step: bool) -> None:
        """Forget the names of values."""
        self.names, self.sums, self.in_step = {}, [], in_step

    # Memory.

    def address(self, place: int | str) -> str:
        """Write the address of a place."""
        if isinstance(place, int):
            base, offset = f"%base{place // REACH}", place % REACH - REACH // 2
            return self.block.new(f"getelementptr {self.block.numbers}, ptr {base}, i64 {offset}")
        return self.block.new(f"getelementptr {self.block.numbers}, ptr %memory, i64 {place}")

    def load(self, place: int | str) -> str:
        """Read a place."""
        kind = self.block.numbers
        return self.block.new(f"load {kind}, ptr {self.address(place)}, align {8 * self.lanes}")

    def store(self, value: str, place: int | str) -> None:
        """Write to a place."""
        kind = self.block.numbers
        self.block.put(f"store {kind} {value}, ptr {self.address(place)}, align {8 * self.lanes}")

    # Values.

    def value(self, number: int) -> str:
        """Return the name of a value, after writing what it takes to have it.

        A stack and no recursion, as chains of values can be longer than Python recurs.
        """
        waiting = [number]
        while waiting:
            last = waiting[-1]
            missing = [child for child in self.needed(last) if child not in self.names]
            if missing and last not in self.names:
                waiting += reversed(missing)
                continue
            waiting.pop()
            if last not in self.names:
                self.names[last] = self.found(last)
                self.notice(last, self.names[last])
        return self.names[number]

    def needed(self, number: int) -> tuple[int, ...]:
        """Return the values that must be there before one can be computed."""
        node = self.nodes[number]
        return () if self.in_step and node.steady else node.children

    def notice(self, number: int, name: str) -> None:
        """Watch a new value, and use it while it is in a register."""
        if number in self.watched and self.nodes[number].steady != self.in_step:
            self.add_to_sums(name)
        if self.in_step and self.use is not None:
            self.use(number, name)

    def add_to_sums(self, name: str) -> None:
        """Add a number to one of the sums in turn."""
        if len(self.sums) < SUMS:
            self.sums.append(name)
        else:
            self.sums.append(self.block.do("fadd", self.sums.pop(0), name))

    def nothing_unless_finite(self) -> str:
        """Return 0 where all watched numbers are finite, and NaN elsewhere."""
        whole = self.sums[0]
        for part in self.sums[1:]:
            whole = self.block.do("fadd", whole, part)
        return self.block.do("fmul", whole, self.block.constant(0.0))

    def found(self, number: int) -> str:
        """Write what gives a value."""
        node = self.nodes[number]
        if node.operation == "literal":
            return self.block.constant(node.content)
        if self.in_step and node.steady:
            return self.load(self.memory.place("steady", number))
        if node.operation == "stock":
            return self.load(self.memory.place("stock", node.content))
        if node.operation == "input":
            return self.load(self.memory.place("input", node.content))
        if node.operation == "path":
            return self.path(node.content)
        return self.computed(node.operation, [self.names[child] for child in node.children])

    def path(self, content: Leaf) -> str:
        """Read the value of a path in this step."""
        row = self.paths.setdefault(content, len(self.paths))
        return self.window(row, "%here", read=True)

    def window(self, row: int, begin: str, *, read: bool) -> str:
        """Return the value of a path in the window, or its address."""
        kind = self.block.numbers
        address = self.block.new(f"getelementptr {kind}, ptr {begin}, i64 {row}")
        if not read:
            return address
        return self.block.new(f"load {kind}, ptr {address}, align {8 * self.lanes}")

    def place_in_table(self, table: str, row: int | str) -> str:
        """Return the address where the values of this scenario and group begin."""
        address = self.entry(table, row, 0)
        by_scenario = self.block.new(f"mul i64 %scenario, {self.entry(table, row, 1)}")
        by_group = self.block.new(f"mul i64 %group, {self.entry(table, row, 2)}")
        offset = self.block.new(f"add i64 {by_scenario}, {by_group}")
        pointer = self.block.new(f"inttoptr i64 {address} to ptr")
        return self.block.new(f"getelementptr i8, ptr {pointer}, i64 {offset}")

    def entry(self, table: str, row: int | str, column: int) -> str:
        """Read an entry of a table."""
        place = f"ptr %{table}, i64 {row}, i64 {column}"
        address = self.block.new(f"getelementptr [{COLUMNS} x i64], {place}")
        return self.block.new(f"load i64, ptr {address}, align 8")

    def computed(self, operation: str, given: list[str]) -> str:
        """Write one operation."""
        do = self.block.do
        if operation in BINARY:
            return do(BINARY[operation], *given)
        if operation in LOGIC:
            second = given[1] if len(given) > 1 else self.block.spread("i1 true")
            kind = f"<{self.lanes} x i1>"
            return self.block.new(f"{LOGIC[operation]} {kind} {given[0]}, {second}")
        return {
            "negative": lambda: self.block.new(f"fneg {self.block.numbers} {given[0]}"),
            "where": lambda: self.block.select(*given),
            "minimum": lambda: self.block.select(do("fcmp olt", *given), *given),
            "maximum": lambda: self.block.select(do("fcmp ogt", *given), *given),
            "exp": lambda: write_exp(self.block, given[0]),
            "log": lambda: write_log(self.block, given[0]),
            "ratio": lambda: self.unless_zero(given[1], do("fdiv", *given[:2]), given[2]),
        }[operation]()

    def unless_zero(self, divisor: str, quotient: str, if_zero: str) -> str:
        """Take the quotient, or what holds where the divisor is zero."""
        return self.block.select(
            self.block.do("fcmp oeq", divisor, self.block.constant(0.0)), if_zero, quotient
        )
