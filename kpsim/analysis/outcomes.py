"""The loads that are reported: which variable, counted how, in which unit, under which name."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from kpsim.engine.lang import Dimension
from kpsim.engine.units import convert, engine_unit
from kpsim.errors import KpsimError, ParameterError, Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import STRICT, Label, Words
from kpsim.model import SECTORS
from kpsim.model.dimensions import SERVICE, SUBSTANCE
from kpsim.results import Outcome, Text

Array = NDArray[np.float64]
Aggregate = Literal["sum", "mean", "end"]
System = Literal[
    "services",
    "people",
    "health",
    "justice",
    "social",
    "children",
    "guardianship",
    "visibility",
]
# Where the dimensions stand in what a simulation keeps: (year, service, substance, scenario, draw).
AXES = {SERVICE: 1, SUBSTANCE: 2}


class OutcomeTable(BaseModel):
    """One outcome as its file has it."""

    model_config = STRICT
    variable: Words
    element: Words | None = None
    aggregate: Aggregate
    unit: Words
    label: Label
    unit_label: Label
    system: System
    worse: Literal["up", "down", "neither"]
    headline: bool = False
    chance: bool = False


@dataclass(frozen=True)
class Measure:
    """How a variable of the model is counted: all of it or one element, in the unit shown."""

    variable: str
    aggregate: Aggregate
    factor: float
    """Turns what the simulation keeps into the unit shown."""
    element: str | None = None
    axis: int | None = None
    position: int = 0

    def of(self, kept: Array) -> Array:
        """Count what a simulation kept, (year, service, substance, scenario, draw): last two stay.

        Without an element a variable with a dimension is added up over it.
        """
        if self.axis is not None:
            kept = np.take(kept, [self.position], axis=self.axis)
        counted: Array = kept.sum(axis=(AXES[SERVICE], AXES[SUBSTANCE])) * self.factor
        return counted


@dataclass(frozen=True)
class OutcomeSpec:
    """A load that is reported, and how it is counted."""

    measure: Measure
    label: Text
    unit: Text
    system: System
    worse: Literal["up", "down", "neither"]
    headline: bool
    chance: bool

    @property
    def variable(self) -> str:
        """Name of the variable that is counted."""
        return self.measure.variable

    @property
    def aggregate(self) -> Aggregate:
        """How a year is summed up."""
        return self.measure.aggregate

    def of(self, kept: Array) -> Array:
        """Return the load, (year, scenario, draw), from what a simulation kept."""
        return self.measure.of(kept)

    def outcome(self, name: str) -> Outcome:
        """Describe the load to tables and charts."""
        return Outcome(
            name,
            self.label,
            self.unit,
            self.system,
            self.aggregate,
            self.worse,
            self.headline,
            self.chance,
        )


def load_outcomes(folder: Path | None = None) -> dict[str, OutcomeSpec]:
    """Read the reported loads, in the order of their file; report everything that is wrong."""
    path = (params_folder() if folder is None else folder) / "outcomes.toml"
    specs: dict[str, OutcomeSpec] = {}
    problems: list[Problem] = []
    for name, table in read_toml(path).items():
        place = f"{place_of(path)}: {name}"
        found, wrong = validated(OutcomeTable, table, place=place)
        problems += wrong
        if found is None:
            continue
        counted, wrong = measure(
            found.variable, found.aggregate, element=found.element, unit=found.unit, place=place
        )
        problems += [*wrong, *_name_problems(name, found, place)]
        if counted is not None:
            specs[name] = _spec(found, counted)
    if problems:
        raise ParameterError(problems)
    return specs


def measure(
    variable: str,
    aggregate: Aggregate,
    *,
    element: str | None,
    unit: str,
    place: str,
) -> tuple[Measure | None, list[Problem]]:
    """Decide how a variable is counted in a unit; return that, or every problem found."""
    known = variables()
    if variable not in known:
        text = "no variable '{name}' in the model{near}"
        near = suggestion(variable, known) or "; name one of kpsim/model"
        here = f"{place}.variable"
        return None, [problem(here, text, name=variable, near=near)]
    of_model = known[variable]
    problems = _element_problems(of_model, element, place)
    try:
        factor = _factor(of_model.unit, unit, aggregate, place=f"{place}.unit")
    except KpsimError as error:
        return None, [*problems, *error.problems]
    if problems:
        return None, problems
    if element is None:
        return Measure(variable, aggregate, factor), []
    dimension = _dimension_of(of_model, element)
    assert dimension is not None
    position = dimension.elements.index(element)
    return Measure(variable, aggregate, factor, element, AXES[dimension], position), []


@dataclass(frozen=True)
class Variable:
    """What a variable of the model says of itself: its unit and dimensions."""

    unit: str
    by: tuple[Dimension, ...]


@cache
def variables() -> Mapping[str, Variable]:
    """Return the variables of the model by name."""
    return {
        name: Variable(found.unit, tuple(found.by))
        for sector in SECTORS
        for name, found in vars(sector).items()
        if hasattr(found, "by") and hasattr(found, "unit") and found.name == name
    }


def _factor(declared: str, shown: str, aggregate: Aggregate, *, place: str) -> float:
    """Return the factor to the unit shown; a sum over a year has been multiplied by time."""
    kept = engine_unit(f"{declared}*month" if aggregate == "sum" else declared, place)
    return float(convert(1.0, kept, shown, place))


def _dimension_of(variable: Variable, element: str) -> Dimension | None:
    return next((each for each in variable.by if element in each.elements), None)


def _element_problems(variable: Variable, element: str | None, place: str) -> list[Problem]:
    known = [name for dimension in variable.by for name in dimension.elements]
    if element is None:
        if not variable.by or engine_unit(variable.unit) != "1":
            return []
        text = "adds up shares, which means nothing; add element, one of {known}"
        return [problem(place, text, known=", ".join(known))]
    if element in known:
        return []
    here = f"{place}.element"
    if not known:
        return [problem(here, "is given, but the variable has no dimension; remove it")]
    near = suggestion(element, known)
    text = "no element '{element}'{near}; expected one of {known}"
    return [problem(here, text, element=element, near=near, known=", ".join(known))]


def _name_problems(name: str, table: OutcomeTable, place: str) -> list[Problem]:
    """Hold names to one rule, so that a name says what stands behind it."""
    wanted = "_".join(filter(None, (table.variable, table.element)))
    if name == wanted:
        return []
    text = "has another name than what it counts; write [{wanted}]"
    return [problem(place, text, wanted=wanted)]


def _spec(table: OutcomeTable, counted: Measure) -> OutcomeSpec:
    return OutcomeSpec(
        counted,
        Text(table.label.cs, table.label.en),
        Text(table.unit_label.cs, table.unit_label.en),
        table.system,
        table.worse,
        table.headline,
        table.chance,
    )
