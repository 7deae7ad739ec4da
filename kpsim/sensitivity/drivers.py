"""What can vary by itself: parameters, their shared causes, belief in studies, and chance."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from kpsim.errors import ParameterError, RunError, problem, suggestion
from kpsim.inputs.draws import AXES, OUTBREAK_THRESHOLD, Array, column_at
from kpsim.inputs.indices import FUTURE
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import GRADES, Record
from kpsim.world import READ_BY_PATHS, World

PRICES = "chance of prices"
BELIEF = "belief in "
Kind = Literal["parameter", "cause", "belief", "chance"]
Uniform = Callable[[str], Array]
"""Gives the uniform numbers of a stream by its name."""


@dataclass(frozen=True)
class Driver:
    """Numbers that vary together and independently of all others."""

    name: str
    kind: Kind
    parameters: tuple[str, ...]
    """Records that change when it does."""
    streams: tuple[str, ...]
    """Names of the uniform numbers behind it."""


def drivers(parameters: ParameterSet) -> tuple[Driver, ...]:
    """List what varies independently: records of one shared cause make one driver."""
    own: dict[str, tuple[Kind, list[str], list[str]]] = {}
    believed: dict[str, list[str]] = {}
    for key, record in parameters.columns.items():
        if record.distribution == "fixed":
            continue
        name = key.partition(".")[0]
        kind: Kind = "cause" if record.shared_cause else "parameter"
        _, names, streams = own.setdefault(record.shared_cause or name, (kind, [], []))
        names.append(name)
        streams.append(key)
        if record.shared_cause:
            streams.append(f"cause {record.shared_cause}")
        if record.role == "effect":
            streams.append(f"transfer {key}")
            sort = parameters.grades.shrinkage_class(record)
            believed.setdefault(sort, []).append(name)
    found = [
        Driver(name, kind, tuple(dict.fromkeys(names)), tuple(dict.fromkeys(streams)))
        for name, (kind, names, streams) in own.items()
    ]
    found += [
        Driver(f"{BELIEF}{sort}", "belief", tuple(dict.fromkeys(names)), (f"shrinkage {sort}",))
        for sort, names in believed.items()
    ]
    chance = Driver(OUTBREAK_THRESHOLD, "chance", (OUTBREAK_THRESHOLD,), (OUTBREAK_THRESHOLD,))
    return (*found, chance, Driver(PRICES, "chance", (), ()))


def chosen(all_drivers: Sequence[Driver], names: Collection[str]) -> tuple[Driver, ...]:
    """Return the drivers of these names; a parameter's name stands for the driver it is in."""
    by_name = {driver.name: driver for driver in all_drivers}
    inside = {name: driver for driver in all_drivers for name in driver.parameters}
    known = {**inside, **by_name}
    problems = [
        problem("--group, --pair", "no parameter '{name}' that varies{near}", name=name,
                near=suggestion(name, known))
        for name in names
        if name not in known
    ]  # fmt: skip
    if problems:
        raise ParameterError(problems)
    return tuple(dict.fromkeys(known[name] for name in names))


def refuse_fixed(parameters: ParameterSet, names: Collection[str]) -> None:
    """Refuse parameters that are fixed: there is nothing to vary."""
    fixed = [
        name
        for name in names
        if name in parameters.records
        and all(
            record.distribution == "fixed"
            for key, record in parameters.columns.items()
            if key.partition(".")[0] == name
        )
    ]
    text = "'{name}' is fixed and cannot vary; give it low and high, or choose another parameter"
    if fixed:
        raise RunError([problem("--group, --pair", text, name=name) for name in fixed])


def values_at(
    parameters: ParameterSet, uniform: Uniform, names: Collection[str] | None = None
) -> dict[str, Array]:
    """Return parameters in engine units at given uniform numbers, all or some of them."""
    found: dict[str, Array] = {}
    wanted = (*parameters.records, OUTBREAK_THRESHOLD) if names is None else names
    columns: dict[str, dict[str, Record]] = {}
    for key, record in parameters.columns.items():
        columns.setdefault(key.partition(".")[0], {})[key] = record
    for name in wanted:
        if name == OUTBREAK_THRESHOLD:
            found[name] = -np.log1p(-uniform(name)).reshape(1, 1, 1, -1)
            continue
        rows = [_column(parameters, key, record, uniform) for key, record in columns[name].items()]
        by = parameters.by(name)
        shape = [len(rows) if axis in by else 1 for axis in AXES]
        found[name] = np.stack(rows).reshape(*shape, 1, -1)
    return found


def _column(parameters: ParameterSet, key: str, record: Record, uniform: Uniform) -> Array:
    u = uniform(key)
    if record.shared_cause is not None:
        usual = parameters.grades.shared_cause.correlation
        rho = usual if record.correlation is None else record.correlation
        shared = special.ndtri(uniform(f"cause {record.shared_cause}"))
        u = special.ndtr(np.sqrt(rho) * shared + np.sqrt(1 - rho) * special.ndtri(u))
    return column_at(
        parameters,
        key,
        record,
        u=u,
        believed=lambda sort: uniform(f"shrinkage {sort}"),
        transfer=lambda: np.asarray(special.ndtri(uniform(f"transfer {key}"))),
    )


def needs_simulation(world: World, driver: Driver) -> bool:
    """Tell whether a driver moves people; prices alone change only what is written in crowns."""
    if driver.name == PRICES:
        return True
    moved = READ_BY_PATHS | set(FUTURE)
    return any(
        name in moved or name == OUTBREAK_THRESHOLD or world.model.readers(name)
        for name in driver.parameters
    )


def grade_of(parameters: ParameterSet, driver: Driver) -> str:
    """Return the worst grade in a driver; belief in studies is our judgement, chance has none."""
    if driver.kind == "chance":
        return ""
    if driver.kind == "belief":
        return GRADES[-1]
    grades = [
        record.grade
        for key, record in parameters.columns.items()
        if key.partition(".")[0] in driver.parameters and record.distribution != "fixed"
    ]
    return max(grades, key=GRADES.index)


def labels_of(parameters: ParameterSet, driver: Driver) -> Mapping[str, str]:
    """Return what a driver is called, by language."""
    if driver.kind == "parameter":
        label = parameters.records[driver.parameters[0]].label
        return {"cs": label.cs, "en": label.en}
    if driver.name == PRICES:
        return {"cs": "Budoucí vývoj cen a mezd", "en": "Future prices and wages"}
    if driver.name == OUTBREAK_THRESHOLD:
        return {"cs": "Náhoda ohniska HIV", "en": "Chance of an HIV outbreak"}
    if driver.kind == "belief":
        sort = driver.name.removeprefix(BELIEF)
        return {
            "cs": f"Jak platí nalezené účinky ({_SORTS.get(sort, sort)})",
            "en": f"How far found effects hold ({sort.replace('_', ' ')})",
        }
    first = parameters.records[driver.parameters[0]].label
    more = len(driver.parameters) - 1
    if not more:
        return {"cs": first.cs, "en": first.en}
    return {"cs": f"{first.cs} a {more} další", "en": f"{first.en} and {more} more"}


_SORTS = {
    "judgement": "úsudek",
    "trial": "pokusy",
    "quasi_experiment": "přirozené pokusy",
    "cohort": "kohorty",
    "before_after": "před a po",
}
