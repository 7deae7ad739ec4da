"""How the Monte Carlo error falls with draws, and how many a precision needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from kpsim.analysis import precision
from kpsim.errors import RunError, problem
from kpsim.inputs.draws import BLOCK, draw
from kpsim.inputs.scenarios import Scenario
from kpsim.results import Array
from kpsim.sensitivity.asked import SUMS, Asked
from kpsim.sensitivity.bench import Answers, answers, bench, prices_of
from kpsim.sensitivity.parts import Progress, work_through
from kpsim.study import Settings
from kpsim.world import World

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


def draws_needed(found: Step, target: float) -> int:
    """Return how many draws bring the error of the mean under a share of the 90 % width."""
    check_target(target)
    needed = found.draws * (found.relative / target) ** 2
    return max(LEAST_BLOCKS * BLOCK, int(np.ceil(needed / BLOCK)) * BLOCK)


@dataclass(frozen=True)
class Enough:
    """How many draws a precision takes, and the result that needs most of them."""

    draws: int
    neediest: str
    step: Step


def enough(run: Callable[[int], Mapping[str, Array]], target: float) -> Enough:
    """Run until the error of every result is small enough.

    Every longer run begins with the same draws. It starts with START draws, because the error
    that fewer would show is itself a guess.
    """
    check_target(target)
    draws = START
    while True:
        found = {key: step(values) for key, values in run(draws).items()}
        worst = max(found, key=lambda key: found[key].relative)
        if found[worst].relative <= target:
            return Enough(draws, worst, found[worst])
        if draws >= MOST_DRAWS:
            text = (
                "a precision of {target:.2%} takes about {needed:,} draws, more than {most:,}; ask "
                "for a coarser one, or for --draws"
            )
            needed = draws_needed(found[worst], target)
            values = {"target": target, "needed": needed, "most": MOST_DRAWS}
            raise RunError(problem("--precision", text, **values))
        draws = min(MOST_DRAWS, max(draws + BLOCK, draws_needed(found[worst], target)))


def draws_for(
    world: World,
    scenarios: Sequence[Scenario],
    settings: Settings,
    *,
    target: float,
    progress: Progress | None = None,
) -> Enough:
    """Choose the draws of a run by what its scenarios save, cause and cost in public budgets."""
    asked = bench(world, scenarios, [Asked(name) for name in SUMS], settings)

    def run(draws: int) -> Answers:
        base = draw(world.parameters, seed=settings.seed, draws=draws, view="central")
        prices = prices_of(base.values, settings.seed)
        spans = [slice(start, start + BLOCK) for start in range(0, base.count, BLOCK)]
        tasks = {
            f"{span.start}": partial(
                answers, asked, base.slice(span.start, span.stop), prices.part(span)
            )
            for span in spans
        }
        parts = work_through(tasks, None, workers=settings.workers, progress=progress)
        return {key: np.concatenate([part[key] for part in parts.values()]) for key in asked.keys}

    return enough(run, target)


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
