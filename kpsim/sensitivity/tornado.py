"""One driver low and high, over its own interval, while all others stay uncertain."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from kpsim.errors import RunError, problem
from kpsim.inputs.draws import BLOCK, Draws, draw, held_at
from kpsim.inputs.indices import FUTURE, Indices
from kpsim.results import Array
from kpsim.sensitivity.bench import (
    Bench,
    answers,
    as_draws,
    prices_of,
    simulate_draws,
    store_of,
)
from kpsim.sensitivity.drivers import Driver, drivers, needs_simulation
from kpsim.sensitivity.parts import Part, Progress, key_of, work_through

LEVELS = (0.05, 0.25, 0.75, 0.95)
ENDS = (0.05, 0.95)
AT_ONCE = 8


@dataclass(frozen=True)
class Bar:
    """The mean outcome with one parameter at quantiles of its draws."""

    name: str
    levels: tuple[float, ...]
    values: tuple[float, ...]
    """What the parameter is at these levels, in the engine's unit; the mean over its elements."""
    means: tuple[float, ...]

    @property
    def length(self) -> float:
        """Return how far the mean outcome moves."""
        return max(self.means) - min(self.means)


def tornado(
    asked: Bench,
    *,
    draws: int,
    names: Sequence[str] | None = None,
    levels: Sequence[float] = ENDS,
    keep: bool = False,
    progress: Progress | None = None,
) -> dict[str, tuple[Bar, ...]]:
    """Hold each parameter at levels of its own draws; longest bars first, by answer.

    Parameters of one shared cause move together, as they do in the draws: the cause is what is
    not known, and one of them alone at its end is a future the draws do not hold.
    """
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    movers = [
        each for each in drivers(asked.world.parameters) if each.kind in ("parameter", "cause")
    ]
    if names is not None:
        movers = [each for each in movers if each.name in names]
    store = store_of(asked, "tornado", base.count) if keep else None
    tasks: dict[str, Callable[[], Part]] = {}
    for start in range(0, base.count, BLOCK):
        block = _Block(asked, base.slice(start, start + BLOCK), base)
        for first in range(0, len(movers), AT_ONCE):
            some = tuple(movers[first : first + AT_ONCE])
            label = key_of([driver.name for driver in some], tuple(levels))
            tasks[f"{start:05d}-{label}"] = partial(block.bars, some, tuple(levels))
    parts = work_through(tasks, store, workers=asked.settings.workers, progress=progress)
    found: dict[str, tuple[Bar, ...]] = {}
    for key in asked.keys:
        bars = [_bar(parts, key, driver, tuple(levels), base) for driver in movers]
        found[key] = tuple(sorted(bars, key=lambda bar: -bar.length))
    return found


def two_way(
    asked: Bench, first: str, second: str, *, draws: int, levels: Sequence[float]
) -> dict[str, Array]:
    """Return mean outcomes with two parameters held together: (first, second), by answer."""
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    for name in (first, second):
        if name not in base.values:
            from kpsim.errors import suggestion

            text = "no parameter '{name}'{near}"
            near = suggestion(name, base.values)
            raise RunError(problem("--pair", text, name=name, near=near))
    found = {key: np.empty((len(levels), len(levels))) for key in asked.keys}
    for i, low in enumerate(levels):
        for j, high in enumerate(levels):
            held = held_at(held_at(base, first, low), second, high)
            answer = answers(asked, held, prices_of(held.values, asked.settings.seed))
            for key, values in answer.items():
                found[key][i, j] = values.mean()
    return found


@dataclass(frozen=True)
class _Block:
    asked: Bench
    draws: Draws
    whole: Draws

    def bars(self, some: Sequence[Driver], levels: tuple[float, ...]) -> Part:
        """Answer with each driver at each level."""
        found: Part = {}
        held = None
        prices = self.prices({})
        for driver in some:
            still = not needs_simulation(self.asked.world, driver)
            if still and held is None:
                held = simulate_draws(self.asked, self.draws, prices)
            for level in levels:
                change = self.held(driver, level)
                values = {**self.draws.values, **change}
                new = as_draws(values, seed=self.draws.seed, first=self.draws.first)
                paths = self.prices(change) if driver.parameters[0] in FUTURE else prices
                found_ = held if still else None
                for key, answer in answers(self.asked, new, paths, found_).items():
                    found[f"{driver.name}|{level}|{key}"] = answer
        return found

    def prices(self, change: Mapping[str, Array]) -> Indices:
        """Return the price paths of these draws: those of the whole run, cut out."""
        wide = {
            name: np.broadcast_to(array[..., :1], self.whole.values[name].shape)
            for name, array in change.items()
        }
        values = {**self.whole.values, **wide}
        here = slice(self.draws.first, self.draws.first + self.draws.count)
        return prices_of(values, self.asked.settings.seed).part(here)

    def held(self, driver: Driver, level: float) -> Mapping[str, Array]:
        """Return the driver's parameters at a level of all draws."""
        return {
            name: np.broadcast_to(
                np.quantile(self.whole.values[name], level, axis=-1, keepdims=True),
                self.draws.values[name].shape,
            )
            for name in driver.parameters
        }


def _bar(
    parts: Mapping[str, Part], key: str, driver: Driver, levels: tuple[float, ...], base: Draws
) -> Bar:
    means = []
    for level in levels:
        name = f"{driver.name}|{level}|{key}"
        blocks = [part[name] for part in parts.values() if name in part]
        means.append(float(np.concatenate(blocks).mean()))
    first = base.values[driver.parameters[0]]
    values = tuple(float(np.quantile(first, level, axis=-1).mean()) for level in levels)
    return Bar(driver.name, levels, values, tuple(means))
