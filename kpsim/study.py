"""Run scenarios against the reference on the same draws, in the views floor, central and full."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import numpy as np

from kpsim.engine.engines import Engine, evaluator
from kpsim.engine.simulate import Keep, Names
from kpsim.errors import RunError, problem
from kpsim.inputs.draws import BLOCK, Draws, check_request, rounded_up
from kpsim.inputs.indices import Indices, joined
from kpsim.inputs.money_paths import funding_by_line
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenario_tables import FIRST_MONTH, LAST_MONTH, MONTHS_A_YEAR
from kpsim.inputs.scenarios import Scenario, load_scenario
from kpsim.ledger.evaluate import Prices, evaluate
from kpsim.results import REFERENCE, VIEWS, Array, Costs, Results, Text, View
from kpsim.scale.local import in_threads
from kpsim.scale.pieces import Compute, Job, spans
from kpsim.world import World

YEARS = tuple(range(FIRST_MONTH.year, LAST_MONTH.year + 1))
CELLS_A_BLOCK = 8192
"""Scenarios times draws that are computed together: what a processor's cache holds."""

Progress = Callable[[int, int], None]
"""Called with the draws done and the draws there are."""


@dataclass(frozen=True)
class Settings:
    """How a study is run."""

    seed: int = 1
    draws: int = 2048
    step: float = 1.0
    horizon: int = 10
    discount_rate: float = 0.03
    workers: int = 0
    """Threads; 0 takes all cores."""
    engine: Engine = "compiled"


@dataclass(frozen=True)
class Chunk:
    """What a part of the draws gives."""

    start: int
    stop: int
    loads: Mapping[str, Array]
    costs: Mapping[View, Costs]
    service_money: Array

    def moved_to(self, start: int) -> "Chunk":
        """Return the same draws under other numbers."""
        return replace(self, start=start, stop=start + self.stop - self.start)


def study(
    world: World,
    scenarios: Sequence[Scenario],
    settings: Settings,
    *,
    progress: Progress | None = None,
    compute: Compute = in_threads,
) -> Results:
    """Compare scenarios with the reference; the reference need not be named.

    `compute` says where the pieces are computed; the results do not depend on it.
    """
    job = Job(world, with_reference(scenarios), settings)
    check_request(world.parameters, settings.draws)
    count = rounded_up(settings.draws)
    found = Gathering(count)
    prices: dict[int, Indices] = {}
    waiting = spans(count, piece_size(count, len(job.scenarios)))
    with closing(compute(job, waiting)) as pieces:
        for number, each in enumerate(pieces, start=1):
            for view, chunk in each.chunks.items():
                found.add(view, chunk)
            prices[each.span.start] = each.indices
            if progress is not None:
                progress(number, len(waiting))
    indices = joined([prices[span.start] for span in waiting])
    return found.results(world, job.scenarios, settings, indices=indices)


def with_reference(scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Put the reference first; refuse two scenarios of one name."""
    others = [scenario for scenario in scenarios if scenario.name != REFERENCE]
    names = [scenario.name for scenario in others]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        text = "the scenario '{name}' is named twice; name each once"
        raise RunError([problem("run", text, name=name) for name in twice])
    return (load_scenario(REFERENCE), *others)


def block_size(scenarios: int) -> int:
    """Return how many draws are computed together: whole blocks that fit the cache."""
    return max(BLOCK, CELLS_A_BLOCK // scenarios // BLOCK * BLOCK)


def piece_size(draws: int, scenarios: int) -> int:
    """Return how many draws make a piece: a full cache, or half of few draws for two cores."""
    return min(block_size(scenarios), rounded_up(-(-draws // 2)))


def month_labels(steps: int, step: float) -> tuple[str, ...]:
    """Name the month of every step, for messages."""
    months = (int(number * step) for number in range(steps))
    return tuple(
        f"{FIRST_MONTH.year + month // MONTHS_A_YEAR}-{month % MONTHS_A_YEAR + 1:02d}"
        for month in months
    )


def kept(world: World) -> list[Keep]:
    """List what the outcomes and the ledger need of a run."""
    wanted = {(spec.variable, spec.aggregate) for spec in world.outcomes.values()}
    wanted |= {(quantity, "sum") for quantity in world.ledger.variables}
    return [Keep(f"{name}:{how}", name, how) for name, how in sorted(wanted)]


def one_chunk(
    world: World,
    scenarios: Sequence[Scenario],
    *,
    draws: Draws,
    indices: Indices,
    settings: Settings,
) -> Chunk:
    """Simulate some draws of one view and write them into crowns."""
    found = simulated(world, scenarios, draws=draws, indices=indices, settings=settings)
    return accounted(world, scenarios, found, draws=draws, indices=indices)


def simulated(
    world: World,
    scenarios: Sequence[Scenario],
    *,
    draws: Draws,
    indices: Indices,
    settings: Settings,
    keep: Sequence[Keep] = (),
) -> dict[str, Array]:
    """Simulate some draws; return what the outcomes and the ledger need, or what is asked for."""
    given = engine_inputs(world, scenarios, draws=draws, indices=indices, settings=settings)
    return evaluator(settings.engine)(world.model, **given, keep=keep or kept(world))


def engine_inputs(
    world: World,
    scenarios: Sequence[Scenario],
    *,
    draws: Draws,
    indices: Indices,
    settings: Settings,
) -> dict[str, Any]:
    """Return what an engine is handed besides the model and what it keeps."""
    steps = round(len(YEARS) * MONTHS_A_YEAR / settings.step)
    return {
        "parameters": {name: draws.values[name] for name in world.model.parameters},
        "paths": engine_paths(
            scenarios,
            world.funding,
            indices=indices,
            values=draws.values,
            steps=steps,
            step=settings.step,
        ),
        "steps": steps,
        "step": settings.step,
        "names": Names(
            tuple(scenario.name for scenario in scenarios),
            draws.first,
            month_labels(steps, settings.step),
        ),
    }


def accounted(
    world: World,
    scenarios: Sequence[Scenario],
    found: Mapping[str, Array],
    *,
    draws: Draws,
    indices: Indices,
) -> Chunk:
    """Write what was simulated into loads and crowns."""
    money = funding_by_line(scenarios, world.funding, indices=indices, values=draws.values)
    quantities = {name: found[f"{name}:sum"] for name in world.ledger.variables}
    views: tuple[View, ...] = ("central", "full") if draws.view == "central" else ("floor",)
    costs = {
        view: evaluate(
            world.ledger,
            quantities,
            prices=Prices(draws.values, indices, money, average=view == "full"),
        )
        for view in views
    }
    loads = {
        name: spec.of(found[f"{spec.variable}:{spec.aggregate}"])
        for name, spec in world.outcomes.items()
    }
    return Chunk(draws.first, draws.first + draws.count, loads, costs, money.nominal.sum(axis=0))


def simulation_of(view: View) -> View:
    """Return the view whose simulation a view reads."""
    return "floor" if view == "floor" else "central"


class Gathering:
    """Chunks put together as they finish, so that none is held twice.

    Arrays are made when the first chunk of a view arrives.
    """

    def __init__(self, draws: int) -> None:
        self.draws = draws
        self.loads: dict[View, dict[str, Array]] = {}
        self.costs: dict[View, Costs] = {}
        self.service_money: Array | None = None
        self._writing = Lock()

    def add(self, view: View, chunk: Chunk) -> None:
        """Put a chunk where its draws belong."""
        with self._writing:
            self._add(view, chunk)

    def _add(self, view: View, chunk: Chunk) -> None:
        here = slice(chunk.start, chunk.stop)
        loads = self.loads.setdefault(view, {})
        for name, part in chunk.loads.items():
            self._room(loads, name, part)[..., here] = part
        for of_view, costs in chunk.costs.items():
            if of_view not in self.costs:
                room = np.empty((*costs.amounts.shape[:-1], self.draws))
                self.costs[of_view] = Costs(costs.lines, room)
            self.costs[of_view].amounts[..., here] = costs.amounts
        if view == "central":
            if self.service_money is None:
                self.service_money = np.empty((*chunk.service_money.shape[:-1], self.draws))
            self.service_money[..., here] = chunk.service_money

    def _room(self, arrays: dict[str, Array], name: str, part: Array) -> Array:
        if name not in arrays:
            arrays[name] = np.empty((*part.shape[:-1], self.draws))
        return arrays[name]

    def results(
        self,
        world: World,
        scenarios: Sequence[Scenario],
        settings: Settings,
        *,
        indices: Indices,
    ) -> Results:
        """Return everything that was found."""
        assert self.service_money is not None
        names = tuple(scenario.name for scenario in scenarios)
        return Results(
            region=world.parameters.region.key,
            seed=settings.seed,
            years=YEARS,
            scenarios=names,
            titles={each.name: Text(each.title.cs, each.title.en) for each in scenarios},
            descriptions={
                each.name: Text(each.description.cs, each.description.en) for each in scenarios
            },
            outcomes={name: spec.outcome(name) for name, spec in world.outcomes.items()},
            # In a fixed order, because the views finish in any.
            # A study of one view has no other.
            loads={view: self.loads[simulation_of(view)] for view in VIEWS if view in self.costs},
            costs={view: self.costs[view] for view in VIEWS if view in self.costs},
            service_money=self.service_money,
            service_cost_index=indices.service_cost,
            deflator=indices.cpi,
            first_change=tuple(scenario.first_year for scenario in scenarios),
            horizon=settings.horizon,
            discount_rate=settings.discount_rate,
        )
