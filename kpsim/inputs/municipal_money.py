"""What the key of co-financing does to the municipal lines: who left, who is bound, how much."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kpsim.inputs.funding import MUNICIPAL, Funding, Line
from kpsim.inputs.key_changes import KeyChange
from kpsim.inputs.municipal_key import Municipality

Array = NDArray[np.float64]

RESOLVE, SCALE = "municipal_resolve", "recommended_key_scale"
PARAMETERS = frozenset({RESOLVE, SCALE})
"""Parameters only the key reads."""

PRIMES = (999_983, 999_979, 999_961, 999_959, 999_953, 999_931, 999_917, 999_907, 999_883, 999_863)
"""One uniform number a draw is spread over the municipalities: its product with a large prime,
less the whole part, is uniform again and for different primes as good as independent."""


def is_bound(change: KeyChange | None, line: Line, *, month: int) -> bool:
    """Tell whether a municipal line may no longer be withdrawn in a month."""
    return (
        change is not None
        and change.mandatory
        and line.funder in MUNICIPAL
        and month >= change.start
    )


def municipal_levels(
    change: KeyChange | None,
    funding: Funding,
    values: Mapping[str, Array],
    *,
    months: Sequence[int] | NDArray[np.intp],
) -> Array:
    """Return what the key leaves (or makes) of every line in some months: (line, month, draw)."""
    if change is None or change.start > max(months):
        return np.ones((len(funding.lines), len(months), 1))
    factors = [_factor(change, line, funding, values=values) for line in funding.lines]
    draws = max(factor.shape[-1] for factor in factors)
    levels = np.ones((len(funding.lines), len(months), draws))
    after = np.asarray(months) >= change.start
    for number, factor in enumerate(factors):
        levels[number, after] = factor
    return levels


def expected_loss(change: KeyChange | None, funding: Funding) -> dict[tuple[str, str], float]:
    """Return the share of each line that is expected to go once municipalities leave the key."""
    if change is None or change.mandatory:
        return {}
    return {
        (line.service, line.funder): change.probability
        * sum(
            funding.key.share(row.name, line.service)
            for row in funding.key.of_funder(line.funder)
            if change.leaves(row.name)
        )
        for line in funding.lines
        if line.funder in MUNICIPAL
    }


def _factor(
    change: KeyChange, line: Line, funding: Funding, *, values: Mapping[str, Array]
) -> Array:
    """Return the level of one line by draw (or 1 where draws agree)."""
    rows = funding.key.of_funder(line.funder)
    if line.funder not in MUNICIPAL or not rows:
        return np.ones(1)
    if change.mandatory:
        return _bound(line.funder, funding, scale=values[SCALE].reshape(-1))
    left = np.zeros(1)
    for place, row in enumerate(funding.key.rows):
        if row in rows and change.leaves(row.name):
            goes = _goes(place, change.probability, values)
            left = left + funding.key.share(row.name, line.service) * goes
    return np.asarray(1 - left)


def _goes(place: int, probability: float, values: Mapping[str, Array]) -> Array:
    """Return 1 in the draws in which a municipality leaves, else 0."""
    if probability >= 1:
        return np.ones(1)
    resolve = values[RESOLVE].reshape(-1) * PRIMES[place % len(PRIMES)] * (place // len(PRIMES) + 1)
    return np.asarray(resolve % 1.0 < probability, dtype=float)


def _bound(funder: str, funding: Funding, *, scale: Array) -> Array:
    """Return how the lines of a funder grow when each municipality pays what is recommended."""
    rows = funding.key.of_funder(funder)
    paid = {row.name: paid_by(row, funding) for row in rows}
    owed = sum((_owed(row, paid[row.name], scale) for row in rows), np.zeros_like(scale))
    whole = sum(paid.values())
    return np.asarray(owed / whole) if whole > 0 else np.ones(1)


def _owed(row: Municipality, paid: float, scale: Array) -> Array:
    """Return what a municipality pays when bound: the recommended sum, or more if it does now."""
    recommended = row.recommended.value if row.recommended else 0.0
    return np.maximum(paid, recommended * scale)


def paid_by(row: Municipality, funding: Funding) -> float:
    """Return what a municipality pays to all services, CZK of 2025 a year."""
    return sum(
        funding.key.share(row.name, line.service) * line.value
        for line in funding.lines
        if line.funder == row.funder
    )
