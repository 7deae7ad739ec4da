"""Which numbers must be watched so that no trouble passes unseen.

An infinite number or one that is not a number (NaN) goes on through sums, products and numerators
until it reaches a stock or the sum of a year, which keep it and are looked at later. It may vanish
in a divisor, minimum, maximum, comparison or choice; what only leads there is watched itself. So
everything numpy would stop at is seen: every overflow, division by zero and logarithm of zero, even
in a number nobody reads.
"""

from collections.abc import Collection

from kpsim.engine.compiled.scalars import Scalar, Unrolled, is_condition
from kpsim.engine.graph import Model

FROM_OUTSIDE = ("literal", "input", "path", "stock")
"""Inputs are looked at when they are read, and stocks when the run ends."""

CARRYING = ("add", "subtract", "multiply", "negative")


def watched(model: Model, graph: Unrolled, summed: Collection[int]) -> set[int]:
    """Return the nodes to watch; `summed` are those added up over a year."""
    covered = {*reach_stocks(model, graph), *summed}
    found = set()
    for number in reversed(range(len(graph.nodes))):
        node = graph.nodes[number]
        silent = node.operation in FROM_OUTSIDE or is_condition(node)
        if number not in covered and not silent:
            found.add(number)
            covered.add(number)
        if number in covered:
            covered.update(carried(node))
    return found


def carried(node: Scalar) -> tuple[int, ...]:
    """Return the children from which an infinite number always shows in the result."""
    if node.operation == "divide":
        return node.children[:1]
    return node.children if node.operation in CARRYING else ()


def reach_stocks(model: Model, graph: Unrolled) -> list[int]:
    """Return the nodes that are added to a stock or are its start value."""
    ending = [name for name, flow in model.flows.items() if flow.out_of or flow.into]
    elements = [*graph.starts.values(), *(graph.values[name] for name in ending)]
    return [number for each in elements for number in each.numbers]
