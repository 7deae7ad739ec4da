"""Municipalities with extended powers, and the keys by which a region's loads are shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from kpsim.errors import ParameterError, Problem, RunError, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.funding import Funding
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import STRICT, Words

Key = Literal["population", "roofless"]


class Town(BaseModel):
    """One district of a municipality with extended powers."""

    model_config = STRICT
    label: Words
    municipality: Words | None = None
    """Its row in the key of co-financing; None where the rest pays for it."""
    population: int = Field(gt=0)
    population_year: int
    roofless: int = Field(ge=0)
    source: Words


@dataclass(frozen=True)
class Towns:
    """All towns of a region; the shares of each key add to one by construction."""

    towns: Mapping[str, Town]
    keys: Mapping[str, Key]

    def share(self, name: str, key: Key) -> float:
        """Return a town's share of the region by a key."""
        whole = sum(getattr(town, key) for town in self.towns.values())
        return float(getattr(self.towns[name], key) / whole)

    def share_of_system(self, name: str, system: str) -> float:
        """Return a town's share of what a system causes."""
        return self.share(name, self.keys.get(system, "population"))

    def find(self, name: str) -> str:
        """Return the key of a town given by its key or its name."""
        by_label = {town.label.casefold(): key for key, town in self.towns.items()}
        key = name if name in self.towns else by_label.get(name.casefold())
        if key is None:
            text = "no municipality with extended powers '{name}'{near}; expected one of {known}"
            near, known = suggestion(name, self.towns), ", ".join(self.towns)
            raise RunError(problem("town", text, name=name, near=near, known=known))
        return key


def load_towns(funding: Funding, region: str = "liberec", folder: Path | None = None) -> Towns:
    """Read the towns of a region; report everything wrong at once."""
    path = (folder or params_folder()) / "regions" / f"{region}-towns.toml"
    tables, place = read_toml(path), place_of(path)
    towns: dict[str, Town] = {}
    problems: list[Problem] = []
    for name, table in tables.get("town", {}).items():
        town, wrong = validated(Town, table, place=f"{place}: town.{name}")
        problems += wrong
        if town is not None:
            towns[name] = town
    known = funding.key.names
    for name, town in towns.items():
        if town.municipality is not None and town.municipality not in known:
            text = "unknown municipality '{name}'{near}; the rows are in the key of co-financing"
            values = {"name": town.municipality, "near": suggestion(town.municipality, known)}
            problems.append(problem(f"{place}: town.{name}.municipality", text, **values))
    keys: dict[str, Key] = {}
    for system, key in tables.get("keys", {}).items():
        if key not in ("population", "roofless"):
            text = "is '{found}'; expected one of population, roofless"
            problems.append(problem(f"{place}: keys.{system}", text, found=key))
        else:
            keys[system] = key
    if problems:
        raise ParameterError(problems)
    return Towns(towns, keys)
