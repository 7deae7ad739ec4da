"""Prices and wages: what was recorded up to 2025, and one correlated path a draw afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpsim.errors import ParameterError, problem, suggestion
from kpsim.inputs.draws import scores
from kpsim.inputs.files import read_toml
from kpsim.inputs.locations import params_folder

Array = NDArray[np.float64]

PRICE_YEAR = 2025
"""The year whose prices the model counts in: every index is 1 there."""

NO_INDEX = "none"
PER_CENT = 0.01
PLACE = "params/indices.toml"

FUTURE = (
    "cpi_growth_next_year",
    "cpi_growth_second_year",
    "long_run_cpi_growth",
    "real_wage_growth_next_year",
    "real_wage_growth_second_year",
    "real_wage_growth",
    "service_cost_spread",
    "cpi_shock",
    "real_wage_shock",
    "service_cost_shock",
    "wage_price_correlation",
    "shock_persistence",
)
"""The parameters that make the price paths (params/prices_future.toml)."""


@dataclass(frozen=True)
class Indices:
    """Price paths by (year, draw), each 1 in 2025."""

    years: tuple[int, ...]
    cpi: Array
    wages: Array
    service_cost: Array

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.cpi.shape[-1])

    def of(self, index: str) -> Array:
        """Return the path of an index; statutory benefits follow consumer prices by law."""
        paths = {
            "cpi": self.cpi,
            "statute": self.cpi,
            "wages": self.wages,
            "service_cost": self.service_cost,
            NO_INDEX: np.ones_like(self.cpi),
        }
        if index not in paths:
            raise ParameterError(_unknown(index, paths))
        return paths[index]

    def at(self, index: str, year: int) -> Array:
        """Return the index in one year by draw; 2025 and the years before the paths are 1."""
        path = self.of(index)
        return path[self.years.index(year)] if year in self.years else np.ones_like(path[0])

    def part(self, draws: slice) -> "Indices":
        """Return the paths of some draws."""
        return Indices(
            self.years, self.cpi[:, draws], self.wages[:, draws], self.service_cost[:, draws]
        )


def joined(parts: Sequence[Indices]) -> Indices:
    """Put the paths of draws that follow each other together."""
    paths = (
        np.concatenate([getattr(part, name) for part in parts], axis=1)
        for name in ("cpi", "wages", "service_cost")
    )
    return Indices(parts[0].years, *paths)


def history_factor(index: str, from_year: int, to_year: int = PRICE_YEAR) -> float:
    """Return what turns money of one year into money of another.

    >>> history_factor("none", 2011)
    1.0
    """
    if index == NO_INDEX:
        return 1.0
    levels = _history()
    if index not in levels:
        raise ParameterError(_unknown(index, (*levels, NO_INDEX)))
    missing = [year for year in (from_year, to_year) if year not in levels[index]]
    if missing:
        known = sorted(levels[index])
        raise ParameterError(
            problem(
                PLACE,
                "index '{index}' has no figure for {year}; it covers {first} to {last}; "
                "use a price year inside that span or add the year with its source",
                index=index,
                year=missing[0],
                first=known[0],
                last=known[-1],
            )
        )
    return levels[index][to_year] / levels[index][from_year]


def draw_indices(
    values: Mapping[str, Array], seed: int, years: Sequence[int], *, first: int = 0
) -> Indices:
    """Draw the price paths: forecasts first, then the long run with shocks that last a while.

    `values` holds the drawn records of prices_future.toml. The two forecast years carry their
    uncertainty in their own records, so shocks to prices and wages begin after them.
    """
    draws = max(value.shape[-1] for value in values.values())
    value = {
        name: np.broadcast_to(array, (1, 1, 1, draws))[0, 0, 0]
        for name, array in values.items()
        if name in FUTURE
    }
    prices, real_wages, service = (
        np.stack([scores(seed, f"index:{name}:{year}", draws, first=first) for year in years])
        for name in ("cpi", "real_wage", "service_cost")
    )
    link = value["wage_price_correlation"]
    real_wages = link * prices + np.sqrt(1 - link**2) * real_wages
    cpi = _growth(
        prices * value["cpi_shock"],
        value["shock_persistence"],
        means=_means(
            value, "cpi_growth_next_year", "cpi_growth_second_year", "long_run_cpi_growth"
        ),
    )
    real = _growth(
        real_wages * value["real_wage_shock"],
        value["shock_persistence"],
        means=_means(
            value, "real_wage_growth_next_year", "real_wage_growth_second_year", "real_wage_growth"
        ),
    )
    wages = (1 + cpi) * (1 + real) - 1
    cost = wages + value["service_cost_spread"] + service * value["service_cost_shock"]
    return Indices(tuple(years), *(np.cumprod(1 + growth, axis=0) for growth in (cpi, wages, cost)))


def _means(value: Mapping[str, Array], *names: str) -> tuple[Array, Array, Array]:
    """Return mean growth in the first, the second and every later year."""
    first, second, later = (value[name] for name in names)
    return first, second, later


def _growth(shocks: Array, persistence: Array, *, means: tuple[Array, Array, Array]) -> Array:
    """Return yearly growth: forecasts without shocks, then a mean with persistent shocks."""
    growth = np.empty_like(shocks)
    deviation = np.zeros_like(shocks[0])
    for year, shock in enumerate(shocks):
        if year >= len(means) - 1:
            deviation = persistence * deviation + np.sqrt(1 - persistence**2) * shock
        growth[year] = means[min(year, len(means) - 1)] + deviation
    return growth


@cache
def _history() -> dict[str, dict[int, float]]:
    """Return recorded levels by index and year, from the shipped file that no run changes."""
    tables = read_toml(params_folder() / "indices.toml")
    levels = {name: _levels(table) for name, table in tables.items() if table["kind"] != "follows"}
    follows = {name: table["follows"] for name, table in tables.items() if "follows" in table}
    return levels | {name: levels[leader] for name, leader in follows.items()}


def _levels(table: Mapping[str, Any]) -> dict[int, float]:
    """Return a series as levels; yearly growth is chained from the year before its first."""
    figures = {int(year): float(row["value"]) for year, row in table.items() if year.isdigit()}
    if table["kind"] == "level":
        return figures
    years = sorted(figures)
    levels = {years[0]: 1.0}
    for before, year in pairwise(years):
        levels[year] = levels[before] * (1 + figures[year] * PER_CENT)
    return levels


def _unknown(index: str, known: Any) -> Any:
    """Say that an index does not exist."""
    return problem(
        PLACE,
        "unknown index '{index}'{near}; expected one of {known}",
        index=index,
        near=suggestion(index, known),
        known=", ".join(sorted(known)),
    )
