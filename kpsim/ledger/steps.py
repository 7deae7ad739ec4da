"""Step-fixed costs: when more load becomes money, and what stays overload until then."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, model_validator

from kpsim.errors import ParameterError, Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import STRICT, Grade, Label, Words
from kpsim.ledger.rows import Ledger

Array = NDArray[np.float64]
STEP_FIXED = "step_fixed"


class Step(BaseModel):
    """How much more load makes a payer add the next unit of capacity."""

    model_config = STRICT
    what: Label
    low: float = Field(gt=0)
    step: float = Field(gt=0)
    high: float = Field(gt=0)
    unit: Words
    budget_lag: int = Field(ge=0, le=5)
    source: Words
    grade: Grade
    reason: Words
    owner: Words

    @model_validator(mode="after")
    def _in_order(self) -> "Step":
        """Refuse ends on the wrong side of the step."""
        if not self.low <= self.step <= self.high:
            raise ValueError("expected low <= step <= high; put them in order")
        return self


@dataclass(frozen=True)
class Split:
    """More (or less) load of a row: what becomes money and what is carried as overload.

    Both are crowns of 2025 a year, (year, draw), at the long-run marginal price, so that together
    they are what the ledger counts.
    """

    money: Array
    overload: Array


def load_steps(ledger: Ledger, folder: Path | None = None) -> dict[str, Step]:
    """Read the steps; every step-fixed row of the ledger has one and nothing else has."""
    path = (folder or params_folder()) / "money" / "cost_steps.toml"
    tables, place = read_toml(path), place_of(path)
    rows = {row.name for row in ledger.rows if row.kind == STEP_FIXED}
    problems: list[Problem] = []
    for name in sorted(rows - set(tables)):
        problems.append(problem(place, "'{name}' is missing; add its step", name=name))
    for name in (name for name in tables if name not in rows):
        near = suggestion(name, rows) or "; remove it"
        text = "'{name}' is no step-fixed row of the ledger{near}"
        problems.append(problem(place, text, name=name, near=near))
    steps: dict[str, Step] = {}
    for name, table in tables.items():
        step, wrong = validated(Step, table, place=f"{place}: {name}")
        problems += wrong
        if step is not None:
            steps[name] = step
    if problems:
        raise ParameterError(problems)
    return steps


def split(load: Array, step: Step, *, size: Array, price: Array) -> Split:
    """Divide a change of load into whole steps, which are money, and the rest, which is overload.

    `load` is (year, draw), `price` the long-run marginal price of one unit. The next unit of
    capacity comes when a whole step of load is there, and its money `budget_lag` years later.
    """
    whole = np.trunc(load / size) * size
    paid = _later(whole, step.budget_lag)
    return Split(paid * price, (load - paid) * price)


def sizes(step: Step, uniform: Array) -> Array:
    """Draw the step: evenly between its ends, in two halves that meet at the middle value."""
    below = step.low + (step.step - step.low) * 2 * uniform
    above = step.step + (step.high - step.step) * (2 * uniform - 1)
    return np.where(uniform < 1 / 2, below, above)


def _later(values: Array, years: int) -> Array:
    """Move yearly values later; the first years have none."""
    if years == 0:
        return values
    moved = np.zeros_like(values)
    moved[years:] = values[:-years]
    return moved


def step_table(steps: Mapping[str, Step], language: str) -> list[dict[str, Any]]:
    """List the steps for tables: what is added, at how much load, and how sure that is."""
    return [
        {
            "row": name,
            "step": step.what.cs if language == "cs" else step.what.en,
            "low": step.low,
            "central": step.step,
            "high": step.high,
            "unit": step.unit,
            "budget_lag": step.budget_lag,
            "grade": step.grade,
        }
        for name, step in steps.items()
    ]
