"""The loop: start values, then in each step auxiliaries and flows, then stocks (Euler)."""

from collections.abc import Mapping, Sequence

import numpy as np

from kpsim.engine.buffers import Layout, lay_out
from kpsim.engine.graph import Model
from kpsim.engine.inputs_of_run import check_inputs, number_of, whole_years
from kpsim.engine.keep import Keep, Record, new_record
from kpsim.engine.operations import Array
from kpsim.engine.trouble import Names, Place, check_levels, check_rates, locate

__all__ = ["Keep", "Names", "simulate"]


def simulate(
    model: Model,
    *,
    parameters: Mapping[str, Array],
    paths: Mapping[str, Array],
    steps: int,
    step: float,
    keep: Sequence[Keep],
    names: Names,
) -> dict[str, Array]:
    """Run a model and return what is kept, by name."""
    check_inputs(model, parameters, paths, steps=steps)
    whole_years(keep, steps=steps, step=step)
    equations = {wanted.variable: model.variable(wanted.variable) for wanted in keep}
    layout = lay_out(model, tuple(equations), parameters=parameters, paths=paths)
    widths = number_of(parameters, paths)
    records = [
        new_record(
            wanted,
            layout.arrays[model.program.now[wanted.variable]],
            equation=equations[wanted.variable],
            widths=widths,
            steps=steps,
            step=step,
        )
        for wanted in keep
    ]
    with np.errstate(divide="raise", invalid="raise", over="raise", under="ignore"):
        start(model, layout, names)
        for number in range(steps):
            take_step(model, layout, records, step=step, place=Place(names, number))
    return {record.keep.name: record.result for record in records}


def start(model: Model, layout: Layout, names: Names) -> None:
    """Compute what is constant in a draw, and fill the stocks."""
    place = Place(names, None)
    try:
        for function, values, out in layout.once:
            function(*values, out=out)
    except FloatingPointError as error:
        raise locate(model, layout, layout.once_lines, place) from error
    for name in model.stocks:
        arrays, program = layout.arrays, model.program
        np.copyto(arrays[program.now[name]], arrays[program.start[name]])
    check_levels(model, layout, place)


def take_step(
    model: Model, layout: Layout, records: Sequence[Record], *, step: float, place: Place
) -> None:
    """Move all stocks by one step."""
    assert place.step is not None
    layout.load_paths(place.step)
    try:
        for function, values, out in layout.each_step:
            function(*values, out=out)
    except FloatingPointError as error:
        raise locate(model, layout, layout.step_lines, place) from error
    if place.step == 0:
        check_rates(model, layout, step=step, place=place)
    for record in records:
        record.before(place.step)
    now, arrays = model.program.now, layout.arrays
    for name, flow in model.flows.items():
        moved = arrays[now[name]] * step
        if flow.out_of is not None:
            arrays[now[flow.out_of.name]] -= moved
        if flow.into is not None:
            arrays[now[flow.into.name]] += moved
    check_levels(model, layout, place)
    for record in records:
        record.after(place.step)
