"""What a closed service cannot take back: how long a return takes, and what never returns."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpsim.inputs.scenario_tables import FIRST_MONTH, MONTHS_A_YEAR
from kpsim.inputs.scenarios import Scenario
from kpsim.results import Array, Outcome, Results, View

RECOVERED = 0.9
"""Share of the reference at which a level counts as being back."""


LASTING = (
    "deaths",
    "fatal_overdoses",
    "new_hcv_infections",
    "becoming_dependent",
    "removals",
    "without_foster_family",
    "becoming_ward",
)
"""Counts of what happens to people once and is not undone by money that comes back."""


@dataclass(frozen=True)
class Recovery:
    """How one quantity comes back after a reopening, draw by draw.

    A level has `years` from the reopening until it is back (NaN where it is not within the
    years simulated); a count has the `excess` that has added up by the last year and stays.
    """

    outcome: str
    kind: Literal["returns", "stays"]
    values: Array

    @property
    def share_never(self) -> float:
        """Return the share of draws in which the level is not back within the period."""
        return float(np.isnan(self.values).mean())


def reopening_year(scenario: Scenario) -> float | None:
    """Return when the first closed service is paid again, as a year with its fraction."""
    months = [change.start for change in scenario.changes if change.action == "reopen"]
    return FIRST_MONTH.year + min(months) / MONTHS_A_YEAR if months else None


def recoveries(
    results: Results, scenario: str, reopened: float, *, view: View = "central"
) -> tuple[Recovery, ...]:
    """Return what comes back (levels of the services) and what does not (counts of harm)."""
    found = []
    for name, outcome in results.outcomes.items():
        if _returns(outcome):
            years = years_until_back(results, name, scenario, reopened=reopened, view=view)
            if years is not None:
                found.append(Recovery(name, "returns", years))
        elif name in LASTING:
            excess = results.difference(name, scenario, view).sum(axis=0)
            if excess.any():
                found.append(Recovery(name, "stays", excess))
    return tuple(found)


def years_until_back(
    results: Results, outcome: str, scenario: str, *, reopened: float, view: View = "central"
) -> Array | None:
    """Return the years from the reopening until 90 % of the reference, or None if never lost.

    Levels are known by year; between two years the way back is taken as straight.
    """
    load = results.loads[view][outcome]
    reference = load[:, 0]
    share = np.divide(
        load[:, results.position(scenario)],
        reference,
        out=np.ones_like(reference),
        where=reference > 0,
    )
    known_at = np.array(results.years) + (1.0 if _at_end(results.outcomes[outcome]) else 0.5)
    if not (np.median(share, axis=-1)[known_at <= reopened + 1] < RECOVERED).any():
        return None
    return np.array(
        [_crossing(known_at, share[:, draw], reopened) for draw in range(results.draws)]
    )


def _crossing(known_at: Array, share: Array, reopened: float) -> float:
    """Return when a share passes 90 % for the rest of the period, in years from the reopening."""
    below = np.flatnonzero((share < RECOVERED) & (known_at >= reopened - 1))
    if len(below) == 0:
        return 0.0
    last = int(below[-1])
    if last + 1 == len(share):
        return float("nan")
    rise = share[last + 1] - share[last]
    step = known_at[last + 1] - known_at[last]
    when = known_at[last] + step * (RECOVERED - share[last]) / rise
    return max(0.0, float(when) - reopened)


def _returns(outcome: Outcome) -> bool:
    return outcome.system == "services" and outcome.worse == "down" and outcome.aggregate != "sum"


def _at_end(outcome: Outcome) -> bool:
    return outcome.aggregate == "end"
