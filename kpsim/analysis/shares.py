"""Percent first: an amount against each budget it can be seen in, with the year of the budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpsim.inputs.indices import PRICE_YEAR, Indices
from kpsim.ledger.amounts import Amount
from kpsim.ledger.budgets import LOCAL, Budget, Budgets, in_price_year
from kpsim.results import Array

Base = Literal["service", "network", "chapter", "regional part", "own sources"]
SMALLEST_SEEN = 0.001
"""A share below this prints as nothing in percent; crowns per inhabitant say it instead."""


@dataclass(frozen=True)
class Share:
    """An amount as a share of one budget, draw by draw, both in prices of 2025."""

    base: Base
    share: Array
    whole: Amount
    budget_year: int
    """Year the budget is from; `whole` is brought to prices of 2025."""
    label: str

    @property
    def can_be_seen(self) -> bool:
        """Tell whether a percentage says anything, that is, rounds to the smallest one shown."""
        return bool(np.abs(self.share).mean() >= SMALLEST_SEEN / 2)


def shares(
    amounts: Array,
    payer: str,
    budgets: Budgets,
    *,
    indices: Indices,
    network: float,
    services: Sequence[tuple[str, float]] = (),
) -> list[Share]:
    """Put crowns of 2025 a year (by draw) against every budget there is for a payer.

    `network` is what all services get in a year, `services` what single ones get.
    """
    found = [
        _share("service", amounts, money, label=name, year=PRICE_YEAR) for name, money in services
    ]
    found.append(_share("network", amounts, network, label="network", year=PRICE_YEAR))
    budget = budgets.by_payer.get(payer)
    if budget is None:
        return found
    whole = in_price_year(budget, indices)
    base: Base = "own sources" if payer in LOCAL else "chapter"
    found.append(_share(base, amounts, whole, label=budget.label.en, year=budget.year))
    part = _regional_part(budget, whole, budgets)
    if part is not None:
        found.append(
            _share("regional part", amounts, part, label=budget.label.en, year=budget.year)
        )
    return found


def per_inhabitant(amounts: Array, people: float) -> Array:
    """Return crowns a year for each inhabitant."""
    return np.asarray(amounts / people)


def _share(base: Base, amounts: Array, whole: float, *, label: str, year: int) -> Share:
    budget = Amount(whole, PRICE_YEAR)
    part = np.asarray(Amount(amounts, PRICE_YEAR).share_of(budget))
    return Share(base, part, budget, year, label)


def _regional_part(budget: Budget, whole: float, budgets: Budgets) -> float | None:
    """Return the region's part of a national budget by inhabitants; None for a local one."""
    if not budget.national or not budgets.inhabitants or not budgets.national_inhabitants:
        return None
    return whole * budgets.inhabitants / budgets.national_inhabitants
