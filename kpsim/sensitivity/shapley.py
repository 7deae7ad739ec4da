"""Shapley values over all combinations of a few players: shares that sum to the whole."""

from itertools import product
from math import factorial

import numpy as np

from kpsim.results import Array


def combinations(players: int) -> Array:
    """Return every combination as a row of zeros and ones, none first, all last."""
    return np.array(list(product((0.0, 1.0), repeat=players)))


def weights(players: int) -> Array:
    """Return the matrix that turns the values of all combinations into Shapley values."""
    rows = combinations(players)
    size = rows.sum(axis=1).astype(int)
    whole = factorial(players)
    found = np.zeros((players, len(rows)))
    for player in range(players):
        inside = rows[:, player] == 1
        for place, members in enumerate(size):
            others = members - 1 if inside[place] else members
            share = factorial(others) * factorial(players - others - 1) / whole
            found[player, place] = share if inside[place] else -share
    return found


def shapley(values: Array) -> Array:
    """Return Shapley values, (player, …), of the values of all combinations, (combination, …)."""
    players = round(np.log2(len(values)))
    return np.tensordot(weights(players), values, axes=1)
