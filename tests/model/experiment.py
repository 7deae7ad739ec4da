"""Experiments with the real model: scenarios written in one line, a few draws, any variable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from kpsim.engine.simulate import Keep, Names, simulate
from kpsim.inputs.draws import Draws, draw
from kpsim.inputs.funding import SERVICES, load_funding
from kpsim.inputs.indices import Array, Indices, draw_indices
from kpsim.inputs.paths import engine_paths
from kpsim.inputs.records import Label, Record
from kpsim.inputs.scenario_checks import Change, change_of, with_reopenings
from kpsim.inputs.scenario_tables import ChangeTable
from kpsim.inputs.scenarios import Scenario
from kpsim.study import YEARS, Settings, month_labels, one_chunk
from kpsim.world import World

FEW = 8
"""Draws of a law: enough to differ, few enough to be quick (ruling 33)."""

BATCH = 40
"""Random scenarios that travel together on the scenario axis (ruling 33)."""

MONTHS = 12 * len(YEARS)
TEXT = Label(cs="Zkouška", en="Trial")
REFERENCE = Scenario("reference", TEXT, TEXT)
LINES = tuple((line.service, line.funder) for line in load_funding().lines)


@dataclass(frozen=True)
class Bench:
    """A world with one block of draws in both views."""

    world: World
    central: Draws
    floor: Draws
    indices: Indices

    def few(self, view: str = "central", *, start: int = 0, count: int = FEW) -> Draws:
        """Return some draws of a view."""
        return {"central": self.central, "floor": self.floor}[view].slice(start, start + count)


def new_bench(world: World, *, draws: int = 1) -> Bench:
    """Draw one block for a world, or more."""
    central = draw(world.parameters, seed=1, draws=draws, view="central")
    floor = draw(world.parameters, seed=1, draws=draws, view="floor")
    return Bench(world, central, floor, draw_indices(central.values, 1, YEARS))


# Scenarios


def scenario(name: str, *changes: Mapping[str, Any]) -> Scenario:
    """Return a scenario made of the tables of a file."""
    made = [change_of(ChangeTable.model_validate(table), name) for table in changes]
    return Scenario(name, TEXT, TEXT, changes=with_reopenings(made))


def cut(name: str, services: Sequence[str], by: float, *, start: int = 12) -> Scenario:
    """Return a scenario that takes a share of the money of some services, unannounced."""
    change = Change(
        action="reduce",
        services=tuple(services),
        funders=tuple(sorted({funder for service, funder in LINES if service in services})),
        start=start,
        end=10**6,
        announced=start,
        by=by,
        over_months=1,
        months=0,
        place=name,
    )
    return Scenario(name, TEXT, TEXT, changes=(change,))


@st.composite
def random_changes(draw_from: st.DrawFn) -> tuple[Change, ...]:
    """Return decisions about some services, one for each, of any kind, size and date."""
    services = draw_from(st.lists(st.sampled_from(SERVICES), min_size=1, max_size=4, unique=True))
    return tuple(each for service in services for each in draw_from(changes_of(service)))


@st.composite
def changes_of(draw_from: st.DrawFn, service: str) -> tuple[Change, ...]:
    """Return one decision about a service, or a closure and its reopening."""
    action = draw_from(
        st.sampled_from(["close", "reduce", "lose_funder", "freeze", "expand", "delay_payment"])
    )
    start = draw_from(st.integers(1, MONTHS - 36))
    paying = [funder for at, funder in LINES if at == service]
    change = Change(
        action=action,
        services=(service,),
        funders=draw_from(funders_of(action, paying)),
        start=start // 12 * 12 if action == "delay_payment" else start,
        end=10**6,
        announced=draw_from(st.integers(0, start)) if action != "delay_payment" else 0,
        by=draw_from(st.integers(0, 100)) / 100 * (1 if action == "reduce" else 5),
        over_months=draw_from(st.integers(1, 24)),
        months=draw_from(st.integers(1, 11)),
        place=f"{action} {service}",
    )
    if action != "close" or not draw_from(st.booleans()):
        return (change,)
    months = change.over_months + draw_from(st.integers(1, 11))
    reopening = replace(change, action="reopen", start=start + months, announced=start + months)
    return with_reopenings([change, reopening])


def funders_of(action: str, paying: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Return whose money a decision touches: one funder's, that of some, or all of it."""
    if action == "lose_funder":
        return st.sampled_from(paying).map(lambda funder: (funder,))
    if action == "reduce":
        return st.sets(st.sampled_from(paying), min_size=1).map(lambda some: tuple(sorted(some)))
    return st.just(tuple(paying))


batches = st.lists(random_changes(), min_size=BATCH, max_size=BATCH, unique=True).map(
    lambda found: tuple(
        Scenario(f"random {number}", TEXT, TEXT, changes=changes)
        for number, changes in enumerate(found)
    )
)
"""Random scenarios, enough for one pass and no two alike."""


# Runs


def outcomes(
    bench: Bench, scenarios: Sequence[Scenario], draws: Draws, *, step: float = 1.0
) -> dict[str, Array]:
    """Return every reported load, (year, scenario, draw)."""
    part = bench.indices.part(slice(draws.first, draws.first + draws.count))
    chunk = one_chunk(
        bench.world, scenarios, draws=draws, indices=part, settings=Settings(step=step)
    )
    return dict(chunk.loads)


def paths_of(
    bench: Bench, scenarios: Sequence[Scenario], draws: Draws, *, steps: int, step: float = 1.0
) -> dict[str, Array]:
    """Return what the scenarios hand to the engine."""
    return engine_paths(
        scenarios,
        bench.world.funding,
        indices=bench.indices.part(slice(draws.first, draws.first + draws.count)),
        values=draws.values,
        steps=steps,
        step=step,
    )


def levels(
    bench: Bench,
    scenarios: Sequence[Scenario],
    draws: Draws,
    names: Sequence[str],
    *,
    paths: Mapping[str, Array] | None = None,
) -> dict[str, Array]:
    """Return variables month by month, (month, service, substance, scenario, draw)."""
    handed = paths_of(bench, scenarios, draws, steps=MONTHS) if paths is None else paths
    steps = len(handed["money_paid"])
    return simulate(
        bench.world.model,
        parameters={name: draws.values[name] for name in bench.world.model.parameters},
        paths=handed,
        steps=steps,
        step=1.0,
        keep=[Keep(name, name, "monthly") for name in names],
        names=Names(tuple(each.name for each in scenarios), draws.first, month_labels(steps, 1.0)),
    )


def without_trends(paths: Mapping[str, Array]) -> dict[str, Array]:
    """Return paths in which nothing changes by itself."""
    return {
        name: np.ones_like(path) if name.startswith("trend_") else path
        for name, path in paths.items()
    }


# Draws made for a purpose


def on_harmful_side(bench: Bench, draws: Draws) -> Draws:
    """Return the draws with every effect moved to its null where it lies beyond it (ruling 31).

    The harmful side of an effect is the side on which taking the service away does harm: where
    its median lies, or below the null where the median is the null.
    """
    values = {name: array.copy() for name, array in draws.values.items()}
    for key, record in bench.world.parameters.columns.items():
        if record.role == "effect":
            name, _, element = key.partition(".")
            row = values[name].reshape(-1, draws.count)
            elements = getattr(bench.world.parameters.records[name], "elements", {"": None})
            place = list(elements).index(element) if element else 0
            factor = bench.world.parameters.conversions[key].factor
            row[place] = one_sided(record, row[place] / factor) * factor
    heavy, light = "violence_ratio_in_heavy_use", "violence_ratio_in_light_use"
    values[heavy] = np.maximum(values[heavy], values[light])
    return replace(draws, values=values)


def one_sided(record: Record, found: Array) -> Array:
    """Move an effect to its null where it lies on the other side than the median."""
    assert record.null is not None
    null: float = record.null
    above = record.value > null
    return np.maximum(found, null) if above else np.minimum(found, null)
