"""A rolling test of how prices and wages are carried forward: hits of n, and nothing more.

Sixteen years cannot calibrate an interval; the count says only whether the method was blind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from pydantic import BaseModel, Field
from scipy.stats import norm

from kpsim.errors import ParameterError
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.indices import history_factor
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import STRICT

FIRST_YEAR, LAST_YEAR = 2010, 2025
SERIES = ("cpi", "wages")


class Method(BaseModel):
    """What the forecast is made of."""

    model_config = STRICT
    first_target: int = Field(ge=FIRST_YEAR + 3, le=LAST_YEAR)
    persistence: float = Field(ge=0, lt=1)
    level: float = Field(gt=0, lt=1)
    weights: dict[str, float] = {}

    def weight(self, year: int) -> float:
        """Return how much a year counts; 1 unless it is weighted down."""
        return self.weights.get(str(year), 1.0)


@dataclass(frozen=True)
class Trial:
    """One forecast and what happened."""

    series: str
    target: int
    ahead: int
    low: float
    high: float
    happened: float

    @property
    def hit(self) -> bool:
        """Tell whether what happened lies inside."""
        return self.low <= self.happened <= self.high


def load_method(folder: Path | None = None) -> Method:
    """Read the method of the test."""
    path = (folder or params_folder()) / "money" / "backtest.toml"
    method, problems = validated(Method, read_toml(path), place=place_of(path))
    if method is None:
        raise ParameterError(problems)
    return method


def recorded_growth(series: str) -> dict[int, float]:
    """Return the recorded yearly growth of an index, by year."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return {year: history_factor(series, before, year) - 1 for before, year in pairwise(years)}


def backtest(method: Method, *, ahead: int) -> list[Trial]:
    """Forecast each year from those that ended `ahead` years before it."""
    trials = []
    for series in SERIES:
        growth = recorded_growth(series)
        for target in range(method.first_target, LAST_YEAR + 1):
            past = {year: value for year, value in growth.items() if year <= target - ahead}
            low, high = forecast(past, method, ahead=ahead)
            trials.append(Trial(series, target, ahead, low, high, growth[target]))
    return trials


def forecast(past: Mapping[int, float], method: Method, *, ahead: int) -> tuple[float, float]:
    """Return the interval for the growth `ahead` years after the last one known."""
    years = sorted(past)
    values = np.array([past[year] for year in years])
    weights = np.array([method.weight(year) for year in years])
    mean = np.average(values, weights=weights)
    spread = np.sqrt(np.average((values - mean) ** 2, weights=weights))
    pull = method.persistence**ahead
    middle = mean + pull * (values[-1] - mean)
    # What persistence explains is not uncertain; a spread of few years is itself uncertain.
    width = spread * np.sqrt(1 - pull**2) * np.sqrt(1 + 1 / len(years))
    reach = norm.ppf((1 + method.level) / 2) * width
    return float(middle - reach), float(middle + reach)


def hits(trials: Sequence[Trial]) -> tuple[int, int]:
    """Count the hits and the forecasts."""
    return sum(trial.hit for trial in trials), len(trials)
