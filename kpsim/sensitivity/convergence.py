"""How the Monte Carlo error falls with draws, and how many a precision needs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kpsim.analysis import precision
from kpsim.errors import RunError, problem
from kpsim.inputs.draws import BLOCK
from kpsim.results import Array

MOST_DRAWS = 65_536
START = 2048
LEAST_BLOCKS = 2


@dataclass(frozen=True)
class Step:
    """The mean and its Monte Carlo error after some draws."""

    draws: int
    mean: float
    error: float
    width: float
    """Width of the 90 % interval."""

    @property
    def relative(self) -> float:
        """Return the error as a share of the width, which unlike the mean is never near zero."""
        return self.error / self.width if self.width else 0.0


def steps(values: Array) -> tuple[Step, ...]:
    """Return error and mean after 512, 1024, 2048 … draws of one run."""
    found = []
    draws = LEAST_BLOCKS * BLOCK
    while draws <= len(values):
        found.append(step(values[:draws]))
        draws *= 2
    return tuple(found)


def step(values: Array) -> Step:
    """Return error and mean of some draws."""
    low, high = np.quantile(values, (0.05, 0.95))
    error = float(precision.monte_carlo_error(values, precision.mean))
    return Step(len(values), float(values.mean()), error, float(high - low))


def draws_needed(values: Array, target: float) -> int:
    """Return how many draws bring the error of the mean under a share of the 90 % width."""
    check_target(target)
    found = step(values)
    needed = len(values) * (found.relative / target) ** 2
    return max(LEAST_BLOCKS * BLOCK, int(np.ceil(needed / BLOCK)) * BLOCK)


def enough(run: Callable[[int], Array], target: float, *, start: int = START) -> tuple[int, Array]:
    """Run until the error is small enough; every longer run begins with the same draws."""
    check_target(target)
    draws = start
    while True:
        values = run(draws)
        if step(values).relative <= target:
            return draws, values
        draws = min(MOST_DRAWS, max(draws + BLOCK, draws_needed(values, target)))
        if len(values) >= MOST_DRAWS:
            text = "a precision of {target:.2%} needs more than {most} draws; ask for a coarser one"
            raise RunError(problem("--precision", text, target=target, most=MOST_DRAWS))


def share_of(text: str) -> float:
    """Read a precision as it is written: 1%, 1 % or 0.01.

    >>> share_of("1%")
    0.01
    """
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        return float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        wrong = "'{given}' is no precision; expected a share of the width such as 1%"
        raise RunError(problem("--precision", wrong, given=text)) from None


def check_target(target: float) -> None:
    """Refuse a precision that is none."""
    if not 0 < target < 1:
        text = "a precision of {target:g} is impossible; expected a share of the width such as 0.01"
        raise RunError(problem("--precision", text, target=target))
