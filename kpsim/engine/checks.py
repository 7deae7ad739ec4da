"""Checks of a draft model; each returns all problems of its kind."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kpsim.engine.declaration import Declaration
from kpsim.engine.inference import ANY, CONDITION, Inference, Known, joined, names_of
from kpsim.engine.lang import AnyEquation, Auxiliary, Flow, Stock
from kpsim.engine.program import START
from kpsim.engine.symbols import Node
from kpsim.engine.units import MONTH, parse, write
from kpsim.errors import Problem, UnitError, problem, suggestion

Inputs = Callable[["Draft", str], list[str]]


@dataclass(frozen=True)
class Draft:
    """Equations that were read and are not yet checked."""

    variables: Mapping[str, AnyEquation]
    parameters: Mapping[str, Declaration]
    paths: Mapping[str, Declaration]
    arguments: Mapping[str, tuple[str, ...]]
    expressions: Mapping[str, Node]
    read_elsewhere: Collection[str]

    def meaning(self, argument: str) -> str | None:
        """Return the declared name an argument stands for: itself, or the x of initial_x."""
        if argument in self.variables or argument in self.parameters or argument in self.paths:
            return argument
        name = argument.removeprefix(START)
        return name if name in self.variables else None

    def reads_start(self, argument: str) -> bool:
        """Say whether an argument is the value of a variable at the start."""
        return self.meaning(argument) not in (argument, None)

    def declarations(self) -> dict[str, Declaration]:
        """Return unit, dimensions and place of every name, in one form."""
        variables = {
            name: Declaration(equation.unit, equation.by, equation.place)
            for name, equation in self.variables.items()
        }
        return {**self.outside(), **variables}

    def outside(self) -> dict[str, Declaration]:
        """Return parameters and paths, each with a place for messages."""
        named = [("parameter", self.parameters), ("path", self.paths)]
        return {
            name: Declaration(d.unit, d.by, d.place or f"{kind} {name}", d.constant)
            for kind, declared in named
            for name, d in declared.items()
        }


def check_names(draft: Draft) -> list[Problem]:
    """Report inputs that nobody declares, and names declared twice."""
    problems = []
    outside = draft.outside()
    known = [*draft.variables, *outside]
    for name, equation in draft.variables.items():
        for argument in draft.arguments[name]:
            if draft.meaning(argument) is None:
                near = suggestion(argument, known) or near_start(argument, draft)
                text = "unknown input '{argument}'{near}"
                problems.append(problem(equation.place, text, argument=argument, near=near))
        if name in outside:
            text = "the name is also declared as {place}; give one of them another name"
            problems.append(Problem(equation.place, text, {"place": outside[name].place}))
    for name in draft.parameters.keys() & draft.paths.keys():
        text = "'{name}' is a parameter and a path; give one of them another name"
        place = draft.parameters[name].place or f"parameter {name}"
        problems.append(problem(place, text, name=name))
    for name in sorted(set(draft.read_elsewhere) - set(known)):
        text = "ledger or outcomes read '{name}', which is not declared{near}"
        problems.append(problem("model", text, name=name, near=suggestion(name, known)))
    return problems


def near_start(argument: str, draft: Draft) -> str:
    """Suggest the name of a start value."""
    if not argument.startswith(START):
        return ""
    return suggestion(argument, [START + name for name in draft.variables])


def check_unused(draft: Draft) -> list[Problem]:
    """Report what nobody reads."""
    read = set(draft.read_elsewhere)
    for arguments in draft.arguments.values():
        read.update(draft.meaning(argument) or argument for argument in arguments)
    ends = {end.name for flow in flows_of(draft) for end in (flow.out_of, flow.into) if end}
    problems = []
    for name, equation in draft.variables.items():
        idle = isinstance(equation, Auxiliary) or (isinstance(equation, Stock) and name not in ends)
        if idle and name not in read:
            text = "no equation, ledger row or outcome reads it; delete it or use it"
            problems.append(problem(equation.place, text))
    for name, declaration in draft.outside().items():
        if name not in read:
            text = "'{name}' is declared and nothing reads it; delete it or use it"
            problems.append(problem(declaration.place, text, name=name))
    return problems


def flows_of(draft: Draft) -> list[Flow[..., Any]]:
    """Return the flows of a draft."""
    return [equation for equation in draft.variables.values() if isinstance(equation, Flow)]


def check_units(draft: Draft) -> list[Problem]:
    """Report units and dimensions that are unknown, clash, or differ from the declared ones."""
    problems: list[Problem] = []
    known: dict[str, Known] = {}
    for name, declaration in draft.declarations().items():
        known[name] = Known(declared_unit(declaration, problems), joined(declaration.by))
    for name, node in draft.expressions.items():
        arguments = draft.arguments[name]
        if all(draft.meaning(argument) for argument in arguments):
            names = {argument: known[draft.meaning(argument) or ""] for argument in arguments}
            inference = Inference(names)
            found = inference.infer(node)
            place = draft.variables[name].place
            problems += [Problem(place, text, values) for text, values in inference.problems]
            problems += differences(draft.variables[name], found, known[name], node)
    return problems


def declared_unit(declaration: Declaration, problems: list[Problem]) -> Any:
    """Return a declared unit in base units, or None and a problem."""
    try:
        unit = parse(declaration.unit, declaration.place)
    except UnitError as error:
        problems.extend(error.problems)
        return None
    if abs(unit.factor - 1) > 1e-12:
        text = "unit '{unit}' is not one the engine counts in; write {base}"
        place, base = declaration.place, write(unit.base)
        problems.append(problem(place, text, unit=declaration.unit, base=base))
        return None
    return unit.base


def differences(equation: AnyEquation, found: Known, declared: Known, node: Node) -> list[Problem]:
    """Report where the inferred unit or dimensions differ from the declared ones."""
    problems = []
    if found.units == CONDITION:
        text = "the equation gives a condition; write where(condition, 1, 0)"
        problems.append(problem(equation.place, text))
    elif (
        found.units is not None
        and declared.units is not None
        and found.units not in (ANY, declared.units)
    ):
        text = "the equation gives {found}, declared is {declared}; correct the one that is wrong"
        values = {"found": write(found.units), "declared": write(declared.units)}
        problems.append(Problem(equation.place, text, values))
    # a start value may be the same in all elements, and so may a literal
    spread = isinstance(equation, Stock) or node.operation == "literal"
    fits = set(found.by) <= set(declared.by) if spread else found.by == declared.by
    if not fits:
        text = "the equation has {found}, declared is {declared}; correct by=, or use total or pick"
        values = {"found": names_of(found.by), "declared": names_of(declared.by)}
        problems.append(Problem(equation.place, text, values))
    return problems


def check_flows(draft: Draft) -> list[Problem]:
    """Report flows whose ends are missing or do not fit."""
    problems = []
    for flow in flows_of(draft):
        ends = [end for end in (flow.out_of, flow.into) if end is not None]
        if not ends:
            text = "the flow has no stock; give out_of= or into=, or make it an auxiliary"
            problems.append(problem(flow.place, text))
        for end in ends:
            problems += wrong_end(draft, flow, end)
    return problems


def wrong_end(draft: Draft, flow: Flow[..., Any], end: Stock[..., Any]) -> list[Problem]:
    """Report what does not fit between a flow and the stock at one of its ends."""
    stock = draft.variables.get(end.name)
    if not isinstance(stock, Stock):
        text = "stock '{stock}' is in none of the modules; hand its module over as well"
        return [problem(flow.place, text, stock=end.name)]
    problems = []
    if stock.by != flow.by:
        text = "the flow has {flow}, its stock '{stock}' has {by}; they must be the same"
        values = {"flow": names_of(flow.by), "stock": stock.name, "by": names_of(stock.by)}
        problems.append(Problem(flow.place, text, values))
    try:
        expected, found = parse(stock.unit).base / MONTH, parse(flow.unit).base
    except UnitError:
        return problems  # check_units reports it
    if expected != found:
        text = "the flow is in {found}, its stock '{stock}' needs {expected}; correct the unit"
        values = {"found": flow.unit, "stock": stock.name, "expected": write(expected)}
        problems.append(Problem(flow.place, text, values))
    return problems


def check_loops(draft: Draft) -> list[Problem]:
    """Report loops within a step, and start values that need themselves."""
    text = "loop within a step: {loop}; break it with a stock"
    problems = [loop_problem(draft, loop, text) for loop in loops(draft, step_inputs)]
    text = "the start value needs itself: {loop}; break it with a parameter"
    inside_step = {frozenset(loop) for loop in loops(draft, step_inputs)}
    for loop in loops(draft, start_inputs, start_values(draft)):
        if frozenset(loop) not in inside_step:
            problems.append(loop_problem(draft, loop, text))
    return problems


def loop_problem(draft: Draft, loop: tuple[str, ...], text: str) -> Problem:
    """Write a loop down at the place of its first variable."""
    return problem(draft.variables[loop[0]].place, text, loop=" -> ".join(loop))


def step_inputs(draft: Draft, name: str) -> list[str]:
    """Return the variables that must be computed before this one in a step."""
    if isinstance(draft.variables[name], Stock):
        return []
    return [
        argument
        for argument in draft.arguments[name]
        if argument in draft.variables and not isinstance(draft.variables[argument], Stock)
    ]


def start_inputs(draft: Draft, name: str) -> list[str]:
    """Return the variables whose start value this one's start value is made of."""
    found = [draft.meaning(argument) or argument for argument in draft.arguments[name]]
    return [argument for argument in found if argument in draft.variables]


def start_values(draft: Draft) -> set[str]:
    """Return the variables whose start value is needed: stocks, initial_ names and their inputs."""
    wanted = [name for name, v in draft.variables.items() if isinstance(v, Stock)]
    for arguments in draft.arguments.values():
        wanted += [draft.meaning(a) or "" for a in arguments if draft.reads_start(a)]
    found: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in draft.variables and name not in found:
            found.add(name)
            wanted += [draft.meaning(argument) or "" for argument in draft.arguments[name]]
    return found


def check_start_values(draft: Draft) -> list[Problem]:
    """Report start values that depend on a path."""
    problems = []
    text = "the start value reads the path '{path}', which changes with time; use a parameter"
    needed = start_values(draft)
    for name, equation in draft.variables.items():
        for argument in draft.arguments[name] if name in needed else ():
            if argument in draft.paths and not draft.paths[argument].constant:
                problems.append(problem(equation.place, text, path=argument))
    return problems


def loops(draft: Draft, inputs: Inputs, names: Collection[str] = ()) -> list[tuple[str, ...]]:
    """Return one loop for each set of variables that need each other: a -> b -> a."""
    return search(draft, inputs, names=names or draft.variables)[1]


def evaluation_order(draft: Draft) -> tuple[str, ...]:
    """Return auxiliaries and flows, each after what it reads."""
    names = search(draft, step_inputs, names=draft.variables)[0]
    return tuple(name for name in names if not isinstance(draft.variables[name], Stock))


def search(
    draft: Draft, inputs: Inputs, *, names: Collection[str]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Walk through the graph depth first; return the names in order, and the loops met."""
    order: list[str] = []
    found: list[tuple[str, ...]] = []
    done: dict[str, bool] = {}  # False while on the way
    way: list[str] = []

    def visit(name: str) -> None:
        if done.get(name) is False:
            found.append((*way[way.index(name) :], name))
        if name in done:
            return
        done[name] = False
        way.append(name)
        for argument in inputs(draft, name):
            visit(argument)
        way.pop()
        done[name] = True
        order.append(name)

    for name in draft.variables:
        if name in names:
            visit(name)
    return order, found


ALL = (check_names, check_units, check_flows, check_loops, check_start_values, check_unused)
