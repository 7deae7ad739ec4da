"""Expressions in the language of XMILE, with dimensions as subscripts or unrolled into names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from kpsim.engine.dimension import Dimension
from kpsim.engine.operations import OPERATIONS
from kpsim.engine.symbols import Node

Index = Mapping[str, str]
"""For each dimension the element meant; its own name stands for all elements, one at a time."""

EVERY = "*"
SIGNS = {"both": "AND", "either": "OR"}
FUNCTIONS = {"minimum": "MIN", "maximum": "MAX", "exp": "EXP", "log": "LN"}

WORDS = """
abs and arccos arcsin arctan cos delay delay1 delay3 delayn dt else endval exp exprnd forcst history
if inf init int invnorm lastval ln log10 lognormal lookup lookupinv max mean min mod normal not or
percent pi poisson previous prod pulse rad radians ramp random rank rmeans safediv self sin size
smth1 smth3 smthn sqrt starttime step stddev stoptime sum tan then time trend uniform
"""
RESERVED = frozenset(WORDS.split())
"""Words XMILE keeps for itself; names are compared without regard to case."""


@dataclass(frozen=True)
class Spelling:
    """How names with dimensions are written."""

    by: Mapping[str, tuple[Dimension, ...]]
    flat: bool

    def whole(self, name: str, index: Index) -> str:
        """Return the name a variable is declared under."""
        return self.unrolled(name, index) if self.flat else name

    def unrolled(self, name: str, index: Index) -> str:
        """Return the name of one element of a variable."""
        return "_".join((name, *(index[dimension.name] for dimension in self.by[name])))

    def use(self, name: str, index: Index) -> str:
        """Return what stands for a variable in an equation."""
        if self.flat:
            return quoted(self.unrolled(name, index))
        places = [index[dimension.name] for dimension in self.by[name]]
        return quoted(name) + (f"[{', '.join(places)}]" if places else "")


def quoted(name: str) -> str:
    """Put quotes round a name that begins with an operator: PySD reads notified as NOT ified."""
    return f'"{name}"' if name.startswith("not") else name


def elements(by: tuple[Dimension, ...]) -> list[Index]:
    """Return the index of each element of a variable; of one without dimensions, one."""
    names = [dimension.name for dimension in by]
    chosen = product(*(dimension.elements for dimension in by))
    return [dict(zip(names, each, strict=True)) for each in chosen]


def every_element(by: tuple[Dimension, ...]) -> Index:
    """Return the index that stands for all elements, one at a time."""
    return {dimension.name: dimension.name for dimension in by}


def differs_by_element(node: Node) -> bool:
    """Say whether an expression names elements, so that each needs an equation of its own."""
    return node.operation == "by_element" or any(map(differs_by_element, node.children))


@dataclass(frozen=True)
class Equations:
    """Writes expressions; `meaning` gives the variable that an argument stands for."""

    spelling: Spelling
    meaning: Callable[[str], str]

    def write(self, node: Node, index: Index) -> str:
        """Return an expression as text, in brackets if it has parts."""
        if node.operation == "name":
            return self.spelling.use(self.meaning(node.detail), index)
        if node.operation == "literal":
            return f"{node.detail:g}"
        if node.operation in ("total", "pick", "by_element"):
            return getattr(self, node.operation)(node, index)  # type: ignore[no-any-return]
        return self.put_together(node, [self.write(child, index) for child in node.children])

    def put_together(self, node: Node, parts: list[str]) -> str:
        """Return an operation on written parts."""
        operation = node.operation
        sign = OPERATIONS[operation].sign or SIGNS.get(operation)
        if sign:
            return f"({f' {sign} '.join(parts)})"
        if operation in FUNCTIONS:
            return f"{FUNCTIONS[operation]}({', '.join(parts)})"
        if operation == "negative":
            return f"(-{parts[0]})"
        if operation == "negate":
            return f"(NOT {parts[0]})"
        if operation == "where":
            return f"(IF {parts[0]} THEN {parts[1]} ELSE {parts[2]})"
        assert operation == "ratio", operation
        # Comparing with = or SAFEDIV would let other programs take a small divisor for zero.
        above, below, if_zero = parts
        return f"(IF ABS({below}) > 0 THEN ({above} / {below}) ELSE {if_zero})"

    def total(self, node: Node, index: Index) -> str:
        """Return a sum: of a whole array where that can be said, else element by element."""
        dimension, (child,) = node.detail, node.children
        if child.operation == "name" and not self.spelling.flat:
            name = self.meaning(child.detail)
            if dimension in self.spelling.by[name]:
                return f"SUM({self.spelling.use(name, {**index, dimension.name: EVERY})})"
        parts = [
            self.write(child, {**index, dimension.name: element}) for element in dimension.elements
        ]
        return f"({' + '.join(parts)})"

    def pick(self, node: Node, index: Index) -> str:
        """Return one element."""
        dimension, element = node.detail
        return self.write(node.children[0], {**index, dimension.name: element})

    def by_element(self, node: Node, index: Index) -> str:
        """Return the value given for the element that is meant."""
        place = node.detail.elements.index(index[node.detail.name])
        return self.write(node.children[place], index)
