"""Where a conclusion flips: alone, for two together, by depth of cut, by what staff can bear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpsim.inputs.draws import Draws, draw
from kpsim.inputs.scenarios import Scenario
from kpsim.results import REFERENCE, Array
from kpsim.sensitivity.asked import CAUSED, NET, Asked
from kpsim.sensitivity.bench import Bench, as_draws, bench, prices_of
from kpsim.sensitivity.by_grade import in_blocks
from kpsim.sensitivity.drivers import Driver
from kpsim.sensitivity.parts import Progress

LEVELS = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
DEPTHS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 0.85, 1.0)
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
    progress: Progress | None = None,
) -> tuple[Tipping, ...]:
    """Hold each driver at levels of its draws and look for a change of sign."""
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    found = []
    for place, driver in enumerate(among):
        found.append(tipping(line(asked, key, driver, base)))
        if progress is not None:
            progress(place + 1, len(among))
    return tuple(found)


def line(asked: Bench, key: str, driver: Driver, base: Draws) -> Line:
    """Return an outcome with one driver at levels of its draws."""
    rows = []
    for level in LEVELS:
        held = _held(base, {driver: level})
        rows.append(in_blocks(asked, held, prices_of(held.values, asked.settings.seed))[key])
    first = base.values[driver.parameters[0]]
    mean = first.reshape(-1, base.count).mean(axis=0)
    values = np.quantile(mean, LEVELS)
    return Line(driver.name, values, mean, np.array(rows))


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


def together(
    asked: Bench, key: str, pair: tuple[Driver, Driver], *, draws: int
) -> tuple[Array, Array, Array]:
    """Return the levels and the median outcome with two drivers held together."""
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    levels = np.array([0.05, 0.5, 0.95])
    table = np.empty((len(levels), len(levels)))
    for i, first in enumerate(levels):
        for j, second in enumerate(levels):
            held = _held(base, {pair[0]: float(first), pair[1]: float(second)})
            answer = in_blocks(asked, held, prices_of(held.values, asked.settings.seed))[key]
            table[i, j] = np.median(answer)
    return levels, levels, table


@dataclass(frozen=True)
class Depth:
    """What cuts of all services by different shares save and cause."""

    depths: tuple[float, ...]
    net: Array
    caused: Array
    """Medians by depth."""
    least: float | None
    """Smallest cut at which the harm exceeds the saving."""


def depth(asked: Bench, scenario: Scenario, *, draws: int) -> Depth:
    """Cut all services by more and more at the scenario's date; look where harm exceeds saving."""
    cuts = [cut_by(scenario, share) for share in DEPTHS if share > 0]
    wide = bench(asked.world, cuts, (Asked(NET), Asked(CAUSED)), asked.settings)
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    found = in_blocks(wide, base, prices_of(base.values, asked.settings.seed))
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


def bearable(asked: Bench, *, draws: int) -> dict[str, Bearable]:
    """Ask how much more clients the remaining staff would have to take for no harm to be left."""
    shares = np.array([0.0, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 2.0])
    narrow = bench(asked.world, asked.scenarios, (Asked(CAUSED),), asked.settings)
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    rows: dict[str, list[float]] = {name: [] for name in narrow.names}
    for share in shares:
        shape = base.values[STRETCH].shape
        values: Mapping[str, Array] = {**base.values, STRETCH: np.full(shape, share)}
        held = as_draws(values, seed=base.seed)
        found = in_blocks(narrow, held, prices_of(values, asked.settings.seed))
        for name in narrow.names:
            rows[name].append(float(np.median(found[f"{name}/{CAUSED}"])))
    return {
        name: Bearable(shares, np.array(row), crossing(shares, np.array(row)))
        for name, row in rows.items()
        if name != REFERENCE
    }


def _held(base: Draws, levels: Mapping[Driver, float]) -> Draws:
    values = dict(base.values)
    for driver, level in levels.items():
        for name in driver.parameters:
            array = base.values[name]
            held = np.quantile(array, level, axis=-1, keepdims=True)
            values[name] = np.broadcast_to(held, array.shape)
    return replace(base, values=values)
