"""One town's part of what a scenario saves and causes, by documented sharing keys."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpsim.analysis import money
from kpsim.inputs.funding import Funding
from kpsim.inputs.municipal_key import Municipality
from kpsim.inputs.municipal_money import paid_by
from kpsim.inputs.scenarios import Scenario
from kpsim.inputs.towns import Town, Towns
from kpsim.results import Array, Results

MUNICIPAL = ("city_of_liberec", "other_municipalities")


@dataclass(frozen=True)
class TownView:
    """A town: what its municipalities save and bear, and what its people cost other payers."""

    name: str
    label: str
    population_share: float
    saved: Array
    """What the town's municipalities no longer pay: (year, draw), crowns of 2025."""
    caused: Array
    """What falls on the town's municipalities."""
    elsewhere: Mapping[str, Array]
    """What people of the town cause other public payers, by system."""

    @property
    def net(self) -> Array:
        """Return what the town's own budgets pay more."""
        return self.caused - self.saved


def town_view(
    results: Results,
    scenario: Scenario,
    *,
    towns: Towns,
    name: str,
    funding: Funding,
    public: set[str],
) -> TownView:
    """Share out what a scenario does by the keys of the towns."""
    town = towns.towns[name]
    shape = (len(results.years), results.draws)
    saved, caused = np.zeros(shape), np.zeros(shape)
    for payer in MUNICIPAL:
        saved += _share_of_saving(towns, name, payer, funding, scenario) * money.saved(
            results, scenario.name, "central", public=(payer,)
        )
        systems = money.by_system(results, scenario.name, "central", payers=(payer,))
        for system, amount in systems.items():
            if system != "services":
                caused += _share_of_payer(towns, name, payer, system) * amount
    others = public - set(MUNICIPAL)
    elsewhere = {
        system: towns.share_of_system(name, system) * amount
        for system, amount in money.by_system(
            results, scenario.name, "central", payers=others
        ).items()
        if system != "services"
    }
    share = towns.share(name, "population")
    return TownView(name, town.label, share, saved, caused, elsewhere)


def _share_of_payer(towns: Towns, name: str, payer: str, system: str) -> float:
    """Return a town's part of a municipal payer: the city is Liberec's, the rest all others'.

    The district of Liberec has municipalities beside the city; they are few and small, so what
    falls on other municipalities is shared among the other districts.
    """
    city = _city(towns)
    if payer == "city_of_liberec":
        return float(name == city)
    if name == city:
        return 0.0
    mine = towns.share_of_system(name, system)
    return mine / (1 - towns.share_of_system(city, system))


def _share_of_saving(
    towns: Towns, name: str, payer: str, funding: Funding, scenario: Scenario
) -> float:
    """Return a town's part of what a municipal funder saves: by what each paid, if it leaves."""
    rows = funding.key.of_funder(payer)
    if not rows:
        return towns.share(name, "population")
    weights = {row.name: paid_by(row, funding) * _leaves(row, scenario) for row in rows}
    whole = sum(weights.values())
    if whole <= 0:
        return 0.0
    named = {town.municipality for town in towns.towns.values() if town.municipality is not None}
    town = towns.towns[name]
    if town.municipality is not None:
        return weights.get(town.municipality, 0.0) / whole
    rest = sum(weight for key, weight in weights.items() if key not in named)
    return rest / whole * _share_of_unnamed(towns, town)


def _share_of_unnamed(towns: Towns, town: Town) -> float:
    """Return a town's part of the rest, by its people."""
    unnamed = [each.population for each in towns.towns.values() if each.municipality is None]
    return town.population / sum(unnamed)


def _leaves(row: Municipality, scenario: Scenario) -> float:
    """Return 1 for a municipality that a scenario concerns, 0 for others."""
    if scenario.key is None or scenario.key.mandatory or not scenario.key.leave:
        return 1.0
    return float(scenario.key.leaves(row.name))


def _city(towns: Towns) -> str:
    return next(key for key, town in towns.towns.items() if town.municipality == "liberec")
