"""What a scenario saves and causes in crowns, who bears it, and when it stops paying.

Everything is a difference from the reference in the same draw, constant crowns of 2025. Public
purse: the institutions handed over as `public`. Welfare is never a crown of a budget.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpsim.results import Array, CostLine, Results, View

SERVICES = "services"
CLOSING = "one_off"
SERVICE_MONEY_KINDS = frozenset({"service_money", CLOSING})
CARE_FORGONE = "care_forgone"
WELFARE = "welfare"


@dataclass(frozen=True)
class PayerMoney:
    """What one payer saves on the services and what falls on it elsewhere: (year, draw)."""

    saved: Array
    caused: Array

    @property
    def net(self) -> Array:
        """Return what the payer pays more in the end."""
        return self.caused - self.saved


@dataclass(frozen=True)
class PerCrown:
    """Crowns caused per crown saved, or returned per crown spent when nothing is saved.

    `ratio` is the ratio of means, the ends are quantiles of the ratio in each draw that saves
    (or spends) at all; `share_defined` is the share of such draws.
    """

    measure: Literal["caused per crown saved", "returned per crown spent"]
    ratio: float
    p05: float
    p95: float
    share_defined: float


@dataclass(frozen=True)
class Odds:
    """Shares of the draws in which a payer ends worse off, visibly the same, better off."""

    worse: float
    no_visible_change: float
    better: float


@dataclass(frozen=True)
class BreakEven:
    """Year of each draw in which the sum changes side for good; NaN where it never does."""

    years: Array
    direction: Literal["stops paying", "pays back"]

    @property
    def share_never(self) -> float:
        """Return the share of draws without a break-even year."""
        return float(np.isnan(self.years).mean())


def horizon_years(results: Results, scenario: str) -> slice:
    """Return the positions of the years counted: `horizon` of them from the first change.

    The reference has no change of its own and takes the earliest one of the comparison.
    """
    own = results.first_change[results.position(scenario)]
    changes = [year for year in results.first_change if year is not None]
    first = own if own is not None else min(changes, default=results.years[0])
    start = results.years.index(first)
    return slice(start, min(start + results.horizon, len(results.years)))


def saved(results: Results, scenario: str, view: View, *, public: Collection[str]) -> Array:
    """Return the fall in the money public funders pay, less one-off closing costs: (year, draw)."""
    return -_difference(
        results, scenario, view, chosen=lambda line: line.payer in public and _of_services(line)
    )


def closing_costs(results: Results, scenario: str, view: View, *, public: Collection[str]) -> Array:
    """Return what closing posts costs once; the saving is less by it: (year, draw)."""
    return _difference(
        results,
        scenario,
        view,
        chosen=lambda line: line.payer in public and line.kind == CLOSING,
    )


def caused(
    results: Results,
    scenario: str,
    view: View,
    *,
    public: Collection[str],
    without: Collection[str] = (),
) -> Array:
    """Return all other public crowns, gains subtracted; `without` leaves kinds out."""
    return _difference(
        results,
        scenario,
        view,
        chosen=lambda line: line.payer in public and _elsewhere(line) and line.kind not in without,
    )


def net_public_cost(
    results: Results,
    scenario: str,
    view: View,
    *,
    public: Collection[str],
    without: Collection[str] = (),
) -> Array:
    """Return what the public purse pays more: caused less saved, by year and draw."""
    more = caused(results, scenario, view, public=public, without=without)
    return more - saved(results, scenario, view, public=public)


def care_forgone(results: Results, scenario: str, view: View, *, public: Collection[str]) -> Array:
    """Return the public crowns of care not given: real cash, never a benefit in words."""
    return _difference(
        results,
        scenario,
        view,
        chosen=lambda line: line.payer in public and line.kind == CARE_FORGONE,
    )


def by_payer(results: Results, scenario: str, view: View) -> dict[str, PayerMoney]:
    """Return saved and caused crowns of every payer in the ledger, in the ledger's order."""
    payers = dict.fromkeys(line.payer for line in results.costs[view].lines)
    return {
        payer: PayerMoney(
            saved(results, scenario, view, public=(payer,)),
            caused(results, scenario, view, public=(payer,)),
        )
        for payer in payers
    }


def by_system(
    results: Results,
    scenario: str,
    view: View,
    *,
    payers: Collection[str],
    kinds: Collection[str] = (),
) -> dict[str, Array]:
    """Return what the chosen payers pay more, by the system that causes it; of all kinds or some.

    The value of lost health is never a crown of a payer.
    """
    systems = dict.fromkeys(
        line.system for line in results.costs[view].lines if line.kind != WELFARE
    )
    return {
        system: _difference(
            results,
            scenario,
            view,
            chosen=lambda line, system=system: (  # type: ignore[misc]
                line.system == system
                and line.payer in payers
                and line.kind != WELFARE
                and (not kinds or line.kind in kinds)
            ),
        )
        for system in systems
    }


def bearers(
    results: Results, scenario: str, view: View, *, payers: Collection[str]
) -> dict[str, str]:
    """Return for each system the payer over half of its change falls on; "" where there is none."""
    window = horizon_years(results, scenario)
    sizes: dict[str, dict[str, float]] = {}
    for payer in payers:
        for system, amounts in by_system(results, scenario, view, payers=(payer,)).items():
            sizes.setdefault(system, {})[payer] = abs(float(amounts[window].mean()))
    return {
        system: next((name for name, size in of.items() if size > sum(of.values()) / 2), "")
        for system, of in sizes.items()
    }


def over_horizon(results: Results, scenario: str, amounts: Array) -> Array:
    """Sum yearly amounts over the years counted, draw by draw."""
    return np.asarray(amounts[horizon_years(results, scenario)].sum(axis=0))


def cumulative(results: Results, scenario: str, amounts: Array) -> Array:
    """Add yearly amounts up from the first change, draw by draw; quantiles come afterwards."""
    return np.cumsum(amounts[horizon_years(results, scenario)], axis=0)


def discounted(results: Results, scenario: str, amounts: Array) -> Array:
    """Return the years counted at the discount rate; the first of them counts in full."""
    counted = amounts[horizon_years(results, scenario)]
    weights = (1 + results.discount_rate) ** -np.arange(len(counted), dtype=float)
    return np.asarray(counted * weights[:, np.newaxis])


def per_crown_saved(
    results: Results,
    scenario: str,
    view: View,
    *,
    public: Collection[str],
    forgone: bool = True,
) -> PerCrown:
    """Return what each crown saved causes, over the years counted; care not given taken off it.

    Without `forgone` care not given counts as nothing.
    """
    fall = over_horizon(results, scenario, saved(results, scenario, view, public=public))
    rise = over_horizon(results, scenario, caused(results, scenario, view, public=public))
    if not forgone:
        aside = care_forgone(results, scenario, view, public=public)
        rise = rise - over_horizon(results, scenario, aside)
    if fall.mean() > 0:
        return _ratio("caused per crown saved", rise, fall)
    return _ratio("returned per crown spent", -rise, -fall)


def odds(
    results: Results, scenario: str, payer: str, *, band: float, view: View = "central"
) -> Odds:
    """Return how often a payer ends worse or better off by more than the band, CZK a year."""
    net = by_payer(results, scenario, view)[payer].net
    yearly = net[horizon_years(results, scenario)].mean(axis=0)
    worse, better = float((yearly > band).mean()), float((yearly < -band).mean())
    return Odds(worse, float((np.abs(yearly) <= band).mean()), better)


def probability_worse_off(
    results: Results, scenario: str, payer: str, *, band: float, view: View = "central"
) -> float:
    """Return how often a payer ends worse off by more than the band, CZK a year."""
    return odds(results, scenario, payer, band=band, view=view).worse


def break_even(
    results: Results, scenario: str, view: View, *, public: Collection[str]
) -> BreakEven:
    """Find the year from which the sum of net public cost stays on the other side of zero.

    A cut starts by saving and stops paying when the sum stays above zero; a scenario that
    spends pays back when the sum stays below.
    """
    total = cumulative(results, scenario, net_public_cost(results, scenario, view, public=public))
    saves = over_horizon(results, scenario, saved(results, scenario, view, public=public))
    cut = bool(saves.mean() > 0)
    across = total > 0 if cut else total < 0
    # Walk back from the end: the first year of the last unbroken stretch across the line.
    stays = np.flip(np.logical_and.accumulate(np.flip(across, axis=0), axis=0), axis=0)
    counted = np.array(results.years[horizon_years(results, scenario)], dtype=float)
    first = counted[np.argmax(stays, axis=0)]
    years = np.where(stays.any(axis=0), first, np.nan)
    return BreakEven(years, "stops paying" if cut else "pays back")


def _of_services(line: CostLine) -> bool:
    return line.system == SERVICES and line.kind in SERVICE_MONEY_KINDS


def _elsewhere(line: CostLine) -> bool:
    return not _of_services(line) and line.kind != WELFARE


def _difference(
    results: Results, scenario: str, view: View, *, chosen: Callable[[CostLine], bool]
) -> Array:
    costs = results.costs[view]
    rows = [row for row, line in enumerate(costs.lines) if chosen(line)]
    position = results.position(scenario)
    here = costs.amounts[rows, :, position].sum(axis=0)
    return np.asarray(here - costs.amounts[rows, :, 0].sum(axis=0))


def _ratio(
    measure: Literal["caused per crown saved", "returned per crown spent"],
    above: Array,
    below: Array,
) -> PerCrown:
    if below.mean() == 0:
        return PerCrown(measure, np.nan, np.nan, np.nan, 0.0)
    defined = below > 0
    ratios = above[defined] / below[defined]
    low, high = np.quantile(ratios, (0.05, 0.95))
    return PerCrown(
        measure, float(above.mean() / below.mean()), float(low), float(high), float(defined.mean())
    )
