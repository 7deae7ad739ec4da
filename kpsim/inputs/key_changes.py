"""What a scenario lets municipalities do about the key of co-financing."""

from dataclasses import dataclass

from kpsim.errors import Problem, problem, suggestion
from kpsim.inputs.files import validated
from kpsim.inputs.municipal_key import MunicipalKey
from kpsim.inputs.scenario_checks import date_problems, month_number
from kpsim.inputs.scenario_tables import ALL, KeyTable


@dataclass(frozen=True)
class KeyChange:
    """What municipalities do about the key from a month on."""

    leave: tuple[str, ...]
    """Municipalities, or "all"."""
    probability: float
    start: int
    announced: int
    mandatory: bool
    place: str

    def leaves(self, name: str) -> bool:
        """Tell whether a municipality is among those that leave (or may, by chance)."""
        return ALL in self.leave or name in self.leave


def municipality_problems(change: KeyChange | None, key: MunicipalKey) -> list[Problem]:
    """Find municipalities of a scenario that the region's key does not know or names twice."""
    if change is None:
        return []
    names, place = change.leave, change.place
    known = (ALL, *key.names)
    unknown = "unknown municipality '{name}'{near}; expected one of {known}"
    found = [
        problem(
            f"{place}.leave",
            unknown,
            name=name,
            near=suggestion(name, known),
            known=", ".join(known),
        )
        for name in names
        if name not in known
    ]
    twice = "'{name}' is named twice; name each municipality once"
    found += [
        problem(f"{place}.leave", twice, name=name)
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    return found


def read_key_change(table: object, place: str, *, problems: list[Problem]) -> KeyChange | None:
    """Check what municipalities do about the key."""
    record, wrong = validated(KeyTable, table, place=place)
    problems += wrong
    if record is None:
        return None
    days = {"from": record.start, "announced": record.announced}
    for key, day in days.items():
        if day is not None:
            problems += date_problems(day, f"{place}.{key}")
    if not record.leave and not record.mandatory:
        sentence = "says nothing; name who leaves in 'leave', or write mandatory = true"
        problems.append(problem(place, sentence))
    start = month_number(record.start)
    return KeyChange(
        leave=tuple(record.leave),
        probability=record.probability,
        start=start,
        announced=month_number(record.announced) if record.announced else start,
        mandatory=record.mandatory,
        place=place,
    )
