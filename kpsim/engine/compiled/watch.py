"""Which numbers must be watched so that no trouble passes unseen.

An infinite number or one that is not a number (NaN) goes on through sums, products and numerators
until it reaches a stock, which is watched. It may vanish in a divisor, minimum, maximum, comparison
or choice; what only leads there is watched itself. So everything numpy would stop at is seen: every
overflow, division by zero and logarithm of zero, even in a number nobody reads.
"""

from dataclasses import dataclass

from kpsim.engine.compiled.divisions import numerators
from kpsim.engine.compiled.scalars import Unrolled, is_condition
from kpsim.engine.graph import Model

NEVER = ("reciprocal", "literal", "input", "path", "stock")
"""A reciprocal may be infinite where `if_zero` holds; what comes from outside has been checked."""


@dataclass(frozen=True)
class Watched:
    """Nodes that must be finite, and divisors whose reciprocal must keep full precision."""

    finite: tuple[int, ...]
    in_range: tuple[int, ...]


def watched(model: Model, graph: Unrolled) -> Watched:
    """Choose the nodes to watch."""
    covered = set(reach_stocks(model, graph))
    finite = []
    for number in reversed(range(len(graph.nodes))):
        node = graph.nodes[number]
        if number not in covered and node.operation not in NEVER and not is_condition(node):
            finite.append(number)
            covered.add(number)
        if number in covered:
            covered.update(numerators(node))
    divisors = [node.children[0] for node in graph.nodes if node.operation == "reciprocal"]
    return Watched(tuple(reversed(finite)), tuple(divisors))


def reach_stocks(model: Model, graph: Unrolled) -> list[int]:
    """Return the nodes that are added to a stock or are its start value."""
    ending = [name for name, flow in model.flows.items() if flow.out_of or flow.into]
    elements = [*graph.starts.values(), *(graph.values[name] for name in ending)]
    return [number for each in elements for number in each.numbers]
