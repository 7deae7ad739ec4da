"""A finished comparison: the world it ran in, what was asked, and what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from kpsim.analysis.recovery import Recovery, recoveries, reopening_year
from kpsim.errors import Problem, RunError, ScenarioError, problem, suggestion
from kpsim.inputs.indices import PRICE_YEAR, history_factor
from kpsim.inputs.institutions import Institution, load_institutions
from kpsim.inputs.locations import params_folder
from kpsim.inputs.scenario_tables import LAST_MONTH
from kpsim.inputs.scenarios import Scenario, check_lines, load_scenario
from kpsim.ledger.budgets import load_budgets
from kpsim.report.findings import Budget, Findings, Measures, find
from kpsim.report.tables import cost_rows, costs_frame, load_rows, loads_frame
from kpsim.results import REFERENCE, VIEWS, Results
from kpsim.scale.local import in_threads
from kpsim.scale.pieces import Compute
from kpsim.scale.room import check_memory
from kpsim.sensitivity.asked import ask
from kpsim.sensitivity.bench import bench
from kpsim.sensitivity.by_grade import WeakShare, share_on_weak_evidence
from kpsim.study import YEARS, Progress, Settings, study, with_reference
from kpsim.world import World, load_world

NET = "net_public_cost"
REGION = "liberec"
"""The region that is meant where none is named."""


@dataclass(frozen=True)
class Comparison:
    """Scenarios against the reference, with everything that reports need."""

    world: World
    scenarios: tuple[Scenario, ...]
    settings: Settings
    results: Results
    institutions: Mapping[str, Institution]
    language: str = "en"

    @property
    def loads(self) -> pd.DataFrame:
        """Loads in natural units: a row a scenario, view, year and quantity."""
        return self.loads_in(self.language)

    @property
    def costs(self) -> pd.DataFrame:
        """Crowns: a row a scenario, view, year and account or sum of accounts."""
        return self.costs_in(self.language)

    def loads_in(self, language: str) -> pd.DataFrame:
        """Return the loads with words of a language; they are summarised the first time only."""
        return loads_frame(self.results, language, rows=self._load_rows)

    def costs_in(self, language: str) -> pd.DataFrame:
        """Return the crowns with words of a language; they are summarised the first time only."""
        return costs_frame(self.results, language, rows=self._cost_rows)

    @cached_property
    def _load_rows(self) -> pd.DataFrame:
        return load_rows(self.results)

    @cached_property
    def _cost_rows(self) -> pd.DataFrame:
        return cost_rows(self.results, self.public)

    @property
    def public(self) -> tuple[str, ...]:
        """The public purse: the public institutions but the European Union."""
        return tuple(name for name, each in self.institutions.items() if each.public)

    @property
    def compared(self) -> tuple[str, ...]:
        """Names of the scenarios but the reference."""
        return tuple(name for name in self.results.scenarios if name != REFERENCE)

    def scenario(self, name: str) -> Scenario:
        """Return the scenario of a name."""
        return next(each for each in self.scenarios if each.name == name)

    @cached_property
    def measures(self) -> Measures:
        """Budgets in prices of 2025, and the change a payer would not notice."""
        found = load_budgets(self.world.parameters)
        budgets = {
            name: Budget(each.amount * self._to_price_year(each.year), each.year)
            for name, each in found.by_payer.items()
        }
        return Measures(budgets, found.band_share, found.band_floor, found.inhabitants)

    def _to_price_year(self, year: int) -> float:
        if year <= PRICE_YEAR:
            return history_factor("cpi", year)
        return 1 / float(self.results.deflator[self.results.years.index(year)].mean())

    @cached_property
    def findings(self) -> Mapping[str, Findings]:
        """What was found for each scenario but the reference."""
        return {
            name: find(self.results, name, public=self.public, measures=self.measures)
            for name in self.compared
        }

    @cached_property
    def on_weak_evidence(self) -> Mapping[str, WeakShare]:
        """Which share of each scenario's net public cost rests on grades C and D.

        One more simulation of a few hundred draws; the first time only.
        """
        asked = bench(self.world, self.scenarios, ask([NET], self.world), self.settings)
        found = share_on_weak_evidence(asked, results=self.results)
        return {name: found[key] for name in self.compared if (key := f"{name}/{NET}") in found}

    def recovery(self, name: str) -> tuple[Recovery, ...]:
        """Return what comes back after a reopening and what does not; nothing if none reopens."""
        reopened = reopening_year(self.scenario(name))
        return () if reopened is None else recoveries(self.results, name, reopened)


@dataclass(frozen=True)
class Prepared:
    """A request whose files were read and found right."""

    world: World
    scenarios: tuple[Scenario, ...]
    settings: Settings
    language: str = "en"

    def run(self, progress: Progress | None = None, *, compute: Compute = in_threads) -> Comparison:
        """Compute it."""
        found = study(self.world, self.scenarios, self.settings, progress=progress, compute=compute)
        # Threads finish in any order; equal runs must be equal files.
        results = replace(
            found,
            loads={view: found.loads[view] for view in VIEWS},
            costs={view: found.costs[view] for view in VIEWS},
        )
        return Comparison(
            self.world,
            self.scenarios,
            self.settings,
            results,
            load_institutions(),
            self.language,
        )


def prepare(
    scenarios: Sequence[str | Path],
    settings: Settings,
    *,
    region: str = REGION,
    language: str = "en",
    streamed: bool = False,
    data: Sequence[Path] = (),
) -> Prepared:
    """Read and check everything a run needs, before any time is spent on it.

    A streamed run does not hold its results, so their size is no obstacle.
    """
    check_settings(settings)
    loaded = load_all(scenarios)
    check_names(loaded)
    check_horizon(loaded, settings.horizon)
    check_region(region)
    world = load_world(region, data=data)
    for scenario in loaded:
        check_lines(scenario, world.funding)
    if not streamed:
        check_memory(world, scenarios=len(with_reference(loaded)), draws=settings.draws)
    return Prepared(world, loaded, settings, language)


def load_all(names: Sequence[str | Path]) -> tuple[Scenario, ...]:
    """Read scenarios; what is wrong with any of them is reported together."""
    loaded: list[Scenario] = []
    problems: list[Problem] = []
    for name in names:
        if Path(name).is_dir():
            text = "is a folder; expected a scenario file or a shipped name"
            problems.append(problem(str(name), text))
            continue
        try:
            loaded.append(load_scenario(name))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return tuple(loaded)


def check_settings(settings: Settings) -> None:
    """Refuse numbers no run can use."""
    problems = []
    if settings.seed < 0:
        text = "is {found}; expected a whole number from 0 up"
        problems.append(problem("seed", text, found=settings.seed))
    if settings.draws < 1:
        text = "is {found}; expected at least 1 (draws come in blocks of 256)"
        problems.append(problem("draws", text, found=settings.draws))
    if not 1 <= settings.horizon <= len(YEARS):
        text = "is {found}; expected 1 to {most} years"
        problems.append(problem("horizon", text, found=settings.horizon, most=len(YEARS)))
    if problems:
        raise RunError(problems)


def check_names(scenarios: Sequence[Scenario]) -> None:
    """Refuse a comparison of nothing, and two scenarios that results could not tell apart."""
    names = [scenario.name for scenario in scenarios]
    if set(names) <= {REFERENCE}:
        text = "is what all others are compared with; name another scenario"
        raise RunError(problem(f"scenario {REFERENCE}", text))
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            text = "is asked for twice; name it once, or rename one of the files"
            raise RunError(problem(f"scenario {name}", text))


def check_horizon(scenarios: Sequence[Scenario], horizon: int) -> None:
    """Refuse a horizon that ends after the simulated years."""
    problems = []
    for scenario in scenarios:
        first = scenario.first_year
        if first is not None and first + horizon - 1 > LAST_MONTH.year:
            text = (
                "is {found}; the first change of '{scenario}' is in {first} and the simulation "
                "ends in {last}; ask for at most {most} years"
            )
            values = {"scenario": scenario.name, "first": first, "last": LAST_MONTH.year}
            most = LAST_MONTH.year - first + 1
            problems.append(problem("horizon", text, found=horizon, most=most, **values))
    if problems:
        raise RunError(problems)


def regions() -> tuple[str, ...]:
    """Name the regions there are files for."""
    folders = sorted((params_folder() / "regions").iterdir())
    return tuple(path.stem for path in folders if path.is_file() and "-" not in path.stem)


def check_region(region: str) -> None:
    """Refuse a region without files."""
    if region not in regions():
        text = "no region '{name}'{near}; expected one of {known}"
        near, known = suggestion(region, regions()), ", ".join(regions())
        raise RunError(problem("region", text, name=region, near=near, known=known))
