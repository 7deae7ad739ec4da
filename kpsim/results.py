"""What a run leaves behind: loads and crowns by year, scenario and draw, in three views."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
View = Literal["floor", "central", "full"]
VIEWS: tuple[View, ...] = ("floor", "central", "full")
REFERENCE = "reference"


@dataclass(frozen=True)
class Text:
    """A name or sentence in Czech and English."""

    cs: str
    en: str

    def of(self, language: str) -> str:
        """Return the text in a language ("cs" or "en")."""
        return self.cs if language == "cs" else self.en


@dataclass(frozen=True)
class Outcome:
    """A load that is reported: what is counted, in which unit, and which direction is worse."""

    name: str
    label: Text
    unit: Text
    system: str
    aggregate: Literal["sum", "mean", "end"]
    worse: Literal["up", "down", "neither"]
    headline: bool
    chance: bool = False


@dataclass(frozen=True)
class CostLine:
    """One account of the ledger: the system that causes it, who pays, and its kind."""

    system: str
    payer: str
    kind: str


@dataclass(frozen=True)
class Costs:
    """Crowns by account, year, scenario and draw: shape (line, year, scenario, draw).

    Constant prices of 2025 (deflated by consumer prices), not discounted, CZK a year.
    """

    lines: tuple[CostLine, ...]
    amounts: Array


@dataclass(frozen=True)
class Results:
    """Everything a comparison of scenarios found; scenario 0 is the reference.

    `loads[view][outcome]` has shape (year, scenario, draw); the views "central" and "full"
    share one simulation, "floor" is a second one. `deflator` (year, draw) turns 2025 crowns
    into nominal ones. `first_change[s]` is the year the scenario first departs from the
    reference (None for the reference itself).
    """

    region: str
    seed: int
    years: tuple[int, ...]
    scenarios: tuple[str, ...]
    titles: Mapping[str, Text]
    descriptions: Mapping[str, Text]
    outcomes: Mapping[str, Outcome]
    loads: Mapping[View, Mapping[str, Array]]
    costs: Mapping[View, Costs]
    service_money: Array
    """Nominal money paid to the services, CZK a year: (year, scenario, draw)."""
    service_cost_index: Array
    """Service cost index, 1 in 2025: (year, draw)."""
    deflator: Array
    first_change: tuple[int | None, ...]
    horizon: int
    """Years counted in the headline, from the first change."""
    discount_rate: float

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.deflator.shape[-1])

    def position(self, scenario: str) -> int:
        """Index of a scenario on the scenario axis."""
        return self.scenarios.index(scenario)

    def difference(self, outcome: str, scenario: str, view: View = "central") -> Array:
        """Load in the scenario minus load in the reference, by year and draw."""
        load = self.loads[view][outcome]
        return load[:, self.position(scenario)] - load[:, 0]
