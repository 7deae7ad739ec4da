"""The vocabulary of equations: three decorators and a dozen verbs.

Each verb works on plain numbers, on arrays with the four axes (service, substance, scenario, draw),
and on symbols. A plain number, or an array of size 1 along an axis, stands for the same value in
every element.
"""

import linecache
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

from kpsim.engine.dimension import AXES, SCENARIO, Dimension
from kpsim.engine.operations import OPERATIONS
from kpsim.engine.symbols import EquationError, Symbol
from kpsim.errors import suggestion

__all__ = [
    "AnyEquation",
    "Auxiliary",
    "Dimension",
    "Equation",
    "Flow",
    "Stock",
    "auxiliary",
    "both",
    "by_element",
    "either",
    "exp",
    "flow",
    "log",
    "maximum",
    "minimum",
    "negate",
    "pick",
    "ratio",
    "stock",
    "total",
    "where",
]

P = ParamSpec("P")
R = TypeVar("R")
Value = Any


@dataclass(frozen=True, eq=False, kw_only=True)
class Equation(Generic[P, R]):
    """A variable of the model: what it is called, counted in and computed by."""

    name: str
    unit: str
    by: tuple[Dimension, ...]
    labels: Mapping[str, str]
    function: Callable[P, R]
    doc: str
    module: str
    file: str
    line: int

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Compute the equation."""
        return self.function(*args, **kwargs)

    @property
    def place(self) -> str:
        """Return file, line and name, as messages begin."""
        return f"{self.file}:{self.line} {self.name}"


AnyEquation = Equation[..., Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Stock(Equation[P, R]):
    """What is there; its equation is the value at the start."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Flow(Equation[P, R]):
    """What happens: it leaves one stock, enters another, or both."""

    out_of: Stock[..., Any] | None
    into: Stock[..., Any] | None


@dataclass(frozen=True, eq=False, kw_only=True)
class Auxiliary(Equation[P, R]):
    """A value computed from others in the same step."""


def stock(
    unit: str, by: tuple[Dimension, ...] = (), *, cs: str, en: str = ""
) -> Callable[[Callable[P, R]], Stock[P, R]]:
    """Declare a stock; the body of the function is its value at the start."""
    return lambda function: Stock(function=function, **described(function, unit, by, cs=cs, en=en))


def flow(
    unit: str,
    by: tuple[Dimension, ...] = (),
    *,
    out_of: Stock[..., Any] | None = None,
    into: Stock[..., Any] | None = None,
    cs: str,
    en: str = "",
) -> Callable[[Callable[P, R]], Flow[P, R]]:
    """Declare a flow and the stocks at its ends."""
    return lambda function: Flow(
        function=function, out_of=out_of, into=into, **described(function, unit, by, cs=cs, en=en)
    )


def auxiliary(
    unit: str, by: tuple[Dimension, ...] = (), *, cs: str, en: str = ""
) -> Callable[[Callable[P, R]], Auxiliary[P, R]]:
    """Declare a value that is computed anew in each step."""
    return lambda function: Auxiliary(
        function=function, **described(function, unit, by, cs=cs, en=en)
    )


def described(
    function: Callable[..., Any], unit: str, by: tuple[Dimension, ...], *, cs: str, en: str
) -> dict[str, Any]:
    """Return what is known of an equation besides its function."""
    name = function.__name__
    file, line = where_defined(function)
    return {
        "name": name,
        "unit": unit,
        "by": tuple(sorted(by, key=lambda dimension: dimension.axis)),
        "labels": {"cs": cs, "en": en or name.replace("_", " ")},
        "doc": function.__doc__ or "",
        "module": function.__module__,
        "file": file,
        "line": line,
    }


def where_defined(function: Callable[..., Any]) -> tuple[str, int]:
    """Return the file, from the root of its package, and the line of `def`."""
    path, first = PurePath(function.__code__.co_filename), function.__code__.co_firstlineno
    line = first
    while (text := linecache.getline(str(path), line)) and not text.lstrip().startswith("def "):
        line += 1
    parts = function.__module__.count(".") + 1
    return PurePath(*path.parts[-parts:]).as_posix(), line if text else first


def apply(operation: str, *values: Value, detail: Any = None) -> Value:
    """Do an operation on numbers, or write it down if one of the values is a symbol."""
    for value in values:
        if isinstance(value, Symbol):
            return value.combine(operation, *values, detail=detail)
    return OPERATIONS[operation].compute(detail)(*values)


def where(condition: Value, yes: Value, no: Value) -> Value:
    """Take `yes` where the condition holds and `no` elsewhere; both are always computed."""
    return apply("where", condition, yes, no)


def minimum(first: Value, second: Value, *more: Value) -> Value:
    """Take the smallest."""
    smaller = apply("minimum", first, second)
    return minimum(smaller, *more) if more else smaller


def maximum(first: Value, second: Value, *more: Value) -> Value:
    """Take the largest."""
    larger = apply("maximum", first, second)
    return maximum(larger, *more) if more else larger


def exp(value: Value) -> Value:
    """Raise e to a pure number."""
    return apply("exp", value)


def log(value: Value) -> Value:
    """Take the natural logarithm of a pure number above zero."""
    return apply("log", value)


def ratio(above: Value, below: Value, *, if_zero: Value) -> Value:
    """Divide, and say what holds where the divisor is zero."""
    return apply("ratio", above, below, if_zero)


def total(value: Value, *, over: Dimension) -> Value:
    """Add up over a dimension."""
    return apply("total", value, detail=over)


def pick(value: Value, *dimensions: Dimension, **chosen: str) -> Value:
    """Take one element: pick(x, service="outreach").

    A plain array does not know its elements; name them: pick(x, SERVICE, service="outreach").
    """
    symbolic = isinstance(value, Symbol)
    known = value.pool.dimensions if symbolic else {each.name: each for each in dimensions}
    for name, element in chosen.items():
        if name not in AXES[:SCENARIO] or (symbolic and name not in known):
            raise EquationError(
                "pick: there is no dimension '{name}'{near}",
                name=name,
                near=suggestion(name, known if symbolic else AXES[:SCENARIO]),
            )
        if name in known:
            check_elements("pick", known[name], [element])
            value = apply("pick", value, detail=(known[name], element))
        elif np.ndim(value) == len(AXES) and value.shape[AXES.index(name)] > 1:
            raise EquationError(
                "pick: a plain array does not know its elements; pick(x, {upper}, {name}=...) does",
                upper=name.upper(),
                name=name,
            )
    return value


def by_element(dimension: Dimension, **values: Value) -> Value:
    """Put values side by side, one for each element of a dimension."""
    check_elements("by_element", dimension, values)
    missing = [element for element in dimension.elements if element not in values]
    if missing:
        raise EquationError(
            "by_element: no value for {missing}; give one for each element of {dimension}",
            missing=", ".join(missing),
            dimension=dimension.name,
        )
    ordered = [values[element] for element in dimension.elements]
    return apply("by_element", *ordered, detail=dimension)


def check_elements(verb: str, dimension: Dimension, elements: Any) -> None:
    """Refuse elements that the dimension does not have."""
    for element in elements:
        if element not in dimension.elements:
            raise EquationError(
                "{verb}: {dimension} has no element '{element}'{near}",
                verb=verb,
                dimension=dimension.name,
                element=element,
                near=suggestion(element, dimension.elements),
            )


def both(first: Value, second: Value) -> Value:
    """Hold where both conditions hold."""
    return apply("both", first, second)


def either(first: Value, second: Value) -> Value:
    """Hold where at least one condition holds."""
    return apply("either", first, second)


def negate(condition: Value) -> Value:
    """Hold where the condition does not."""
    return apply("negate", condition)
