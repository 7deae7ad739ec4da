"""Checks of the arrays handed to a run."""

from collections.abc import Mapping, Sequence

import numpy as np

from kpsim.engine.declaration import Declaration
from kpsim.engine.dimension import AXES, DRAW, SCENARIO
from kpsim.engine.graph import Model
from kpsim.engine.keep import MONTHS_A_YEAR, Keep
from kpsim.engine.operations import Array
from kpsim.errors import Problem, RunError, problem


def check_inputs(
    model: Model,
    parameters: Mapping[str, Array],
    paths: Mapping[str, Array],
    *,
    steps: int,
    finite: bool = True,
) -> None:
    """Refuse arrays that are missing, not finite, or of a shape that does not fit.

    Without `finite` numbers are looked at only where something else is wrong, to report it all.
    """
    read = {leaf.content for leaf in model.program.leaves.values() if leaf.kind != "literal"}
    problems: list[Problem] = []
    kinds = ((parameters, model.parameters, ()), (paths, model.paths, (steps,)))
    for given, declared, lead in kinds:
        for name in (name for name in declared if name in read):
            array = given.get(name)
            problems += wrong_values(name, declared[name], array, lead=lead, finite=finite)
    widths = {array.shape[-1] for array in (*parameters.values(), *paths.values())} - {1}
    if len(widths) > 1:
        text = "arrays have different numbers of draws: {widths}; give all the same number, or 1"
        problems.append(problem("run", text, widths=", ".join(map(str, sorted(widths)))))
    if problems and not finite:
        check_inputs(model, parameters, paths, steps=steps)
    if problems:
        raise RunError(problems)


def wrong_values(
    name: str,
    declaration: Declaration,
    array: Array | None,
    *,
    lead: tuple[int, ...],
    finite: bool,
) -> list[Problem]:
    """Report what is wrong with one array."""
    place = declaration.place or name
    if array is None:
        return [problem(place, "no values for '{name}'; hand over an array for it", name=name)]
    sizes = {dimension.axis: dimension.size for dimension in declaration.by}
    shape = array.shape[len(lead) :]
    fits = len(shape) == len(AXES) and all(
        size in (1, sizes.get(axis, 1)) for axis, size in enumerate(shape[:SCENARIO])
    )
    if not fits or array.shape[: len(lead)] != lead:
        text = "values of '{name}' have shape {shape}; expected {lead}({expected}, scenario, draw)"
        expected = ", ".join(str(sizes.get(axis, 1)) for axis in range(SCENARIO))
        return [
            problem(
                place,
                text,
                name=name,
                shape=array.shape,
                lead=f"{lead[0]} steps of " if lead else "",
                expected=expected,
            )
        ]
    if finite and not np.isfinite(array).all():
        text = "a value of '{name}' is not a finite number; check its distribution"
        return [problem(place, text, name=name)]
    return []


def whole_years(keep: Sequence[Keep], *, steps: int, step: float) -> None:
    """Refuse a step that does not divide a year, and yearly results of a part of a year."""
    if (MONTHS_A_YEAR / step) % 1:
        text = "a step of {step} months does not divide a year; use 1, 0.5 or 0.25"
        raise RunError(problem("run", text, step=f"{step:g}"))
    steps_a_year = round(MONTHS_A_YEAR / step)
    if steps % steps_a_year and any(wanted.aggregate != "monthly" for wanted in keep):
        text = "{steps} steps of {step} months are not whole years; run a multiple of {whole} steps"
        values = {"steps": steps, "step": f"{step:g}", "whole": steps_a_year}
        raise RunError(Problem("run", text, values))


def number_of(parameters: Mapping[str, Array], paths: Mapping[str, Array]) -> tuple[int, int]:
    """Return the numbers of scenarios and draws of a run."""
    shapes = [array.shape[-len(AXES) :] for array in (*parameters.values(), *paths.values())]
    return (
        max((shape[SCENARIO] for shape in shapes), default=1),
        max((shape[DRAW] for shape in shapes), default=1),
    )
