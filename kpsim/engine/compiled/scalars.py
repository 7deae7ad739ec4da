"""The expression graph with its dimensions unrolled: one node for each number of one draw.

A node that is made of parameters and start values only is steady: it is computed once for a draw.
Equal operations on equal nodes are one node. Nothing numpy computes is left out, even if nobody
reads it, because trouble in it must stop the run all the same.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from kpsim.engine.buffers import shapes_of
from kpsim.engine.dimension import AXES, SCENARIO, Dimension
from kpsim.engine.graph import Model
from kpsim.engine.operations import OPERATIONS, Shape
from kpsim.engine.program import Leaf, Line

ZERO, ONE = 0.0, 1.0


@dataclass(frozen=True)
class Scalar:
    """One operation on numbers, or its end."""

    operation: str
    children: tuple[int, ...]
    content: Any  # of a literal: its number; of an input or stock: (name, index of the element)
    steady: bool


@dataclass(frozen=True)
class Pool:
    """All nodes, each after its children."""

    nodes: list[Scalar] = field(default_factory=list)
    numbers: dict[Any, int] = field(default_factory=dict)

    def make(self, operation: str, children: tuple[int, ...] = (), content: Any = None) -> int:
        """Return the number of the one node of this operation and these children."""
        key = (operation, children, content)
        if key not in self.numbers:
            self.numbers[key] = len(self.nodes)
            changing = operation in ("path", "stock")
            steady = not changing and all(self.nodes[child].steady for child in children)
            self.nodes.append(Scalar(operation, children, content, steady))
        return self.numbers[key]

    def literal(self, number: int) -> float | None:
        """Return the number a node stands for, if it is written in an equation."""
        node = self.nodes[number]
        return float(node.content) if node.operation == "literal" else None

    def simplest(self, operation: str, children: tuple[int, ...]) -> int:
        """Return the node of an operation; what 0 and 1 leave as it is needs no operation."""
        first, second = (*map(self.literal, children), None, None)[:2]
        if operation in ("add", "multiply") and first is not None and second is None:
            return self.simplest(operation, children[::-1])
        nothing = {"add": ZERO, "subtract": ZERO, "multiply": ONE, "divide": ONE}
        if second is not None and nothing.get(operation) == second:
            return children[0]
        if operation == "multiply" and second == ZERO:
            return children[1]  # the other is watched for trouble on its own
        return self.make(operation, children)


@dataclass(frozen=True)
class Elements:
    """The nodes of one slot: rows of services, columns of substances, each of size 1 or full."""

    shape: tuple[int, int]
    numbers: tuple[int, ...]

    def at(self, service: int, substance: int) -> int:
        """Return the node of an element; one of size 1 stands for all."""
        rows, columns = self.shape
        row, column = service if rows > 1 else 0, substance if columns > 1 else 0
        return self.numbers[row * columns + column]

    def spread(self, shape: tuple[int, int]) -> tuple[int, ...]:
        """Return the nodes in a larger shape."""
        return tuple(self.at(*index) for index in indices(shape))


@dataclass(frozen=True)
class Unrolled:
    """A model as nodes."""

    nodes: tuple[Scalar, ...]
    levels: Mapping[str, Elements]  # of stocks, as they stand in the step
    starts: Mapping[str, Elements]
    values: Mapping[str, Elements]  # of flows and of what is kept

    @cached_property
    def feeds(self) -> list[tuple[int, ...]]:
        """Return the numbers each node is made of, looking through conditions."""
        found: list[tuple[int, ...]] = []
        conditions = [is_condition(node) for node in self.nodes]
        for node in self.nodes:
            if not any(conditions[child] for child in node.children):
                found.append(node.children)
                continue
            parts: list[int] = []
            for child in node.children:
                parts += found[child] if conditions[child] else (child,)
            found.append(tuple(dict.fromkeys(parts)))
        return found


def indices(shape: tuple[int, int]) -> Iterable[tuple[int, int]]:
    """List the elements of a shape in order."""
    return product(range(shape[0]), range(shape[1]))


def unroll(model: Model, keep: Collection[str]) -> Unrolled:
    """Write the graph of a model; `keep` names the variables that are looked at each step."""
    program = model.program
    roots = {program.now[name] for name in (*model.flows, *keep)}
    roots |= {program.start[name] for name in model.stocks}
    once, each_step = program.needed(roots)
    shapes = element_shapes(model, (*once, *each_step))
    pool = Pool()
    slots = {
        slot: leaf_elements(pool, leaf, shapes[slot])
        for slot, leaf in program.leaves.items()
        if leaf.kind != "stock"
    }
    for name in model.stocks:
        slot = program.now[name]
        numbers = tuple(pool.make("stock", (), (name, i)) for i in indices(shapes[slot]))
        slots[slot] = Elements(shapes[slot], numbers)
    for line in (*once, *each_step):
        slots[line.output] = line_elements(pool, line, slots, shapes[line.output])
    levels = {name: slots[program.now[name]] for name in model.stocks}
    return Unrolled(
        nodes=tuple(pool.nodes),
        levels=levels,
        starts={name: slots[program.start[name]] for name in model.stocks},
        values={name: slots[program.now[name]] for name in (*model.flows, *keep)},
    )


def element_shapes(model: Model, lines: Iterable[Line]) -> dict[int, tuple[int, int]]:
    """Return the numbers of services and substances of every slot."""
    leaves = {slot: leaf_form(model, leaf) for slot, leaf in model.program.leaves.items()}
    shapes = shapes_of(model, leaves, tuple(lines))
    return {slot: (shape[0], shape[1]) for slot, shape in shapes.items()}


def leaf_form(model: Model, leaf: Leaf) -> Any:
    """Return an array of the shape a leaf is declared with; a stock is sized by its flows."""
    if leaf.kind == "stock":
        return None
    if leaf.kind == "literal":
        return np.empty((1,) * len(AXES))
    declared = (model.parameters if leaf.kind == "parameter" else model.paths)[leaf.content]
    return np.empty(full_shape(declared.by))


def full_shape(by: Iterable[Dimension]) -> Shape:
    """Return the shape of one draw of a value with these dimensions."""
    sizes = {dimension.axis: dimension.size for dimension in by}
    return tuple(sizes.get(axis, 1) for axis in range(len(AXES)))


def leaf_elements(pool: Pool, leaf: Leaf, shape: tuple[int, int]) -> Elements:
    """Return the nodes of a value that comes from outside."""
    if leaf.kind == "literal":
        return Elements((1, 1), (pool.make("literal", (), float(leaf.content)),))
    kind = "path" if leaf.kind == "path" else "input"
    return Elements(shape, tuple(pool.make(kind, (), (leaf.content, i)) for i in indices(shape)))


def line_elements(
    pool: Pool, line: Line, slots: Mapping[int, Elements], shape: tuple[int, int]
) -> Elements:
    """Return the nodes of one operation of the program."""
    operation, detail = line.node.operation, line.node.detail
    given = [slots[slot] for slot in line.inputs]
    if operation == "pick":
        dimension, name = detail
        position = dimension.elements.index(name)
        found = [given[0].at(*moved(i, dimension, position)) for i in indices(shape)]
    elif operation == "by_element":
        found = [given[i[detail.axis]].at(*i) for i in indices(shape)]
    elif operation == "total":
        found = [added_up(pool, detail, given[0], i) for i in indices(shape)]
    else:
        found = [pool.simplest(operation, tuple(v.at(*i) for v in given)) for i in indices(shape)]
    return Elements(shape, tuple(found))


def moved(index: tuple[int, int], dimension: Dimension, position: int) -> tuple[int, int]:
    """Return the index of an element along one dimension."""
    row, column = (position if axis == dimension.axis else index[axis] for axis in range(SCENARIO))
    return row, column


def added_up(pool: Pool, dimension: Dimension, value: Elements, index: tuple[int, int]) -> int:
    """Return the sum over a dimension, in the order numpy adds."""
    parts = [value.at(*moved(index, dimension, place)) for place in range(dimension.size)]
    result = parts[0]
    for part in parts[1:]:
        result = pool.simplest("add", (result, part))
    return result


def is_condition(node: Scalar) -> bool:
    """Say whether a node is true or false, not a number."""
    known = OPERATIONS.get(node.operation)
    return known is not None and known.condition
