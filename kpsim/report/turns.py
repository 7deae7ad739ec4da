"""What would turn a conclusion: the search, and what it found as rows and for machines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kpsim.report.question import Question
from kpsim.results import Results
from kpsim.sensitivity.asked import Asked, measure
from kpsim.sensitivity.drivers import Driver, drivers
from kpsim.sensitivity.given_data import explained
from kpsim.sensitivity.joint_tipping import Joint, joint_tipping
from kpsim.sensitivity.parts import Progress
from kpsim.sensitivity.tipping import Bearable, Depth, Tipping, bearable, depth, tipping_points
from kpsim.wording.record_values import record_of
from kpsim.wording.units import in_record_unit

DRAWS = 512


@dataclass(frozen=True)
class Turned:
    """What would turn one outcome: each of the strongest unknowns alone, the first two together."""

    one: Asked
    values: np.ndarray
    alone: tuple[Tipping, ...]
    joint: Joint


@dataclass(frozen=True)
class Turns:
    """What would turn the conclusions about a scenario."""

    results: Results
    outcomes: tuple[Turned, ...]
    depth: Depth | None
    bearable: Bearable


def turns(asked: Question, *, top: int, progress: Progress | None) -> Turns:
    """Look for the values that turn each outcome; then for depth and what staff bear."""
    results = asked.results(progress)
    numbers = asked.columns(results.draws)
    draws = min(DRAWS, results.draws)
    outcomes = []
    for place, one in enumerate(asked.bench.asked):
        values = measure(results, asked.scenario, one, public=asked.world.ledger.public)
        among = strongest(asked, numbers, values, top)
        bench, key = asked.bench, asked.key(place)
        alone = tipping_points(bench, key, among, draws=draws, keep=True, progress=progress)
        two = joint_tipping(
            bench, key, (among[0], among[1]), draws=draws, keep=True, progress=progress
        )
        outcomes.append(Turned(one, values, alone, two))
    scenario = asked.bench.scenarios[-1]
    found = (
        depth(asked.bench, scenario, draws=draws, keep=True, progress=progress)
        if scenario.changes
        else None
    )
    limits = bearable(asked.bench, draws=draws, keep=True, progress=progress)
    return Turns(results, tuple(outcomes), found, limits[asked.scenario])


def strongest(
    asked: Question, numbers: dict[str, np.ndarray], values: np.ndarray, top: int
) -> list[Driver]:
    """Return the drivers whose curve explains most of the outcome."""
    shares: dict[str, float] = {}
    for key, column in numbers.items():
        if np.ptp(column) > 0:
            name = key.partition(".")[0]
            shares[name] = max(shares.get(name, 0.0), explained(column, values))
    every = [
        each for each in drivers(asked.world.parameters) if each.kind in ("parameter", "cause")
    ]
    return sorted(every, key=lambda each: -max(shares.get(name, 0.0) for name in each.parameters))[
        : max(2, top)
    ]


def frame(asked: Question, found: Turned) -> pd.DataFrame:
    """Put what would turn an outcome in rows, in the units of the records."""
    return pd.DataFrame([*_alone(asked, found.alone), *_together(asked, found.joint)])


def record(asked: Question, found: Turns) -> dict[str, Any]:
    """Return what was found for machines: crowns of 2025, unknowns in their records' units."""
    return {
        "scenario": asked.scenario,
        "draws": found.results.draws,
        "seed": asked.bench.settings.seed,
        "outcomes": {
            each.one.key: {
                "middle": float(np.median(each.values)),
                "share_above_zero": float((each.values > 0).mean()),
                "alone": list(_alone(asked, each.alone)),
                "together": {
                    "unknowns": list(_together(asked, each.joint)),
                    "turns": each.joint.values is not None,
                    "draws_beyond": each.joint.beyond,
                    "draws_counted": each.joint.counted,
                    "middle_in_worst_corner": each.joint.corner,
                },
            }
            for each in found.outcomes
        },
        "smallest_harmful_cut": None if found.depth is None else found.depth.least,
        "bearable_stretch": found.bearable.least,
    }


def _alone(asked: Question, found: tuple[Tipping, ...]) -> Iterator[dict[str, object]]:
    for each in found:
        low, middle, high = np.quantile(each.line.draws, (0.05, 0.5, 0.95))
        yield {
            "way": "alone",
            **_in_units(asked, each.line.name, middle, low, high, turns_at=each.value),
            "percentile": None if each.level is None else 100 * each.level,
            "probability_beyond": None if each.value is None else each.beyond,
            "error": None,
        }


def _together(asked: Question, found: Joint) -> Iterator[dict[str, object]]:
    for place, name in enumerate(found.names):
        none = found.values is None
        value = None if found.values is None else found.values[place]
        level = None if found.levels is None else 100 * found.levels[place]
        yield {
            "way": "together",
            **_in_units(asked, name, found.middles[place], *found.ranges[place], turns_at=value),
            "percentile": level,
            "probability_beyond": None if none else found.probability,
            "error": None if none else found.error,
        }


def _in_units(
    asked: Question, name: str, middle: float, low: float, high: float, *, turns_at: float | None
) -> dict[str, object]:
    parameters, first = asked.world.parameters, first_of(asked, name)
    shown = {"now": middle, "p05": low, "p95": high, "turns_at": turns_at}
    return {
        "unknown": name,
        "label": asked.labels[name],
        "unit": record_of(parameters, first).unit,
        **{
            key: None if value is None else in_record_unit(parameters, first, float(value))
            for key, value in shown.items()
        },
    }


def first_of(asked: Question, name: str) -> str:
    """Return the parameter whose values stand for a driver."""
    found = next(each for each in drivers(asked.world.parameters) if each.name == name)
    return found.parameters[0]
