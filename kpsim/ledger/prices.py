"""Unit costs in crowns of 2025: drawn once, then moved by the real growth of their index."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kpsim.inputs.indices import Indices
from kpsim.ledger.rows import Row

Array = NDArray[np.float64]


def real_growth(index: str, indices: Indices) -> Array:
    """Return what a price of 2025 becomes above consumer prices, by year and draw.

    Prices tied to wages rise in real terms, statutory benefits keep their value, and prices that
    stay the same in crowns lose it.
    """
    return np.asarray(indices.of(index) / indices.cpi)


def unit_cost(row: Row, parameters: Mapping[str, Array], *, average: bool) -> Array:
    """Return crowns of 2025 for one more unit, or for the average one, with the row's sign.

    The axes are (service, substance, scenario, draw).
    """
    price = row.sign * parameters[row.unit_cost]
    if average or row.marginal_share is None:
        return np.asarray(price)
    return np.asarray(price * parameters[row.marginal_share])
