"""Fewer divisions: several numbers divided by one are multiplied by its reciprocal.

A division takes as long as ten multiplications, and most divisors are either the same in all steps
or shared by all substances. A product with a reciprocal differs from the quotient in the last digit
or two. Only where the reciprocal would leave the range of full precision is the difference larger;
such a divisor counts as trouble (watch.py), and its draw is computed by numpy.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from kpsim.engine.compiled.scalars import Elements, Pool, Scalar, Unrolled

DIVIDING = ("divide", "ratio")


def share_divisions(graph: Unrolled) -> Unrolled:
    """Return the same graph with reciprocals where they save divisions."""
    pool = Pool()
    shared = shared_divisors(graph)
    places: list[int] = []
    for node in graph.nodes:
        children = tuple(places[child] for child in node.children)
        if node.operation in DIVIDING and not node.steady and node.children[1] in shared:
            reciprocal = pool.make("reciprocal", (children[1],))
            scaled = {"divide": "scale", "ratio": "scale_or"}[node.operation]
            places.append(pool.make(scaled, (children[0], reciprocal, *children[1:])))
        else:
            places.append(pool.make(node.operation, children, node.content))
    return replace(
        graph,
        nodes=tuple(pool.nodes),
        levels=placed(graph.levels, places),
        starts=placed(graph.starts, places),
        values=placed(graph.values, places),
    )


def shared_divisors(graph: Unrolled) -> set[int]:
    """Return the divisors whose reciprocal is worth computing."""
    uses = Counter(n.children[1] for n in graph.nodes if n.operation in DIVIDING and not n.steady)
    return {node for node, times in uses.items() if times > 1 or graph.nodes[node].steady}


def placed(named: Mapping[str, Elements], places: list[int]) -> dict[str, Elements]:
    """Return the elements under their new numbers."""
    return {
        name: Elements(elements.shape, tuple(places[number] for number in elements.numbers))
        for name, elements in named.items()
    }


def numerators(node: Scalar) -> tuple[int, ...]:
    """Return the children from which an infinite number always shows in the result."""
    if node.operation in ("divide", "scale"):
        return node.children[:1]
    return node.children if node.operation in ("add", "subtract", "multiply", "negative") else ()
