"""Variance-based indices by pick and freeze, on SALib's scrambled Sobol' design."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from SALib.analyze import sobol as analyze_sobol
from SALib.sample import sobol as sample_sobol

from kpsim.errors import RunError, problem
from kpsim.inputs.draws import BLOCK
from kpsim.results import Array
from kpsim.sensitivity.bench import Bench, answers, as_draws, prices_of, simulate_draws, store_of
from kpsim.sensitivity.drivers import PRICES, Driver, drivers, needs_simulation, values_at
from kpsim.sensitivity.parts import Part, Progress, key_of, work_through

DRIVERS_A_PART = 16
LEAST_POINTS = 256
RESAMPLES = 200
LEVEL = 0.9


@dataclass(frozen=True)
class Design:
    """Two independent sets of uniform numbers by stream: the points, and what they change to."""

    base: Mapping[str, Array]
    other: Mapping[str, Array]
    points: int
    seed: int

    def part(self, rows: slice) -> "Design":
        """Return some of the points."""
        base = {name: column[rows] for name, column in self.base.items()}
        other = {name: column[rows] for name, column in self.other.items()}
        return replace(self, base=base, other=other, points=len(range(self.points)[rows]))


@dataclass(frozen=True)
class Index:
    """What one driver contributes to the variance; errors are half widths of 90 % intervals."""

    name: str
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True)
class Variance:
    """First-order and total indices of one outcome."""

    indices: tuple[Index, ...]
    variance: float
    points: int

    @property
    def shares(self) -> dict[str, float]:
        """Return shares that add to one.

        Half of first and total index is the Shapley effect where inputs interact in pairs at
        most. Noise below zero and first indices above the total are cut off.
        """
        halves = {
            each.name: (min(max(each.first, 0.0), max(each.total, 0.0)) + max(each.total, 0.0)) / 2
            for each in self.indices
        }
        whole = sum(halves.values())
        return {name: half / whole for name, half in halves.items()} if whole else halves


def design(streams: Sequence[str], points: int, seed: int) -> Design:
    """Make the two sets of points with SALib: the first and last row of each of its groups.

    Two groups of columns keep SALib from writing a row for every column, which need not be kept.
    """
    check_points(points)
    problem_ = {
        "num_vars": len(streams),
        "names": list(streams),
        "groups": ["first", *["others"] * (len(streams) - 1)],
        "bounds": [[0.0, 1.0]] * len(streams),
    }
    rows = sample_sobol.sample(problem_, points, calc_second_order=False, seed=seed)
    step = len(rows) // points
    edge = np.finfo(float).eps
    base, other = (np.clip(rows[at::step], edge, 1 - edge) for at in (0, step - 1))
    return Design(
        dict(zip(streams, base.T, strict=True)),
        dict(zip(streams, other.T, strict=True)),
        points=points,
        seed=seed,
    )


def check_points(points: int) -> None:
    """Refuse a number of points that makes no balanced design."""
    if points < LEAST_POINTS or points & (points - 1):
        text = "{points} base points are asked for; expected a power of two, {least} at least"
        raise RunError(problem("--points", text, points=points, least=LEAST_POINTS))


def indices_of(base: Array, other: Array, changed: Mapping[str, Array], *, seed: int) -> Variance:
    """Return the indices from the outcomes at the points; SALib computes them."""
    if np.ptp(base) <= 1e-12 * np.abs(base).max(initial=0.0):
        text = "the outcome is the same in all draws, so nothing drives it; choose another outcome"
        raise RunError(problem("--outcome", text))
    names = list(changed)
    answers_ = np.column_stack([base, *changed.values(), other]).ravel()
    found = analyze_sobol.analyze(
        {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)},
        answers_,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=LEVEL,
        seed=seed,
    )
    rows = zip(names, found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True)
    indices = tuple(Index(name, *(float(value) for value in row)) for name, *row in rows)
    return Variance(indices, float(np.var(base)), len(base))


def of_function(
    function: Callable[[Mapping[str, Array]], Array],
    groups: Mapping[str, Sequence[str]],
    *,
    points: int,
    seed: int,
) -> Variance:
    """Return the indices of a function of uniform numbers, by groups of its inputs."""
    made = design([name for group in groups.values() for name in group], points, seed)
    changed = {
        name: function({**made.base, **{each: made.other[each] for each in group}})
        for name, group in groups.items()
    }
    return indices_of(function(made.base), function(made.other), changed, seed=seed)


def variance(
    asked: Bench,
    *,
    points: int,
    among: Sequence[Driver] | None = None,
    keep: bool = False,
    progress: Progress | None = None,
) -> dict[str, Variance]:
    """Return the indices of every outcome asked for, by "scenario/outcome"."""
    every = drivers(asked.world.parameters)
    changing = every if among is None else tuple(among)
    streams = tuple(dict.fromkeys(name for driver in every for name in driver.streams))
    check_points(points)
    # Fixed parameters have no stream in the design; any number does.
    seed = asked.settings.seed
    made = design(streams, points, seed)
    store = store_of(asked, "variance", points) if keep else None
    tasks: dict[str, Callable[[], Part]] = {}
    for start in range(0, points, BLOCK):
        block = made.part(slice(start, start + BLOCK))
        held = _Held(asked, block, start)
        tasks[f"{start:05d}-ends"] = held.ends
        for first in range(0, len(changing), DRIVERS_A_PART):
            some = changing[first : first + DRIVERS_A_PART]
            label = key_of([driver.name for driver in some])
            tasks[f"{start:05d}-{label}"] = partial(held.changed, some)
    parts = work_through(tasks, store, workers=asked.settings.workers, progress=progress)
    return {
        key: indices_of(
            _column(parts, f"base|{key}"),
            _column(parts, f"other|{key}"),
            {driver.name: _column(parts, f"{driver.name}|{key}") for driver in changing},
            seed=seed,
        )
        for key in asked.keys
    }


class _Held:
    """A block of points, simulated once and written into crowns at many prices."""

    def __init__(self, asked: Bench, block: Design, first: int) -> None:
        self.asked, self.block, self.first = asked, block, first

    def values(self, changed: Sequence[str], names: Sequence[str] | None) -> Mapping[str, Array]:
        """Return the parameters at the points, the changed streams taken from the other set."""
        streams = set(changed)
        middle = np.full(self.block.points, 1 / 2)

        def uniform(name: str) -> Array:
            return (self.block.other if name in streams else self.block.base).get(name, middle)

        return values_at(self.asked.world.parameters, uniform, names)

    def ends(self) -> Part:
        """Answer at the points and at the points they change to."""
        found: Part = {}
        for label, streams, seed in (
            ("base", (), self.seed),
            ("other", tuple(self.block.other), self.seed + 1),
        ):
            values = self.values(streams, None)
            draws = as_draws(values, seed=seed, first=self.first)
            prices = self.prices(values, seed)
            for key, answer in answers(self.asked, draws, prices).items():
                found[f"{label}|{key}"] = answer
        return found

    @property
    def seed(self) -> int:
        """Return the seed of the price paths of the points."""
        return 2 * self.block.seed + 1

    def prices(self, values: Mapping[str, Array], seed: int):  # type: ignore[no-untyped-def]
        """Return the price paths; each block has its own."""
        return prices_of(values, seed + 1_000_003 * (1 + self.first // BLOCK))

    def changed(self, some: Sequence[Driver]) -> Part:
        """Answer with each driver changed in turn."""
        base = self.values((), None)
        draws = as_draws(base, seed=self.block.seed, first=self.first)
        prices = self.prices(base, self.seed)
        found: Part = {}
        held = None
        for driver in some:
            values = {**base, **self.values(driver.streams, driver.parameters)}
            seed = self.seed + (driver.name == PRICES)
            new = as_draws(values, seed=self.block.seed, first=self.first)
            again = None
            if not needs_simulation(self.asked.world, driver):
                held = simulate_draws(self.asked, draws, prices) if held is None else held
                again = held
            paths = self.prices(values, seed)
            for key, answer in answers(self.asked, new, paths, again).items():
                found[f"{driver.name}|{key}"] = answer
        return found


def _column(parts: Mapping[str, Part], key: str) -> Array:
    """Put the blocks of one answer together, in the order of the points."""
    rows = [(name.partition("-")[0], part[key]) for name, part in parts.items() if key in part]
    return np.concatenate([row for _, row in sorted(rows, key=lambda each: each[0])])
