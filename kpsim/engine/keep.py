"""What is kept of a run: sums and means of years, levels at their ends, or every step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpsim.engine.dimension import DRAW, SCENARIO
from kpsim.engine.lang import AnyEquation, Stock
from kpsim.engine.operations import Array

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Keep:
    """One result that is wanted of a run.

    "sum" is value times step added up over the year and "mean" its mean over the year's steps, both
    of the values that hold in the steps; "end" and "monthly" of a stock are its level after the
    step.
    """

    name: str
    variable: str
    aggregate: Literal["sum", "mean", "end", "monthly"]


@dataclass(frozen=True)
class Record:
    """A result being filled: its source, and the row each step goes to."""

    keep: Keep
    source: Array
    result: Array
    steps_a_row: int
    step: float
    is_stock: bool

    def before(self, step_number: int) -> None:
        """Take the value that holds in a step."""
        row = step_number // self.steps_a_row
        if self.keep.aggregate == "sum":
            self.result[row] += self.source * self.step
        elif self.keep.aggregate == "mean":
            self.result[row] += self.source
            if self.closes(step_number):
                self.result[row] /= self.steps_a_row
        elif not self.is_stock and self.closes(step_number):
            self.result[row] = self.source

    def after(self, step_number: int) -> None:
        """Take the level of a stock after a step."""
        wanted = self.is_stock and self.keep.aggregate in ("end", "monthly")
        if wanted and self.closes(step_number):
            self.result[step_number // self.steps_a_row] = self.source

    def closes(self, step_number: int) -> bool:
        """Say whether a step is the last of its row."""
        return (step_number + 1) % self.steps_a_row == 0


def new_record(
    keep: Keep,
    source: Array,
    *,
    equation: AnyEquation,
    widths: Sequence[int],
    steps: int,
    step: float,
) -> Record:
    """Reserve the array of one result; `widths` are the numbers of scenarios and draws."""
    steps_a_row = 1 if keep.aggregate == "monthly" else round(MONTHS_A_YEAR / step)
    shape = list(source.shape)
    for dimension in equation.by:  # in full, also where all elements are equal
        shape[dimension.axis] = dimension.size
    shape[SCENARIO], shape[DRAW] = widths
    result = np.zeros((steps // steps_a_row, *shape))
    return Record(keep, source, result, steps_a_row, step, isinstance(equation, Stock))
