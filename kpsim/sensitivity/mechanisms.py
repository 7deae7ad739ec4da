"""Mechanisms of the model that can be switched off: named sets of links, variable to readers."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kpsim.engine.declaration import Declaration
from kpsim.engine.graph import Model
from kpsim.engine.lang import AnyEquation, Auxiliary, Flow
from kpsim.engine.program import Program, Writer
from kpsim.engine.tracing import trace
from kpsim.errors import ModelError, ParameterError, Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import STRICT, Label
from kpsim.results import Text

MOST = 8
SWITCH, FROZEN = "mechanism_", "frozen_"


class _Table(BaseModel):
    model_config = STRICT
    label: Label
    links: dict[str, list[str]]


@dataclass(frozen=True)
class Mechanism:
    """A named set of links; off, the readers see the variable as in the reference."""

    name: str
    label: Text
    links: Mapping[str, tuple[str, ...]]


def load_mechanisms(model: Model, folder: Path | None = None) -> tuple[Mechanism, ...]:
    """Read the mechanisms and check every link against the model."""
    path = (params_folder() if folder is None else folder) / "mechanisms.toml"
    place, found, problems = place_of(path), [], []
    tables = read_toml(path)
    for name, content in tables.items():
        table, wrong = validated(_Table, content, place=f"{place}: {name}")
        problems += wrong
        if table is not None:
            links = {variable: tuple(readers) for variable, readers in table.links.items()}
            found.append(Mechanism(name, Text(table.label.cs, table.label.en), links))
    if len(tables) > MOST:
        text = "{count} mechanisms; expected {most} at most, for every combination is simulated"
        problems.append(problem(place, text, count=len(tables), most=MOST))
    problems += link_problems(found, model, place=place)
    if problems:
        raise ParameterError(problems)
    return tuple(found)


def link_problems(mechanisms: Sequence[Mechanism], model: Model, *, place: str) -> list[Problem]:
    """Report links the model does not have, and links that stand in two mechanisms."""
    problems: list[Problem] = []
    taken: dict[tuple[str, str], str] = {}
    for each in mechanisms:
        here = f"{place}: {each.name}"
        for variable, readers in each.links.items():
            if variable not in model.auxiliaries and variable not in model.flows:
                text = "'{name}' is no flow or auxiliary of the model{near}"
                near = suggestion(variable, model.order)
                problems.append(problem(here, text, name=variable, near=near))
                continue
            for reader in readers:
                if variable not in model.arguments.get(reader, ()):
                    text = "'{reader}' does not read '{variable}'{near}"
                    near = suggestion(reader, model.readers(variable))
                    problems.append(
                        problem(here, text, reader=reader, variable=variable, near=near)
                    )
                other = taken.setdefault((variable, reader), each.name)
                if other != each.name:
                    text = "the link {variable} → {reader} stands in '{other}' already"
                    values = {"variable": variable, "reader": reader, "other": other}
                    problems.append(Problem(here, text, values))
    return problems


def variables_of(mechanisms: Sequence[Mechanism]) -> tuple[str, ...]:
    """Return the variables whose reference paths are needed."""
    return tuple(dict.fromkeys(variable for each in mechanisms for variable in each.links))


def switchable(model: Model, mechanisms: Sequence[Mechanism]) -> Model:
    """Return the model with a switch at every link: 1 sees the variable, 0 its reference path.

    Start values keep their own expressions: both runs start from the same state.
    """
    expressions = dict(model.expressions)
    problems: list[Problem] = []
    for reader, links in _links_by_reader(mechanisms).items():
        read = trace(_rerouted(model.variable(reader), links), model.dimensions)
        problems += read.problems
        if read.node is not None:
            expressions[reader] = read.node
    if problems:
        raise ModelError(problems)
    switches = {f"{SWITCH}{each.name}": Declaration("1") for each in mechanisms}
    paths = {}
    for variable in variables_of(mechanisms):
        equation = model.variable(variable)
        assert isinstance(equation, Auxiliary | Flow)
        paths[f"{FROZEN}{variable}"] = Declaration(equation.unit, equation.by)
    changed = replace(
        model,
        expressions=expressions,
        parameters={**model.parameters, **switches},
        paths={**model.paths, **paths},
    )
    return replace(changed, program=_program(model, changed))


def _links_by_reader(mechanisms: Sequence[Mechanism]) -> dict[str, dict[str, str]]:
    """Return the switch of each link, by reader and variable."""
    found: dict[str, dict[str, str]] = {}
    for each in mechanisms:
        for variable, readers in each.links.items():
            for reader in readers:
                found.setdefault(reader, {})[variable] = f"{SWITCH}{each.name}"
    return found


def _rerouted(equation: AnyEquation, links: Mapping[str, str]) -> AnyEquation:
    """Return the equation reading either the variable or its reference path."""
    own = tuple(inspect.signature(equation.function).parameters)
    more = [*links.values(), *(f"{FROZEN}{variable}" for variable in links)]

    def function(*values: Any) -> Any:
        by_name = dict(zip((*own, *more), values, strict=True))
        for variable, switch in links.items():
            frozen = by_name[f"{FROZEN}{variable}"]
            on = by_name[switch]
            # Exact for a switch of 0 or 1, so that with all on the run is the ordinary one.
            by_name[variable] = on * by_name[variable] + (1 - on) * frozen
        return equation.function(*(by_name[name] for name in own))

    plain = inspect.Parameter.POSITIONAL_OR_KEYWORD
    names = [inspect.Parameter(name, plain) for name in dict.fromkeys((*own, *more))]
    function.__signature__ = inspect.Signature(names)  # type: ignore[attr-defined]
    return replace(equation, function=function)


def _program(model: Model, changed: Model) -> Program:
    """Write the program: start values from the model as it is, steps from the changed one."""
    writer = Writer(
        dict(model.expressions),
        stocks=tuple(model.stocks),
        parameters=changed.parameters.keys(),
        constant_paths={name for name, path in model.paths.items() if path.constant},
        paths=changed.paths.keys(),
    )
    for name in writer.stocks:
        writer.at_start(name)
        writer.now[name] = writer.leaf("stock", name)
    for name in model.order:
        writer.now[name] = writer.write(changed.expressions[name], writer.in_step, name)
    steady = frozenset(writer.steady)
    return Program(writer.leaves, tuple(writer.lines), steady, writer.now, writer.start)
