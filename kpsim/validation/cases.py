"""From case files to checked cases, their dates counted in months from the case's own start."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from kpsim.analysis.outcomes import variables
from kpsim.errors import KpsimError, Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.funding import SERVICES
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import Label, Source
from kpsim.inputs.scenario_checks import (
    Change,
    change_of,
    conflict_problems,
    key_problems,
    month_number,
    reopening_problems,
    value_problems,
    with_reopenings,
)
from kpsim.inputs.scenario_tables import ALL, FIRST_MONTH, MONTHS_A_YEAR, ChangeTable
from kpsim.validation.case_tables import (
    ACTIONS,
    LONGEST,
    CaseTable,
    ExpectTable,
    Kind,
    MoneyTable,
    StartTable,
)
from kpsim.validation.expectations import Expectation, expectation_of, expectation_problems

Table = TypeVar("Table", bound=BaseModel)
LISTS: dict[str, type[BaseModel]] = {
    "change": ChangeTable,
    "money": MoneyTable,
    "start": StartTable,
    "expect": ExpectTable,
}


class CaseError(KpsimError):
    """A case file that cannot be used."""


@dataclass(frozen=True)
class MoneyPath:
    """The money of some services as a share of the usual, by month of the case."""

    services: tuple[str, ...]
    months: tuple[int, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Case:
    """A checked case; months are counted from its first one."""

    name: str
    kind: Kind
    title: Label
    reason: Label | None
    explanation: Label | None
    source: tuple[str, ...]
    sources: Mapping[str, Source]
    place: Mapping[str, Any]
    instead: Mapping[str, Any]
    also_behind: tuple[str, ...]
    trends: bool
    changes: tuple[Change, ...]
    money: tuple[MoneyPath, ...]
    starts: Mapping[str, float]
    expects: tuple[Expectation, ...]
    file: str

    @property
    def first_month(self) -> int:
        """Month in which what the case tells about begins."""
        months = [change.start for change in self.changes]
        months += [path.months[0] for path in self.money]
        return min(months, default=0)

    @property
    def steps(self) -> int:
        """Months the case must be run, in whole years."""
        last = self.first_month + max((each.month for each in self.expects), default=1)
        return -(-last // MONTHS_A_YEAR) * MONTHS_A_YEAR


def cases_folder() -> Path:
    """Return the folder with the shipped cases."""
    return params_folder() / "cases"


def load_cases(folder: Path | None = None) -> tuple[Case, ...]:
    """Read every case of a folder, in the order of their names; report all that is wrong."""
    where = cases_folder() if folder is None else folder
    files = sorted(where.glob("*.toml"))
    if not files:
        text = "has no .toml file; name a folder with cases"
        raise CaseError(problem(str(where), text))
    cases: list[Case] = []
    problems: list[Problem] = []
    for file in files:
        try:
            cases.append(load_case(file))
        except KpsimError as fault:
            problems += fault.problems
    if problems:
        raise CaseError(problems)
    return tuple(cases)


def load_case(path: Path) -> Case:
    """Read one case; report everything that is wrong with it at once."""
    tables = read_toml(path, CaseError)
    place = place_of(path)
    lists, problems = _lists(tables, place)
    head = {key: value for key, value in tables.items() if key not in LISTS}
    found, wrong = validated(CaseTable, head, place=place)
    problems += wrong
    if found is None:
        raise CaseError(problems)
    begins = found.begins or FIRST_MONTH
    sources, wrong = _sources(found.sources, place)
    given = {name: tables.get(name) for name in LISTS}
    problems += [*wrong, *_kind_problems(found, given, place)]
    problems += _begin_problems(found.begins, f"{place}: begins")
    changes, wrong = _changes(lists["change"], begins, place)
    problems += wrong
    money, wrong = _money(lists["money"], begins, place)
    problems += [*wrong, *_start_problems(lists["start"], place)]
    expects: list[Expectation] = []
    for number, table in enumerate(lists["expect"], start=1):
        where = f"{place}: expect[{number}]"
        wrong = list(expectation_problems(table, where, runs=found.kind != "outside"))
        problems += wrong
        expects += [] if wrong else [expectation_of(table)]
    if problems:
        raise CaseError(problems)
    case = Case(
        name=path.stem,
        kind=found.kind,
        title=found.title,
        reason=found.reason,
        explanation=found.explanation,
        source=tuple(found.source),
        sources=sources,
        place=found.place,
        instead=found.instead,
        also_behind=tuple(found.also_behind),
        trends=found.trends,
        changes=changes,
        money=money,
        starts={table.stock: table.times for table in lists["start"]},
        expects=tuple(expects),
        file=place,
    )
    if case.steps > LONGEST:
        text = "the last expectation needs {months} months; a case runs {longest} at most"
        raise CaseError(problem(place, text, months=case.steps, longest=LONGEST))
    return case


def _lists(tables: Mapping[str, Any], place: str) -> tuple[dict[str, list[Any]], list[Problem]]:
    """Check the tables that stand in lists, each by itself."""
    found: dict[str, list[Any]] = {}
    problems: list[Problem] = []
    for name, model in LISTS.items():
        found[name] = []
        given = tables.get(name, [])
        if not isinstance(given, list):
            text = "is not a list; write the table as [[{name}]]"
            problems.append(problem(f"{place}: {name}", text, name=name))
            continue
        for number, table in enumerate(given, start=1):
            where = f"{place}: {name}[{number}]"
            wrong = list(key_problems(table, where)) if name == "change" else []
            record, faults = (None, []) if wrong else validated(model, table, place=where)
            problems += [*wrong, *faults]
            found[name] += [] if record is None else [record]
    return found, problems


def _sources(tables: Mapping[str, Any], place: str) -> tuple[dict[str, Source], list[Problem]]:
    """Check the sources a case brings along."""
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for key, table in tables.items():
        source, wrong = validated(Source, table, place=f"{place}: sources.{key}")
        problems += wrong
        found |= {} if source is None else {key: source}
    return found, problems


def _kind_problems(case: CaseTable, lists: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Find a case that tells nothing, or does not say why it cannot be run.

    The lists are those of the file, right or wrong: what is there is not missing.
    """
    moved = any(lists[name] for name in ("change", "money", "start"))
    if case.kind == "outside":
        if case.reason is None:
            text = "'reason' is missing; say what the model has no mechanism for"
            yield problem(place, text)
        if moved:
            text = "is outside the model, so nothing is run; remove change, money and start"
            yield problem(place, text)
    elif not moved:
        text = "nothing changes in it; add [[change]], [[money]] or [[start]]"
        yield problem(place, text)
    elif case.begins is None and (lists["change"] or lists["money"]):
        yield problem(place, "'begins' is missing; add the first month of the case's calendar")
    if not lists["expect"]:
        yield problem(place, "nothing is expected; add [[expect]] with what was observed")


def _begin_problems(begins: date | None, place: str) -> Iterator[Problem]:
    if begins is not None and begins.day != 1:
        text = "is {found}; expected the first day of a month; write {first}"
        yield problem(place, text, found=begins, first=begins.replace(day=1))


# Dates: a case has its own calendar, the paths of a run begin in January 2026.


def _moved(day: date, months: int) -> date:
    """Move a date by months, its day kept (it is the first, or reported as wrong)."""
    count = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(count, MONTHS_A_YEAR)
    return day.replace(year=year, month=month + 1, day=min(day.day, 28))


def _changes(
    tables: Sequence[ChangeTable], begins: date, place: str
) -> tuple[tuple[Change, ...], list[Problem]]:
    """Turn the decisions of a case into those of a scenario; messages keep the case's dates."""
    back = month_number(begins)
    problems: list[Problem] = []
    changes: list[Change] = []
    for number, table in enumerate(tables, start=1):
        where = f"{place}: change[{number}]"
        wrong = list(_action_problems(table, where))
        days = {"start": table.start, "until": table.until, "announced": table.announced}
        moved = {key: _moved(day, -back) for key, day in days.items() if day is not None}
        shifted = table.model_copy(update=moved)
        wrong += [_dated(each, back) for each in value_problems(shifted, where)]
        problems += wrong
        changes += [] if wrong else [change_of(shifted, where)]
    if not problems:
        problems += [*reopening_problems(changes), *conflict_problems(changes)]
    return (with_reopenings(changes) if not problems else ()), problems


def _dated(found: Problem, months: int) -> Problem:
    """Put the dates of a message back into the calendar of the case."""
    values = {
        key: _moved(value, months) if isinstance(value, date) else value
        for key, value in found.values.items()
    }
    return replace(found, values=values)


def _action_problems(table: ChangeTable, place: str) -> Iterator[Problem]:
    """Find decisions that need the funders or prices of a region."""
    if table.action not in ACTIONS:
        text = "action '{action}' needs a region's own funders and prices; a case takes {known}"
        yield problem(place, text, action=table.action, known=", ".join(ACTIONS))
    if table.funder is not None:
        yield problem(place, "a case has no funders; remove 'funder' and give the share in 'by'")


def _money(
    tables: Sequence[MoneyTable], begins: date, place: str
) -> tuple[tuple[MoneyPath, ...], list[Problem]]:
    """Turn paths of money with dates into paths by month."""
    problems: list[Problem] = []
    paths: list[MoneyPath] = []
    for number, table in enumerate(tables, start=1):
        where = f"{place}: money[{number}]"
        unknown = [name for name in table.service if name not in (*SERVICES, ALL)]
        for name in unknown:
            text = "unknown service '{name}'{near}; expected one of {known}"
            near = suggestion(name, SERVICES)
            known = ", ".join(SERVICES)
            problems.append(problem(where, text, name=name, near=near, known=known))
        months = [month_number(day) - month_number(begins) for day in table.dates]
        if sorted(set(months)) != months or months[0] < 0 or months[-1] >= LONGEST:
            text = "need to be in order, from 'begins' on and within {longest} months"
            problems.append(problem(f"{where}.dates", text, longest=LONGEST))
        if len(table.shares) != len(table.dates):
            text = "has {shares} numbers for {dates} dates; give one for each"
            counts = {"shares": len(table.shares), "dates": len(table.dates)}
            problems.append(problem(f"{where}.shares", text, **counts))
        if any(share < 0 for share in table.shares):
            text = "a share of money cannot be below 0"
            problems.append(problem(f"{where}.shares", text))
        services = SERVICES if ALL in table.service else tuple(table.service)
        shares = tuple(float(share) for share in table.shares)
        paths.append(MoneyPath(services, tuple(months), shares))
    return tuple(paths), problems


def _start_problems(tables: Sequence[StartTable], place: str) -> Iterator[Problem]:
    """Find stocks the model does not have."""
    known = variables()
    for number, table in enumerate(tables, start=1):
        if table.stock not in known:
            near = suggestion(table.stock, known) or "; name a stock of kpsim/model/stocks.py"
            text = "no stock '{name}' in the model{near}"
            where = f"{place}: start[{number}].stock"
            yield problem(where, text, name=table.stock, near=near)
