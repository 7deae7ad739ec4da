"""Where a conclusion flips: by one number, by depth of cut, by what staff can bear."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np

from kpsim.inputs.draws import BLOCK, Draws, draw
from kpsim.inputs.indices import Indices
from kpsim.inputs.scenarios import Scenario
from kpsim.results import Array
from kpsim.sensitivity.asked import CAUSED, NET, Asked
from kpsim.sensitivity.bench import Answers, Bench, bench, prices_of, store_of
from kpsim.sensitivity.by_grade import in_blocks
from kpsim.sensitivity.drivers import Driver
from kpsim.sensitivity.parts import Progress, key_of, work_through

LEVELS = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
DEPTHS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.85, 1.0)
SHARES = (0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 2.0)
"""More clients each worker takes, as a share."""

STRETCH = "stretch_share"


@dataclass(frozen=True)
class Line:
    """An outcome over the plausible range of one number, all others uncertain."""

    name: str
    values: Array
    """The number at the levels, in the engine's unit; of several elements the mean."""
    draws: Array
    """All draws of the number, for its distribution."""
    outcome: Array
    """(level, draw)."""

    @property
    def median(self) -> Array:
        """Return the middle outcome at each level."""
        return np.asarray(np.median(self.outcome, axis=1))


@dataclass(frozen=True)
class Tipping:
    """The value at which the middle outcome changes sign, if there is one."""

    line: Line
    value: float | None
    level: float | None
    """Which share of the number's distribution lies below the value."""
    beyond: float
    """Probability of being on the other side of the value than the middle is."""


def tipping_points(
    asked: Bench,
    key: str,
    among: Sequence[Driver],
    *,
    draws: int,
    keep: bool = False,
    progress: Progress | None = None,
) -> tuple[Tipping, ...]:
    """Hold each driver at levels of its draws and look for a change of sign."""
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    batches = {
        (driver.name, level): at_levels(base, {driver: level})
        for driver in among
        for level in LEVELS
    }
    found = answered(asked, batches, "break-even: one", keep=keep, progress=progress)
    return tuple(
        tipping(_line(driver, base, [found[driver.name, level][key] for level in LEVELS]))
        for driver in among
    )


def _line(driver: Driver, base: Draws, rows: Sequence[Array]) -> Line:
    """Return an outcome with one driver at levels of its draws; of several elements the mean."""
    values = held_values(base, driver, LEVELS)
    return Line(driver.name, values, mean_of(base, driver), np.array(rows))


def mean_of(base: Draws, driver: Driver) -> Array:
    """Return the draws of a driver's first number; of several elements their mean."""
    first = base.values[driver.parameters[0]]
    return np.asarray(first.reshape(-1, base.count).mean(axis=0))


def held_values(base: Draws, driver: Driver, levels: Sequence[float]) -> Array:
    """Return what that number is where every element is held at a level of its own draws."""
    first = base.values[driver.parameters[0]].reshape(-1, base.count)
    return np.asarray(np.quantile(first, levels, axis=-1).mean(axis=-1))


Label = TypeVar("Label", bound=Hashable)


def answered(
    asked: Bench,
    batches: Mapping[Label, Draws],
    question: str,
    *,
    keep: bool,
    progress: Progress | None,
    prices: Indices | None = None,
) -> dict[Label, Answers]:
    """Answer batches of draws, each a part that is kept.

    `prices` are those of a whole run, where the batches are parts of it.
    """
    counts = [each.count for each in batches.values()]
    store = store_of(asked, question, counts) if keep else None
    tasks = {
        key_of(label): partial(_answer, asked, each, prices) for label, each in batches.items()
    }
    parts = work_through(tasks, store, workers=asked.settings.workers, progress=progress)
    return {label: parts[key_of(label)] for label in batches}


def _answer(asked: Bench, draws: Draws, prices: Indices | None) -> Answers:
    if prices is None:
        return in_blocks(asked, draws, prices_of(draws.values, asked.settings.seed))
    return in_blocks(asked, draws, prices.part(slice(draws.first, draws.first + draws.count)))


def tipping(found: Line) -> Tipping:
    """Find where the median crosses zero, by straight lines between the levels."""
    value = crossing(found.values, found.median)
    if value is None:
        return Tipping(found, None, None, 0.0)
    level = float((found.draws <= value).mean())
    middle_below = float(np.median(found.draws)) <= value
    return Tipping(found, value, level, 1 - level if middle_below else level)


def crossing(values: Array, outcome: Array) -> float | None:
    """Return the first value at which the outcome changes sign; zero throughout is no change."""
    signs = np.sign(outcome)
    for place in range(len(values) - 1):
        if signs[place] * signs[place + 1] < 0:
            share = outcome[place] / (outcome[place] - outcome[place + 1])
            return float(values[place] + share * (values[place + 1] - values[place]))
    return None


@dataclass(frozen=True)
class Depth:
    """What cuts of all services by different shares save and cause."""

    depths: tuple[float, ...]
    net: Array
    caused: Array
    """Medians by depth."""
    least: float | None
    """Smallest cut at which the harm exceeds the saving."""


def depth(
    asked: Bench,
    scenario: Scenario,
    *,
    draws: int,
    keep: bool = False,
    progress: Progress | None = None,
) -> Depth:
    """Cut all services by more and more at the scenario's date; look where harm exceeds saving."""
    cuts = [cut_by(scenario, share) for share in DEPTHS if share > 0]
    wide = bench(asked.world, cuts, (Asked(NET), Asked(CAUSED)), asked.settings)
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    blocks = {start: base.slice(start, start + BLOCK) for start in range(0, base.count, BLOCK)}
    prices = prices_of(base.values, asked.settings.seed)
    parts = answered(wide, blocks, "break-even: depth", keep=keep, progress=progress, prices=prices)
    found = {key: np.concatenate([part[key] for part in parts.values()]) for key in wide.keys}
    net, caused = (
        np.array([0.0, *(np.median(found[f"{cut.name}/{name}"]) for cut in cuts)])
        for name in (NET, CAUSED)
    )
    worse = [share for share, value in zip(DEPTHS, net, strict=True) if value > 0]
    return Depth(DEPTHS, net, caused, min(worse, default=None))


def cut_by(scenario: Scenario, share: float) -> Scenario:
    """Return a scenario that takes a share of every line from the scenario's own date."""
    from kpsim.inputs.scenarios import load_scenario

    pattern = load_scenario("ten-percent-cut")
    start = scenario.changes[0].start if scenario.changes else pattern.changes[0].start
    change = replace(
        pattern.changes[0],
        by=share,
        start=start,
        announced=min(start, pattern.changes[0].announced),
    )
    return replace(pattern, name=f"cut by {share:.2f}", changes=(change,))


@dataclass(frozen=True)
class Bearable:
    """How far the outcome falls as staff can bear more, and where it reaches nothing."""

    shares: Array
    caused: Array
    """Median spending caused at each share."""
    least: float | None


def bearable(
    asked: Bench, *, draws: int, keep: bool = False, progress: Progress | None = None
) -> dict[str, Bearable]:
    """Ask how much more clients the remaining staff would have to take for no harm to be left."""
    narrow = bench(asked.world, asked.scenarios, (Asked(CAUSED),), asked.settings)
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    shape = base.values[STRETCH].shape
    held = {
        share: replace(base, values={**base.values, STRETCH: np.full(shape, share)})
        for share in SHARES
    }
    found = answered(narrow, held, "break-even: stretch", keep=keep, progress=progress)
    rows = {
        name: np.array([np.median(found[share][f"{name}/{CAUSED}"]) for share in SHARES])
        for name in narrow.names
    }
    shares = np.array(SHARES)
    return {name: Bearable(shares, row, crossing(shares, row)) for name, row in rows.items()}


def at_levels(base: Draws, levels: Mapping[Driver, float]) -> Draws:
    """Return the draws with drivers held at levels of their own draws."""
    values = dict(base.values)
    for driver, level in levels.items():
        for name in driver.parameters:
            array = base.values[name]
            held = np.quantile(array, level, axis=-1, keepdims=True)
            values[name] = np.broadcast_to(held, array.shape)
    return replace(base, values=values)
