"""The arrays a program works in, laid out once for all steps of a run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kpsim.engine.dimension import AXES
from kpsim.engine.graph import Model
from kpsim.engine.operations import OPERATIONS, Array, Compute, Shape
from kpsim.engine.program import Leaf, Line

Call = tuple[Compute, tuple[Array, ...], Array]


@dataclass(frozen=True)
class Layout:
    """Arrays by slot, and the calls that fill them: once for each draw, and in each step."""

    arrays: Mapping[int, Array]
    once: Sequence[Call]
    once_lines: Sequence[Line]
    each_step: Sequence[Call]
    step_lines: Sequence[Line]
    paths: Sequence[tuple[Array, Array]]  # buffer, values of all steps

    def load_paths(self, step: int) -> None:
        """Put the values of one step where the calls expect them."""
        for buffer, values in self.paths:
            np.copyto(buffer, values[step])


def lay_out(
    model: Model,
    keep: Sequence[str],
    *,
    parameters: Mapping[str, Array],
    paths: Mapping[str, Array],
) -> Layout:
    """Reserve the arrays of a run; `keep` names the variables that are looked at each step."""
    program = model.program
    looked_at = {program.now[name] for name in (*model.flows, *keep)}
    starts = {program.start[name] for name in model.stocks}
    once, step_lines = program.needed(looked_at | starts)
    leaves = {slot: leaf_values(leaf, parameters, paths) for slot, leaf in program.leaves.items()}
    shapes = shapes_of(model, leaves, (*once, *step_lines))
    arrays = {
        slot: np.ascontiguousarray(values, dtype=float)
        for slot, values in leaves.items()
        if values is not None and program.leaves[slot].kind != "path"
    }
    for slot, leaf in program.leaves.items():
        if leaf.kind in ("stock", "path"):
            arrays[slot] = np.zeros(shapes[slot])
    arrays |= {line.output: empty(line, shapes) for line in once}
    arrays |= shared_buffers(step_lines, shapes, looked_at)
    return Layout(
        arrays,
        once=[call(line, arrays) for line in once],
        once_lines=once,
        each_step=[call(line, arrays) for line in step_lines],
        step_lines=step_lines,
        paths=[
            (arrays[slot], paths[leaf.content])
            for slot, leaf in program.leaves.items()
            if leaf.kind == "path"
        ],
    )


def leaf_values(
    leaf: Leaf, parameters: Mapping[str, Array], paths: Mapping[str, Array]
) -> Array | None:
    """Return the values of a leaf, those of a path for its first step; a stock has none yet."""
    if leaf.kind == "parameter":
        return parameters[leaf.content]
    if leaf.kind in ("path", "constant path"):
        first: Array = paths[leaf.content][0]
        return first
    return None if leaf.kind == "stock" else np.full((1,) * len(AXES), leaf.content)


def shapes_of(
    model: Model, leaves: Mapping[int, Array | None], lines: Sequence[Line]
) -> dict[int, Shape]:
    """Return the shape of every slot; a stock is as large as its start value and its flows."""
    program = model.program
    shapes = {slot: v.shape for slot, v in leaves.items() if v is not None}
    stocks = {program.now[name]: name for name in model.stocks}
    for slot, name in stocks.items():
        sizes = {dimension.axis: dimension.size for dimension in model.stocks[name].by}
        shapes[slot] = tuple(sizes.get(axis, 1) for axis in range(len(AXES)))
    while True:
        for line in lines:
            operation = OPERATIONS[line.node.operation]
            given = [shapes[slot] for slot in line.inputs]
            shapes[line.output] = operation.shape(line.node.detail, given)
        grown = {slot: grown_shape(model, name, shapes) for slot, name in stocks.items()}
        if all(shapes[slot] == shape for slot, shape in grown.items()):
            return shapes
        shapes |= grown


def grown_shape(model: Model, name: str, shapes: Mapping[int, Shape]) -> Shape:
    """Return the shape of a stock that what it starts with and its flows ask for."""
    program = model.program
    flows = (*model.inflows(name), *model.outflows(name))
    slots = [program.now[name], program.start[name], *(program.now[flow] for flow in flows)]
    return np.broadcast_shapes(*(shapes[slot] for slot in slots))


def empty(line: Line, shapes: Mapping[int, Shape]) -> Array:
    """Reserve the array of one line."""
    dtype = bool if OPERATIONS[line.node.operation].condition else float
    return np.empty(shapes[line.output], dtype=dtype)


@dataclass
class Shelf:
    """Buffers that are free for another line, by shape and type."""

    free: dict[tuple[Shape, Any], list[Array]] = field(default_factory=dict)

    def take(self, line: Line, shapes: Mapping[int, Shape]) -> Array:
        """Return a free buffer, or a new one."""
        dtype = np.dtype(bool if OPERATIONS[line.node.operation].condition else float)
        stack = self.free.get((shapes[line.output], dtype))
        return stack.pop() if stack else empty(line, shapes)

    def give_back(self, buffer: Array) -> None:
        """Let another line use a buffer."""
        self.free.setdefault((buffer.shape, buffer.dtype), []).append(buffer)


def shared_buffers(
    lines: Sequence[Line], shapes: Mapping[int, Shape], looked_at: set[int]
) -> dict[int, Array]:
    """Give each line a buffer; one that nobody reads any more goes to a later line.

    Small working memory stays in the processor's cache, which is most of the speed.
    """
    last_use = {slot: i for i, line in enumerate(lines) for slot in line.inputs}
    own = {line.output for line in lines}
    arrays: dict[int, Array] = {}
    shelf = Shelf()
    for i, line in enumerate(lines):
        arrays[line.output] = shelf.take(line, shapes)  # before its inputs are given back
        for slot in {*line.inputs} & own - looked_at:
            if last_use[slot] == i:
                shelf.give_back(arrays[slot])
    return arrays


def call(line: Line, arrays: Mapping[int, Array]) -> Call:
    """Bind a line to its arrays."""
    function = OPERATIONS[line.node.operation].compute(line.node.detail)
    return function, tuple(arrays[slot] for slot in line.inputs), arrays[line.output]
