"""What a budget buys when it is frozen, or follows prices or wages: staff and clients by year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.inputs.indices import PRICE_YEAR, Indices, history_factor
from kpsim.results import Array, Results

RULES = ("none", "cpi", "wages")
"""Frozen, following consumer prices, following wages."""

COST = "service_cost"
PAST = tuple(range(2015, PRICE_YEAR + 1))

CLIENTS: Mapping[str, str] = {
    "contact_centre": "contact_clients_in_year",
    "outreach": "contact_clients_in_year",
    "counselling": "counselling_clients_in_year",
    "substitution": "substitution_patients",
    "therapeutic_community": "community_residents",
    "aftercare": "aftercare_clients",
}
"""Outcome that counts the clients of a service; prevention and families count none."""


@dataclass(frozen=True)
class Erosion:
    """What one rule leaves of a budget: share of the staff the base year's money paid for."""

    rule: str
    base: int
    years: tuple[int, ...]
    nominal: Array
    """Crowns as paid, 1 in the base year: (year, draw)."""
    bought: Array
    """Staff it pays for, 1 in the base year: (year, draw)."""


def past(rule: str) -> Erosion:
    """Return what a rule would have left of the budget of 2015: recorded indices, no draws."""
    nominal = np.array([[history_factor(rule, PAST[0], year)] for year in PAST])
    cost = np.array([[history_factor(COST, PAST[0], year)] for year in PAST])
    return Erosion(rule, PAST[0], PAST, nominal, nominal / cost)


def future(rule: str, indices: Indices, *, base: int) -> Erosion:
    """Return what a rule leaves of the budget of a base year in every draw."""
    years = tuple(year for year in indices.years if year >= base)
    start = indices.years.index(base)
    nominal = indices.of(rule)[start:] / indices.of(rule)[start]
    cost = indices.of(COST)[start:] / indices.of(COST)[start]
    return Erosion(rule, base, years, nominal, np.asarray(nominal / cost))


def clients(results: Results, scenario: str, services: Sequence[str]) -> dict[str, Array]:
    """Return the clients of services as a share of the reference: (year, draw)."""
    found = {}
    for name in dict.fromkeys(CLIENTS[each] for each in services if each in CLIENTS):
        load = results.loads["central"][name]
        kept = load[:, 0]
        here = load[:, results.position(scenario)]
        found[name] = np.divide(here, kept, out=np.ones_like(here), where=kept > 0)
    return found


def equivalent_cut(erosion: Erosion) -> Array:
    """Return the cut that takes as much as the rule does, by year and draw."""
    return np.asarray(1 - erosion.bought)
