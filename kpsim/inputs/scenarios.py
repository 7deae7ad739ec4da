"""Scenario files: what is decided about the money of the services, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from kpsim.errors import Problem, ScenarioError, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.funding import Conditions, Funding, Rules
from kpsim.inputs.indexing import Indexing, institution_problems, read_indexing
from kpsim.inputs.key_changes import KeyChange, municipality_problems, read_key_change
from kpsim.inputs.locations import scenarios_folder
from kpsim.inputs.records import Label
from kpsim.inputs.scenario_checks import (
    Change,
    change_of,
    conflict_problems,
    date_problems,
    key_problems,
    month_number,
    reopening_problems,
    value_problems,
    with_reopenings,
)
from kpsim.inputs.scenario_tables import (
    FIRST_MONTH,
    MONTHS_A_YEAR,
    SWITCHES,
    ChangeTable,
    ContractsTable,
    MatchingTable,
    NetworkTable,
    ScenarioTable,
    SwitchTable,
)

Table = TypeVar("Table", bound=BaseModel)

DEEPEST = 8
"""Files that may stand on each other by `extends`."""


@dataclass(frozen=True)
class Switch:
    """A switch of the model that a scenario turns from a month on."""

    name: str
    value: float
    start: int


@dataclass(frozen=True)
class Scenario:
    """A checked scenario with everything it extends already put in."""

    name: str
    title: Label
    description: Label
    extends: str | None = None
    changes: tuple[Change, ...] = ()
    indexing: Indexing = field(default_factory=Indexing)
    matching: bool = False
    network_takes: tuple[str, ...] | None = None
    """Funders that follow the region out; None where the region's own conditions hold."""
    key: KeyChange | None = None
    contracts_lapse: int | None = None
    """Month from which contracts with an end are not renewed."""
    switches: tuple[Switch, ...] = ()
    files: tuple[Path, ...] = ()
    """The files it was read from, the extended ones first."""

    @property
    def first_month(self) -> int | None:
        """Month (from January 2026) of the first departure, or None for a reference."""
        months = [min(change.start, change.announced) for change in self.changes]
        months += [min(self.key.start, self.key.announced)] if self.key else []
        return min([*months, *self._other_months], default=None)

    @property
    def first_year(self) -> int | None:
        """Calendar year in which the first decision takes effect, or None for a reference."""
        months = [change.start for change in self.changes]
        months += [self.key.start] if self.key else []
        months += self._other_months
        return FIRST_MONTH.year + min(months) // MONTHS_A_YEAR if months else None

    @property
    def _other_months(self) -> list[int]:
        """Months in which something starts that nobody announces."""
        months = [switch.start for switch in self.switches]
        months += [self.indexing.start] if self.indexing.changes_something else []
        return months + ([] if self.contracts_lapse is None else [self.contracts_lapse])

    def rules(self, conditions: Conditions) -> Rules:
        """Return the conditions that hold in this scenario."""
        own = self.network_takes
        takes = tuple(conditions.network_takes) if own is None else own
        return Rules(network_takes=takes, matching=self.matching)


def shipped_scenarios() -> tuple[str, ...]:
    """Name the shipped scenarios, the reference first."""
    names = sorted(path.stem for path in scenarios_folder().glob("*.toml"))
    return tuple(sorted(names, key=lambda name: name != "reference"))


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Read a shipped scenario by name, or any scenario file by path."""
    path = _find(name_or_path)
    return _load(path, chain=())


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors."""
    return ScenarioTable.model_json_schema(by_alias=True)


def check_lines(scenario: Scenario, funding: Funding) -> None:
    """Refuse changes that touch no line of a region's funding."""
    paid = {(line.service, line.funder) for line in funding.lines}
    problems = [
        problem(
            change.place,
            "no line of this region is paid for {services} by {funders}; choose other ones",
            services=", ".join(change.services),
            funders=", ".join(change.funders),
        )
        for change in scenario.changes
        if not any((s, f) in paid for s in change.services for f in change.funders)
    ]
    problems += municipality_problems(scenario.key, funding.key)
    if problems:
        raise ScenarioError(problems)


def _find(name_or_path: str | Path) -> Path:
    """Return the file a scenario argument means."""
    shipped = scenarios_folder() / f"{name_or_path}.toml"
    text = str(name_or_path)
    if text in shipped_scenarios():
        return shipped
    path = Path(name_or_path)
    if path.suffix == ".toml" or path.is_file() or len(path.parts) > 1:
        return path
    raise ScenarioError(_no_scenario("scenario", text))


def _no_scenario(place: str, name: str) -> Problem:
    """Say that no shipped scenario has a name."""
    return problem(
        place,
        "no scenario '{name}'{near}; expected a path to a .toml file or one of {known}",
        name=name,
        near=suggestion(name, shipped_scenarios()),
        known=", ".join(shipped_scenarios()),
    )


def _load(path: Path, *, chain: tuple[Path, ...]) -> Scenario:
    """Read a file on top of those it extends, and report all its problems at once."""
    tables = read_toml(path, ScenarioError)
    place = place_of(path)
    problems: list[Problem] = [*_top_problems(tables, place)]
    parent = _parent(tables.get("extends"), path, chain=(*chain, path), problems=problems)
    texts = {
        key: _checked(Label, tables[key], place=f"{place}: {key}", problems=problems)
        for key in ("title", "description")
        if key in tables
    }
    changes, complete = _changes(tables.get("change", []), place, problems=problems)
    every = (*(parent.changes if parent else ()), *changes)
    if complete:
        problems += reopening_problems(every)
    problems += conflict_problems(every)
    found = _others(tables, place, problems=problems)
    if problems:
        raise ScenarioError(problems)
    title, description = texts["title"], texts["description"]
    assert title is not None  # otherwise there was a problem above
    assert description is not None
    return Scenario(
        name=path.stem,
        title=title,
        description=description,
        extends=tables.get("extends"),
        changes=with_reopenings(every),
        files=(*(parent.files if parent else ()), path),
        **_inherited(found, parent),
    )


def _inherited(found: Mapping[str, Any], parent: Scenario | None) -> dict[str, Any]:
    """Add what a file does not say itself from the scenario it extends."""
    if parent is None:
        return dict(found)
    own = {switch.name for switch in found.get("switches", ())}
    kept = tuple(switch for switch in parent.switches if switch.name not in own)
    return {
        "indexing": parent.indexing,
        "matching": parent.matching,
        "network_takes": parent.network_takes,
        "key": parent.key,
        "contracts_lapse": parent.contracts_lapse,
        **found,
        "switches": kept + found.get("switches", ()),
    }


def _top_problems(tables: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Find tables of the file that are unknown or missing."""
    known = list(ScenarioTable.model_fields)
    for key in tables:
        if key not in known:
            near = suggestion(key, known) or "; remove it"
            yield problem(place, "unknown key '{key}'{near}", key=key, near=near)
    for key in ("title", "description"):
        if key not in tables:
            sentence = "'{key}' is missing; add it with a text in cs and en"
            yield problem(place, sentence, key=key)


def _checked(
    model: type[Table], table: object, *, place: str, problems: list[Problem]
) -> Table | None:
    """Check one table and keep its problems for the end."""
    record, wrong = validated(model, table, place=place)
    problems += wrong
    return record


def _parent(
    extends: object, path: Path, *, chain: tuple[Path, ...], problems: list[Problem]
) -> Scenario | None:
    """Read the scenario a file extends; its own problems stop here with their own places."""
    if extends is None:
        return None
    place = f"{place_of(path)}: extends"
    if not isinstance(extends, str) or not extends:
        problems.append(problem(place, "is {found}; expected a scenario's name", found=extends))
        return None
    target = _extended(extends, path, place=place, problems=problems)
    if target is None:
        return None
    if target.resolve() in [file.resolve() for file in chain]:
        loop = " -> ".join(file.name for file in (*chain, target))
        sentence = "goes in a circle ({loop}); leave out 'extends' in one of them"
        problems.append(problem(place, sentence, loop=loop))
        return None
    if len(chain) >= DEEPEST:
        sentence = "stands on more than {deepest} scenarios; put some of them into one file"
        problems.append(problem(place, sentence, deepest=DEEPEST))
        return None
    try:
        return _load(target, chain=chain)
    except ScenarioError as fault:
        problems += fault.problems
        return None


def _extended(extends: str, path: Path, *, place: str, problems: list[Problem]) -> Path | None:
    """Return the file that `extends` means: a shipped name, or a file in the same folder."""
    if extends in shipped_scenarios():
        return scenarios_folder() / f"{extends}.toml"
    if not extends.endswith(".toml"):
        problems.append(_no_scenario(place, extends))
        return None
    folder = path.resolve().parent
    target = (folder / extends.replace("\\", "/")).resolve()
    if not target.is_relative_to(folder) or Path(extends).is_absolute():
        sentence = "'{found}' leaves the scenario's folder; put both files into one folder"
        problems.append(problem(place, sentence, found=extends))
        return None
    if not target.is_file():
        near = suggestion(target.name, [file.name for file in folder.glob("*.toml")])
        sentence = "no file '{found}' in the scenario's folder{near}"
        problems.append(problem(place, sentence, found=extends, near=near))
        return None
    return path.parent / target.relative_to(folder)


def _changes(tables: object, place: str, *, problems: list[Problem]) -> tuple[list[Change], bool]:
    """Check every [[change]]; tell also whether all of them could be read."""
    where = f"{place}: change"
    if not isinstance(tables, list):
        problems.append(problem(where, "is not a list; write the table as [[change]]"))
        return [], False
    changes: list[Change] = []
    for number, table in enumerate(tables, start=1):
        change = _change(table, f"{where}[{number}]", problems=problems)
        changes += [change] if change else []
    return changes, len(changes) == len(tables)


def _change(table: object, place: str, *, problems: list[Problem]) -> Change | None:
    """Check one [[change]]: its keys, the form of its values, and their sense."""
    if not isinstance(table, Mapping):
        problems.append(problem(place, "is not a table; write it as [[change]]"))
        return None
    wrong = list(key_problems(table, place))
    allowed = {field.alias or name for name, field in ChangeTable.model_fields.items()}
    # What the keys' own check has said already must not be said again by the form's.
    known = {key: value for key, value in table.items() if key in allowed}
    record, form = validated(ChangeTable, known, place=place)
    said = {str(fault.place) for fault in wrong}
    wrong += [fault for fault in form if fault.place not in said and "is missing" not in fault.text]
    if record is not None:
        wrong += value_problems(record, place)
    problems += wrong
    return None if wrong or record is None else change_of(record, place)


def _others(tables: Mapping[str, Any], place: str, *, problems: list[Problem]) -> dict[str, Any]:
    """Check the tables about indexing, matching, the network and parameters that are there."""
    found: dict[str, Any] = {}
    if "indexing" in tables:
        where = f"{place}: indexing"
        found["indexing"] = read_indexing(tables["indexing"], where, problems=problems)
    if "matching" in tables:
        matching = _checked(
            MatchingTable, tables["matching"], place=f"{place}: matching", problems=problems
        )
        found["matching"] = matching is not None and matching.applies
    if "network" in tables:
        where = f"{place}: network"
        network = _checked(NetworkTable, tables["network"], place=where, problems=problems)
        takes = tuple(network.leaving_takes) if network else ()
        problems += institution_problems(takes, f"{where}.leaving_takes")
        found["network_takes"] = takes
    if "key" in tables:
        found["key"] = read_key_change(tables["key"], f"{place}: key", problems=problems)
    if "contracts" in tables:
        where = f"{place}: contracts"
        lapse = _checked(ContractsTable, tables["contracts"], place=where, problems=problems)
        if lapse is not None:
            problems += date_problems(lapse.lapse_from, f"{where}.lapse_from")
            found["contracts_lapse"] = month_number(lapse.lapse_from)
    if "parameters" in tables:
        found["switches"] = _switches(
            tables["parameters"], f"{place}: parameters", problems=problems
        )
    return found


def _switches(tables: object, place: str, *, problems: list[Problem]) -> tuple[Switch, ...]:
    """Check the parameters a scenario sets; only switches can change during a run."""
    if not isinstance(tables, Mapping):
        problems.append(problem(place, "is not a table; write [parameters.NAME]"))
        return ()
    switches: list[Switch] = []
    for name, table in tables.items():
        where = f"{place}.{name}"
        if name not in SWITCHES:
            sentence = (
                "'{name}' cannot be set by a scenario{near}; only switches can change during a "
                "run: {known}; change a number in params/ or in a region's file instead"
            )
            near, known = suggestion(name, SWITCHES), ", ".join(SWITCHES)
            problems.append(problem(place, sentence, name=name, near=near, known=known))
            continue
        record = _checked(SwitchTable, table, place=where, problems=problems)
        if record is not None:
            problems += _switch_problems(record, where)
            switches.append(Switch(name, record.value, month_number(record.start)))
    return tuple(switches)


def _switch_problems(table: SwitchTable, place: str) -> Iterator[Problem]:
    """Find a switch that is neither on, off nor between, or starts outside the run."""
    if not 0 <= table.value <= 1:
        sentence = "is {found}; expected 0 (off) to 1 (on)"
        yield problem(f"{place}.value", sentence, found=table.value)
    yield from date_problems(table.start, f"{place}.from")
