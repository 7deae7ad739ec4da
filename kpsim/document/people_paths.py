"""People in states and moves between them, from one more simulation of a few draws of a run."""

from collections.abc import Mapping
from typing import Literal

import numpy as np

from kpsim.charts.stock_and_flow import People
from kpsim.engine.simulate import Keep
from kpsim.inputs.draws import BLOCK, draw
from kpsim.model.dimensions import SUBSTANCE
from kpsim.report.comparison import Comparison
from kpsim.results import Array
from kpsim.sensitivity.bench import prices_of
from kpsim.study import YEARS, simulated, with_reference

DRUGS = ("pervitin", "opioids")
STATE_OF: Mapping[str, str] = {
    "risky_users": "risky",
    "hidden_users": "hidden",
    "contact_clients": "contact",
    "counselling_clients": "treatment",
    "substitution_patients": "treatment",
    "community_residents": "treatment",
    "aftercare_clients": "treatment",
    "newly_abstinent": "abstinent",
    "stably_abstinent": "abstinent",
    "imprisoned_users": "prison",
}
FOR_GOOD = {"outgrowing_risky_use": "stopped", "recovering_for_good": "recovered"}
DEAD = "dead"

Aggregate = Literal["end", "sum"]


def people_paths(comparison: Comparison) -> Mapping[str, People]:
    """Return the paths of people in the last year counted of every scenario."""
    world, settings = comparison.world, comparison.settings
    moves = _moves(comparison)
    draws = draw(world.parameters, seed=settings.seed, draws=BLOCK, view="central")
    found = simulated(
        world,
        with_reference(comparison.scenarios),
        draws=draws,
        indices=prices_of(draws.values, settings.seed),
        settings=settings,
        keep=[*(Keep(name, name, "end") for name in STATE_OF),
              *(Keep(name, name, "sum") for name in moves)],
    )  # fmt: skip
    return {name: _people(comparison, name, found, moves=moves) for name in comparison.compared}


def _moves(comparison: Comparison) -> dict[str, tuple[str, str]]:
    """Name the flows between the states, and where people come from and go."""
    found = {}
    for name, flow in comparison.world.model.flows.items():
        start = STATE_OF.get(getattr(flow.out_of, "name", ""), "")
        end = STATE_OF.get(getattr(flow.into, "name", ""), "")
        if start and not end:
            end = FOR_GOOD.get(name, DEAD)
        if start and end and start != end:
            found[name] = (start, end)
    return found


def _people(
    comparison: Comparison,
    scenario: str,
    found: Mapping[str, Array],
    *,
    moves: Mapping[str, tuple[str, str]],
) -> People:
    year = comparison.findings[scenario].last_year
    places = [0, comparison.results.position(scenario)]
    drugs = [SUBSTANCE.elements.index(name) for name in DRUGS]

    def of(name: str) -> Array:
        return np.asarray(found[name][YEARS.index(year), 0, drugs][:, places].sum(axis=0))

    states: dict[str, Array] = {}
    for name, state in STATE_OF.items():
        states[state] = states.get(state, 0.0) + of(name)
    arrows: dict[tuple[str, str], Array] = {}
    for name, ends in moves.items():
        arrows[ends] = arrows.get(ends, 0.0) + of(name)
    for gone in (*FOR_GOOD.values(), DEAD):
        states[gone] = sum((a for (_, end), a in arrows.items() if end == gone), np.zeros(()))
    deaths = _medians(states.pop(DEAD))
    people = [stock for stock in comparison.world.model.stocks.values() if stock.unit == "person"]
    return People(
        year,
        BLOCK,
        len(people),
        {name: _medians(values) for name, values in states.items()},
        {ends: _medians(values) for ends, values in arrows.items() if ends[1] != DEAD},
        deaths,
    )


def _medians(values: Array) -> tuple[float, float]:
    kept, here = np.median(values, axis=-1)
    return float(kept), float(here)
