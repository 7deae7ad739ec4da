"""The outcomes a question is about: sums of crowns, one payer, or a load; ten years or one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.analysis import money
from kpsim.errors import RunError, problem, suggestion
from kpsim.inputs.institutions import INSTITUTIONS, load_institutions
from kpsim.language import translate
from kpsim.results import Array, Results, Text, View
from kpsim.study import YEARS
from kpsim.world import World

NET, CAUSED, SAVED = "net_public_cost", "caused_public_cost", "saved_public_cost"
SUMS = {
    NET: Text("čisté výdaje veřejných rozpočtů", "net spending of public budgets"),
    CAUSED: Text("vyvolané výdaje veřejných rozpočtů", "spending caused in public budgets"),
    SAVED: Text("úspora veřejných rozpočtů na službách", "money public budgets save on services"),
}


@dataclass(frozen=True)
class Asked:
    """One number a draw: an outcome over the horizon, or in one year."""

    name: str
    year: int | None = None

    @property
    def key(self) -> str:
        """Return how it is written on the command line."""
        return self.name if self.year is None else f"{self.name}@{self.year}"

    @property
    def is_money(self) -> bool:
        """Tell whether it is counted in crowns."""
        return self.name in SUMS or self.name in INSTITUTIONS


def ask(texts: Sequence[str], world: World) -> tuple[Asked, ...]:
    """Read outcomes as written: a name, or a name and a year as `deaths@2031`."""
    known = [*SUMS, *INSTITUTIONS, *world.outcomes]
    found, problems = [], []
    for text in texts:
        name, _, year = text.partition("@")
        if name not in known:
            sentence = "unknown outcome '{name}'{near}"
            near = suggestion(name, known)
            problems.append(problem("--outcome", sentence, name=name, near=near))
        elif year and (not year.isdigit() or int(year) not in YEARS):
            sentence = "'{year}' is no year of the model; expected {first} to {last}"
            ends = {"first": YEARS[0], "last": YEARS[-1]}
            problems.append(problem("--outcome", sentence, year=year, **ends))
        else:
            found.append(Asked(name, int(year) if year else None))
    if problems:
        raise RunError(problems)
    return tuple(dict.fromkeys(found))


def measure(
    results: Results,
    scenario: str,
    asked: Asked,
    *,
    public: Collection[str],
    view: View = "central",
) -> Array:
    """Return the difference from keeping the services, one number a draw."""
    yearly = by_year(results, scenario, asked.name, public=public, view=view)
    if asked.year is not None:
        return np.asarray(yearly[results.years.index(asked.year)])
    if asked.is_money or results.outcomes[asked.name].aggregate == "sum":
        return money.over_horizon(results, scenario, yearly)
    return np.asarray(yearly[money.horizon_years(results, scenario)][-1])


def by_year(
    results: Results,
    scenario: str,
    name: str,
    *,
    public: Collection[str],
    view: View = "central",
) -> Array:
    """Return the difference from keeping the services, (year, draw)."""
    if name == NET:
        return money.net_public_cost(results, scenario, view, public=public)
    if name == CAUSED:
        return money.caused(results, scenario, view, public=public)
    if name == SAVED:
        return money.saved(results, scenario, view, public=public)
    if name in INSTITUTIONS:
        return money.net_public_cost(results, scenario, view, public=(name,))
    return results.difference(name, scenario)


def label_of(world: World, asked: Asked, language: str) -> str:
    """Name an outcome."""
    if asked.name in SUMS:
        name = SUMS[asked.name].of(language)
    elif asked.name in INSTITUTIONS:
        label = load_institutions()[asked.name].label
        payer = label.cs if language == "cs" else label.en
        name = translate("net spending: {payer}", language).format(payer=payer)
    else:
        name = world.outcomes[asked.name].label.of(language)
    return name if asked.year is None else f"{name}, {asked.year}"
