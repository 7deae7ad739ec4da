"""The order of a step: stock by stock, in parts small enough for LLVM and for the registers.

All that moves a stock is computed just before the stock moves, so that few values wait for their
use. What one part computes and a later one reads lies in memory in between. A condition is never
kept: it is computed again from its numbers wherever it is asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpsim.engine.compiled.scalars import Scalar, Unrolled, indices, is_condition
from kpsim.engine.graph import Model

FROM_MEMORY = ("literal", "input", "path", "stock")

SIZE = 150
"""Operations of a part: LLVM's time grows with its square, and small parts keep more in memory."""


@dataclass(frozen=True)
class Move:
    """One element of a stock and the flows that change it, in the order of the loop in numpy."""

    level: int
    flows: tuple[tuple[int, str], ...]
    """Their nodes, and whether they are added (fadd) or taken away (fsub)."""

    @property
    def leaving(self) -> tuple[int, ...]:
        """Return the nodes of the flows out of the stock."""
        return tuple(number for number, sign in self.flows if sign == "fsub")


@dataclass(frozen=True)
class Part:
    """Values to compute and stocks to move, in order."""

    work: tuple[int | Move, ...]

    @property
    def values(self) -> tuple[int, ...]:
        """Return the values."""
        return tuple(each for each in self.work if isinstance(each, int))

    @property
    def moves(self) -> tuple[Move, ...]:
        """Return the stocks."""
        return tuple(each for each in self.work if isinstance(each, Move))


def is_computed(node: Scalar) -> bool:
    """Say whether a node is a number that has to be computed."""
    return node.operation not in FROM_MEMORY and not is_condition(node)


def in_step(node: Scalar) -> bool:
    """Say whether a node is a number that has to be computed in each step."""
    return is_computed(node) and not node.steady


def moves_of(model: Model, graph: Unrolled) -> list[Move]:
    """List the elements of all stocks that flows change."""
    found = []
    for name, level in graph.levels.items():
        ends = [
            (graph.values[flow.name], sign)
            for flow in model.flows.values()
            for end, sign in ((flow.out_of, "fsub"), (flow.into, "fadd"))
            if end is not None and end.name == name
        ]
        for index in indices(level.shape) if ends else ():
            flows = tuple((flow.at(*index), sign) for flow, sign in ends)
            found.append(Move(level.at(*index), flows))
    return found


def parts_of_step(model: Model, graph: Unrolled) -> list[Part]:
    """Return the parts of a step; what no stock waits for is computed as soon as it can be."""
    nodes, children = graph.nodes, graph.feeds
    order: list[int | Move] = []
    done: set[int] = set()
    moves = moves_of(model, graph)
    followers = Followers(nodes, children, needed_by(moves, children))
    for move in shortest_first(moves, nodes, children):
        for flow, _ in move.flows:
            for number in missing(flow, nodes, children, done):
                order += [number, *followers.after(number)]
        order.append(move)
    done |= followers.done
    for number, node in enumerate(nodes):
        if in_step(node):
            order += missing(number, nodes, children, done)
    return cut(order)


def needed_by(moves: Iterable[Move], children: Sequence[tuple[int, ...]]) -> set[int]:
    """Return everything that some stock waits for."""
    found: set[int] = set()
    waiting = [flow for move in moves for flow, _ in move.flows]
    while waiting:
        number = waiting.pop()
        if number not in found:
            found.add(number)
            waiting += children[number]
    return found


class Followers:
    """Values no stock waits for, to be computed once the last they are made of is there."""

    def __init__(
        self, nodes: Sequence[Scalar], children: Sequence[tuple[int, ...]], needed: set[int]
    ) -> None:
        """Count what each waits for."""
        self.done: set[int] = set()
        self.readers: dict[int, list[int]] = {}
        self.missing: dict[int, int] = {}
        for number, node in enumerate(nodes):
            if number in needed or not in_step(node):
                continue
            parts = [each for each in children[number] if in_step(nodes[each])]
            self.missing[number] = len(parts)
            for part in parts:
                self.readers.setdefault(part, []).append(number)

    def after(self, number: int) -> list[int]:
        """Return what can be computed after a value, and after what that gives, in order."""
        found: list[int] = []
        fresh = [number]
        while fresh:
            for reader in self.readers.get(fresh.pop(), ()):
                self.missing[reader] -= 1
                if not self.missing[reader]:
                    found.append(reader)
                    fresh.append(reader)
        self.done.update(found)
        return found


def shortest_first(
    moves: Iterable[Move], nodes: Sequence[Scalar], children: Sequence[tuple[int, ...]]
) -> Iterable[Move]:
    """Yield the stocks, always the one next for which the least is left to compute."""
    behind: list[int] = []  # of each node, as bits: what it takes to compute it, with itself
    for number, node in enumerate(nodes):
        bits = 1 << number if in_step(node) else 0
        for child in children[number]:
            bits |= behind[child]
        behind.append(bits)
    left = dict.fromkeys(moves, 0)
    for move in left:
        for flow, _ in move.flows:
            left[move] |= behind[flow]
    done = 0
    while left:
        move = min(left, key=lambda each: (left[each] & ~done).bit_count())
        done |= left.pop(move)
        yield move


def missing(
    number: int,
    nodes: Sequence[Scalar],
    children: Sequence[tuple[int, ...]],
    done: set[int],
) -> list[int]:
    """Return what has to be computed for a node, in order, and note it as done.

    A stack and no recursion, as chains of values can be longer than Python recurs.
    """
    found, waiting = [], [number]
    while waiting:
        last = waiting[-1]
        wanted = last not in done and not nodes[last].steady
        before = [child for child in children[last] if child not in done] if wanted else []
        before = [
            child for child in before if is_computed(nodes[child]) and not nodes[child].steady
        ]
        if before:
            waiting += reversed(before)
            continue
        waiting.pop()
        if wanted and is_computed(nodes[last]):
            done.add(last)
            found.append(last)
    return found


def cut(order: Sequence[int | Move]) -> list[Part]:
    """Cut an order into parts."""
    parts: list[Part] = []
    work: list[int | Move] = []
    size = 0
    for each in order:
        work.append(each)
        size += 1 if isinstance(each, int) else len(each.flows)
        if size >= SIZE:
            parts.append(Part(tuple(work)))
            work, size = [], 0
    return [*parts, Part(tuple(work))]


def reads(part: Part, children: Sequence[tuple[int, ...]]) -> dict[int, None]:
    """Return the numbers a part reads, those it computes itself included."""
    read = [child for number in part.values for child in children[number]]
    for move in part.moves:
        read += [move.level, *(flow for flow, _ in move.flows)]
    return dict.fromkeys(read)


def carried(parts: Sequence[Part], children: Sequence[tuple[int, ...]]) -> Mapping[int, int]:
    """Return the slot of each value that a later part reads; a slot serves one after another."""
    made = {number: here for here, part in enumerate(parts) for number in part.values}
    last: dict[int, int] = {}
    for here, part in enumerate(parts):
        for number in reads(part, children):
            if made.get(number, here) != here:
                last[number] = here
    slots: dict[int, int] = {}
    free: list[int] = []
    used = 0
    for here, part in enumerate(parts):
        for number in part.values:
            if number in last:
                slots[number] = free.pop() if free else used
                used = max(used, slots[number] + 1)
        free += [slots[number] for number, end in last.items() if end == here]
    return slots
