"""A model: equations collected from modules, checked against each other and put in order."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from kpsim.engine import checks
from kpsim.engine.declaration import Declaration
from kpsim.engine.dimension import Dimension
from kpsim.engine.lang import AnyEquation, Auxiliary, Equation, Flow, Stock
from kpsim.engine.program import START, Program, Writer, write_program
from kpsim.engine.symbols import Node
from kpsim.engine.tracing import trace
from kpsim.errors import ModelError, Problem, problem, suggestion

__all__ = ["Declaration", "Model", "build"]


@dataclass(frozen=True)
class Model:
    """Equations that fit together, in the order in which they are computed."""

    stocks: Mapping[str, Stock[..., Any]]
    flows: Mapping[str, Flow[..., Any]]
    auxiliaries: Mapping[str, Auxiliary[..., Any]]
    parameters: Mapping[str, Declaration]
    paths: Mapping[str, Declaration]
    expressions: Mapping[str, Node]
    arguments: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]  # auxiliaries and flows
    dimensions: Mapping[str, Dimension]
    program: Program = field(repr=False)

    def variable(self, name: str) -> AnyEquation:
        """Return the equation of this name."""
        for kind in (self.stocks, self.flows, self.auxiliaries):
            if name in kind:
                return kind[name]
        known = [*self.stocks, *self.order]
        raise ModelError(
            problem("model", "no variable '{name}'{near}", name=name, near=suggestion(name, known))
        )

    def inputs(self, name: str) -> tuple[str, ...]:
        """Return the names of the arguments of a variable."""
        return self.arguments[name]

    def readers(self, name: str) -> tuple[str, ...]:
        """Return the variables that read a name, now or at the start."""
        asked = {name, START + name}
        return tuple(reader for reader, names in self.arguments.items() if asked & set(names))

    def inflows(self, stock: str) -> tuple[str, ...]:
        """Return the flows into a stock."""
        return tuple(n for n, flow in self.flows.items() if flow.into and flow.into.name == stock)

    def outflows(self, stock: str) -> tuple[str, ...]:
        """Return the flows out of a stock."""
        return tuple(
            n for n, flow in self.flows.items() if flow.out_of and flow.out_of.name == stock
        )


def build(
    modules: Iterable[ModuleType],
    *,
    parameters: Mapping[str, Declaration],
    paths: Mapping[str, Declaration],
    read_elsewhere: Collection[str] = (),
    replace: Mapping[str, AnyEquation] | None = None,
) -> Model:
    """Read the equations of these modules and check that they fit together."""
    problems: list[Problem] = []
    variables = collect(modules, problems)
    variables = replaced(variables, replace or {}, problems)
    declared: list[AnyEquation | Declaration] = [
        *variables.values(),
        *parameters.values(),
        *paths.values(),
    ]
    dimensions = {dimension.name: dimension for each in declared for dimension in each.by}
    traces = {name: trace(equation, dimensions) for name, equation in variables.items()}
    draft = checks.Draft(
        variables=variables,
        parameters=parameters,
        paths=paths,
        arguments={name: found.arguments for name, found in traces.items()},
        expressions={name: found.node for name, found in traces.items() if found.node},
        read_elsewhere=frozenset(read_elsewhere),
    )
    problems += [problem for found in traces.values() for problem in found.problems]
    for check in checks.ALL:
        problems += check(draft)
    if problems:
        raise ModelError(sorted(problems, key=in_order_of_files))
    return finished(draft, dimensions)


def collect(modules: Iterable[ModuleType], problems: list[Problem]) -> dict[str, AnyEquation]:
    """Return the equations defined in these modules, and not those they import."""
    variables: dict[str, AnyEquation] = {}
    for module in modules:
        for value in vars(module).values():
            if not isinstance(value, Equation) or value.module != module.__name__:
                continue
            other = variables.setdefault(value.name, value)
            if other is not value:
                text = "the name is taken by {place}; give one of them another name"
                taken = {"place": f"{other.file}:{other.line}"}
                problems.append(Problem(value.place, text, taken))
    return variables


def replaced(
    variables: dict[str, AnyEquation],
    replace: Mapping[str, AnyEquation],
    problems: list[Problem],
) -> dict[str, AnyEquation]:
    """Put other equations in the place of those that are replaced on purpose."""
    result = dict(variables)
    for name, equation in replace.items():
        if name not in variables:
            text = "there is no variable '{name}' to replace{near}"
            near = suggestion(name, variables)
            problems.append(problem(equation.place, text, name=name, near=near))
        elif equation.name != name or type(equation) is not type(variables[name]):
            text = "cannot replace the {kind} '{name}'; write a {kind} of the same name"
            kind = type(variables[name]).__name__.lower()
            problems.append(problem(equation.place, text, kind=kind, name=name))
        else:
            result[name] = equation
    return result


def in_order_of_files(problem: Problem) -> list[str | int]:
    """Sort problems by file and line."""
    parts = re.split(r"(\d+)", problem.place)
    return [int(part) if i % 2 else part for i, part in enumerate(parts)]


def finished(draft: checks.Draft, dimensions: Mapping[str, Dimension]) -> Model:
    """Return the model of a draft without problems."""
    order = checks.evaluation_order(draft)
    names = {name: draft.variables[name] for name in (*draft.variables, *order)}
    stocks = {name: v for name, v in names.items() if isinstance(v, Stock)}
    writer = Writer(
        draft.expressions,
        stocks=tuple(stocks),
        parameters=draft.parameters.keys(),
        constant_paths={name for name, path in draft.paths.items() if path.constant},
        paths=draft.paths.keys(),
    )
    ordered = {name: draft.variables[name] for name in order}
    return Model(
        stocks=stocks,
        flows={name: v for name, v in ordered.items() if isinstance(v, Flow)},
        auxiliaries={name: v for name, v in ordered.items() if isinstance(v, Auxiliary)},
        parameters=draft.parameters,
        paths=draft.paths,
        expressions=draft.expressions,
        arguments=draft.arguments,
        order=order,
        dimensions=dimensions,
        program=write_program(writer, order),
    )
