"""What it would be worth to know: perfect information, single numbers, groups and samples.

A decision chooses the option with the largest expected net benefit. Information is worth what the
choice gains when it can wait for the answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.analysis.precision import Z_90
from kpsim.errors import RunError, problem
from kpsim.results import Array
from kpsim.sensitivity.splines import Curves, curves

SIMULATIONS = 200
MOST_TOGETHER = 5
"""Numbers of a group that get a curve of their own: those that go most with the benefits."""


@dataclass(frozen=True)
class Worth:
    """Expected value of a piece of information, in the unit of the benefits."""

    value: float
    error: float

    @property
    def margin(self) -> float:
        """Return half the width of the 90 % interval."""
        return Z_90 * self.error


@dataclass(frozen=True)
class Narrowing:
    """How much narrower the 90 % interval of an outcome would be, on average, as a share."""

    name: str
    share: float


def perfect(benefits: Mapping[str, Array]) -> Worth:
    """Return what knowing everything is worth: the mean of the best less the best of the means."""
    matrix = _matrix(benefits)
    best = matrix.max(axis=0)
    chosen = matrix[int(np.argmax(matrix.mean(axis=1)))]
    gain = best - chosen
    return Worth(float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(len(gain))))


def partial(
    benefits: Mapping[str, Array], numbers: Sequence[Array] | Curves, *, seed: int = 1
) -> Worth:
    """Return what knowing some numbers exactly is worth, by curves through the draws.

    The expectation of each option's advantage given the numbers is read off a fitted curve; the
    error comes from drawing the curve's coefficients anew and from the draws. The value cannot
    exceed perfect information nor fall below nothing.
    """
    matrix = _matrix(benefits)
    if changes_nothing(benefits):
        return Worth(0.0, 0.0)
    advantage = matrix - matrix[int(np.argmax(matrix.mean(axis=1)))]
    through = _through(numbers)
    random = np.random.default_rng(seed)
    means, copies = [], []
    for row in advantage:
        if not row.any():
            means.append(np.zeros_like(row))
            copies.append(np.zeros((SIMULATIONS, len(row))))
            continue
        fitted = through.fit(row)
        covariance = through.covariance(row, fitted)
        means.append(fitted)
        values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
        root = vectors * np.sqrt(np.maximum(values, 0))
        noise = random.standard_normal((SIMULATIONS, len(root))) @ root.T
        copies.append(fitted + noise @ through.matrix.T)
    value = float(np.max(means, axis=0).mean() - max(each.mean() for each in means))
    many = np.max(copies, axis=0).mean(axis=1) - np.array(copies).mean(axis=2).max(axis=0)
    most = perfect(benefits).value
    gain = np.max(means, axis=0) - means[int(np.argmax([each.mean() for each in means]))]
    sampling = gain.std(ddof=1) / np.sqrt(len(gain))
    return Worth(min(max(value, 0.0), most), float(np.hypot(many.std(ddof=1), sampling)))


def narrowing(name: str, outcome: Array, numbers: Sequence[Array] | Curves) -> Narrowing:
    """Return how far knowing some numbers narrows the 90 % interval of an outcome."""
    whole = _width(outcome)
    if whole == 0:
        return Narrowing(name, 0.0)
    left = outcome - _through(numbers).fit(outcome)
    return Narrowing(name, max(0.0, 1 - _width(left) / whole))


def _through(numbers: Sequence[Array] | Curves) -> Curves:
    return numbers if isinstance(numbers, Curves) else curves(numbers)


def changes_nothing(benefits: Mapping[str, Array]) -> bool:
    """Tell whether one option is best in every draw, so that no information can matter."""
    return len(set(np.argmax(_matrix(benefits), axis=0).tolist())) == 1


def nested(
    benefit: Callable[[Array, np.random.Generator], Array],
    numbers: Array,
    *,
    inner: int,
    seed: int,
) -> Worth:
    """Return partial information by nested simulation: exact but slow, for checking.

    `benefit` returns (option, draw) for one known number and `inner` draws of the rest.
    """
    random = np.random.default_rng(seed)
    means = np.array([benefit(np.full(inner, x), random).mean(axis=1) for x in numbers])
    best, fixed = means.max(axis=1), means[:, int(np.argmax(means.mean(axis=0)))]
    gain = best - fixed
    return Worth(float(gain.mean()), float(gain.std(ddof=1) / np.sqrt(len(gain))))


def _matrix(benefits: Mapping[str, Array]) -> Array:
    if len(benefits) < 2:
        text = "a decision needs two options at least; name scenarios to choose from"
        raise RunError(problem("--decision", text))
    return np.stack(list(benefits.values()))


def _width(values: Array) -> float:
    low, high = np.quantile(values, (0.05, 0.95))
    return float(high - low)
