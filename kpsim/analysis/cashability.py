"""When more load becomes money in a budget, and how much of it never does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from kpsim.results import Array

NOT_CASH = ("welfare",)


class Priced(Protocol):
    """A row of the ledger as one payer sees it: crowns of 2025 by year and draw."""

    @property
    def payer(self) -> str:
        """Who pays."""

    @property
    def kind(self) -> str:
        """Kind of the cost."""

    @property
    def long_run(self) -> Array:
        """At the marginal price: money and overload together."""

    @property
    def short_run(self) -> Array:
        """What really moves in the budget."""

    @property
    def overload(self) -> Array:
        """What is carried without money."""

    @property
    def average(self) -> Array:
        """At the average price."""


@dataclass(frozen=True)
class Cash:
    """One payer: what falls on it, as money and as overload, and when money first moves."""

    payer: str
    money: Array
    overload: Array
    average: Array
    """All (year, draw), over the years counted."""
    first_year: Array
    """First budget year of each draw in which spending moves visibly; NaN where it never does."""

    @property
    def long_run(self) -> Array:
        """Return what the ledger counts: money and overload together."""
        return self.money + self.overload

    @property
    def share_of_money(self) -> float:
        """Return how much of what falls on the payer is money, by size, over all years."""
        money, overload = np.abs(self.money).sum(), np.abs(self.overload).sum()
        return float(money / (money + overload)) if money + overload else float("nan")

    @property
    def share_never(self) -> float:
        """Return the share of draws in which spending never moves visibly."""
        return float(np.isnan(self.first_year).mean())


def cash_of(
    rows: Sequence[Priced], payer: str, *, window: slice, years: Sequence[int], band: float
) -> Cash:
    """Add up the rows of a payer; cash moves in a year in which it passes the band."""
    own = [row for row in rows if row.payer == payer and row.kind not in NOT_CASH]
    shape = rows[0].long_run.shape

    def total(name: str) -> Array:
        return np.asarray(sum((getattr(row, name) for row in own), np.zeros(shape)))[window]

    money = total("short_run")
    moved = np.abs(money) > band
    first = np.array(years[window], dtype=float)[np.argmax(moved, axis=0)]
    return Cash(
        payer,
        money,
        total("overload"),
        total("average"),
        np.where(moved.any(axis=0), first, np.nan),
    )


def all_cash(
    rows: Sequence[Priced], *, window: slice, years: Sequence[int], bands: dict[str, float]
) -> list[Cash]:
    """Return every payer of the rows, in their order."""
    payers = dict.fromkeys(row.payer for row in rows if row.kind not in NOT_CASH)
    return [cash_of(rows, payer, window=window, years=years, band=bands[payer]) for payer in payers]
