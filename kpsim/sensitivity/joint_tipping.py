"""Where a conclusion flips by two numbers together: the line of pairs at which it does.

Both move from their middles by equal steps of probability towards the corner of their ranges
that is worst for the conclusion. All other numbers stay as they are drawn, so every pair is
asked in the same futures.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product

import numpy as np
from scipy import interpolate, optimize

from kpsim.analysis.summary import monte_carlo_error
from kpsim.inputs.draws import draw
from kpsim.results import Array
from kpsim.sensitivity.bench import Bench
from kpsim.sensitivity.drivers import Driver
from kpsim.sensitivity.parts import Progress
from kpsim.sensitivity.tipping import answered, at_levels, held_values, mean_of

GRID = (0.01, 0.05, 0.5, 0.95, 0.99)
"""Percentiles at which the pairs are asked, once the corners have shown that it is worth it."""

CORNERS = (GRID[0], GRID[-1])
MIDDLE = 0.5
FINE = 0.0005
"""How near to the percentile of the flip the search comes."""

Pair = tuple[float, float]
Medians = Callable[[Sequence[Pair]], list[float]]
"""The middle outcomes with both numbers held at pairs of percentiles of their draws."""

Values = Callable[[int, tuple[float, ...]], Array]
"""The first or the second number at percentiles of its draws."""


@dataclass(frozen=True)
class Plane:
    """Middle outcomes over the plausible ranges of two numbers, all others uncertain."""

    names: tuple[str, str]
    levels: tuple[float, ...]
    values: tuple[Array, Array]
    """The numbers at the levels, in the engine's unit; of several elements the mean."""
    draws: tuple[Array, Array]
    medians: Array
    """(first, second)."""

    def at(self, first: Array, second: Array) -> Array:
        """Return the middle outcome at pairs of values, straight between and beyond the levels."""
        known = [np.unique(each, return_index=True) for each in self.values]
        rows, columns = (places for _, places in known)
        surface = interpolate.RegularGridInterpolator(
            [values for values, _ in known],
            self.medians[np.ix_(rows, columns)],
            bounds_error=False,
            fill_value=None,
        )
        return np.asarray(surface(np.column_stack([first, second])))


@dataclass(frozen=True)
class Joint:
    """The pair at which the middle outcome changes sign, if there is one, and the chance of it."""

    names: tuple[str, str]
    up: tuple[bool, bool]
    """Whether each number rises towards the worst corner."""
    middles: tuple[float, float]
    ranges: tuple[tuple[float, float], tuple[float, float]]
    """Each number at its 5th and 95th percentile."""
    corner: float
    """The middle outcome in the worst corner."""
    ends: tuple[float, float]
    """The two numbers there."""
    levels: tuple[float, float] | None = None
    """Percentiles of the two numbers at the flip, equally far from the middle."""
    values: tuple[float, float] | None = None
    beyond: int = 0
    """Draws of the two numbers on the flipped side of the line."""
    counted: int = 0
    error: float = 0.0
    """Monte Carlo error of the share of such draws."""
    plane: Plane | None = None

    @property
    def probability(self) -> float:
        """Return the chance that the two numbers lie beyond the line."""
        return self.beyond / self.counted if self.counted else 0.0


def joint_tipping(
    asked: Bench,
    key: str,
    pair: tuple[Driver, Driver],
    *,
    draws: int,
    keep: bool = False,
    progress: Progress | None = None,
) -> Joint:
    """Hold two drivers together at levels of their draws and look for the line of the flip."""
    parameters, seed = asked.world.parameters, asked.settings.seed
    base = draw(parameters, seed=seed, draws=draws, view="central")
    whole = draw(parameters, seed=seed, draws=asked.settings.draws, view="central")

    question = f"break-even: {pair[0].name} and {pair[1].name}"
    known: dict[Pair, float] = {}

    def medians(pairs: Sequence[Pair]) -> list[float]:
        batches = {
            each: at_levels(base, dict(zip(pair, each, strict=True)))
            for each in dict.fromkeys(pairs)
            if each not in known
        }
        found = answered(asked, batches, question, keep=keep, progress=progress)
        known.update((each, float(np.median(found[each][key]))) for each in batches)
        return [known[each] for each in pairs]

    return joint(
        (pair[0].name, pair[1].name),
        medians,
        values=lambda place, levels: held_values(base, pair[place], levels),
        draws=(mean_of(whole, pair[0]), mean_of(whole, pair[1])),
    )


def joint(
    names: tuple[str, str],
    medians: Medians,
    *,
    values: Values,
    draws: tuple[Array, Array],
) -> Joint:
    """Find the flip along the line to the worst corner, then the line through all pairs."""
    sign = float(np.sign(medians([(MIDDLE, MIDDLE)])[0])) or 1.0
    up, corner = _worst(medians, sign)
    middles, ranges = zip(*(_spread(values(place, (0.05, MIDDLE, 0.95))) for place in (0, 1)),
                          strict=True)  # fmt: skip
    ends = _pair(values, (CORNERS[up[0]], CORNERS[up[1]]))
    found = Joint(names, up, middles, ranges, corner, ends)
    step = _step(medians, up, sign)
    if step is None:
        return found
    levels = _moved(step, up)
    plane = Plane(
        names,
        GRID,
        (values(0, GRID), values(1, GRID)),
        draws,
        np.reshape(medians(list(product(GRID, GRID))), (len(GRID), len(GRID))),
    )
    flipped = np.asarray(plane.at(*draws) * sign < 0, dtype=float)
    return replace(
        found,
        levels=levels,
        values=_pair(values, levels),
        beyond=int(flipped.sum()),
        counted=len(flipped),
        error=float(monte_carlo_error(flipped)),
        plane=plane,
    )


def _pair(values: Values, levels: Pair) -> Pair:
    first, second = (float(values(place, (level,))[0]) for place, level in enumerate(levels))
    return first, second


def _worst(medians: Medians, sign: float) -> tuple[tuple[bool, bool], float]:
    """Return the corner in which the outcome goes farthest against its middle."""
    ways = [(first, second) for first in (False, True) for second in (False, True)]
    found = medians([(CORNERS[first], CORNERS[second]) for first, second in ways])
    corner, up = min(zip(found, ways, strict=True), key=lambda each: sign * each[0])
    return up, corner


def _step(medians: Medians, up: tuple[bool, bool], sign: float) -> float | None:
    """Return how far in probability both have to move for the first flip."""

    def outcome(step: float) -> float:
        return sign * medians([_moved(step, up)])[0]

    steps = [level - MIDDLE for level in GRID if level >= MIDDLE]
    for near, far in pairwise(steps):
        if outcome(far) < 0:
            return float(optimize.brentq(outcome, near, far, xtol=FINE))
    return None


def _moved(step: float, up: tuple[bool, bool]) -> Pair:
    first, second = (round(MIDDLE + (step if rises else -step), 6) for rises in up)
    return first, second


def _spread(values: Array) -> tuple[float, tuple[float, float]]:
    low, middle, high = map(float, values)
    return middle, (low, high)
