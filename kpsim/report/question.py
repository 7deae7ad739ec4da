"""What is asked: a world, scenarios, outcomes, and how much to compute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kpsim import __version__
from kpsim.charts.house_style import Footer
from kpsim.errors import RunError, problem
from kpsim.inputs.draws import columns, draw
from kpsim.inputs.scenarios import check_lines, load_scenario
from kpsim.results import REFERENCE, Array, Results
from kpsim.sensitivity.asked import NET, ask
from kpsim.sensitivity.bench import Bench, bench
from kpsim.sensitivity.drivers import drivers, grade_of, labels_of
from kpsim.sensitivity.holders import holder_of
from kpsim.sensitivity.parts import STUDIES, Progress
from kpsim.study import Settings, study
from kpsim.world import World, load_world


@dataclass(frozen=True)
class Question:
    """A question about scenarios, ready to be answered."""

    bench: Bench
    language: str
    folder: Path
    """Where parts of long work are kept."""
    workers: int = 2

    @property
    def world(self) -> World:
        """The world asked about."""
        return self.bench.world

    @property
    def scenario(self) -> str:
        """The first scenario."""
        return self.bench.names[0]

    @property
    def title(self) -> str:
        """Title of the first scenario."""
        found = next(each for each in self.bench.scenarios if each.name == self.scenario)
        return found.title.cs if self.language == "cs" else found.title.en

    def footer(self, draws: int) -> Footer:
        """Return what the source line of a chart says."""
        return Footer(__version__, self.title, draws)

    def key(self, place: int = 0) -> str:
        """Return the name of the answer to one of the outcomes asked for."""
        return f"{self.scenario}/{self.bench.asked[place].key}"

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What every driver is called."""
        parameters = self.world.parameters
        return {
            each.name: labels_of(parameters, each)[self.language] for each in drivers(parameters)
        }

    @cached_property
    def grades(self) -> Mapping[str, str]:
        """Grade of every driver."""
        parameters = self.world.parameters
        return {each.name: grade_of(parameters, each) for each in drivers(parameters)}

    @cached_property
    def holders(self) -> Mapping[str, str]:
        """Who holds every number; nobody holds chance and belief."""
        parameters = self.world.parameters
        return {
            each.name: holder_of(parameters, each.parameters[0]).of(self.language)
            for each in drivers(parameters)
            if each.kind in ("parameter", "cause")
        }

    def results(self, progress: Progress | None = None) -> Results:
        """Run the scenarios as `kpsim run` does, in all views."""
        return study(self.world, self.bench.scenarios, self.bench.settings, progress=progress)

    def columns(self, draws: int) -> dict[str, Array]:
        """Return every drawn number of a run."""
        parameters, seed = self.world.parameters, self.bench.settings.seed
        return columns(draw(parameters, seed=seed, draws=draws, view="central"), parameters)


def question(
    scenarios: Sequence[str],
    outcomes: Sequence[str],
    settings: Settings,
    *,
    region: str = "liberec",
    language: str = "cs",
    folder: Path = STUDIES,
) -> Question:
    """Read and check everything a question needs."""
    world = load_world(region)
    loaded = [load_scenario(name) for name in scenarios]
    for scenario in loaded:
        check_lines(scenario, world.funding)
    if all(each.name == REFERENCE for each in loaded):
        text = "the reference has no difference to explain; name a scenario that changes something"
        raise RunError(problem("SCENARIO", text))
    made = bench(world, loaded, ask(outcomes or (NET,), world), settings)
    return Question(made, language, folder)
