"""Calling an equation with symbols, to read what it computes."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass

from kpsim.engine.dimension import Dimension
from kpsim.engine.lang import AnyEquation
from kpsim.engine.symbols import EquationError, Node, Pool
from kpsim.errors import Problem, problem


@dataclass(frozen=True)
class Trace:
    """The arguments of an equation and its expression, or why it has none."""

    arguments: tuple[str, ...]
    node: Node | None
    problems: tuple[Problem, ...] = ()


def trace(equation: AnyEquation, dimensions: Mapping[str, Dimension]) -> Trace:
    """Call an equation with symbols for its arguments."""
    signature = inspect.signature(equation.function).parameters
    arguments = tuple(name for name, parameter in signature.items() if is_plain(parameter))
    for parameter in signature.values():
        if not is_plain(parameter):
            text = "argument '{name}' has a default or a star; write the plain name of an input"
            found = problem(equation.place, text, name=parameter.name)
            return Trace(arguments, None, (found,))
    pool = Pool(dimensions)
    try:
        result = equation.function(*(pool.name(name) for name in arguments))
        return Trace(arguments, pool.read(result))
    except EquationError as error:
        return Trace(arguments, None, (Problem(equation.place, error.text, error.values),))
    except Exception as error:  # whatever the body does with a symbol, its author must hear where
        text = (
            "the equation cannot be read ({error}); use arithmetic and the words of "
            "kpsim.engine.lang only"
        )
        return Trace(arguments, None, (problem(equation.place, text, error=error),))


def is_plain(parameter: inspect.Parameter) -> bool:
    """Say whether an argument is just a name."""
    ordinary = parameter.kind == parameter.POSITIONAL_OR_KEYWORD
    return ordinary and parameter.default is parameter.empty
