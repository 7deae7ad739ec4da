"""The flat list of operations that a model comes down to, common expressions once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from kpsim.engine.symbols import Node

START = "initial_"


@dataclass(frozen=True)
class Line:
    """One operation: from the values in some slots to the value in another."""

    output: int
    node: Node
    inputs: tuple[int, ...]
    owner: str  # the first equation that contains it


@dataclass(frozen=True)
class Leaf:
    """A slot that is filled from outside: a parameter, path, stock or literal."""

    kind: str
    content: Any


@dataclass(frozen=True)
class Program:
    """Operations in order, and the slots where variables are found."""

    leaves: Mapping[int, Leaf]
    lines: tuple[Line, ...]
    steady: frozenset[int]  # slots made of parameters and start values only: one value a draw
    now: Mapping[str, int]
    start: Mapping[str, int]

    def needed(self, roots: Collection[int]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        """Return the lines that lead to these slots: those done once, and those of each step."""
        wanted = set(roots)
        chosen = []
        for line in reversed(self.lines):
            if line.output in wanted:
                wanted.update(line.inputs)
                chosen.append(line)
        chosen.reverse()
        once = tuple(line for line in chosen if line.output in self.steady)
        return once, tuple(line for line in chosen if line.output not in self.steady)


@dataclass(frozen=True)
class Writer:
    """Writes expressions into slots; the same operation on the same slots is written once."""

    expressions: Mapping[str, Node]
    stocks: Collection[str]
    parameters: Collection[str]
    constant_paths: Collection[str]
    paths: Collection[str]
    slots: dict[Any, int] = field(default_factory=dict)
    leaves: dict[int, Leaf] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    steady: set[int] = field(default_factory=set)
    now: dict[str, int] = field(default_factory=dict)
    start: dict[str, int] = field(default_factory=dict)

    def leaf(self, kind: str, content: Any) -> int:
        """Return the slot of a leaf."""
        key = (kind, content)
        if key not in self.slots:
            slot = self.slots[key] = len(self.slots)
            self.leaves[slot] = Leaf(kind, content)
            if kind not in ("stock", "path"):
                self.steady.add(slot)
        return self.slots[key]

    def write(self, node: Node, find: Callable[[str], int], owner: str) -> int:
        """Return the slot of an expression, its names being found by `find`."""
        if node.operation == "name":
            return find(node.detail)
        if node.operation == "literal":
            return self.leaf("literal", node.detail)
        inputs = tuple(self.write(child, find, owner) for child in node.children)
        key = (node.operation, node.detail, inputs)
        if key not in self.slots:
            slot = self.slots[key] = len(self.slots)
            self.lines.append(Line(slot, node, inputs, owner))
            if self.steady.issuperset(inputs):
                self.steady.add(slot)
        return self.slots[key]

    def outside(self, name: str) -> int | None:
        """Return the slot of a parameter or of a path that never changes."""
        if name in self.parameters:
            return self.leaf("parameter", name)
        return self.leaf("constant path", name) if name in self.constant_paths else None

    def at_start(self, name: str) -> int:
        """Return the slot of a value at the start: every stock is replaced by its equation."""
        slot = self.outside(name)
        if slot is not None:
            return slot
        name = name if name in self.expressions else name.removeprefix(START)
        if name not in self.start:
            self.start[name] = self.write(self.expressions[name], self.at_start, name)
        return self.start[name]

    def in_step(self, name: str) -> int:
        """Return the slot of a value in the step."""
        slot = self.outside(name)
        if slot is not None:
            return slot
        if name in self.paths:
            return self.leaf("path", name)
        if name in self.expressions:
            return self.leaf("stock", name) if name in self.stocks else self.now[name]
        return self.at_start(name.removeprefix(START))


def write_program(writer: Writer, order: Collection[str]) -> Program:
    """Write all start values, then all variables in their order of evaluation."""
    for name in writer.stocks:
        writer.at_start(name)
        writer.now[name] = writer.leaf("stock", name)
    for name in order:
        writer.now[name] = writer.write(writer.expressions[name], writer.in_step, name)
    lines = tuple(writer.lines)
    return Program(writer.leaves, lines, frozenset(writer.steady), writer.now, writer.start)
