"""Smooth curves through draws: natural cubic splines fitted by least squares."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy import stats

from kpsim.results import Array

KNOTS = 5


def basis(column: Array, knots: int = KNOTS) -> Array:
    """Return the columns of a natural cubic spline on the ranks' normal scores, without a constant.

    Scores keep a long tail from deciding the curve; the curve is straight beyond the end knots.
    """
    if np.ptp(column) == 0:
        return np.empty((len(column), 0))
    scores = stats.norm.ppf((stats.rankdata(column) - 1 / 2) / len(column))
    places = np.quantile(scores, np.linspace(0.05, 0.95, knots))
    span = places[-1] - places[0]
    if span <= 0 or np.any(np.diff(places) <= 0):
        return scores[:, np.newaxis]

    def tail(knot: float) -> Array:
        above = np.maximum(scores - knot, 0) ** 3 - np.maximum(scores - places[-1], 0) ** 3
        return np.asarray(above / (places[-1] - knot))

    last = tail(places[-2])
    curves = [(tail(knot) - last) / span**2 for knot in places[:-2]]
    return np.column_stack([scores, *curves])


@dataclass(frozen=True)
class Curves:
    """Smooth curves through some columns, ready to be fitted to any outcome."""

    matrix: Array
    inverse: Array
    """Of the matrix's squares; a pseudo-inverse, because columns can depend on each other."""

    def fit(self, outcome: Array) -> Array:
        """Return the outcome as far as the curves explain it."""
        return np.asarray(self.matrix @ (self.inverse @ (self.matrix.T @ outcome)))

    def covariance(self, outcome: Array, fitted: Array) -> Array:
        """Return the covariance of the coefficients of a fit."""
        rows, freedom = self.matrix.shape
        noise = float(np.sum((outcome - fitted) ** 2)) / max(1, rows - freedom)
        return np.asarray(noise * self.inverse)


def curves(columns: Sequence[Array]) -> Curves:
    """Make one curve for each column, added; two or three also get the products of their scores."""
    parts = [basis(column) for column in columns]
    pieces = [np.ones((len(columns[0]), 1)), *parts]
    if 1 < len(columns) <= 3:
        lines = [part[:, 0] for part in parts if part.shape[1]]
        pieces += [(one * other)[:, np.newaxis] for one, other in combinations(lines, 2)]
    matrix = np.column_stack(pieces)
    return Curves(matrix, np.linalg.pinv(matrix.T @ matrix, hermitian=True))


def smooth(column: Array, outcome: Array) -> tuple[Array, int]:
    """Return a smooth curve through the draws and how many numbers it took."""
    made = curves([column])
    return made.fit(outcome), made.matrix.shape[1]
