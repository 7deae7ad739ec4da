"""Smooth curves through draws: natural cubic splines fitted by least squares."""

from collections.abc import Sequence

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


def fit(columns: Sequence[Array], outcome: Array) -> tuple[Array, Array, Array]:
    """Return fitted values, coefficients and their covariance: one curve for each column, added.

    Two columns or three also get the products of their scores.
    """
    parts = [basis(column) for column in columns]
    pieces = [np.ones((len(outcome), 1)), *parts]
    if 1 < len(columns) <= 3:
        lines = [part[:, 0] for part in parts if part.shape[1]]
        products = [
            lines[i] * lines[j] for i in range(len(lines)) for j in range(i + 1, len(lines))
        ]
        pieces += [each[:, np.newaxis] for each in products]
    matrix = np.column_stack(pieces)
    coefficients, *_ = np.linalg.lstsq(matrix, outcome, rcond=None)
    fitted = matrix @ coefficients
    freedom = matrix.shape[1]
    noise = float(np.sum((outcome - fitted) ** 2)) / max(1, len(outcome) - freedom)
    covariance = noise * np.linalg.pinv(matrix.T @ matrix)
    return np.asarray(fitted), matrix, covariance


def smooth(column: Array, outcome: Array) -> tuple[Array, int]:
    """Return a smooth curve through the draws and how many numbers it took."""
    fitted, matrix, _ = fit([column], outcome)
    return fitted, matrix.shape[1]
