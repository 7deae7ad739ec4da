"""The chance of small counts: whole people around an expected number, after the run.

The dynamics are deterministic in each draw; where few cases are expected, chance alone moves the
count. The same chance meets all scenarios, so that their differences stay paired.
"""

import numpy as np
from scipy.stats import poisson

from kpsim.inputs.draws import uniform
from kpsim.results import Array, Results, View


def with_chance(results: Results, outcome: str, view: View = "central") -> Array:
    """Return counts with chance: (year, scenario, draw); other outcomes come back unchanged."""
    expected = results.loads[view][outcome]
    if not results.outcomes[outcome].chance:
        return expected
    return np.stack(
        [
            poisson.ppf(uniform(results.seed, outcome, year, results.draws), np.maximum(level, 0))
            for year, level in zip(results.years, expected, strict=True)
        ]
    )
