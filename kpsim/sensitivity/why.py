"""Why a scenario differs from keeping the services: its mechanisms' shares, which sum to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from kpsim.engine.engines import evaluator
from kpsim.engine.graph import Model
from kpsim.engine.simulate import Keep, Names
from kpsim.inputs.draws import Draws, draw
from kpsim.inputs.indices import Indices
from kpsim.inputs.money_paths import Money, funding_by_line
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.scenario_tables import MONTHS_A_YEAR
from kpsim.inputs.scenarios import Scenario
from kpsim.ledger.evaluate import Prices, evaluate
from kpsim.results import Array, Results
from kpsim.sensitivity.asked import measure
from kpsim.sensitivity.bench import Bench, prices_of, store_of
from kpsim.sensitivity.mechanisms import (
    FROZEN,
    SWITCH,
    Mechanism,
    load_mechanisms,
    switchable,
    variables_of,
)
from kpsim.sensitivity.parts import Part, Progress, work_through
from kpsim.sensitivity.shapley import combinations, shapley
from kpsim.study import YEARS, Chunk, Gathering, kept, month_labels

DRAWS_AT_ONCE = 32
DRAWS = 512


@dataclass(frozen=True)
class Share:
    """What one mechanism contributes to the difference, draw by draw."""

    mechanism: Mechanism
    values: Array
    alone: Array
    """How much the difference falls when only this mechanism is switched off."""


@dataclass(frozen=True)
class Why:
    """A difference taken apart: what is left without any mechanism, and each one's share."""

    direct: Array
    shares: tuple[Share, ...]
    total: Array


@dataclass(frozen=True)
class _Setting:
    asked: Bench
    scenario: Scenario
    mechanisms: tuple[Mechanism, ...]
    model: Model


def why(
    asked: Bench,
    *,
    draws: int = DRAWS,
    mechanisms: Sequence[Mechanism] | None = None,
    keep: bool = False,
    progress: Progress | None = None,
) -> dict[str, Why]:
    """Take every answer of the bench's only scenario apart, by all combinations of mechanisms."""
    reference, scenario = asked.scenarios
    del reference
    model = asked.world.model
    chosen = tuple(load_mechanisms(model) if mechanisms is None else mechanisms)
    setting = _Setting(asked, scenario, chosen, switchable(model, chosen))
    base = draw(asked.world.parameters, seed=asked.settings.seed, draws=draws, view="central")
    prices = prices_of(base.values, asked.settings.seed)
    tasks: dict[str, Callable[[], Part]] = {}
    for start in range(0, base.count, DRAWS_AT_ONCE):
        stop = start + DRAWS_AT_ONCE
        part = base.slice(start, stop)
        tasks[f"{start:05d}"] = partial(_part, setting, part, prices.part(slice(start, stop)))
    store = store_of(asked, "why", base.count, chosen) if keep else None
    parts = work_through(tasks, store, workers=asked.settings.workers, progress=progress)
    return {
        one.key: _taken_apart(
            np.concatenate([part[one.key] for part in parts.values()], axis=1), chosen
        )
        for one in asked.asked
    }


def _taken_apart(values: Array, mechanisms: Sequence[Mechanism]) -> Why:
    """Return the shares from the differences of all combinations, (combination, draw)."""
    rows = combinations(len(mechanisms))
    shares = shapley(values)
    without = [
        int(np.flatnonzero((rows.sum(axis=1) == len(mechanisms) - 1) & (rows[:, place] == 0))[0])
        for place in range(len(mechanisms))
    ]
    return Why(
        values[0],
        tuple(
            Share(each, shares[place], values[-1] - values[without[place]])
            for place, each in enumerate(mechanisms)
        ),
        values[-1],
    )


def _part(setting: _Setting, draws: Draws, indices: Indices) -> Part:
    """Answer for some draws at every combination of the mechanisms."""
    settings = setting.asked.settings
    steps = round(len(YEARS) * MONTHS_A_YEAR / settings.step)
    reference = setting.asked.scenarios[0]
    frozen, first = _reference(setting, draws, indices, steps=steps)
    rows = combinations(len(setting.mechanisms))
    switches = {
        f"{SWITCH}{each.name}": rows[:, place].reshape(1, 1, -1, 1)
        for place, each in enumerate(setting.mechanisms)
    }
    parameters = {
        name: draws.values[name] for name in setting.asked.world.model.parameters
    } | switches
    paths = _paths(setting, (setting.scenario,), draws, indices, steps=steps) | {
        f"{FROZEN}{name}": frozen[f"{name}:monthly"] for name in variables_of(setting.mechanisms)
    }
    found = evaluator(settings.engine)(
        setting.model,
        parameters=parameters,
        paths=paths,
        steps=steps,
        step=settings.step,
        keep=kept(setting.asked.world),
        names=_names(draws, [f"{setting.scenario.name}, {row}" for row in range(len(rows))], steps),
    )
    both = {name: np.concatenate([first[name], array], axis=-2) for name, array in found.items()}
    results = _results(setting, both, draws, indices, copies=len(rows), reference=reference)
    public = setting.asked.world.ledger.public
    return {
        one.key: np.array(
            [measure(results, name, one, public=public) for name in results.scenarios[1:]]
        )
        for one in setting.asked.asked
    }


def _reference(
    setting: _Setting, draws: Draws, indices: Indices, *, steps: int
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Run the reference once: the paths the readers may see, and what the ledger needs."""
    world = setting.asked.world
    wanted = kept(world)
    watched = [
        Keep(f"{name}:monthly", name, "monthly") for name in variables_of(setting.mechanisms)
    ]
    found = evaluator(setting.asked.settings.engine)(
        world.model,
        parameters={name: draws.values[name] for name in world.model.parameters},
        paths=_paths(setting, setting.asked.scenarios[:1], draws, indices, steps=steps),
        steps=steps,
        step=setting.asked.settings.step,
        keep=[*wanted, *watched],
        names=_names(draws, ["reference"], steps),
    )
    return (
        {each.name: found[each.name] for each in watched},
        {each.name: found[each.name] for each in wanted},
    )


def _paths(
    setting: _Setting,
    scenarios: Sequence[Scenario],
    draws: Draws,
    indices: Indices,
    *,
    steps: int,
) -> dict[str, Array]:
    return engine_paths(
        scenarios,
        setting.asked.world.funding,
        indices=indices,
        values=draws.values,
        steps=steps,
        step=setting.asked.settings.step,
    )


def _names(draws: Draws, scenarios: Sequence[str], steps: int) -> Names:
    return Names(tuple(scenarios), draws.first, month_labels(steps, 1.0))


def _results(
    setting: _Setting,
    found: Mapping[str, Array],
    draws: Draws,
    indices: Indices,
    *,
    copies: int,
    reference: Scenario,
) -> Results:
    """Write all combinations into crowns: the scenario's money in each, people as they went."""
    world = setting.asked.world
    money = _copied(
        funding_by_line(
            (reference, setting.scenario), world.funding, indices=indices, values=draws.values
        ),
        copies,
    )
    quantities = {name: found[f"{name}:sum"] for name in world.ledger.variables}
    costs = evaluate(world.ledger, quantities, prices=Prices(draws.values, indices, money))
    loads = {
        name: spec.of(found[f"{spec.variable}:{spec.aggregate}"])
        for name, spec in world.outcomes.items()
    }
    gathering = Gathering(draws.count)
    central = Chunk(0, draws.count, loads, {"central": costs}, money.nominal.sum(axis=0))
    gathering.add("central", central)
    same = [replace(setting.scenario, name=f"combination {row}") for row in range(copies)]
    scenarios = [reference, *same]
    return gathering.results(world, scenarios, setting.asked.settings, indices=indices)


def _copied(money: Money, copies: int) -> Money:
    """Repeat the scenario's money for every combination, the reference first."""
    places = [0] + [1] * copies
    return Money(money.lines, money.years, money.nominal[:, :, places], money.real[:, :, places])
