"""The range of a number as a run draws it: weak evidence widened, effects of studies shrunk.

What a record says is a source's or an author's range at its own level. Readers are shown this one,
because it is what results stand on.
"""

import numpy as np

from kpsim.inputs.draws import HIGH, LOW, column_of
from kpsim.inputs.parameter_set import ParameterSet

SEED, DRAWS = 1, 2048
"""The draws of a run of which nothing else was asked."""

Ends = tuple[float, float]


def used_range(parameters: ParameterSet, key: str) -> Ends | None:
    """Return the 5th and 95th percentile of a number's draws in its record's unit.

    A fixed number has none.
    """
    record = parameters.columns[key]
    if record.distribution == "fixed":
        return None
    found = np.array(used_ends(parameters, key)) / parameters.conversions[key].factor
    if record.probability:
        found = -np.expm1(-found)
    return float(found[0]), float(found[1])


def used_ends(parameters: ParameterSet, key: str) -> Ends:
    """Return the same two percentiles in the engine's unit."""
    drawn = column_of(parameters, key, seed=SEED, draws=DRAWS)
    low, high = np.quantile(drawn, (LOW, HIGH))
    return float(low), float(high)
