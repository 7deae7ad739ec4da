"""Who stops paying against who starts paying: by year and in sum, with how sure it is.

Everything is a difference from the reference in the same draw, constant crowns of 2025.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from kpsim.analysis import money
from kpsim.results import Array, Results, View

TRANSFER = "transfer"
WELFARE = "welfare"
PRIVATE = ("clients_and_families", "victims")


@dataclass(frozen=True)
class PayerFinding:
    """One payer: yearly saved and caused crowns, and what they mean for it."""

    payer: str
    saved: Array
    caused: Array
    """Both (year, draw), over the years counted."""
    odds: money.Odds
    turns: Array
    """Year of each draw from which the payer stays worse off in sum; NaN where it never does."""
    compensation: Array
    """What would leave the payer no worse off over the years counted, discounted: (draw,)."""

    @property
    def net(self) -> Array:
        """Return what the payer pays more in the end."""
        return self.caused - self.saved

    @property
    def share_never(self) -> float:
        """Return the share of draws in which the payer never turns worse off."""
        return float(np.isnan(self.turns).mean())


@dataclass(frozen=True)
class Compensation:
    """Who would have to pay whom so that nobody is worse off, means over the years counted."""

    owed: Mapping[str, float]
    """What payers who end worse off would have to receive, discounted crowns of 2025."""
    gains: Mapping[str, float]
    """What those who end better off have to give."""

    @property
    def enough(self) -> bool:
        """Tell whether those who gain can make good those who lose."""
        return sum(self.gains.values()) >= sum(self.owed.values())

    @property
    def missing(self) -> float:
        """Return what is missing for that, or zero."""
        return max(0.0, sum(self.owed.values()) - sum(self.gains.values()))


@dataclass(frozen=True)
class Matrix:
    """Funders that stop paying against payers that start: mean crowns, (funder, payer)."""

    funders: tuple[str, ...]
    payers: tuple[str, ...]
    saved: Array
    """What each funder no longer pays."""
    caused: Array
    """What falls on each payer."""
    cells: Array
    """The payer's part put to each funder by its part of the saving: no such crown flows."""


@dataclass(frozen=True)
class Society:
    """The view of society, beside the public purse and never mixed into it: (year, draw)."""

    resources: Array
    """Resource costs of all payers: cash without transfers, which one pays and another gets."""
    welfare: Array
    """Lost health, lost output once, damage nobody reported."""
    transfers: Array
    """Left out of society's view: taxes, benefits and contributions that change hands."""
    health: str
    """How deaths are valued: "qaly" or "vsl", never both."""

    @property
    def total(self) -> Array:
        """Return what society loses."""
        return self.resources + self.welfare


def payer_findings(
    results: Results,
    scenario: str,
    *,
    bands: Mapping[str, float],
    view: View = "central",
) -> dict[str, PayerFinding]:
    """Return every payer of the ledger, in the ledger's order."""
    window = money.horizon_years(results, scenario)
    found = {}
    for payer, of in money.by_payer(results, scenario, view).items():
        saved, caused = of.saved[window], of.caused[window]
        net = caused - saved
        found[payer] = PayerFinding(
            payer,
            saved,
            caused,
            money.odds(results, scenario, payer, band=bands[payer], view=view),
            turning_years(net, results.years[window], band=bands[payer]),
            np.maximum(0.0, _discounted(net, results.discount_rate).sum(axis=0)),
        )
    return found


def turning_years(net: Array, years: tuple[int, ...], *, band: float) -> Array:
    """Return the year of each draw from which the sum stays above the band; NaN where never."""
    above = np.cumsum(net, axis=0) > band
    stays = np.flip(np.logical_and.accumulate(np.flip(above, axis=0), axis=0), axis=0)
    first = np.array(years, dtype=float)[np.argmax(stays, axis=0)]
    return np.where(stays.any(axis=0), first, np.nan)


def compensation(
    findings: Mapping[str, PayerFinding], *, discount_rate: float, public: Collection[str]
) -> Compensation:
    """Return the transfer between public payers that would leave none of them worse off."""
    sums = {
        payer: float(_discounted(one.net, discount_rate).sum(axis=0).mean())
        for payer, one in findings.items()
        if payer in public
    }
    return Compensation(
        {payer: value for payer, value in sums.items() if value > 0},
        {payer: -value for payer, value in sums.items() if value < 0},
    )


def matrix(findings: Mapping[str, PayerFinding], *, years: slice = slice(None)) -> Matrix:
    """Put what falls on payers to those who stop paying, in proportion to what each saves."""
    saved = {name: float(one.saved[years].sum(axis=0).mean()) for name, one in findings.items()}
    caused = {name: float(one.caused[years].sum(axis=0).mean()) for name, one in findings.items()}
    funders = tuple(name for name, amount in saved.items() if amount > 0)
    payers = tuple(name for name, amount in caused.items() if amount != 0)
    saves = np.array([saved[name] for name in funders])
    causes = np.array([caused[name] for name in payers])
    whole = saves.sum()
    shares = saves / whole if whole > 0 else np.zeros_like(saves)
    return Matrix(funders, payers, saves, causes, np.outer(shares, causes))


def society(results: Results, scenario: str, view: View = "central") -> Society:
    """Return society's view with deaths valued by years of life in full health."""
    costs = results.costs[view]
    difference = costs.amounts[:, :, results.position(scenario)] - costs.amounts[:, :, 0]
    kinds = np.array([line.kind for line in costs.lines])
    chosen = {
        "resources": ~np.isin(kinds, (TRANSFER, WELFARE)),
        "welfare": kinds == WELFARE,
        "transfers": kinds == TRANSFER,
    }
    window = money.horizon_years(results, scenario)
    parts = {name: difference[rows].sum(axis=0)[window] for name, rows in chosen.items()}
    return Society(**parts, health="qaly")


def gaps(results: Results, scenario: str, view: View = "central") -> dict[str, float]:
    """Return by how much perspectives fail to add up: each is zero but for rounding.

    Payers together are systems together; public and other payers are all payers; resources,
    transfers and welfare are the whole ledger.
    """
    costs = results.costs[view]
    difference = costs.amounts[:, :, results.position(scenario)] - costs.amounts[:, :, 0]
    whole = difference.sum(axis=0)
    cash = difference[[line.kind != WELFARE for line in costs.lines]].sum(axis=0)
    payers = money.by_payer(results, scenario, view)
    by_payer = sum((one.net for one in payers.values()), np.zeros_like(cash))
    systems = money.by_system(results, scenario, view, payers=tuple(payers))
    by_system = sum(systems.values(), np.zeros_like(cash))
    window = money.horizon_years(results, scenario)
    view_of_society = society(results, scenario, view)
    parts = view_of_society.total + view_of_society.transfers
    scale = max(float(np.abs(difference).sum(axis=0).max()), 1.0)
    return {
        "payers against cash": float(np.abs(by_payer - cash).max()) / scale,
        "systems against cash": float(np.abs(by_system - cash).max()) / scale,
        "society against ledger": float(np.abs(parts - whole[window]).max()) / scale,
    }


def _discounted(net: Array, rate: float) -> Array:
    weights = (1 + rate) ** -np.arange(len(net), dtype=float)
    return np.asarray(net * weights[:, np.newaxis])
