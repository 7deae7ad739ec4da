"""The model computed the plain way: one draw, one number after another, no arrays.

The bodies of the equations are the model's own; the words they use are defined here a second time,
and so are the order of evaluation, the values at the start and the step.
"""

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from types import FunctionType, ModuleType
from typing import Any

from kpsim.engine.lang import Equation, Flow, Stock

Number = float | bool


class ByElement(dict[str, Number]):
    """A number for each element of a dimension; arithmetic goes element by element."""

    def __add__(self, other: Any):
        return each(lambda a, b: a + b, self, other)

    def __radd__(self, other: Any):
        return each(lambda a, b: b + a, self, other)

    def __sub__(self, other: Any):
        return each(lambda a, b: a - b, self, other)

    def __rsub__(self, other: Any):
        return each(lambda a, b: b - a, self, other)

    def __mul__(self, other: Any):
        return each(lambda a, b: a * b, self, other)

    def __rmul__(self, other: Any):
        return each(lambda a, b: b * a, self, other)

    def __truediv__(self, other: Any):
        return each(lambda a, b: a / b, self, other)

    def __rtruediv__(self, other: Any):
        return each(lambda a, b: b / a, self, other)

    def __neg__(self):
        return each(lambda a: -a, self)

    def __lt__(self, other: Any):
        return each(lambda a, b: a < b, self, other)

    def __le__(self, other: Any):
        return each(lambda a, b: a <= b, self, other)

    def __gt__(self, other: Any):
        return each(lambda a, b: a > b, self, other)

    def __ge__(self, other: Any):
        return each(lambda a, b: a >= b, self, other)


Value = Number | ByElement


def each(rule: Callable[..., Number], *values: Value) -> Value:
    """Apply a rule to plain numbers, or to those of each element."""
    rows = [value for value in values if isinstance(value, ByElement)]
    if not rows:
        return rule(*values)
    result = ByElement()
    for element in rows[0]:
        result[element] = rule(*(v[element] if isinstance(v, ByElement) else v for v in values))
    assert all(row.keys() == result.keys() for row in rows)
    return result


# The words of the vocabulary


def where(condition: Value, yes: Value, no: Value) -> Value:
    return each(lambda c, a, b: a if c else b, condition, yes, no)


def minimum(*values: Value) -> Value:
    return each(min, *values)


def maximum(*values: Value) -> Value:
    return each(max, *values)


def exp(value: Value) -> Value:
    return each(math.exp, value)


def log(value: Value) -> Value:
    return each(math.log, value)


def ratio(above: Value, below: Value, *, if_zero: Value) -> Value:
    return each(lambda a, b, c: c if b == 0 else a / b, above, below, if_zero)


def total(value: Value, *, over: Any) -> Value:
    if not isinstance(value, ByElement):
        return value * len(over.elements)
    assert tuple(value) == over.elements
    result = 0.0
    for number in value.values():
        result += number
    return result


def pick(value: Value, **chosen: str) -> Value:
    (element,) = chosen.values()
    return value[element] if isinstance(value, ByElement) else value


def by_element(dimension: Any, **values: Value) -> Value:
    return ByElement((element, values[element]) for element in dimension.elements)


def both(first: Value, second: Value) -> Value:
    return each(lambda a, b: a and b, first, second)


def either(first: Value, second: Value) -> Value:
    return each(lambda a, b: a or b, first, second)


def negate(condition: Value) -> Value:
    return each(lambda c: not c, condition)


WORDS: dict[str, Callable[..., Any]] = {
    word.__name__: word
    for word in (
        where, minimum, maximum, exp, log, ratio, total, pick, by_element, both, either, negate
    )
}  # fmt: skip


def collect(modules: Iterable[ModuleType]) -> dict[str, Equation[..., Any]]:
    """Return the equations of the sectors by name."""
    found = [value for module in modules for value in vars(module).values()]
    return {value.name: value for value in found if isinstance(value, Equation)}


def plain(equation: Equation[..., Any]) -> Callable[..., Value]:
    """Return the body of an equation with the words of this module."""
    function = equation.function
    assert isinstance(function, FunctionType)
    return FunctionType(function.__code__, {**function.__globals__, **WORDS}, function.__name__)


class World:
    """Stocks that are moved month by month."""

    def __init__(
        self, equations: Mapping[str, Equation[..., Any]], parameters: Mapping[str, Value]
    ) -> None:
        self.equations, self.parameters = equations, parameters
        self.bodies = {name: plain(equation) for name, equation in equations.items()}
        self.arguments = {
            name: list(inspect.signature(equation.function).parameters)
            for name, equation in equations.items()
        }
        self.began: dict[str, Value] = {}
        self.stocks = {
            name: self.at_start(name) for name in equations if isinstance(equations[name], Stock)
        }

    def at_start(self, name: str) -> Value:
        """Return the value of a name before the first step."""
        if name in self.parameters:
            return self.parameters[name]
        name = name if name in self.equations else name.removeprefix("initial_")
        if name not in self.began:
            arguments = [self.at_start(argument) for argument in self.arguments[name]]
            self.began[name] = self.spread(name, self.bodies[name](*arguments))
        return self.began[name]

    def now(self, name: str, known: dict[str, Value]) -> Value:
        """Return the value of a name in a step."""
        if name in known:
            return known[name]
        if name not in self.equations:
            return self.at_start(name)
        arguments = [self.now(argument, known) for argument in self.arguments[name]]
        known[name] = self.spread(name, self.bodies[name](*arguments))
        return known[name]

    def spread(self, name: str, value: Value) -> Value:
        """Repeat a plain number for each element of the variable it belongs to."""
        by = self.equations[name].by
        if not by or isinstance(value, ByElement):
            return value
        return ByElement((element, value) for element in by[0].elements)

    def step(self, paths: Mapping[str, Value], step: float) -> dict[str, Value]:
        """Compute everything that holds in a step, then move the stocks."""
        known: dict[str, Value] = {**paths, **self.stocks}
        for name in self.equations:
            self.now(name, known)
        for name, equation in self.equations.items():
            if isinstance(equation, Flow):
                moved = known[name] * step
                if equation.out_of is not None:
                    self.stocks[equation.out_of.name] = self.stocks[equation.out_of.name] - moved
                if equation.into is not None:
                    self.stocks[equation.into.name] = self.stocks[equation.into.name] + moved
        return {**{name: known[name] for name in self.equations}, **self.stocks}
