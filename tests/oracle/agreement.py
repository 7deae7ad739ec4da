"""When two engines agree: one rule for every variable, step, scenario and draw (ruling 32)."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from kpsim.engine.dimension import AXES
from kpsim.engine.graph import Model
from kpsim.engine.lang import AnyEquation
from kpsim.export.xmile_equations import Index, elements

TOLERANCE = 1e-9
Series = Mapping[str, np.ndarray]
"""A row of numbers, one a step, for each element of each variable."""


def written(name: str, index: Index, *, flat: bool) -> str:
    """Return how a foreign engine calls one element of a variable."""
    if flat or not index:
        return "_".join((name, *index.values()))
    return f"{name}[{','.join(index.values())}]"


def equations(model: Model) -> dict[str, AnyEquation]:
    """Return every variable of a model."""
    return {**model.stocks, **model.flows, **model.auxiliaries}


def series_of(
    model: Model, found: Mapping[str, Any], *, flat: bool, scenario: int = 0, draw: int = 0
):
    """Split the arrays of a run (step, service, substance, scenario, draw) into rows."""
    rows: dict[str, np.ndarray] = {}
    for name, equation in equations(model).items():
        for index in elements(equation.by):
            place = [0] * len(AXES)
            for dimension in equation.by:
                place[dimension.axis] = dimension.elements.index(index[dimension.name])
            row = found[name][(slice(None), *place[:2], scenario, draw)]
            rows[written(name, index, flat=flat)] = row
    return rows


def stocks_of(model: Model, *, flat: bool) -> set[str]:
    """Return the written names of all stocks: their rows are levels after the step."""
    return {
        written(name, index, flat=flat)
        for name, equation in model.stocks.items()
        for index in elements(equation.by)
    }


def at_same_moment(foreign: Series, stocks: Iterable[str]) -> dict[str, np.ndarray]:
    """Cut rows that run from time 0 to the end to what kpsim keeps of each step."""
    after = set(stocks)
    return {name: row[1:] if name in after else row[:-1] for name, row in foreign.items()}


def worst(ours: np.ndarray, theirs: np.ndarray, scale: np.ndarray) -> float:
    """Return the largest difference, in units of what is allowed."""
    if not np.isfinite(theirs).all():
        return float("inf")
    allowed = TOLERANCE * np.maximum(np.maximum(abs(ours), abs(theirs)), scale)
    gap = abs(ours - theirs)
    return float(np.divide(gap, allowed, out=np.zeros_like(gap), where=gap > 0).max())


def disagreements(ours: Series, theirs: Series, scale: Series | None = None) -> list[str]:
    """List what differs, worst first, and what only one side has."""
    found = []
    for name, row in ours.items():
        if name not in theirs:
            found.append((float("inf"), f"{name}: missing in the other engine"))
            continue
        size = scale[name] if scale else abs(row).max()
        excess = worst(row, theirs[name], size)
        if excess > 1:
            step = int(np.argmax(abs(row - theirs[name])))
            text = (
                f"{name}: {excess:.3g} times too far, e.g. {row[step]!r} and {theirs[name][step]!r}"
            )
            found.append((excess, f"{text} in step {step}"))
    found += [(float("inf"), f"{name}: missing in kpsim") for name in theirs.keys() - ours.keys()]
    return [text for _, text in sorted(found, reverse=True)]
