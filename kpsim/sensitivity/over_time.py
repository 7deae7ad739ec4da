"""What drives each year, for each payer: from one run, without new simulations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.analysis.money import horizon_years
from kpsim.results import Array, Results
from kpsim.sensitivity.asked import by_year
from kpsim.sensitivity.given_data import explained

REST = "others"


@dataclass(frozen=True)
class HeatMap:
    """Shares of the variance by driver and year; each year adds to one with the rest."""

    names: tuple[str, ...]
    """Drivers in the order of the year in which each matters most, the rest last."""
    years: tuple[int, ...]
    shares: Array
    """(driver, year)."""


def heat_map(
    results: Results,
    columns: Mapping[str, Array],
    *,
    scenario: str,
    outcome: str,
    public: Collection[str],
    rows: int = 8,
) -> HeatMap:
    """Return the shares of the strongest drivers in every year of the horizon.

    A share is what a smooth curve through the driver's draws explains of the year's variance.
    """
    window = horizon_years(results, scenario)
    yearly = by_year(results, scenario, outcome, public=public)[window]
    varying = {name: column for name, column in columns.items() if np.ptp(column) > 0}
    names = _strongest(varying, yearly, rows)
    found = np.array([[explained(varying[name], year) for year in yearly] for name in names])
    # Estimates of single shares can add to a little more than all there is.
    over = np.maximum(found.sum(axis=0), 1.0)
    found = found / over
    order = np.argsort(found.argmax(axis=1), kind="stable")
    return HeatMap(
        (*(names[place] for place in order), REST),
        tuple(results.years[window]),
        np.vstack([found[order], 1 - found.sum(axis=0)]),
    )


def _strongest(columns: Mapping[str, Array], yearly: Array, rows: int) -> Sequence[str]:
    """Name the columns that go most with any of the years."""
    names = list(columns)
    inputs = np.array([columns[name] for name in names])
    varying = [year for year in yearly if np.ptp(year) > 0]
    strength = np.zeros(len(names))
    for year in varying:
        with np.errstate(invalid="ignore"):
            both = np.vstack([_ranks(inputs), _ranks(year[np.newaxis])])
            link = np.abs(np.asarray(np.corrcoef(both))[-1])
        strength = np.maximum(strength, np.nan_to_num(link[:-1]))
    return [names[place] for place in np.argsort(-strength)[:rows]]


def _ranks(rows: Array) -> Array:
    return np.asarray(rows.argsort(axis=1).argsort(axis=1), dtype=float)
