"""Expressions: an equation called with symbols instead of numbers writes itself down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np

from kpsim.engine.dimension import Dimension
from kpsim.engine.operations import OPERATIONS


class EquationError(Exception):
    """Something an equation may not do; the text is a template like that of a Problem."""

    def __init__(self, text: str, **values: Any) -> None:
        self.text, self.values = text, values
        super().__init__(text.format(**values))


@dataclass(frozen=True, eq=False)
class Node:
    """One operation of an expression, or its end: a name or a number."""

    operation: str
    children: tuple["Node", ...] = ()
    detail: Any = None


@dataclass(frozen=True, eq=False)
class Pool:
    """All nodes made so far; the same expression is one node however often it is written."""

    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    nodes: dict[tuple[Any, ...], Node] = field(default_factory=dict)

    def node(self, operation: str, children: tuple[Node, ...] = (), detail: Any = None) -> Node:
        """Return the one node of this operation and these children."""
        key = (operation, tuple(map(id, children)), detail)
        return self.nodes.setdefault(key, Node(operation, children, detail))

    def name(self, name: str) -> "Symbol":
        """Return the symbol that stands for a name."""
        return Symbol(self.node("name", detail=name), self)

    def read(self, value: Any) -> Node:
        """Return the node of a symbol or of one of the two digits an equation may hold."""
        if isinstance(value, Symbol):
            return value.node
        if value is None:
            raise EquationError("the equation returns nothing; end it with 'return ...'")
        if isinstance(value, np.ndarray):
            raise EquationError(
                "a list of plain numbers stands in the equation; put a named value into it, as in "
                "by_element(DIMENSION, first=x, second=0)"
            )
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise EquationError(
                "{value} is not a number or a named value; use argument names, 0, 1 and the "
                "words of kpsim.engine.lang only",
                value=repr(value),
            )
        if value not in (0, 1):
            raise EquationError(
                "the number {value} stands in the equation, where only 0 and 1 may; write a "
                "parameter record and take it as an argument",
                value=f"{value:g}",
            )
        return self.node("literal", detail=float(value))


def refuse_truth(symbol: "Symbol") -> NoReturn:
    """Say what to write instead of `if`."""
    raise EquationError(
        "'{expression}' is asked whether it is true (by if, and, or, not, min, max or a chained "
        "comparison); write where(condition, a, b), both, either, negate, minimum or maximum",
        expression=show(symbol.node),
    )


class Symbol:
    """A value that is not known yet, with the operators that equations use."""

    __slots__ = ("node", "pool")
    __array_ufunc__ = None  # numpy must not look into it

    def __init__(self, node: Node, pool: Pool) -> None:
        self.node, self.pool = node, pool

    def combine(self, operation: str, *values: Any, detail: Any = None) -> "Symbol":
        """Return the symbol of an operation on these values."""
        children = tuple(self.pool.read(value) for value in values)
        return Symbol(self.pool.node(operation, children, detail), self.pool)

    def __add__(self, other: Any) -> "Symbol":
        return self.combine("add", self, other)

    def __radd__(self, other: Any) -> "Symbol":
        return self.combine("add", other, self)

    def __sub__(self, other: Any) -> "Symbol":
        return self.combine("subtract", self, other)

    def __rsub__(self, other: Any) -> "Symbol":
        return self.combine("subtract", other, self)

    def __mul__(self, other: Any) -> "Symbol":
        return self.combine("multiply", self, other)

    def __rmul__(self, other: Any) -> "Symbol":
        return self.combine("multiply", other, self)

    def __truediv__(self, other: Any) -> "Symbol":
        return self.combine("divide", self, other)

    def __rtruediv__(self, other: Any) -> "Symbol":
        return self.combine("divide", other, self)

    def __neg__(self) -> "Symbol":
        return self.combine("negative", self)

    def __lt__(self, other: Any) -> "Symbol":
        return self.combine("less", self, other)

    def __le__(self, other: Any) -> "Symbol":
        return self.combine("less_equal", self, other)

    def __gt__(self, other: Any) -> "Symbol":
        return self.combine("greater", self, other)

    def __ge__(self, other: Any) -> "Symbol":
        return self.combine("greater_equal", self, other)

    def __pow__(self, other: Any) -> NoReturn:
        raise EquationError(
            "'{expression} ** ...' is not in the vocabulary; write a product, or exp(b * log(a))",
            expression=show(self.node),
        )

    def __eq__(self, other: object) -> NoReturn:
        raise EquationError(
            "'{expression}' is compared with == or !=, which computed numbers seldom fulfil "
            "exactly; write <, <=, > or >=, or ratio(a, b, if_zero=...)",
            expression=show(self.node),
        )

    __ne__ = __eq__
    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> NoReturn:
        refuse_truth(self)


def show(node: Node, *, inner: bool = False) -> str:
    """Write an expression as its author would."""
    if node.operation == "name":
        return str(node.detail)
    if node.operation == "literal":
        return f"{node.detail:g}"
    parts = node.children
    sign = OPERATIONS[node.operation].sign
    if sign or node.operation == "negative":
        texts = [show(part, inner=True) for part in parts]
        text = f" {sign} ".join(texts) if sign else f"-{texts[0]}"
        return f"({text})" if inner else text
    return f"{node.operation}({', '.join(written_arguments(node))})"


def written_arguments(node: Node) -> list[str]:
    """Write the arguments of a verb, with the names it is called with."""
    texts = [show(part) for part in node.children]
    if node.operation == "ratio":
        texts[2] = f"if_zero={texts[2]}"
    elif node.operation == "total":
        texts.append(f"over={node.detail.name.upper()}")
    elif node.operation == "pick":
        texts.append(f'{node.detail[0].name}="{node.detail[1]}"')
    elif node.operation == "by_element":
        dimension = node.detail
        given = zip(dimension.elements, texts, strict=True)
        texts = [dimension.name.upper(), *(f"{name}={text}" for name, text in given)]
    return texts
