"""Who pays for which service, and what falls when one of them stops paying."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpsim.errors import ParameterError, Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.indices import PRICE_YEAR, history_factor
from kpsim.inputs.institutions import INSTITUTIONS
from kpsim.inputs.locations import params_folder
from kpsim.inputs.municipal_key import NO_KEY, MunicipalKey, load_key
from kpsim.inputs.records import Grade, Words
from kpsim.model.dimensions import SERVICE

Array = NDArray[np.float64]
SERVICES: tuple[str, ...] = tuple(SERVICE.elements)

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
CONDITIONS = "conditions"
MUNICIPAL = ("city_of_liberec", "other_municipalities")
"""Funders that are municipalities."""


class Line(BaseModel):
    """What one funder pays for one service, CZK a year in prices of 2025."""

    model_config = STRICT
    service: str
    funder: str
    value: float = Field(ge=0)
    unit: str = Field(pattern=r"^CZK/year$")
    price_year: int
    index: Literal["none", "cpi", "wages", "statute", "service_cost"] = "service_cost"
    """What carries the amount from its price year to 2025."""
    agreed_index: Literal["none", "cpi", "wages", "statute", "service_cost", "percentage"] = (
        "service_cost"
    )
    """What the contract says about growth; it holds where a scenario says 'agreed'."""
    agreed_percentage: float = Field(default=0.0, ge=-0.5, le=0.5)
    contract_months: int = Field(default=12, ge=1, le=120)
    ends: date | None = None
    """Last day of a project that is not renewed by itself; it holds where contracts lapse."""
    needs: list[Literal["network", "municipal_share"]] = []
    matched_per_crown: float | None = Field(default=None, gt=0)
    """Crowns that go with each crown of municipal money lost, whatever the scenario says."""
    source: Words
    grade: Grade
    collected_on: Any
    reason: Words | None = None
    owner: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _assumption_is_explained(self) -> "Line":
        """Refuse an assumed figure without a reason and somebody who could replace it."""
        if self.source == "assumption" and not (self.reason and self.owner):
            raise ValueError("an assumption needs 'reason' and 'owner'; add them")
        return self

    @property
    def name(self) -> str:
        """Name of the line: service and funder."""
        return f"{self.service}.{self.funder}"


class Conditions(BaseModel):
    """What falls with what: the region's network and the matching of local and state money."""

    model_config = STRICT
    network_funder: str
    network_takes: list[str]
    network_source: Words
    matching_local: list[str]
    matching_state: list[str]
    matching_local_share: float = Field(gt=0, lt=1)
    matching_source: Words
    matching_note: Words | None = None
    grade: Grade
    collected_on: Any

    @property
    def state_for_local(self) -> float:
        """Crowns of state money that go with one crown of local money."""
        return (1 - self.matching_local_share) / self.matching_local_share


@dataclass(frozen=True)
class Funding:
    """The funding lines of a region and their conditions."""

    lines: tuple[Line, ...]
    conditions: Conditions
    key: MunicipalKey = NO_KEY

    @property
    def funders(self) -> tuple[str, ...]:
        """Every institution that pays for some service, in the order of the list."""
        paying = {line.funder for line in self.lines}
        return tuple(name for name in INSTITUTIONS if name in paying)

    def amounts(self) -> Array:
        """Amounts by line, CZK a year."""
        return np.array([line.value for line in self.lines])

    def of_service(self, service: str) -> list[int]:
        """Positions of the lines of a service."""
        return [place for place, line in enumerate(self.lines) if line.service == service]


@dataclass(frozen=True)
class Rules:
    """Which conditions hold in a scenario."""

    network_takes: tuple[str, ...]
    """Funders whose line falls with the region's; empty where the scenario says none."""
    matching: bool = False


@dataclass(frozen=True)
class Cut:
    """What a decision takes directly: shares of lines, and services that leave the network."""

    shares: Mapping[tuple[str, str], float]
    """Share taken of the line (service, funder), 0 to 1."""
    leaving_network: Collection[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Fall:
    """One step of a cascade: a line that loses money, how much a year, and why."""

    service: str
    funder: str
    amount: float
    """CZK a year in prices of 2025."""
    why: str
    """decision | network | condition | matching"""


def load_funding(region: str = "liberec", folder: Path | None = None) -> Funding:
    """Read the funding lines of a region; report everything that is wrong at once."""
    path = (folder or params_folder()) / "regions" / f"{region}-funding.toml"
    tables = read_toml(path)
    place = place_of(path)
    problems = [_unknown(place, name, SERVICES) for name in tables if not _is_known(name)]
    conditions, wrong = _conditions(tables, place)
    problems += [*wrong, *_condition_problems(conditions, place)]
    lines: list[Line] = []
    problems += [
        problem(
            f"{place}: {service}",
            "has a line without a funder; write it as [{service}.FUNDER]",
            service=service,
        )
        for service in SERVICES
        if not _has_funders(tables.get(service, {}))
    ]
    for service in (name for name in SERVICES if _has_funders(tables.get(name, {}))):
        for funder, table in _sub_tables(tables.get(service, {})).items():
            line, wrong = _line(service, funder, table=table, place=place)
            lines += [line] if line else []
            problems += wrong
    key, wrong = load_key(region, paid_by_line(lines), folder)
    problems += wrong
    if problems or conditions is None:
        raise ParameterError(problems)
    return Funding(tuple(lines), conditions, key)


def paid_by_line(lines: Sequence[Line]) -> dict[tuple[str, str], float]:
    """Return what each funder pays each service, CZK of 2025 a year."""
    return {(line.service, line.funder): line.value for line in lines}


def _conditions(
    tables: Mapping[str, object], place: str
) -> tuple[Conditions | None, list[Problem]]:
    """Check what the file says about money that falls together."""
    if CONDITIONS not in tables:
        return None, [problem(place, "table '[conditions]' is missing; add it")]
    return validated(Conditions, tables[CONDITIONS], place=f"{place}: {CONDITIONS}")


def _condition_problems(conditions: Conditions | None, place: str) -> Iterator[Problem]:
    """Find institutions of the conditions that are not in the list."""
    if conditions is None:
        return
    named = {
        "network_funder": [conditions.network_funder],
        "network_takes": conditions.network_takes,
        "matching_local": conditions.matching_local,
        "matching_state": conditions.matching_state,
    }
    for key, names in named.items():
        for name in names:
            if name not in INSTITUTIONS:
                yield _unknown(f"{place}: {CONDITIONS}.{key}", name, INSTITUTIONS)


def _is_known(table: str) -> bool:
    """Tell whether a table of the file is a service or the conditions."""
    return table == CONDITIONS or table in SERVICES


def _has_funders(table: object) -> bool:
    """Tell whether everything in a service's table is a line with a funder's name."""
    return isinstance(table, Mapping) and all(isinstance(line, Mapping) for line in table.values())


def _sub_tables(table: object) -> Mapping[str, object]:
    """Return the lines of a service; anything but a table has none."""
    return table if isinstance(table, Mapping) else {"": table}


def _line(
    service: str, funder: str, *, table: object, place: str
) -> tuple[Line | None, list[Problem]]:
    """Check one line of the file."""
    where = f"{place}: {service}.{funder}"
    if funder not in INSTITUTIONS:
        return None, [_unknown(f"{place}: {service}", funder, INSTITUTIONS)]
    named = {"service": service, "funder": funder}
    filled = {**table, **named} if isinstance(table, Mapping) else table
    line, problems = validated(Line, filled, place=where)
    if line is None:
        return None, problems
    return in_price_year(line, place=where)


def in_price_year(line: Line, *, place: str) -> tuple[Line | None, list[Problem]]:
    """Carry a line to prices of 2025 by its own index; refuse years without a figure."""
    if line.price_year > PRICE_YEAR:
        text = "is {found}; expected {last} at the latest: amounts of later years are plans"
        values = {"found": line.price_year, "last": PRICE_YEAR}
        return None, [problem(f"{place}.price_year", text, **values)]
    if line.price_year == PRICE_YEAR:
        return line, []
    try:
        factor = history_factor(line.index, line.price_year)
    except ParameterError as fault:
        return None, [
            problem(f"{place}.price_year", each.text, **each.values) for each in fault.problems
        ]
    return line.model_copy(update={"value": line.value * factor, "price_year": PRICE_YEAR}), []


def _unknown(place: str, name: str, known: Collection[str]) -> Problem:
    """Say that a name of the file is not one of those known."""
    return problem(
        place,
        "unknown name '{name}'{near}; expected one of {known}",
        name=name,
        near=suggestion(name, known),
        known=", ".join(known),
    )


def default_rules(conditions: Conditions) -> Rules:
    """Return the conditions as the region's file states them, with matching off."""
    return Rules(network_takes=tuple(conditions.network_takes))


def cascade(funding: Funding, cut: Cut, *, rules: Rules) -> list[Fall]:
    """List what falls with a decision, line by line, and why: the decision itself first.

    A service that leaves the region's network loses the ministry's money and the city's grant;
    where matching applies, a crown of local money takes 70/30 of a crown of state money with it.
    """
    taken = np.array([cut.shares.get((line.service, line.funder), 0.0) for line in funding.lines])
    direct = (1 - taken)[:, np.newaxis]
    leaving = np.array([float(service in cut.leaving_network) for service in SERVICES])
    networked = _take_network(funding, direct, leaving=leaving[:, np.newaxis], rules=rules)
    own = take_own_conditions(funding, networked)
    matched = _take_matching(funding, own, rules=rules)
    levels = (
        ("decision", direct),
        ("network", networked),
        ("condition", own),
        ("matching", matched),
    )
    before = np.ones_like(direct)
    falls: list[Fall] = []
    for why, after in levels:
        lost = ((before - after)[:, 0]) * funding.amounts()
        falls += [
            Fall(line.service, line.funder, float(amount), why)
            for line, amount in zip(funding.lines, lost, strict=True)
            if amount > 0
        ]
        before = after
    return falls


def after_conditions(funding: Funding, levels: Array, *, leaving: Array, rules: Rules) -> Array:
    """Return the levels of all lines once the conditions have taken what hangs on them.

    `levels` (line, month) is what decisions leave of each line; `leaving` (service, month) is the
    share of a service's network place that is gone, between 0 and 1.
    """
    networked = _take_network(funding, levels, leaving=leaving, rules=rules)
    return _take_matching(funding, take_own_conditions(funding, networked), rules=rules)


def take_own_conditions(funding: Funding, levels: Array) -> Array:
    """Lower lines that hang on municipal money of the same service by their own terms."""
    after = levels.copy()
    for place, line in enumerate(funding.lines):
        if "municipal_share" not in line.needs and line.matched_per_crown is None:
            continue
        local = _lines_of(funding, line.service, funders=MUNICIPAL)
        lost = _lost(funding, levels, lines=local)
        left = sum((levels[each] * funding.lines[each].value for each in local), np.zeros(1))
        if line.matched_per_crown is not None and line.value > 0:
            floor = 1 - lost * line.matched_per_crown / line.value
            after[place] = np.where(
                lost > 0, np.minimum(after[place], np.maximum(floor, 0)), after[place]
            )
        if "municipal_share" in line.needs:
            after[place] = np.where((lost > 0) & (left <= 0), 0.0, after[place])
    return after


def _take_network(funding: Funding, levels: Array, *, leaving: Array, rules: Rules) -> Array:
    """Lower the lines that need a place in the region's network."""
    after = levels.copy()
    for place, line in enumerate(funding.lines):
        if line.funder in rules.network_takes or "network" in line.needs:
            ceiling = 1 - leaving[SERVICES.index(line.service)]
            # A line that grows elsewhere keeps its level as long as nothing is taken from it.
            limited = np.minimum(levels[place], ceiling)
            after[place] = np.where(ceiling < 1, limited, levels[place])
    return after


def _take_matching(funding: Funding, levels: Array, *, rules: Rules) -> Array:
    """Lower state lines so that local money keeps its share, where matching applies."""
    if not rules.matching:
        return levels
    after = levels.copy()
    for service in SERVICES:
        local = _lines_of(funding, service, funders=funding.conditions.matching_local)
        state = _lines_of(funding, service, funders=funding.conditions.matching_state)
        owed = _lost(funding, levels, lines=local) * funding.conditions.state_for_local
        left = sum((levels[place] * funding.lines[place].value for place in state), np.zeros(1))
        extra = np.clip(owed - _lost(funding, levels, lines=state), 0, left)
        kept = 1 - np.divide(extra, left, out=np.zeros_like(extra), where=left > 0)
        for place in state:
            after[place] = levels[place] * kept
    return after


def _lines_of(funding: Funding, service: str, *, funders: Sequence[str]) -> list[int]:
    """Positions of the lines of a service paid by some funders."""
    return [p for p in funding.of_service(service) if funding.lines[p].funder in funders]


def _lost(funding: Funding, levels: Array, *, lines: Sequence[int]) -> Array:
    """Crowns a year that some lines have lost, by month."""
    lost = np.zeros(levels.shape[1])
    for place in lines:
        lost += (1 - np.minimum(levels[place], 1)) * funding.lines[place].value
    return lost
