"""What an equation may do: for each operation its numpy meaning, shape, unit rule and written form.

Every numpy meaning takes ``out=`` so that the loop can reuse its buffers. None may depend on the
position of a value in its array: sums add whole slices in order, and exp and log see contiguous
arrays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpsim.engine.dimension import AXES, Dimension

Array = NDArray[Any]
Shape = tuple[int, ...]
Compute = Callable[..., Any]


def choose(condition: Any, yes: Any, no: Any, *, out: Array | None = None) -> Any:
    """Take `yes` where the condition holds and `no` elsewhere."""
    if out is None:
        return np.where(condition, yes, no)
    np.copyto(out, no)
    np.copyto(out, yes, where=condition)
    return out


def divide_or(above: Any, below: Any, if_zero: Any, *, out: Array | None = None) -> Any:
    """Divide, and take `if_zero` where the divisor is zero."""
    zero = np.equal(below, 0)
    if not zero.any():
        return np.divide(above, below, out=out)
    divisor = np.where(zero, 1.0, below)
    return choose(zero, if_zero, np.divide(above, divisor), out=out)


def contiguous(function: Compute, value: Any, *, out: Array | None = None) -> Any:
    """Apply exp or log to an array without gaps, so that its digits depend on the value alone."""
    return function(np.ascontiguousarray(value) if np.ndim(value) else value, out=out)


def element(dimension: Dimension, position: int, value: Any, *, out: Array | None = None) -> Any:
    """Return one element; a value that does not differ over the dimension stands for each."""
    axis = dimension.axis
    if np.ndim(value) < len(AXES):
        return value
    first = 0 if value.shape[axis] == 1 else position
    found = value[(slice(None),) * axis + (slice(first, first + 1),)]
    if out is None:
        return found
    np.copyto(out, found)
    return out


def add_up(dimension: Dimension, value: Any, *, out: Array | None = None) -> Any:
    """Add the elements in order; a value without the dimension counts once for each."""
    slices = [element(dimension, position, value) for position in range(dimension.size)]
    total = np.add(slices[0], 0.0, out=out)
    for part in slices[1:]:
        total = np.add(total, part, out=out)
    return total


def side_by_side(dimension: Dimension, *values: Any, out: Array | None = None) -> Any:
    """Lay values next to each other, one an element."""
    axis = dimension.axis
    if out is None:
        given = [np.asarray(v, dtype=float) for v in values]
        arrays = [v if v.ndim == len(AXES) else v.reshape((1,) * len(AXES)) for v in given]
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        out = np.empty((*shape[:axis], dimension.size, *shape[axis + 1 :]))
    for position, value in enumerate(values):
        np.copyto(out[(slice(None),) * axis + (slice(position, position + 1),)], value)
    return out


def shape_of_broadcast(detail: Any, shapes: Sequence[Shape]) -> Shape:
    """Return the shape numpy gives to values used together."""
    return np.broadcast_shapes(*shapes)


def shape_without(detail: Any, shapes: Sequence[Shape]) -> Shape:
    """Return the shape once a dimension is added up or one element picked."""
    axis = dimension_of(detail).axis
    return (*shapes[0][:axis], 1, *shapes[0][axis + 1 :])


def shape_with(detail: Any, shapes: Sequence[Shape]) -> Shape:
    """Return the shape of values laid side by side."""
    shape, dimension = np.broadcast_shapes(*shapes), dimension_of(detail)
    axis = dimension.axis
    return (*shape[:axis], dimension.size, *shape[axis + 1 :])


def dimension_of(detail: Any) -> Dimension:
    """Return the dimension an operation works over."""
    dimension = detail[0] if isinstance(detail, tuple) else detail
    assert isinstance(dimension, Dimension)
    return dimension


def pick_compute(detail: Any) -> Compute:
    """Return the function that picks one element."""
    dimension, name = detail
    return partial(element, dimension, dimension.elements.index(name))


def plain(function: Compute) -> Callable[[Any], Compute]:
    """Return the same function whatever the detail."""
    return lambda detail: function


@dataclass(frozen=True)
class Operation:
    """One thing an equation may do."""

    name: str
    units: str  # the rule in units_of_nodes.py
    compute: Callable[[Any], Compute]  # detail -> numpy function
    sign: str = ""  # written between two operands; otherwise as a call
    shape: Callable[[Any, Sequence[Shape]], Shape] = shape_of_broadcast
    condition: bool = False  # the result is a condition, not a number


OPERATIONS = {
    operation.name: operation
    for operation in (
        Operation("add", "same", plain(np.add), "+"),
        Operation("subtract", "same", plain(np.subtract), "-"),
        Operation("multiply", "product", plain(np.multiply), "*"),
        Operation("divide", "quotient", plain(np.divide), "/"),
        Operation("negative", "same", plain(np.negative)),
        Operation("less", "same", plain(np.less), "<", condition=True),
        Operation("less_equal", "same", plain(np.less_equal), "<=", condition=True),
        Operation("greater", "same", plain(np.greater), ">", condition=True),
        Operation("greater_equal", "same", plain(np.greater_equal), ">=", condition=True),
        Operation("both", "logic", plain(np.logical_and), condition=True),
        Operation("either", "logic", plain(np.logical_or), condition=True),
        Operation("negate", "logic", plain(np.logical_not), condition=True),
        Operation("where", "where", plain(choose)),
        Operation("minimum", "same", plain(np.minimum)),
        Operation("maximum", "same", plain(np.maximum)),
        Operation("exp", "pure", plain(partial(contiguous, np.exp))),
        Operation("log", "pure", plain(partial(contiguous, np.log))),
        Operation("ratio", "ratio", plain(divide_or)),
        Operation("total", "same", lambda d: partial(add_up, d), shape=shape_without),
        Operation("pick", "same", pick_compute, shape=shape_without),
        Operation("by_element", "same", lambda d: partial(side_by_side, d), shape=shape_with),
    )
}
