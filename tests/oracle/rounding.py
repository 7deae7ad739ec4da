"""How large the numbers were that a value was computed from: what its rounding is measured in.

Two engines that add and subtract in another order differ in the last digits of what they added,
not of what is left. Where a hundred entries less a hundred exits leave one, the rounding is that
of the hundreds. So each operation hands on, beside its value, the size of its rounding in units
of the machine's precision, by the usual first-order rules of running error analysis:

- a sum or difference has the sizes of its terms added up;
- a product or quotient has the relative size of its worse part;
- a choice has the size of what was chosen, or of the rival if rounding could have chosen it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kpsim.engine.graph import Model
from kpsim.engine.operations import OPERATIONS
from kpsim.engine.program import Leaf, Line
from tests.oracle.agreement import TOLERANCE

Sized = tuple[Any, Any]
"""A value and the size its rounding is measured in."""


def of_product(a: Sized, b: Sized) -> Any:
    return np.maximum(a[1] * abs(b[0]), abs(a[0]) * b[1])


def of_quotient(a: Sized, b: Sized) -> Any:
    """Return the size of a / b, which `divide_or` keeps from dividing by zero."""
    below = np.where(b[0] == 0, 1.0, abs(b[0]))
    return np.maximum(a[1] / below, abs(a[0]) * b[1] / below**2)


def of_ratio(a: Sized, b: Sized, if_zero: Sized) -> Any:
    return np.where(b[0] == 0, if_zero[1], of_quotient(a, b))


def of_extreme(a: Sized, b: Sized, *, sign: int) -> Any:
    """Return the size of the larger (sign 1) or smaller one."""
    first_wins = sign * (a[0] - b[0]) >= 0
    close = abs(a[0] - b[0]) <= TOLERANCE * np.maximum(a[1], b[1])
    return np.where(close, np.maximum(a[1], b[1]), np.where(first_wins, a[1], b[1]))


SIZES: Mapping[str, Callable[..., Any]] = {
    "add": lambda a, b: a[1] + b[1],
    "subtract": lambda a, b: a[1] + b[1],
    "multiply": of_product,
    "divide": of_quotient,
    "negative": lambda a: a[1],
    "ratio": of_ratio,
    "minimum": lambda a, b: of_extreme(a, b, sign=-1),
    "maximum": lambda a, b: of_extreme(a, b, sign=1),
    "where": lambda c, yes, no: np.where(c[0], yes[1], no[1]),
    "exp": lambda a: np.maximum(np.exp(a[0]), np.exp(a[0]) * a[1]),
    "log": lambda a: np.maximum(abs(np.log(a[0])), a[1] / a[0]),
}
"""Of the result; sums over a dimension, picks and rows of elements add or move sizes as values."""


def sized(line: Line, inputs: list[Sized]) -> Sized:
    """Do an operation on values and on their sizes."""
    operation = OPERATIONS[line.node.operation]
    compute = operation.compute(line.node.detail)
    value = compute(*(value for value, _ in inputs))
    if operation.condition:
        return value, np.zeros_like(value, dtype=float)
    if line.node.operation in SIZES:
        return value, SIZES[line.node.operation](*inputs)
    return value, compute(*(size for _, size in inputs))


@dataclass(frozen=True)
class Steps:
    """Arrays of a run (step, and the four axes) laid out so that operations can take them.

    The steps go into the axis of draws, where no operation looks at its neighbours.
    """

    count: int
    draws: int

    def flat(self, array: Any) -> Any:
        """Lay out an array that has its own step each."""
        wide = np.broadcast_to(array, (*array.shape[:-1], self.draws))
        return np.moveaxis(wide, 0, -2).reshape(*array.shape[1:-1], self.count * self.draws)

    def repeated(self, array: Any) -> Any:
        """Lay out an array that is the same in all steps."""
        return self.flat(np.broadcast_to(array, (self.count, *array.shape)))

    def unfolded(self, array: Any, like: Any) -> Any:
        """Take the steps back to the front."""
        wide = np.broadcast_to(array, (*like.shape[1:-1], self.count * self.draws))
        return np.moveaxis(wide.reshape(*like.shape[1:-1], self.count, self.draws), -2, 0)


def sizes(
    model: Model,
    found: Mapping[str, Any],
    *,
    parameters: Mapping[str, Any],
    paths: Mapping[str, Any],
    step: float,
) -> dict[str, Any]:
    """Return the size of every variable in every step, shaped as the run's own arrays."""
    any_array = next(iter(found.values()))
    steps = Steps(len(any_array), any_array.shape[-1])
    program, known, before = model.program, {}, {}
    for slot, leaf in program.leaves.items():
        if leaf.kind != "stock":
            value = read(leaf, parameters, paths, steps)
            known[slot] = (value, abs(value))
    stocks = {slot: leaf.content for slot, leaf in program.leaves.items() if leaf.kind == "stock"}
    for line in program.lines:
        for slot in stocks.keys() & set(line.inputs) - known.keys():
            name = stocks[slot]
            start = steps.unfolded(known[program.start[name]][0], found[name])[:1]
            before[name] = steps.flat(np.concatenate([start, found[name][:-1]]))
            known[slot] = (before[name], abs(before[name]))
        known[line.output] = sized(line, [known[slot] for slot in line.inputs])
    by_name = {name: known[program.now[name]][1] for name in model.order}
    for name in model.stocks:
        moving = (*model.inflows(name), *model.outflows(name))
        by_name[name] = sum((step * by_name[each] for each in moving), abs(before[name]))
    return {name: steps.unfolded(by_name[name], found[name]) for name in found}


def read(leaf: Leaf, parameters: Mapping[str, Any], paths: Mapping[str, Any], steps: Steps) -> Any:
    """Return what an expression begins with, in every step."""
    if leaf.kind == "literal":
        return leaf.content
    if leaf.kind == "path":
        return steps.flat(paths[leaf.content])
    constant = parameters[leaf.content] if leaf.kind == "parameter" else paths[leaf.content][0]
    return steps.repeated(constant)
