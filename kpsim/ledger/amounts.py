"""Amounts of money that know their price year and whether they are nominal or real.

Crowns of different years are different units (kpsim/engine/units.py), so adding them fails; an
amount is carried to another year only through a named index.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpsim.engine.units import PRICE_YEARS, convert
from kpsim.errors import UnitError, problem
from kpsim.inputs.indices import history_factor

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Amount:
    """Crowns: real ones are in prices of their year, nominal ones are paid in it."""

    value: float | Array
    price_year: int
    nominal: bool = False

    def __post_init__(self) -> None:
        """Refuse a year that crowns are not counted in."""
        if self.price_year not in PRICE_YEARS:
            text = "price year {year} is outside {first} to {last}"
            values = {"first": PRICE_YEARS[0], "last": PRICE_YEARS[-1]}
            raise UnitError(problem("amount", text, year=self.price_year, **values))

    @property
    def unit(self) -> str:
        """Return the unit of the amount: crowns of its year."""
        return f"CZK{self.price_year}"

    def __add__(self, other: "Amount") -> "Amount":
        """Add crowns of the same year and kind."""
        return self._joined(other, np.add)

    def __sub__(self, other: "Amount") -> "Amount":
        """Subtract crowns of the same year and kind."""
        return self._joined(other, np.subtract)

    def __mul__(self, factor: float | Array) -> "Amount":
        """Take a multiple of an amount."""
        return replace(self, value=self.value * factor)

    __rmul__ = __mul__

    def __neg__(self) -> "Amount":
        """Turn a sum owed into a sum received."""
        return replace(self, value=-self.value)

    def share_of(self, whole: "Amount") -> float | Array:
        """Return the amount as a share of another of the same year and kind."""
        self._check(whole)
        return self.value / whole.value

    def in_prices_of(self, year: int, index: str) -> "Amount":
        """Carry a real amount to prices of another recorded year by an index."""
        if self.nominal:
            text = "a nominal amount of {year} has no other price year; make it real first"
            raise UnitError(problem("amount", text, year=self.price_year))
        factor = history_factor(index, self.price_year, year)
        return Amount(self.value * factor, year)

    def _joined(
        self, other: "Amount", how: Callable[[float | Array, float | Array], float | Array]
    ) -> "Amount":
        self._check(other)
        return replace(self, value=how(self.value, convert(other.value, other.unit, self.unit)))

    def _check(self, other: "Amount") -> None:
        """Refuse crowns of another year, and real beside nominal ones."""
        convert(1.0, other.unit, self.unit, "amount")
        if self.nominal != other.nominal:
            text = "real and nominal crowns of {year} do not add; deflate the nominal ones first"
            raise UnitError(problem("amount", text, year=self.price_year))
