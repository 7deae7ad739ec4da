"""Screening by elementary effects (Morris): all drivers at once, each moved alone a few times."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from SALib.analyze import morris as analyze_morris
from SALib.sample import morris as sample_morris

from kpsim.errors import RunError, problem
from kpsim.inputs.draws import HIGH, LOW
from kpsim.inputs.indices import FUTURE, Indices
from kpsim.results import Array
from kpsim.sensitivity.bench import Bench, answers, as_draws, prices_of, store_of
from kpsim.sensitivity.drivers import PRICES, Driver, drivers, values_at
from kpsim.sensitivity.parts import Part, Progress, work_through

LEVELS = 4
LEAST_TRAJECTORIES = 4
ROWS_A_PART = 512


@dataclass(frozen=True)
class Effect:
    """How far the outcome moves when one driver goes up by two thirds of its interval."""

    name: str
    strength: float
    """Mean of the absolute effects."""
    error: float
    uneven: float
    """Spread of the effects: interaction or a bent link."""


def screen(
    function: Callable[[Mapping[str, Array]], Array],
    names: Sequence[str],
    *,
    trajectories: int,
    seed: int,
) -> tuple[Effect, ...]:
    """Screen a function of numbers between 0 and 1."""
    rows, problem_ = _rows(names, trajectories, seed)
    answer = function(dict(zip(names, rows.T, strict=True)))
    return _effects(problem_, rows, answer, seed)


def screening(
    asked: Bench,
    *,
    trajectories: int = 10,
    keep: bool = False,
    progress: Progress | None = None,
) -> dict[str, tuple[Effect, ...]]:
    """Screen all parameters between the 5th and 95th percentile of each, chance held still."""
    moving = tuple(driver for driver in drivers(asked.world.parameters) if driver.name != PRICES)
    names = [driver.name for driver in moving]
    rows, problem_ = _rows(names, trajectories, asked.settings.seed)
    tasks = {
        f"{start:06d}": _Rows(asked, moving, rows[start : start + ROWS_A_PART], start).answer
        for start in range(0, len(rows), ROWS_A_PART)
    }
    store = store_of(asked, "screening", trajectories) if keep else None
    parts = work_through(tasks, store, workers=asked.settings.workers, progress=progress)
    return {
        key: _effects(
            problem_, rows, np.concatenate([part[key] for part in parts.values()]),
            asked.settings.seed,
        )
        for key in asked.keys
    }  # fmt: skip


@dataclass(frozen=True)
class _Rows:
    asked: Bench
    moving: tuple[Driver, ...]
    rows: Array
    first: int

    def answer(self) -> Part:
        """Answer at some rows of the design."""
        at = LOW + (HIGH - LOW) * self.rows
        streams = {
            stream: at[:, place]
            for place, driver in enumerate(self.moving)
            for stream in driver.streams
        }
        middle = np.full(len(at), 1 / 2)
        parameters = self.asked.world.parameters
        values = values_at(parameters, lambda name: streams.get(name, middle))
        prices = still_prices(values, self.asked.settings.seed)
        return answers(self.asked, as_draws(values, seed=0, first=self.first), prices)


def still_prices(values: Mapping[str, Array], seed: int) -> Indices:
    """Return price paths without chance: the same shocks in all rows, moved by parameters only."""
    count = max(array.shape[-1] for array in values.values())
    wide = {
        name: np.broadcast_to(values[name], (1, 1, 1, count)) for name in FUTURE if name in values
    }
    rows = np.column_stack([array.ravel() for array in wide.values()])
    distinct, place = np.unique(rows, axis=0, return_inverse=True)
    paths = [
        prices_of({name: row[i].reshape(1, 1, 1, 1) for i, name in enumerate(wide)}, seed)
        for row in distinct
    ]
    cpi, wages, cost = (
        np.concatenate([getattr(path, name) for path in paths], axis=1)[:, place.ravel()]
        for name in ("cpi", "wages", "service_cost")
    )
    return Indices(paths[0].years, cpi, wages, cost)


def _rows(names: Sequence[str], trajectories: int, seed: int) -> tuple[Array, dict[str, object]]:
    if trajectories < LEAST_TRAJECTORIES:
        text = "{found} trajectories are too few for a screening; ask for at least {least}"
        raise RunError(
            problem("--trajectories", text, found=trajectories, least=LEAST_TRAJECTORIES)
        )
    problem_ = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    rows = sample_morris.sample(problem_, trajectories, num_levels=LEVELS, seed=seed)
    return np.asarray(rows, dtype=float), problem_


def _effects(
    problem_: dict[str, object], rows: Array, answer: Array, seed: int
) -> tuple[Effect, ...]:
    if np.ptp(answer) == 0:
        text = "the outcome is the same in all draws, so nothing drives it; choose another outcome"
        raise RunError(problem("--outcome", text))
    found = analyze_morris.analyze(
        problem_, rows, answer, num_levels=LEVELS, conf_level=0.9, seed=seed
    )
    columns = zip(found["names"], found["mu_star"], found["mu_star_conf"], found["sigma"],
                  strict=True)  # fmt: skip
    return tuple(Effect(str(name), float(a), float(b), float(c)) for name, a, b, c in columns)
