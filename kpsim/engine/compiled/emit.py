"""The numbers of one group of draws as LLVM instructions.

No instruction carries a flag that lets LLVM change arithmetic (fast, reassoc, contract), so every
processor computes the same bits. What must last over the steps of a group (steady values, stocks,
sums of the year) lies in one small array.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from kpsim.engine.compiled.elementary import Block, write_exp, write_log
from kpsim.engine.compiled.scalars import Scalar, is_condition

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

    def of(self, *kinds: str) -> list[int]:
        """Return all places of some kinds."""
        return [place for (kind, _), place in self.places.items() if kind in kinds]


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
    slots: Mapping[int, int] = field(default_factory=dict)
    """Where values of a step that later parts read are kept."""
    sums: list[str] = field(default_factory=list)
    parts: int = 0

    def __post_init__(self) -> None:
        """Prepare the writing of instructions."""
        self.block = Block(self.lanes, self.put, count())

    def put(self, text: str) -> None:
        """Write a line."""
        self.lines.append(f"  {text}")

    def begin(self, label: str) -> None:
        """Begin a part that is jumped to."""
        self.lines.append(f"{label}:")

    def begin_part(self, label: str = "") -> None:
        """Forget the names of values and begin another part, which LLVM takes on its own.

        It would join parts that always follow each other, so a jump out of them stays possible,
        though a run never has less than no steps.
        """
        self.names = {}
        self.parts += 1
        label = label or f"part{self.parts}"
        self.put(f"br i1 %impossible, label %finished, label %{label}")
        self.begin(label)

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
        """Return the name of a value: computed in this part, or read from where it is kept."""
        if number not in self.names:
            self.names[number] = self.found(number)
        return self.names[number]

    def found(self, number: int) -> str:
        """Write what gives a value that this part has not used yet."""
        node = self.nodes[number]
        if is_condition(node):
            return self.computed(node.operation, [self.value(child) for child in node.children])
        if node.operation == "literal":
            return self.block.constant(node.content)
        if node.operation == "path":
            return self.path(node.content)
        if node.operation in ("stock", "input"):
            return self.load(self.memory.place(node.operation, node.content))
        return self.load(self.home(number))

    def home(self, number: int) -> int:
        """Return the place where a value is kept for other parts."""
        if self.nodes[number].steady:
            return self.memory.place("steady", number)
        return self.memory.place("carried", self.slots[number])

    def compute(self, number: int) -> str:
        """Write the operation that gives a value, and watch it."""
        node = self.nodes[number]
        name = self.computed(node.operation, [self.value(child) for child in node.children])
        self.names[number] = name
        if number in self.watched:
            self.add_to_sums(name)
        return name

    def add_to_sums(self, name: str) -> None:
        """Add a number to one of the sums in turn."""
        if len(self.sums) < SUMS:
            self.sums.append(name)
        else:
            self.sums.append(self.block.do("fadd", self.sums.pop(0), name))

    def nothing_unless_finite(self) -> str:
        """Return 0 where all watched numbers are finite, and NaN elsewhere."""
        if not self.sums:
            return self.block.constant(0.0)
        whole = self.sums[0]
        for part in self.sums[1:]:
            whole = self.block.do("fadd", whole, part)
        self.sums = []
        return self.block.do("fmul", whole, self.block.constant(0.0))

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
