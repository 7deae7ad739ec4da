"""What an XMILE file declares: variables, values at the start, parameters and paths."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Literal

from kpsim.engine.declaration import Declaration
from kpsim.engine.dimension import Dimension
from kpsim.engine.graph import Model
from kpsim.engine.lang import AnyEquation
from kpsim.engine.program import START
from kpsim.errors import ModelError, problem
from kpsim.export.xmile_equations import (
    RESERVED,
    Equations,
    Index,
    Spelling,
    differs_by_element,
    elements,
    every_element,
)
from kpsim.export.xmile_inputs import Numbers

Kind = Literal["stock", "flow", "aux"]
TIME = "TIME"
AT_START, PARAMETERS, PATHS = "values at the start", "parameters", "paths of the scenario"


@dataclass(frozen=True)
class Variable:
    """One variable of the file, before it is written as an array or unrolled."""

    kind: Kind
    name: str
    unit: str
    doc: str
    group: str
    by: tuple[Dimension, ...]
    equation: Callable[[Index], str]
    differs: bool = False
    """Each element has an equation of its own."""
    graph: Callable[[Index], list[float]] | None = None
    """A graphical function of what the equation gives."""
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()

    def indices(self, *, flat: bool) -> list[Index]:
        """List what must be written apart."""
        return elements(self.by) if flat or self.differs else [every_element(self.by)]


@dataclass(frozen=True)
class Declared:
    """Everything a file declares, by name."""

    variables: Mapping[str, Variable]
    spelling: Spelling


@dataclass(frozen=True)
class Writer:
    """Declares the variables of a model for one run."""

    model: Model
    numbers: Numbers
    documents: Mapping[str, str]
    spelling: Spelling
    starts: dict[str, Variable] = field(default_factory=dict)

    def now(self, argument: str) -> str:
        """Return the variable that an argument stands for in a step."""
        return argument if self.spelled(argument) else self.start_of(argument)

    def at_start(self, argument: str) -> str:
        """Return the variable that an argument stands for before the first step."""
        outside = argument in self.numbers.parameters or argument in self.numbers.paths
        return argument if outside else self.start_of(argument)

    def spelled(self, argument: str) -> bool:
        """Say whether an argument is the plain name of something declared."""
        known = (self.model.expressions, self.numbers.parameters, self.numbers.paths)
        return any(argument in names for names in known)

    def start_of(self, argument: str) -> str:
        """Declare the value a variable has at the start, once, and return its name."""
        expressions = self.model.expressions
        of = argument if argument in expressions else argument.removeprefix(START)
        name = START + of
        if name not in self.starts:
            node, equation = expressions[of], self.model.variable(of)
            self.starts[name] = Variable(
                "aux",
                name,
                equation.unit,
                f"Value of {of} at the start.",
                AT_START,
                equation.by,
                lambda index: Equations(self.spelling, self.at_start).write(node, index),
                differs_by_element(node),
            )
            for read in self.model.arguments[of]:
                self.at_start(read)
        return name

    def variable(self, kind: Kind, equation: AnyEquation) -> Variable:
        """Declare a flow or auxiliary."""
        node = self.model.expressions[equation.name]
        for read in self.model.arguments[equation.name]:
            self.now(read)
        return Variable(
            kind,
            equation.name,
            equation.unit,
            documented(equation),
            sector(equation),
            equation.by,
            lambda index: Equations(self.spelling, self.now).write(node, index),
            differs_by_element(node),
        )

    def stock(self, equation: AnyEquation) -> Variable:
        """Declare a stock; it begins at a value declared beside it."""
        start = self.start_of(equation.name)
        return Variable(
            "stock",
            equation.name,
            equation.unit,
            documented(equation),
            sector(equation),
            equation.by,
            lambda index: self.spelling.use(start, index),
            inflows=self.model.inflows(equation.name),
            outflows=self.model.outflows(equation.name),
        )

    def parameter(self, name: str, declaration: Declaration) -> Variable:
        """Declare a parameter as a constant."""
        by = declaration.by
        return Variable(
            "aux",
            name,
            declaration.unit,
            self.documents.get(name, ""),
            PARAMETERS,
            by,
            lambda index: repr(self.numbers.parameter(name, by, index)),
            differs=bool(by),
        )

    def path(self, name: str, declaration: Declaration) -> Variable:
        """Declare a path: a constant, or a graphical function with a point for each step."""
        by, unit = declaration.by, declaration.unit
        doc = self.documents.get(name, "Input of the scenario.")
        if declaration.constant:
            return Variable(
                "aux",
                name,
                unit,
                doc,
                PATHS,
                by,
                lambda index: repr(self.numbers.path(name, by, index)[0]),
                differs=bool(by),
            )
        return Variable(
            "aux",
            name,
            unit,
            doc,
            PATHS,
            by,
            lambda _: TIME,
            differs=bool(by),
            graph=lambda index: self.numbers.path(name, by, index),
        )

    def all(self) -> Iterator[Variable]:
        """Declare everything: stocks, flows and auxiliaries as they are computed, then inputs."""
        model = self.model
        yield from [self.stock(equation) for equation in model.stocks.values()]
        for name in model.order:
            kind: Kind = "flow" if name in model.flows else "aux"
            yield self.variable(kind, model.variable(name))
        yield from self.starts.values()
        for name in self.numbers.parameters:
            yield self.parameter(name, model.parameters[name])
        for name in self.numbers.paths:
            yield self.path(name, model.paths[name])


def sector(equation: AnyEquation) -> str:
    """Return the name of the file an equation is written in."""
    return f"sector {equation.module.rpartition('.')[2]}"


def documented(equation: AnyEquation) -> str:
    """Return the docstring with the Czech name."""
    return f"{cleandoc(equation.doc)}\n\nČesky: {equation.labels['cs']}".strip()


def declare(
    model: Model, numbers: Numbers, *, documents: Mapping[str, str], flat: bool
) -> Declared:
    """Declare all a file needs, and refuse names that XMILE cannot tell apart."""
    outside = {**model.parameters, **model.paths}
    by = {name: declaration.by for name, declaration in outside.items()}
    for name in (*model.stocks, *model.order):
        by[name] = by[START + name] = model.variable(name).by
    spelling = Spelling(by, flat)
    variables = list(Writer(model, numbers, documents, spelling).all())
    refuse_clashes(variables, spelling, model.dimensions)
    return Declared({variable.name: variable for variable in variables}, spelling)


def refuse_clashes(
    variables: list[Variable], spelling: Spelling, dimensions: Mapping[str, Dimension]
) -> None:
    """Report names that are reserved, or the same but for capital letters."""
    written = [
        spelling.whole(variable.name, index)
        for variable in variables
        for index in (elements(variable.by) if spelling.flat else [{}])
    ]
    if not spelling.flat:
        for dimension in dimensions.values():
            written += [dimension.name, *dimension.elements]
    problems, seen = [], set()
    for name in written:
        if name.lower() in RESERVED:
            text = "'{name}' is a word XMILE keeps for itself; choose another name"
            problems.append(problem("xmile", text, name=name))
        elif name.lower() in seen:
            text = "two things would be called '{name}' in XMILE; give one of them another name"
            problems.append(problem("xmile", text, name=name))
        seen.add(name.lower())
    if problems:
        raise ModelError(problems)
