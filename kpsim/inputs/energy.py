"""Energy prices: consumer prices with a spread and larger shocks, correlated with theirs."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kpsim.inputs.draws import scores
from kpsim.inputs.indices import Indices

Array = NDArray[np.float64]

PARAMETERS = frozenset({"energy_spread", "energy_shock", "energy_price_correlation"})


def draw_energy(
    values: Mapping[str, Array], seed: int, years: Sequence[int], *, indices: Indices
) -> Array:
    """Draw the path of energy prices, 1 in 2025: (year, draw).

    The shocks share the scores of consumer prices, so that both rise in the same years.
    """
    value = {name: values[name].reshape(-1) for name in PARAMETERS}
    draws = indices.draws
    link = value["energy_price_correlation"]
    own = np.stack([scores(seed, f"index:energy:{year}", draws) for year in years])
    prices = np.stack([scores(seed, f"index:cpi:{year}", draws) for year in years])
    shocks = (link * prices + np.sqrt(1 - link**2) * own) * value["energy_shock"]
    before = np.vstack([np.ones((1, draws)), indices.cpi[:-1]])
    growth = indices.cpi / before * (1 + value["energy_spread"]) * np.exp(shocks)
    return np.asarray(np.cumprod(growth, axis=0), dtype=float)
