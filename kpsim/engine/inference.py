"""Unit and dimensions of every expression, inferred from those of its names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pint.util import UnitsContainer

from kpsim.engine.dimension import Dimension
from kpsim.engine.operations import OPERATIONS
from kpsim.engine.symbols import Node, show
from kpsim.engine.units import PURE, write

Dimensions = tuple[Dimension, ...]
ANY = UnitsContainer({"any": 1})  # the digit 0 fits every unit
CONDITION = UnitsContainer({"condition": 1})  # a comparison counts nothing
Units = UnitsContainer | None  # None: unknown, because a problem was already reported


@dataclass(frozen=True)
class Known:
    """What is known of a name."""

    units: Units
    by: Dimensions


@dataclass(frozen=True)
class Inference:
    """Infers one equation; the problems it meets are collected as (template, values)."""

    names: Mapping[str, Known]
    problems: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    found: dict[int, Known] = field(default_factory=dict)

    def infer(self, node: Node) -> Known:
        """Return unit and dimensions of an expression."""
        if id(node) not in self.found:
            self.found[id(node)] = self.work_out(node)
        return self.found[id(node)]

    def work_out(self, node: Node) -> Known:
        """Apply the rules to one node."""
        if node.operation == "name":
            return self.names[node.detail]
        if node.operation == "literal":
            return Known(PURE if node.detail else ANY, ())
        parts = [self.infer(child) for child in node.children]
        return Known(self.units_of(node, [part.units for part in parts]), self.by_of(node, parts))

    def report(self, text: str, **values: Any) -> None:
        """Write a problem down and go on."""
        self.problems.append((text, values))

    def units_of(self, node: Node, units: list[Units]) -> Units:
        """Return the unit of a node from those of its children."""
        rule = OPERATIONS[node.operation].units
        known = [unit for unit in units if unit is not None]
        if len(known) < len(units):
            return CONDITION if OPERATIONS[node.operation].condition else None
        conditions = {"logic": len(known), "where": 1}.get(rule, 0)
        for position, unit in enumerate(known):
            if (unit == CONDITION) != (position < conditions):
                return self.wrong_kind(node, node.children[position], unit)
        return RULES[rule](self, node, known)

    def wrong_kind(self, node: Node, child: Node, unit: UnitsContainer) -> Units:
        """Report a condition used as a number, or a number used as a condition."""
        if unit == CONDITION:
            text = (
                "in '{whole}' the condition '{part}' is used as a number; write where({part}, 1, 0)"
            )
        else:
            text = "in '{whole}' the number '{part}' is used as a condition; compare it with < or >"
        self.report(text, whole=show(node), part=show(child))
        return None

    def same(self, node: Node, units: list[UnitsContainer]) -> Units:
        """Require one unit on all sides."""
        first = next((i for i, unit in enumerate(units) if unit != ANY), 0)
        for position, unit in enumerate(units):
            if unit not in (ANY, units[first]):
                self.clash(
                    node, (node.children[first], units[first]), (node.children[position], unit)
                )
                return CONDITION if OPERATIONS[node.operation].condition else None
        return CONDITION if OPERATIONS[node.operation].condition else units[first]

    def clash(
        self, node: Node, one: tuple[Node, UnitsContainer], two: tuple[Node, UnitsContainer]
    ) -> None:
        """Report two sides that count different things."""
        self.report(
            "unit clash in '{whole}': '{one}' is {one_unit}, '{two}' is {two_unit}; "
            "multiply or divide one side by a parameter that converts it",
            whole=show(node),
            one=show(one[0]),
            one_unit=in_words(one[1]),
            two=show(two[0]),
            two_unit=in_words(two[1]),
        )

    def product(self, node: Node, units: list[UnitsContainer]) -> Units:
        """Multiply units."""
        return ANY if ANY in units else units[0] * units[1]

    def quotient(self, node: Node, units: list[UnitsContainer]) -> Units:
        """Divide units."""
        return ANY if ANY in units[:2] else units[0] / units[1]

    def ratio(self, node: Node, units: list[UnitsContainer]) -> Units:
        """Divide units; the value for zero must be in the same unit."""
        result = self.quotient(node, units)
        if result == ANY:
            return units[2]
        if units[2] not in (ANY, result):
            assert result is not None
            quotient = Node("divide", node.children[:2])
            self.clash(node, (quotient, result), (node.children[2], units[2]))
        return result

    def where(self, node: Node, units: list[UnitsContainer]) -> Units:
        """Require one unit on both branches."""
        if ANY not in units[1:] and units[1] != units[2]:
            self.clash(node, (node.children[1], units[1]), (node.children[2], units[2]))
            return None
        return units[2] if units[1] == ANY else units[1]

    def pure(self, node: Node, units: list[UnitsContainer]) -> Units:
        """Require a number without unit."""
        if units[0] not in (ANY, PURE):
            self.report(
                "'{whole}' needs a number without unit, and '{part}' is in {unit}; divide it by a "
                "reference value",
                whole=show(node),
                part=show(node.children[0]),
                unit=write(units[0]),
            )
        return PURE

    def logic(self, node: Node, units: list[UnitsContainer]) -> Units:
        """Join conditions."""
        return CONDITION

    def by_of(self, node: Node, parts: list[Known]) -> Dimensions:
        """Return the dimensions of a node from those of its children."""
        by = joined(*(part.by for part in parts))
        if node.operation == "by_element":
            if node.detail in by:
                self.report(
                    "'{whole}': a value already differs by {name}; use pick, or values without it",
                    whole=show(node),
                    name=node.detail.name,
                )
            return joined(by, (node.detail,))
        if node.operation in ("total", "pick"):
            dimension = node.detail if node.operation == "total" else node.detail[0]
            if dimension not in by:
                self.report(
                    "'{whole}': '{part}' does not differ by {name}, it has {by}; leave {verb} out",
                    whole=show(node),
                    part=show(node.children[0]),
                    name=dimension.name,
                    by=names_of(by),
                    verb=node.operation,
                )
            return tuple(each for each in by if each != dimension)
        return by


RULES: dict[str, Callable[[Inference, Node, list[UnitsContainer]], Units]] = {
    "same": Inference.same,
    "product": Inference.product,
    "quotient": Inference.quotient,
    "ratio": Inference.ratio,
    "where": Inference.where,
    "pure": Inference.pure,
    "logic": Inference.logic,
}


def joined(*several: Dimensions) -> Dimensions:
    """Return all dimensions in the order of their axes."""
    return tuple(sorted({each for by in several for each in by}, key=lambda each: each.axis))


def in_words(unit: UnitsContainer) -> str:
    """Write a unit for a message."""
    return "without unit" if unit == PURE else f"in {write(unit)}"


def names_of(by: Dimensions) -> str:
    """Write dimensions for a message."""
    return f"by=({', '.join(each.name.upper() for each in by)})" if by else "no dimensions"
