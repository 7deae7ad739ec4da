"""Numeric trouble in a run: find where it is, and say what to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.engine.buffers import Layout
from kpsim.engine.dimension import DRAW, SCENARIO
from kpsim.engine.graph import Model
from kpsim.engine.operations import OPERATIONS, Array, Shape
from kpsim.engine.program import START, Line
from kpsim.engine.symbols import show
from kpsim.errors import Clause, RunError, clause, problem

Index = tuple[int, ...]
ROUNDING = 1e-9  # a level this little below zero is what rounding leaves of an emptied stock
LARGEST_RATE = 0.9  # of a stock in one step; near 1 Euler's method empties it in a jump


@dataclass(frozen=True)
class Names:
    """How scenarios, draws and steps are called in messages."""

    scenarios: tuple[str, ...]
    first_draw: int
    months: tuple[str, ...]  # one label a step


@dataclass(frozen=True)
class Place:
    """Where in time a run stands; no step means the start values."""

    names: Names
    step: int | None

    @property
    def month(self) -> Clause:
        """Return the words for the time."""
        if self.step is None:
            return clause("at the start")
        return clause("month {month}", month=self.names.months[self.step])


def locate(model: Model, layout: Layout, lines: Sequence[Line], place: Place) -> RunError:
    """Do the operations again one by one and describe the first that gives no finite number."""
    values = dict(layout.arrays)
    with np.errstate(all="ignore"):
        for line in lines:
            function = OPERATIONS[line.node.operation].compute(line.node.detail)
            result = np.asarray(function(*(values[slot] for slot in line.inputs)))
            values[line.output] = result
            wrong = ~np.isfinite(result)
            if wrong.any():
                index = first_of(wrong)
                return described(model, values, line, index=index, place=place)
    return RunError(problem("run", "numeric trouble in {month} that vanished", month=place.month))


def described(
    model: Model, values: Mapping[int, Array], line: Line, *, index: Index, place: Place
) -> RunError:
    """Say which equation failed, where, why, and with which inputs."""
    cause, advice = reason(line, values, index)
    at_start, wrong = place.step is None, values[line.output]
    found = []
    for name in model.inputs(line.owner):
        slot = slot_of(model, name, at_start=at_start)
        if slot in values:
            found.append(f"{name} = {at(values[slot], index, shape=wrong.shape)}")
    text = "{cause} in {where}; inputs: {inputs}; {advice}"
    return RunError(
        problem(
            model.variable(line.owner).place,
            text,
            cause=cause,
            where=where_words(model, wrong, index, place),
            inputs=", ".join(found) or clause("none"),
            advice=advice,
        )
    )


def slot_of(model: Model, name: str, *, at_start: bool) -> int:
    """Return the slot of an input of an equation, or -1 if it has none."""
    program = model.program
    for slot, leaf in program.leaves.items():
        if leaf.content == name and leaf.kind in ("parameter", "path", "constant path"):
            return slot
    if name in program.now and not at_start:
        return program.now[name]
    for known in (name, name.removeprefix(START)):
        if known in program.start:
            return program.start[known]
    return program.now.get(name, -1)


def reason(line: Line, values: Mapping[int, Array], index: Index) -> tuple[Clause, Clause]:
    """Return what went wrong in an operation, and what to write instead."""
    operation, parts = line.node.operation, line.node.children
    if (
        operation == "divide"
        and at(values[line.inputs[1]], index, shape=values[line.output].shape) == "0"
    ):
        advice = "write ratio({above}, {below}, if_zero=...)"
        above, below = show(parts[0]), show(parts[1])
        return clause("division by zero"), clause(advice, above=above, below=below)
    if operation == "log":
        cause = clause("logarithm of a number that is not above zero")
        return cause, clause("write log(maximum({part}, ...))", part=show(parts[0]))
    cause = clause("'{formula}' is too large a number", formula=show(line.node))
    return cause, clause("check the sizes and units of the inputs")


def first_of(mask: Array) -> Index:
    """Return the first place where a condition holds, in the earliest draw."""
    places = np.argwhere(mask)
    order = np.lexsort((places[:, 0], places[:, 1], places[:, SCENARIO], places[:, DRAW]))
    return tuple(int(i) for i in places[order[0]])


def at(array: Array, index: Index, *, shape: Shape) -> str:
    """Write the value at a place of an array of this shape; all along an axis the place lacks."""
    if array.ndim < len(index):
        return f"{float(array):.6g}"
    picked = array[
        tuple(
            slice(None) if wide == 1 and axis < SCENARIO else min(i, size - 1)
            for axis, (i, wide, size) in enumerate(zip(index, shape, array.shape, strict=True))
        )
    ]
    texts = [f"{float(value):.6g}" for value in np.ravel(picked)]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def where_words(model: Model, array: Array, index: Index, place: Place) -> Clause:
    """Write elements, scenario, month and draw."""
    elements = [
        model.dimensions[name].elements[index[model.dimensions[name].axis]]
        for name in sorted(model.dimensions, key=lambda name: model.dimensions[name].axis)
        if array.shape[model.dimensions[name].axis] > 1
    ]
    names = place.names
    several = len(names.scenarios) > 1 and array.shape[SCENARIO] == 1
    text = "{elements}scenario '{scenario}', {month}, draw {draw}"
    return clause(
        "{elements}all scenarios, {month}, draw {draw}" if several else text,
        elements="".join(f"{element}, " for element in elements),
        scenario=names.scenarios[index[SCENARIO]],
        month=place.month,
        draw=names.first_draw + index[DRAW],
    )


def check_levels(model: Model, layout: Layout, place: Place) -> None:
    """Stop if a stock is below zero or not a finite number."""
    for name, stock in model.stocks.items():
        level = layout.arrays[model.program.now[name]]
        lowest = level.min()
        if lowest >= -ROUNDING and level.max() < np.inf:
            continue
        wrong = ~(level >= -ROUNDING) | ~np.isfinite(level)
        index = first_of(wrong)
        value = at(level, index, shape=level.shape)
        where = where_words(model, level, index, place)
        if place.step is None:
            text = (
                "the stock starts at {value} in {where}; correct the start value or its parameters"
            )
            raise RunError(problem(stock.place, text, value=value, where=where))
        text = (
            "the stock falls to {value} in {where}{inflows}{outflows}; let outflows be a share of "
            "the stock, or the smaller of two with minimum(...)"
        )
        inflows = listed("; in: {flows}", model.inflows(name), model, layout, index)
        outflows = listed("; out: {flows}", model.outflows(name), model, layout, index)
        values = {"value": value, "inflows": inflows, "outflows": outflows}
        raise RunError(problem(stock.place, text, where=where, **values))


def listed(
    text: str, flows: Iterable[str], model: Model, layout: Layout, index: Index
) -> Clause | str:
    """Write the values of some flows."""
    now = model.program.now
    texts = []
    for flow in flows:
        rate = layout.arrays[now[flow]]
        texts.append(f"{flow} = {at(rate, index, shape=rate.shape)}")
    return clause(text, flows=", ".join(texts)) if texts else ""


def check_rates(model: Model, layout: Layout, *, step: float, place: Place) -> None:
    """Stop if nearly a whole stock leaves in the first step, too much for Euler."""
    arrays, now = layout.arrays, model.program.now
    for name, stock in model.stocks.items():
        flows = model.outflows(name)
        if not flows:
            continue
        leaving = sum(arrays[now[flow]] for flow in flows) * step
        level = arrays[now[name]]
        wrong = np.broadcast_to((leaving > LARGEST_RATE * level) & (level > ROUNDING), level.shape)
        if wrong.any():
            index = first_of(wrong)
            text = (
                "more than 90 % of the stock leaves in the first step in {where}; level = {level}"
                "{out}; shorten the step or check the parameters of these flows"
            )
            raise RunError(
                problem(
                    stock.place,
                    text,
                    where=where_words(model, level, index, place),
                    level=at(level, index, shape=level.shape),
                    out=listed("; out: {flows}", flows, model, layout, index),
                )
            )
