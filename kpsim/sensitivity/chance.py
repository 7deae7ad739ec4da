"""Chance against ignorance: how much of a spread no knowledge could remove."""

from dataclasses import dataclass

import numpy as np

from kpsim.analysis.chance import with_chance
from kpsim.inputs.draws import OUTBREAK_THRESHOLD
from kpsim.results import Results
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
