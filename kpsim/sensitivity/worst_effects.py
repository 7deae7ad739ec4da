"""All effects at once at the ends of their ranges that speak most against a conclusion.

Numbers asked one by one leave open whether effects turn a conclusion together. Which end of an
effect speaks against it is read from the draws of the run; one more batch is simulated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from kpsim.inputs.draws import HIGH, LOW, Draws, draw
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.results import Array, View
from kpsim.sensitivity.asked import Asked, measure
from kpsim.sensitivity.bench import Bench, prices_of, results_of

BOTH: tuple[View, View] = ("central", "full")


@dataclass(frozen=True)
class WorstEffects:
    """The middle outcome with every effect at its worse end, by view."""

    count: int
    """How many effects were held; elements of one are several."""
    medians: Mapping[View, float]


def worst_effects(
    asked: Bench,
    scenario: str,
    outcome: Asked,
    *,
    columns: Mapping[str, Array],
    values: Array,
    draws: int,
) -> WorstEffects:
    """Hold every effect at the end of its 90 % range that moves the outcome towards its other sign.

    `columns` and `values` are the numbers and the outcome of the finished run, draw by draw.
    """
    parameters = asked.world.parameters
    against = -float(np.sign(np.median(values))) or 1.0
    levels = {
        key: HIGH if against * np.corrcoef(columns[key], values)[0, 1] > 0 else LOW
        for key in effects_of(parameters)
    }
    base = draw(parameters, seed=asked.settings.seed, draws=draws, view="central")
    results = results_of(
        replace(asked, view=BOTH[1]), held(base, parameters, levels),
        prices_of(base.values, asked.settings.seed),
    )  # fmt: skip
    public = asked.world.ledger.public
    return WorstEffects(
        len(levels),
        {
            view: float(np.median(measure(results, scenario, outcome, public=public, view=view)))
            for view in BOTH
        },
    )


def effects_of(parameters: ParameterSet) -> tuple[str, ...]:
    """Name the numbers that say how something acts on people, and that are uncertain."""
    return tuple(
        key
        for key, record in parameters.columns.items()
        if record.role == "effect" and record.distribution != "fixed"
    )


def held(base: Draws, parameters: ParameterSet, levels: Mapping[str, float]) -> Draws:
    """Return the draws with numbers at levels of their own draws, each element at its own."""
    values = dict(base.values)
    for name in dict.fromkeys(key.partition(".")[0] for key in levels):
        array = base.values[name]
        rows = array.reshape(-1, base.count).copy()
        keys = [key for key in parameters.columns if key.partition(".")[0] == name]
        for row, key in zip(rows, keys, strict=True):
            if key in levels:
                row[:] = np.quantile(row, levels[key])
        values[name] = rows.reshape(array.shape)
    return replace(base, values=values)
