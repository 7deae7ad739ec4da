"""What is asked: a world, scenarios, outcomes, and how much to compute."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kpsim import __version__
from kpsim.charts.house_style import Footer
from kpsim.errors import RunError, problem
from kpsim.inputs.draws import columns, draw, rounded_up
from kpsim.inputs.scenarios import check_lines
from kpsim.report.comparison import check_horizon, check_region, check_settings, load_all
from kpsim.results import REFERENCE, Array, Results
from kpsim.scale.local import in_threads
from kpsim.scale.pieces import Compute
from kpsim.scale.resume import LONG, resumable
from kpsim.scale.store import Store
from kpsim.sensitivity.asked import NET, Asked, ask
from kpsim.sensitivity.bench import Bench, bench, store_of
from kpsim.sensitivity.drivers import drivers, grade_of, labels_of
from kpsim.sensitivity.holders import holder_of
from kpsim.sensitivity.parts import Progress
from kpsim.study import Settings, study, with_reference
from kpsim.world import World, load_world


@dataclass(frozen=True)
class Question:
    """A question about scenarios, ready to be answered."""

    bench: Bench
    language: str
    one_of_several: bool = False
    compute: Compute = in_threads
    """Where runs are computed; what they find does not depend on it."""

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

    def apart(self) -> Iterator["Question"]:
        """Ask the same about each scenario by itself."""
        for each in self.bench.scenarios:
            if each.name != REFERENCE:
                scenarios = with_reference([each])
                bench = replace(self.bench, scenarios=scenarios)
                yield replace(self, bench=bench, one_of_several=len(self.bench.names) > 1)

    def charts_in(self, folder: Path, one: Asked) -> Path:
        """Return where the charts about an outcome go: a folder for each of several scenarios."""
        place = folder / self.scenario if self.one_of_several else folder
        return place / one.key.replace("@", "-")

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
        """Who holds every number, of a shared cause all; nobody holds chance and belief."""
        parameters = self.world.parameters
        return {
            each.name: ", ".join(
                dict.fromkeys(
                    holder_of(parameters, name).of(self.language) for name in each.parameters
                )
            )
            for each in drivers(parameters)
            if each.kind in ("parameter", "cause")
        }

    def results(self, progress: Progress | None = None) -> Results:
        """Run the scenarios as `kpsim run` does, in all views; a long run can be gone on with."""
        settings = self.bench.settings
        way = self.compute
        if rounded_up(settings.draws) > LONG:
            way = resumable(self._run, way)
        return study(self.world, self.bench.scenarios, settings, progress=progress, compute=way)

    @property
    def _run(self) -> Store:
        """Where the draws of a long run are kept until the question is answered."""
        return store_of(self.bench, "run", rounded_up(self.bench.settings.draws))

    def answered(self) -> None:
        """Forget the draws of a long run: they are many, and the answer is there."""
        self._run.forget()

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
    data: Sequence[Path] = (),
) -> Question:
    """Read and check everything a question needs."""
    check_settings(settings)
    loaded = load_all(scenarios)
    check_horizon(loaded, settings.horizon)
    check_region(region)
    world = load_world(region, data=data)
    for scenario in loaded:
        check_lines(scenario, world.funding)
    if all(each.name == REFERENCE for each in loaded):
        text = "the reference has no difference to explain; name a scenario that changes something"
        raise RunError(problem("SCENARIO", text))
    made = bench(world, loaded, ask(outcomes or (NET,), world), settings)
    return Question(made, language)
