"""Effects are believed less than they were found, because studies overstate and places differ."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kpsim.errors import Problem, problem
from kpsim.inputs.distributions import Fitted, fit
from kpsim.inputs.grades import Grades
from kpsim.inputs.records import Record

Array = NDArray[np.float64]
# Grid on which the prior of a used effect is summed; fine enough for a share of a hundredth.
_FOUND_POINTS = 512
_FACTOR_POINTS = 16


def transfer_noise(record: Record, grades: Grades, score: Array) -> Array:
    """Return the noise of carrying an effect to this region, from standard normal scores.

    Ratios get noise whose mean is one: with a median of one it would raise every ratio on
    average, and an effect nobody found would appear in the means.
    """
    sd = grades.transfer_noise[record.grade]
    return np.asarray(sd * score - _centre(record, sd))


def shrink(record: Record, *, found: Array, factor: Array, noise: Array) -> Array:
    """Return the used effect: factor times the found one on its scale, plus noise."""
    null = _on_scale(record, np.array(record.null))
    moved = factor * (_on_scale(record, found) - null) + noise * _noise_unit(record)
    if record.beyond_null_impossible is not None:
        moved = np.maximum(moved, 0) if _side(record) > 0 else np.minimum(moved, 0)
    used: Array = _off_scale(record, null + moved)
    return used


def factors(record: Record, grades: Grades, u: Array) -> Array:
    """Return how much of the found effect is believed, from uniform numbers."""
    low, high = grades.shrinkage[grades.shrinkage_class(record)]
    return low + (high - low) * u


def share_beyond_null(record: Record, fitted: Fitted, grades: Grades) -> float:
    """Return how much of a used effect's prior lies on the other side of its null."""
    middles = (np.arange(_FOUND_POINTS) + 1 / 2) / _FOUND_POINTS
    null = float(_on_scale(record, np.array(record.null)))
    found = _on_scale(record, fitted.ppf(middles)) - null
    believed = factors(record, grades, (np.arange(_FACTOR_POINTS) + 1 / 2) / _FACTOR_POINTS)
    side = _side(record)
    if side == 0:
        # The record itself says "no effect": its prior lies on both sides.
        return 1 / 2
    distance = side * np.outer(believed, found)
    spread = grades.transfer_noise[record.grade]
    sd = spread * _noise_unit(record)
    distance = distance - side * _centre(record, spread)
    beyond = special.ndtr(-distance / sd) if sd > 0 else distance < 0
    return float(np.mean(beyond))


def beyond_null_problems(record: Record, grades: Grades, *, place: str) -> list[Problem]:
    """Report a weak effect whose prior excludes that it helps nothing or does harm."""
    excused = record.beyond_null_impossible is not None
    if not grades.is_weak(record) or excused or record.distribution == "fixed":
        return []
    share = share_beyond_null(record, fit(record, width=grades.widening_of(record)), grades)
    if share >= grades.weak.least_beyond_null:
        return []
    sentence = (
        "only {share:.1%} of the effect as used lies beyond its null {null:.10g}; grade {grade}"
        " needs {least:.0%}; widen low and high, or say why it is impossible in"
        " beyond_null_impossible"
    )
    values = {"share": share, "null": record.null, "grade": record.grade}
    return [problem(place, sentence, least=grades.weak.least_beyond_null, **values)]


def _side(record: Record) -> float:
    """Tell on which side of its null the record's own value lies: 1, -1, or 0 on the null."""
    null = _on_scale(record, np.array(record.null))
    return float(np.sign(_on_scale(record, np.array(record.value)) - null))


def _centre(record: Record, sd: float) -> float:
    """Return by how much the noise is moved down so that the mean of its exponential is one."""
    return sd**2 / 2 if record.scale == "log" else 0.0


def _noise_unit(record: Record) -> float:
    """Return what noise counts in: on a linear scale the distance of the effect to its null."""
    if record.scale != "linear" or record.null is None:
        return 1.0
    return abs(record.value - record.null)


def _on_scale(record: Record, x: Array) -> Array:
    if record.scale == "log":
        return np.asarray(np.log(x))
    return np.asarray(special.logit(x)) if record.scale == "logit" else x


def _off_scale(record: Record, x: Array) -> Array:
    if record.scale == "log":
        return np.asarray(np.exp(x))
    return np.asarray(special.expit(x)) if record.scale == "logit" else x
