"""The one function all methods run the model through: a batch of draws in, outcomes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kpsim.inputs.draws import Draws
from kpsim.inputs.indices import Indices, draw_indices
from kpsim.inputs.scenarios import Scenario
from kpsim.results import REFERENCE, Array, Results, View
from kpsim.scale import identity
from kpsim.scale.pieces import Job
from kpsim.scale.store import Store
from kpsim.sensitivity.asked import Asked, measure
from kpsim.study import YEARS, Gathering, Settings, accounted, simulated, with_reference
from kpsim.world import World

Answers = dict[str, Array]
"""By "scenario/outcome": one number a draw."""


@dataclass(frozen=True)
class Bench:
    """A world, scenarios and outcomes: what does not change between the runs of a question."""

    world: World
    scenarios: tuple[Scenario, ...]
    asked: tuple[Asked, ...]
    settings: Settings
    view: View = "central"
    """At which prices crowns are counted: marginal ones, or those of the full view."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios but the reference."""
        return tuple(each.name for each in self.scenarios if each.name != REFERENCE)

    @property
    def keys(self) -> tuple[str, ...]:
        """Names of the answers."""
        return tuple(f"{name}/{asked.key}" for name in self.names for asked in self.asked)


def bench(
    world: World, scenarios: Sequence[Scenario], asked: Sequence[Asked], settings: Settings
) -> Bench:
    """Set up a question, with the reference in front."""
    return Bench(world, with_reference(scenarios), tuple(asked), settings)


def as_draws(values: Mapping[str, Array], *, seed: int, first: int = 0) -> Draws:
    """Dress values as draws of the central view."""
    count = max(array.shape[-1] for array in values.values())
    return Draws(values, seed, "central", first=first, count=count)


def prices_of(values: Mapping[str, Array], seed: int) -> Indices:
    """Draw the price paths that go with values."""
    return draw_indices(values, seed, YEARS)


def simulate_draws(asked: Bench, draws: Draws, indices: Indices) -> dict[str, Array]:
    """Simulate a batch; what comes back can be written into crowns at other prices too."""
    return simulated(
        asked.world, asked.scenarios, draws=draws, indices=indices, settings=asked.settings
    )


def answers(
    asked: Bench, draws: Draws, indices: Indices, found: Mapping[str, Array] | None = None
) -> Answers:
    """Return the outcomes of a batch; `found` is a simulation that can be used again."""
    results = results_of(asked, draws, indices, found)
    return answers_of(asked, results)


def results_of(
    asked: Bench, draws: Draws, indices: Indices, found: Mapping[str, Array] | None = None
) -> Results:
    """Return everything a batch gives in the central view."""
    if found is None:
        found = simulate_draws(asked, draws, indices)
    batch = Draws(draws.values, draws.seed, draws.view, first=0, count=draws.count)
    chunk = accounted(asked.world, asked.scenarios, found, draws=batch, indices=indices)
    gathering = Gathering(draws.count)
    wanted = {view: chunk.costs[view] for view in dict.fromkeys(("central", asked.view))}
    gathering.add("central", replace(chunk, costs=wanted))
    return gathering.results(asked.world, asked.scenarios, asked.settings, indices=indices)


def answers_of(asked: Bench, results: Results) -> Answers:
    """Read the outcomes off results that are there already."""
    public = asked.world.ledger.public
    return {
        f"{name}/{one.key}": measure(results, name, one, public=public, view=asked.view)
        for name in asked.names
        for one in asked.asked
    }


def store_of(asked: Bench, question: str, *more: object) -> Store:
    """Return the place of the finished parts of a question, named by all its answer depends on."""
    job = Job(asked.world, asked.scenarios, asked.settings)
    key = identity.of_job(job, asked.settings.horizon, asked.asked, question, *more)
    about = {
        "question": question,
        "scenarios": list(asked.names),
        "draws": asked.settings.draws,
        "seed": asked.settings.seed,
    }
    return Store(key, about)


def spread(values: Array) -> float:
    """Return the width of the 90 % interval."""
    low, high = np.quantile(values, (0.05, 0.95))
    return float(high - low)
