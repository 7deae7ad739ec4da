"""What must hold between the keys of a scenario file, beyond each having the right form."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product

from kpsim.errors import Problem, problem, suggestion
from kpsim.inputs.funding import SERVICES
from kpsim.inputs.institutions import INSTITUTIONS
from kpsim.inputs.scenario_tables import (
    ALL,
    ALWAYS,
    FIRST_MONTH,
    KEYS,
    LARGEST_EXPANSION,
    LAST_MONTH,
    LONGEST_CHANGE,
    MONTHS_A_YEAR,
    NEEDED,
    Action,
    ChangeTable,
)

FOREVER = 10**6
"""A month that never comes: the end of a change without `until`."""

CLOSURES = ("close", "lose_funder")
"""Actions that a reopening can undo."""

ASPECTS: dict[str, str] = {"freeze": "growth", "delay_payment": "timing"}
"""What an action sets when it is not the level of the money."""


@dataclass(frozen=True)
class Change:
    """One decision about money; months are counted from January 2026."""

    action: Action
    services: tuple[str, ...]
    funders: tuple[str, ...]
    """Whose money; every institution where the file names none."""
    start: int
    end: int
    announced: int
    by: float
    over_months: int
    months: int
    place: str

    @property
    def aspect(self) -> str:
        """What is set: the level of the money, its growth, or its timing."""
        return ASPECTS.get(self.action, "level")

    def is_active(self, month: int) -> bool:
        """Tell whether the change holds in a month."""
        return self.start <= month < self.end


def month_number(day: date) -> int:
    """Count months from January 2026."""
    return (day.year - FIRST_MONTH.year) * MONTHS_A_YEAR + day.month - FIRST_MONTH.month


def month_name(month: int) -> str:
    """Write a month number as a year and month."""
    year, rest = divmod(month, MONTHS_A_YEAR)
    return f"{FIRST_MONTH.year + year}-{FIRST_MONTH.month + rest:02}"


def change_of(table: ChangeTable, place: str) -> Change:
    """Turn a checked table into the change it describes."""
    services = SERVICES if ALL in table.service else tuple(table.service)
    start = month_number(table.start)
    return Change(
        action=table.action,
        services=services,
        funders=tuple(table.funder) if table.funder else INSTITUTIONS,
        start=start,
        end=month_number(table.until) if table.until else FOREVER,
        announced=month_number(table.announced) if table.announced else start,
        by=table.by if table.by is not None else 0.0,
        over_months=table.over_months or 1,
        months=table.months or 0,
        place=place,
    )


def key_problems(table: Mapping[str, object], place: str) -> Iterator[Problem]:
    """Find keys that are unknown, misplaced or missing for the action of a change."""
    action = table.get("action")
    every = sorted({*ALWAYS, *(key for keys in KEYS.values() for key in keys)})
    yield from (
        problem(place, "'{key}' is missing; add it", key=key) for key in ALWAYS if key not in table
    )
    for key in table:
        if key not in every:
            near = suggestion(key, every) or "; remove it"
            yield problem(place, "unknown key '{key}'{near}", key=key, near=near)
    if not isinstance(action, str) or action not in KEYS:
        yield from _action_problems(action, place)
        return
    fitting = (*ALWAYS, *KEYS[action])
    for key in (key for key in table if key in every and key not in fitting):
        yield problem(
            place,
            "key '{key}' does not go with action '{action}'; it takes {fitting}",
            key=key,
            action=action,
            fitting=", ".join(fitting),
        )
    for key in NEEDED.get(action, ()):
        if key not in table:
            sentence = "action '{action}' needs '{key}'; add it"
            yield problem(place, sentence, action=action, key=key)


def _action_problems(action: object, place: str) -> Iterator[Problem]:
    """Say that an action is not one of the verbs."""
    if action is not None:
        yield problem(
            f"{place}.action",
            "unknown action '{action}'{near}; expected one of {known}",
            action=action,
            near=suggestion(str(action), KEYS),
            known=", ".join(KEYS),
        )


def value_problems(table: ChangeTable, place: str) -> Iterator[Problem]:
    """Find names, shares, months and dates of a change that make no sense."""
    yield from _name_problems(table.service, (*SERVICES, ALL), place=f"{place}.service")
    if table.funder is not None:
        yield from _name_problems(table.funder, INSTITUTIONS, place=f"{place}.funder")
    yield from _share_problems(table, f"{place}.by")
    yield from _span_problems(table.over_months, LONGEST_CHANGE, place=f"{place}.over_months")
    yield from _span_problems(table.months, MONTHS_A_YEAR - 1, place=f"{place}.months")
    days = {"from": table.start, "until": table.until, "announced": table.announced}
    wrong = [p for key, day in days.items() if day for p in date_problems(day, f"{place}.{key}")]
    yield from wrong
    if not wrong:
        yield from _order_problems(table, place)
        if table.action == "delay_payment":
            yield from _delay_problems(table, place)


def _name_problems(
    names: Sequence[str], known: Collection[str], *, place: str
) -> Iterator[Problem]:
    """Find names that are not known, said twice, or said beside 'all'."""
    kind = place.rsplit(".", 1)[-1]
    if not names:
        yield problem(place, "is an empty list; name at least one {kind}", kind=kind)
    for name in dict.fromkeys(names):
        if name not in known:
            yield problem(
                place,
                "unknown {kind} '{name}'{near}; expected one of {known}",
                kind=kind,
                name=name,
                near=suggestion(name, known),
                known=", ".join(known),
            )
        elif names.count(name) > 1:
            yield problem(place, "'{name}' is listed twice; remove one", name=name)
    if ALL in names and len(names) > 1:
        yield problem(place, "'{all}' already holds every service; remove the others", all=ALL)


def _share_problems(table: ChangeTable, place: str) -> Iterator[Problem]:
    """Find a share that cannot be taken from or added to a line."""
    if table.by is None:
        return
    if table.by < 0:
        sentence = "is {found}; expected 0 or more; to go the other way use '{other}'"
        other = "expand" if table.action == "reduce" else "reduce"
        yield problem(place, sentence, found=table.by, other=other)
    if table.action == "expand" and table.by > LARGEST_EXPANSION:
        sentence = "is {found}; a line can grow by {most} times at most; write 0.1 for 10 %"
        yield problem(place, sentence, found=table.by, most=LARGEST_EXPANSION)
    if table.action == "reduce" and table.by > 1:
        sentence = "is {found}; a line can be reduced by 1 (all of it) at most; write 0.1 for 10 %"
        yield problem(place, sentence, found=table.by)


def _span_problems(months: int | None, longest: int, *, place: str) -> Iterator[Problem]:
    """Find a number of months that is not between 1 and the longest allowed."""
    if months is not None and not 1 <= months <= longest:
        sentence = "is {found}; expected a whole number of months from 1 to {longest}"
        yield problem(place, sentence, found=months, longest=longest)


def date_problems(day: date, place: str) -> Iterator[Problem]:
    """Find a date that is not the first of a month inside the horizon."""
    if day.day != 1:
        sentence = "is {found}; expected the first day of a month; write {first}"
        yield problem(place, sentence, found=day, first=day.replace(day=1))
    if not FIRST_MONTH <= day.replace(day=1) <= LAST_MONTH:
        sentence = "is {found}; the model runs from {first} to {last}; choose a month inside"
        yield problem(place, sentence, found=day, first=FIRST_MONTH, last=LAST_MONTH)


def _order_problems(table: ChangeTable, place: str) -> Iterator[Problem]:
    """Find dates out of order."""
    if table.announced and table.announced > table.start:
        sentence = "is {found}, after 'from' ({start}); announce a change before it takes effect"
        yield problem(f"{place}.announced", sentence, found=table.announced, start=table.start)
    if table.until and table.until <= table.start:
        sentence = "is {found}, not after 'from' ({start}); a change must last a month at least"
        yield problem(f"{place}.until", sentence, found=table.until, start=table.start)
    elif table.until and table.over_months:
        lasting = month_number(table.until) - month_number(table.start)
        if table.over_months > lasting:
            sentence = "is {found}, longer than the change lasts ({lasting}); shorten it"
            yield problem(
                f"{place}.over_months", sentence, found=table.over_months, lasting=lasting
            )


def _delay_problems(table: ChangeTable, place: str) -> Iterator[Problem]:
    """Find a delay that would not be made up within its calendar year."""
    if table.until and table.until.month != 1:
        sentence = "is {found}; a delay ends with a calendar year; write 1 January"
        yield problem(f"{place}.until", sentence, found=table.until)
    late = table.months or 0
    if late < MONTHS_A_YEAR < table.start.month + late:
        sentence = (
            "is {found}: counted from {start}, the money would not arrive in the same year; "
            "start in January or delay by fewer months"
        )
        yield problem(f"{place}.months", sentence, found=table.months, start=table.start)


def with_reopenings(changes: Sequence[Change]) -> tuple[Change, ...]:
    """End the closures that a later reopening undoes, and give back what they took.

    A closure whose services reopen at different times becomes one change for each time.
    """
    reopenings = [change for change in changes if change.action == "reopen"]
    ended: list[Change] = []
    for change in changes:
        if change.action in CLOSURES:
            ends = {service: _end(change, service, reopenings) for service in change.services}
            for end in dict.fromkeys(ends.values()):
                services = tuple(service for service in change.services if ends[service] == end)
                ended.append(replace(change, services=services, end=end))
        elif change.action != "reopen":
            ended.append(change)
    return (*ended, *(_giving_back(reopening, ended) for reopening in reopenings))


def _giving_back(reopening: Change, closures: Sequence[Change]) -> Change:
    """Return a reopening that touches only the funders its closures took."""
    undone = [c for c in closures if c.action in CLOSURES and c.end == reopening.start]
    lost = {f for c in undone if {*c.services} & {*reopening.services} for f in c.funders}
    funders = tuple(name for name in INSTITUTIONS if name in lost)
    return replace(reopening, funders=funders or reopening.funders)


def _end(change: Change, service: str, reopenings: Iterable[Change]) -> int:
    """Return the month a closure of a service ends: its own end or the first reopening."""
    starts = [r.start for r in reopenings if service in r.services and r.start > change.start]
    return min([change.end, *starts])


def reopening_problems(changes: Sequence[Change]) -> Iterator[Problem]:
    """Find services that are to reopen without having been closed."""
    closures = [change for change in with_reopenings(changes) if change.action in CLOSURES]
    for change in (change for change in changes if change.action == "reopen"):
        for service in change.services:
            open_then = not any(
                service in c.services and c.start < change.start <= c.end for c in closures
            )
            if open_then:
                yield problem(
                    f"{change.place}.service",
                    "'{service}' is not closed before {month}; close it earlier or remove it here",
                    service=service,
                    month=month_name(change.start),
                )


def conflict_problems(changes: Sequence[Change]) -> Iterator[Problem]:
    """Find pairs of changes that set the same line at the same time."""
    for first, second in combinations(with_reopenings(changes), 2):
        if first.aspect != second.aspect or not _overlap(first, second):
            continue
        shared = [
            f"{service} from {funder}"
            for service, funder in product(first.services, first.funders)
            if service in second.services and funder in second.funders
        ]
        if shared:
            yield problem(
                second.place,
                "sets the money for {line} from {month} on, which {other} sets too; "
                "end one with 'until' or merge them",
                line=shared[0],
                month=month_name(max(first.start, second.start)),
                other=_seen_from(second.place, first.place),
            )


def _seen_from(here: str, there: str) -> str:
    """Name a place without its file when it is the same file."""
    file, _, inside = there.partition(": ")
    return inside if here.startswith(f"{file}: ") else there


def _overlap(first: Change, second: Change) -> bool:
    """Tell whether two changes hold in some month together; a reopening holds while it grows."""
    ends = [c.start + c.over_months if c.action == "reopen" else c.end for c in (first, second)]
    return first.start < ends[1] and second.start < ends[0]
