"""Measures from draws that are there already: PAWN, delta, partial rank correlation, shares."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from SALib.analyze import delta as analyze_delta
from SALib.analyze import pawn as analyze_pawn
from scipy import stats

from kpsim.errors import RunError, problem
from kpsim.results import Array
from kpsim.sensitivity.splines import smooth

DELTA_RESAMPLES = 3
SLICES = 10
DRAWS_A_COLUMN = 2
"""Partial correlation needs at least this many draws for every column."""


@dataclass(frozen=True)
class GivenData:
    """How strongly the columns go with an outcome, by four measures that need not agree."""

    names: tuple[str, ...]
    pawn: Array
    """Median distance between the distributions of the outcome in slices of the column."""
    noise: float
    """What PAWN gives for a column that has nothing to do with the outcome."""
    prcc: Array
    """Partial rank correlation: sign and strength of a monotone link, the others held."""
    share: Array
    """Share of the variance a smooth curve through the column explains."""
    delta: Mapping[str, float]
    """Moment-independent measure of Borgonovo, for the strongest columns only."""


def given_data(
    columns: Mapping[str, Array], outcome: Array, *, strongest: int = 8, seed: int = 1
) -> GivenData:
    """Measure columns against an outcome; nothing is simulated."""
    varying = {name: column for name, column in columns.items() if np.ptp(column) > 0}
    check(varying, outcome)
    names = tuple(varying)
    inputs = np.column_stack([varying[name] for name in names])
    problem_ = {"num_vars": len(names), "names": list(names), "bounds": [[0, 1]] * len(names)}
    pawn = analyze_pawn.analyze(problem_, inputs, outcome, S=SLICES, seed=seed)["median"]
    share = np.array([explained(varying[name], outcome) for name in names])
    top = [int(place) for place in np.argsort(-share)[:strongest]]
    return GivenData(
        names,
        np.asarray(pawn, dtype=float),
        _noise_of_pawn(outcome, seed),
        partial_rank_correlations(inputs, outcome),
        share,
        {names[place]: _delta(inputs[:, place], outcome, seed) for place in top},
    )


def check(columns: Mapping[str, Array], outcome: Array) -> None:
    """Refuse a constant outcome, and fewer draws than the measures need."""
    if np.ptp(outcome) <= 1e-12 * np.abs(outcome).max(initial=0.0):
        text = "the outcome is the same in all draws, so nothing drives it; choose another outcome"
        raise RunError(problem("--outcome", text))
    needed = DRAWS_A_COLUMN * len(columns)
    if len(outcome) < needed:
        text = "{draws} draws are too few for {columns} numbers; run at least {needed}"
        raise RunError(
            problem("--draws", text, draws=len(outcome), columns=len(columns), needed=needed)
        )


def explained(column: Array, outcome: Array) -> float:
    """Return the share of the variance that a smooth curve explains, adjusted for its freedom."""
    fitted, freedom = smooth(column, outcome)
    rest = float(np.sum((outcome - fitted) ** 2)) / (len(outcome) - freedom)
    whole = float(np.var(outcome, ddof=1))
    return max(0.0, 1 - rest / whole)


def partial_rank_correlations(inputs: Array, outcome: Array) -> Array:
    """Return partial rank correlations of every column with the outcome."""
    ranks = np.column_stack([stats.rankdata(each) for each in (*inputs.T, outcome)])
    centred = ranks - ranks.mean(axis=0)
    scaled = centred / np.linalg.norm(centred, axis=0)
    precision = np.linalg.pinv(scaled.T @ scaled)
    diagonal = np.diag(precision)
    return np.asarray(-precision[:-1, -1] / np.sqrt(diagonal[:-1] * diagonal[-1]))


def disagreement(found: GivenData, *, first: int = 5) -> tuple[str, ...]:
    """Name columns that one measure puts among the first and another does not."""
    ranked: Sequence[Array] = (found.pawn, np.abs(found.prcc), found.share)
    firsts = [{found.names[place] for place in np.argsort(-each)[:first]} for each in ranked]
    together = set.intersection(*firsts)
    return tuple(name for name in found.names if name in set.union(*firsts) - together)


def _noise_of_pawn(outcome: Array, seed: int) -> float:
    dummy = np.random.default_rng(seed).permutation(len(outcome)).astype(float)[:, np.newaxis]
    problem_ = {"num_vars": 1, "names": ["dummy"], "bounds": [[0, 1]]}
    return float(analyze_pawn.analyze(problem_, dummy, outcome, S=SLICES, seed=seed)["median"][0])


def _delta(column: Array, outcome: Array, seed: int) -> float:
    problem_ = {"num_vars": 1, "names": ["x"], "bounds": [[0, 1]]}
    spoken = warnings.formatwarning
    # SALib comments on every bin it merges, switches all warnings on and changes how they read.
    with warnings.catch_warnings(record=True):
        try:
            found = analyze_delta.analyze(
                problem_,
                column[:, np.newaxis],
                outcome,
                num_resamples=DELTA_RESAMPLES,
                method="delta",
                seed=seed,
            )
        finally:
            warnings.formatwarning = spoken
    return float(found["delta_raw"][0])
