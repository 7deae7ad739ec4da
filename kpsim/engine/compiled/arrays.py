"""What a compiled function is handed: addresses of arrays, and the strides between their values."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.engine.compiled.emit import COLUMNS, Leaf
from kpsim.engine.compiled.function import Source
from kpsim.engine.compiled.loops import BYTES
from kpsim.engine.compiled.room import side_by_side
from kpsim.engine.dimension import AXES, SCENARIO
from kpsim.engine.keep import MONTHS_A_YEAR, Keep
from kpsim.engine.operations import Array


@dataclass(frozen=True)
class Width:
    """How many scenarios and draws there are, and how many draws a group holds."""

    scenarios: int
    draws: int
    lanes: int

    @property
    def groups(self) -> int:
        """Return the number of groups; the last may be filled up."""
        return -(-self.draws // self.lanes)

    @property
    def padded(self) -> int:
        """Return the number of draws in whole groups."""
        return self.groups * self.lanes


def in_groups(array: Array, width: Width) -> Array:
    """Return an array whose draws fill whole groups, without gaps along the draws.

    One value for all draws becomes one group, read again for each; a group that is not full repeats
    its last draw.
    """
    array = np.asarray(array, dtype=float)
    draws = array.shape[-1]
    if draws == 1:
        return np.repeat(array, width.lanes, axis=-1)
    if draws != width.padded:
        array = np.concatenate(
            [array, np.repeat(array[..., -1:], width.padded - draws, axis=-1)], axis=-1
        )
    in_line = array.strides[-1] == BYTES and all(stride % BYTES == 0 for stride in array.strides)
    return array if in_line else np.ascontiguousarray(array)


def row_of(array: Array, index: tuple[int, int], width: Width, *, place: int = 0) -> list[int]:
    """Return the row of one element: address, strides, place in memory.

    What has size 1 along an axis is read again for each of its elements.
    """
    lead = array.ndim - len(AXES)
    strides = [
        stride if size > 1 else 0
        for size, stride in zip(array.shape[lead:], array.strides[lead:], strict=True)
    ]
    address = array.ctypes.data + sum(map(operator.mul, index, strides))
    group = width.lanes * BYTES if array.shape[-1] > width.lanes else 0
    return [address, strides[SCENARIO], group, array.strides[0] if lead else 0, place]


def table(rows: Iterable[Sequence[int]]) -> Array:
    """Return rows as an array of integers."""
    return np.array(list(rows), dtype=np.int64).reshape(-1, COLUMNS)


@dataclass(frozen=True)
class Handed:
    """The tables of one call, and the arrays they point to, which must live as long."""

    inputs: Array
    paths: Array
    rows: Array
    monthly: Array
    results: Mapping[str, Array]
    trouble: Array
    held: Sequence[Array]


def hand_over(
    source: Source,
    width: Width,
    *,
    parameters: Mapping[str, Array],
    paths: Mapping[str, Array],
    steps: int,
    step: float,
) -> Handed:
    """Make the tables of a call and the arrays of its results."""
    constant = {name: path[0] for name, path in paths.items()}
    once = ready(source.inputs, {**constant, **parameters}, width)
    moving = ready([(leaf, 0) for leaf in source.paths], paths, width)
    steps_a_row = round(MONTHS_A_YEAR / step)
    shapes = {
        keep.name: (
            steps if keep.aggregate == "monthly" else steps // steps_a_row,
            *shape,
            width.scenarios,
            width.padded,
        )
        for keep, shape in result_shapes(source).items()
    }
    results = side_by_side(shapes)
    outputs: dict[str, list[list[int]]] = {"rows": [], "monthly": []}
    for output, place in source.outputs:
        row = row_of(results[output.keep.name], output.index, width, place=place)
        outputs["monthly" if output.keep.aggregate == "monthly" else "rows"].append(row)
    return Handed(
        table(
            row_of(once[name], index, width, place=place) for (name, index), place in source.inputs
        ),
        table(row_of(moving[name], index, width) for name, index in source.paths),
        table(outputs["rows"]),
        table(outputs["monthly"]),
        results,
        np.empty((width.scenarios, width.padded)),
        (*once.values(), *moving.values()),
    )


def result_shapes(source: Source) -> dict[Keep, tuple[int, int]]:
    """Return the elements of each result; the last of them has the largest index."""
    return {output.keep: (output.index[0] + 1, output.index[1] + 1) for output, _ in source.outputs}


def ready(
    leaves: Sequence[tuple[Leaf, int]], arrays: Mapping[str, Array], width: Width
) -> dict[str, Array]:
    """Return the arrays of some inputs, their draws in whole groups."""
    names = dict.fromkeys(name for (name, _), _ in leaves)
    return {name: in_groups(arrays[name], width) for name in names}
