"""A run as its folder keeps it: read back with all its draws, and held against today's files."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

from kpsim import __version__
from kpsim.errors import KpsimError, RunError, problem, suggestion
from kpsim.inputs.files import place_of
from kpsim.inputs.institutions import load_institutions
from kpsim.inputs.locations import params_folder
from kpsim.inputs.scenarios import Scenario, load_scenario, shipped_scenarios
from kpsim.report.comparison import Comparison, check_region
from kpsim.report.run_folder import DATA, FORMAT, MARK
from kpsim.results import REFERENCE, VIEWS, Array, CostLine, Costs, Results, Text
from kpsim.study import Settings
from kpsim.world import World, load_world

LOADS, COSTS, MONEY = "loads-draws.parquet", "costs-draws.parquet", "money-draws.parquet"
SCENARIOS = "scenarios"
"""Folder of a run with the scenario files that are not shipped."""


@dataclass(frozen=True)
class Changed:
    """An input that is not what it was when the run was made."""

    name: str
    how: str
    """An English clause: changed, gone, new, or another version."""
    then: str = ""


@dataclass(frozen=True)
class StoredRun:
    """A run read back, and what has changed since it was made."""

    folder: Path
    record: Mapping[str, Any]
    comparison: Comparison
    changed: tuple[Changed, ...]


def is_run(text: str) -> bool:
    """Tell whether an argument means a folder of a run rather than a scenario."""
    return (Path(text) / MARK).is_file()


def read_record(folder: Path) -> dict[str, Any]:
    """Read what a folder says of its run."""
    place = str(folder / MARK)
    if not folder.is_dir():
        near = suggestion(folder.name, [each.name for each in _siblings(folder)])
        text = "no such run folder{near}; 'kpsim run SCENARIO' makes one"
        raise RunError(problem(str(folder), text, near=near))
    try:
        content = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except FileNotFoundError:
        text = "is not a folder of a kpsim run (it has no run.json); name one that 'kpsim run' made"
        raise RunError(problem(str(folder), text)) from None
    except (OSError, ValueError) as fault:
        raise RunError(
            problem(place, "cannot be read ({fault}); run it again", fault=fault)
        ) from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise RunError(problem(place, "is not the record of a kpsim run; run it again"))
    return content


def open_run(folder: Path, language: str) -> StoredRun:
    """Read a run with its draws; say what is missing or has changed."""
    record = read_record(folder)
    if record.get("streamed"):
        text = (
            "is a streamed run: it holds statistics, and documents are made from all draws; "
            "run the scenarios without --stream and with fewer draws"
        )
        raise RunError(problem(str(folder), text))
    _check_files(folder)
    check_region(record["region"])
    world = load_world(record["region"], data=data_files(record, folder))
    scenarios = (load_scenario(REFERENCE), *(_scenario(folder, n) for n in record["scenarios"]))
    settings = Settings(
        seed=record["seed"],
        draws=record["draws"],
        step=record["step_in_months"],
        horizon=record["horizon_in_years"],
        discount_rate=record["discount_rate"],
    )
    results = _results(folder, record, world=world, scenarios=scenarios, settings=settings)
    comparison = Comparison(world, scenarios, settings, results, load_institutions(), language)
    return StoredRun(folder, record, comparison, changes(record, folder))


def changes(record: Mapping[str, Any], folder: Path) -> tuple[Changed, ...]:
    """Name the inputs that differ from those of the run."""
    found = []
    if record["version"] != __version__:
        found.append(Changed("kpsim", "was another version: {then}", str(record["version"])))
    now = input_digests(folder, data_files(record, folder))
    then: Mapping[str, str] = record.get("inputs", {})
    for name in sorted({*now, *then}):
        if name not in then:
            if not name.startswith("scenarios/"):
                found.append(Changed(name, "is new since the run"))
        elif name not in now:
            found.append(Changed(name, "was there when it was run and is gone"))
        elif now[name] != then[name]:
            found.append(Changed(name, "was changed after the run"))
    return tuple(found)


def input_digests(folder: Path, data: Sequence[Path] = ()) -> dict[str, str]:
    """Return the digests of today's inputs, the files kept with the run among them."""
    from kpsim.inputs.locations import scenarios_folder

    files = [*params_folder().rglob("*.toml"), *scenarios_folder().glob("*.toml")]
    found = {place_of(path): sha256(path.read_bytes()).hexdigest() for path in files}
    for path in sorted((folder / SCENARIOS).glob("*.toml")):
        digest = sha256(path.read_bytes()).hexdigest()
        # A user's file is named in the record by where it lay: with its folder or without.
        found |= {path.name: digest, f"scenarios/{path.name}": digest}
    for path in data:
        found[f"{DATA}/{path.name}"] = sha256(path.read_bytes()).hexdigest()
    return found


def data_files(record: Mapping[str, Any], folder: Path) -> tuple[Path, ...]:
    """Find the figures a run was given: kept in its folder, or beside the document."""
    found, problems = [], []
    for name in record.get("data", ()):
        places = [place for place in (folder / DATA / name, folder / name) if place.is_file()]
        found += places[:1]
        if not places:
            text = "the file '{name}' with supplied figures is not here; put it back to go on"
            problems.append(problem(str(folder), text, name=name))
    if problems:
        raise RunError(problems)
    return tuple(found)


def _siblings(folder: Path) -> Sequence[Path]:
    return list(folder.parent.iterdir()) if folder.parent.is_dir() else []


def _check_files(folder: Path) -> None:
    missing = [name for name in (LOADS, COSTS, MONEY) if not (folder / name).is_file()]
    if missing:
        text = "lacks {files}, which documents are made from; run the scenarios again"
        raise RunError(problem(str(folder), text, files=", ".join(missing)))


def _scenario(folder: Path, name: str) -> Scenario:
    kept = folder / SCENARIOS / f"{name}.toml"
    if kept.is_file():
        return load_scenario(kept)
    if name in shipped_scenarios():
        return load_scenario(name)
    text = "the file of scenario '{name}' is neither in the run nor shipped; run it again"
    raise RunError(problem(str(folder), text, name=name))


def _results(
    folder: Path,
    record: Mapping[str, Any],
    *,
    world: World,
    scenarios: Sequence[Scenario],
    settings: Settings,
) -> Results:
    try:
        loads = _Series(folder / LOADS, settings.draws)
        costs = _Series(folder / COSTS, settings.draws)
        money = _Series(folder / MONEY, settings.draws)
        names = tuple(each.name for each in scenarios)
        wanted = {name: spec.outcome(name) for name, spec in world.outcomes.items()}
        known = {key[1] for key in loads.by("view", "quantity")}
        outcomes = {name: each for name, each in wanted.items() if name in known}
        loads_of = loads.by("view", "quantity")
        simulated = {
            view: {name: loads_of[view, name] for name in outcomes} for view in ("floor", "central")
        }
        return Results(
            region=str(record["region"]),
            seed=settings.seed,
            years=loads.years,
            scenarios=names,
            titles={each.name: Text(each.title.cs, each.title.en) for each in scenarios},
            descriptions={
                each.name: Text(each.description.cs, each.description.en) for each in scenarios
            },
            outcomes=outcomes,
            loads={
                "floor": simulated["floor"],
                "central": simulated["central"],
                "full": simulated["central"],
            },
            costs={view: costs.costs(view) for view in VIEWS},
            service_money=money.by("quantity")[("service_money",)],
            service_cost_index=money.by("quantity")[("service_cost_index",)][:, 0],
            deflator=money.by("quantity")[("deflator",)][:, 0],
            first_change=tuple(each.first_year for each in scenarios),
            horizon=settings.horizon,
            discount_rate=settings.discount_rate,
        )
    except KpsimError:
        raise
    except (KeyError, ValueError, OSError) as fault:
        text = "its draws cannot be read ({fault}); run the scenarios again"
        raise RunError(problem(str(folder), text, fault=str(fault))) from None


class _Series:
    """Draws of a Parquet file as arrays (year, scenario, draw), by the columns that name them."""

    def __init__(self, path: Path, draws: int) -> None:
        self.table = pq.read_table(path)
        years = self.table["year"].to_numpy()
        scenarios = self.table["scenario"].to_numpy(zero_copy_only=False)
        self.years = tuple(int(year) for year in dict.fromkeys(years))
        self.size = (len(self.years), len(dict.fromkeys(scenarios)), draws)
        flat = self.table["draws"].combine_chunks().flatten().to_numpy()
        self.values: Array = flat.reshape(-1, *self.size)

    def by(self, *columns: str) -> dict[tuple[str, ...], Array]:
        """Return the arrays by the words of some columns."""
        step = self.size[0] * self.size[1]
        words = [self.table[name].to_numpy(zero_copy_only=False)[::step] for name in columns]
        return dict(zip(zip(*words, strict=True), self.values, strict=True))

    def costs(self, view: str) -> Costs:
        """Return the crowns of a view by account."""
        every = self.by("view", "system", "payer", "kind")
        chosen = {key[1:]: values for key, values in every.items() if key[0] == view}
        return Costs(tuple(CostLine(*key) for key in chosen), np.stack([*chosen.values()]))
