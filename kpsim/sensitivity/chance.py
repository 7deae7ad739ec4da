"""Chance against ignorance: how much of a spread no knowledge could remove."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from kpsim.analysis.chance import with_chance
from kpsim.inputs.draws import OUTBREAK_THRESHOLD, draw
from kpsim.results import Array, Results
from kpsim.sensitivity.bench import Bench, as_draws, prices_of
from kpsim.sensitivity.by_grade import in_blocks
from kpsim.sensitivity.drivers import PRICES
from kpsim.sensitivity.variance import Variance


@dataclass(frozen=True)
class Split:
    """Shares of the variance: chance of small counts, and not knowing; they add to one."""

    chance: float
    ignorance: float


def of_counts(results: Results, scenario: str, outcome: str, year: int) -> Split:
    """Split the spread of a count in one year; only counts marked for chance have any."""
    place = results.years.index(year)
    means = results.loads["central"][outcome][place, results.position(scenario)]
    counted = with_chance(results, outcome)[place, results.position(scenario)]
    whole = float(np.var(counted))
    if whole == 0:
        return Split(0.0, 0.0)
    ignorance = min(1.0, float(np.var(means)) / whole)
    return Split(1 - ignorance, ignorance)


def of_crowns(found: Variance) -> Split:
    """Split the spread of crowns: the outbreak and the future of prices are chance."""
    shares = found.shares
    chance = sum(shares.get(name, 0.0) for name in (OUTBREAK_THRESHOLD, PRICES))
    return Split(chance, 1 - chance)


@dataclass(frozen=True)
class Structure:
    """Median outcomes with a structural assumption as it is, and with the other one."""

    name: str
    as_it_is: float
    otherwise: float


MATCHING = "matching"


def structures(asked: Bench, key: str, *, draws: int) -> tuple[Structure, ...]:
    """Turn each structural switch over, on the same draws: those of the model, and matching."""
    seed, world = asked.settings.seed, asked.world
    base = draw(world.parameters, seed=seed, draws=draws, view="central")
    middle = _median(asked, key, base.values)
    found = []
    for name, record in world.parameters.records.items():
        if record.role == "switch":
            turned = {**base.values, name: 1 - base.values[name]}
            found.append(Structure(name, middle, _median(asked, key, turned)))
    other = replace(
        asked,
        scenarios=tuple(replace(each, matching=not each.matching) for each in asked.scenarios),
    )
    return (*found, Structure(MATCHING, middle, _median(other, key, base.values)))


def _median(asked: Bench, key: str, values: Mapping[str, Array]) -> float:
    prices = prices_of(values, asked.settings.seed)
    return float(
        np.median(in_blocks(asked, as_draws(values, seed=asked.settings.seed), prices)[key])
    )
