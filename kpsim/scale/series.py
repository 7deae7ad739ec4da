"""The series a streamed run reports: loads and crowns as differences from the reference."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpsim.analysis import money
from kpsim.results import REFERENCE, Array, Outcome, Results, View

HORIZON = "horizon"
MOST_EXACT = 40
"""Headline series whose draws are kept, so that their quantiles are exact."""
VIEWS_OF_LOADS: tuple[View, ...] = ("floor", "central")


@dataclass(frozen=True)
class Series:
    """One number a draw, and what it is."""

    kind: Literal["load", "crowns"]
    scenario: str
    view: View
    what: Literal["level", "difference"]
    quantity: str
    period: str
    """A year, or the horizon."""
    headline: bool = False

    @property
    def name(self) -> str:
        """Return a name that no other series of the run has."""
        return "/".join((self.scenario, self.view, self.what, self.quantity, self.period))


def all_series(results: Results, public: Collection[str]) -> Iterator[tuple[Series, Array]]:
    """Give every series with its draws, always in the same order."""
    for scenario in results.scenarios:
        for view in VIEWS_OF_LOADS:
            yield from _loads(results, scenario, view)
        if scenario != REFERENCE:
            for costs in results.costs:
                yield from _crowns(results, scenario, costs, public)


def exact(series: Collection[Series]) -> tuple[Series, ...]:
    """Choose the series whose draws are kept: the headlines, crowns first, up to a limit."""
    headlines = sorted((each for each in series if each.headline), key=lambda each: each.kind)
    chosen = set(headlines[:MOST_EXACT])
    return tuple(each for each in series if each in chosen)


def _loads(results: Results, scenario: str, view: View) -> Iterator[tuple[Series, Array]]:
    level = scenario == REFERENCE
    for name, outcome in results.outcomes.items():
        if level:
            values = results.loads[view][name][:, 0]
        else:
            values = results.difference(name, scenario, view)
        headline = outcome.headline and view == "central" and not level
        what: Literal["level", "difference"] = "level" if level else "difference"
        for period, draws in _periods(results, scenario, values, outcome):
            mark = headline and period == HORIZON
            yield Series("load", scenario, view, what, name, period, mark), draws


def _crowns(
    results: Results, scenario: str, view: View, public: Collection[str]
) -> Iterator[tuple[Series, Array]]:
    sums = {
        "public": money.net_public_cost(results, scenario, view, public=public),
        "public saved on services": money.saved(results, scenario, view, public=public),
        "public caused elsewhere": money.caused(results, scenario, view, public=public),
    }
    payers = money.by_payer(results, scenario, view)
    sums |= {f"payer {name}": each.net for name, each in payers.items()}
    systems = money.by_system(results, scenario, view, payers=public)
    sums |= {f"system {name}": each for name, each in systems.items()}
    for name, values in sums.items():
        headline = name.startswith("public") or (view == "central" and name.startswith("payer"))
        for period, draws in _periods(results, scenario, values, None):
            mark = headline and period == HORIZON
            yield Series("crowns", scenario, view, "difference", name, period, mark), draws


def _periods(
    results: Results, scenario: str, values: Array, outcome: Outcome | None
) -> Iterator[tuple[str, Array]]:
    for year, draws in zip(results.years, values, strict=True):
        yield str(year), draws
    counted = values[money.horizon_years(results, scenario)]
    aggregate = "sum" if outcome is None else outcome.aggregate
    over = {
        "sum": lambda: counted.sum(axis=0),
        "mean": lambda: counted.mean(axis=0),
        "end": lambda: counted[-1],
    }
    yield HORIZON, np.asarray(over[aggregate]())
