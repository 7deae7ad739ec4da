"""The chance of small counts: whole people around an expected number, after the run.

The dynamics are deterministic in each draw; where few cases are expected, chance alone moves the
count. The same chance meets all scenarios, so that their differences stay paired.
"""

import numpy as np
from scipy.special import ndtri, pdtr

from kpsim.inputs.draws import uniform
from kpsim.results import Array, Results, View


def with_chance(results: Results, outcome: str, view: View = "central") -> Array:
    """Return counts with chance: (year, scenario, draw); other outcomes come back unchanged."""
    expected = results.loads[view][outcome]
    if not results.outcomes[outcome].chance:
        return expected
    return np.stack(
        [
            counts(uniform(results.seed, outcome, year, results.draws), np.maximum(level, 0))
            for year, level in zip(results.years, expected, strict=True)
        ]
    )


def counts(probability: Array, expected: Array) -> Array:
    """Return the quantiles of Poisson's distribution, as `scipy.stats.poisson.ppf`.

    A good guess and a step or two cost a tenth of scipy's search.
    """
    score = ndtri(probability)
    guess = np.floor(expected + score * np.sqrt(expected) + (score**2 - 1) / 6)
    found = np.maximum(guess, 0.0).ravel()
    mean = expected.ravel()
    share = np.broadcast_to(probability, expected.shape).ravel()
    reached = pdtr(found, mean) >= share
    up = np.flatnonzero(~reached)
    while len(up):
        found[up] += 1
        up = up[pdtr(found[up], mean[up]) < share[up]]
    down = np.flatnonzero(reached)
    while len(down := down[found[down] > 0]):
        down = down[pdtr(found[down] - 1, mean[down]) >= share[down]]
        found[down] -= 1
    return found.reshape(expected.shape)
