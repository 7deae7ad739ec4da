"""The place a case happened in, and what of the model rests on the case's own source."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpsim.errors import Problem, problem, suggestion
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.records import Record, RecordByElement
from kpsim.inputs.supplied import Overlay
from kpsim.validation.cases import Case, CaseError

WHAT_STAYS = (
    "label",
    "unit",
    "role",
    "null",
    "scale",
    "design",
    "studies",
    "price_year",
    "index",
    "marginal_share",
)
"""What a record is; a case says only what is different at its place: the number and its source."""


@dataclass(frozen=True)
class OwnSource:
    """Parameters that rest on a case's own source, and what is done with them in the rerun."""

    at_null: tuple[str, ...] = ()
    """Effects set to no effect."""
    replaced: tuple[str, ...] = ()
    """Numbers the case gives another source for, in `[instead]`."""
    kept: tuple[str, ...] = ()
    """Numbers that have no other source; the rerun cannot leave them out."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return all of them."""
        return (*self.at_null, *self.replaced, *self.kept)

    @property
    def can_be_left_out(self) -> bool:
        """Tell whether the rerun differs from the first one."""
        return bool(self.at_null or self.replaced)


def parameters_of(
    case: Case,
    base: ParameterSet,
    *,
    region: str,
    folder: Path | None,
    own_source: bool = True,
    supplied: Sequence[Overlay] = (),
) -> ParameterSet:
    """Load the parameters of the case's place; in the rerun also what stands for its source.

    What a case says of its place goes before what services of the region have supplied.
    """
    tables = dict(case.place) if own_source else {**case.place, **case.instead}
    problems: list[Problem] = []
    overlay = {
        name: _complete(name, table, base, place=f"{case.file}: {name}", problems=problems)
        for name, table in tables.items()
    }
    if problems:
        raise CaseError(problems)
    overlays = [*supplied, Overlay(case.file, overlay, case.sources)]
    found = load_parameters(region, folder, overlays=overlays)
    for name in overlay:
        if found.unit(name) != base.unit(name) or found.by(name) != base.by(name):
            text = "has another unit or other elements than in the model; expected '{unit}'"
            problems.append(problem(f"{case.file}: {name}", text, unit=base.unit(name)))
    if problems:
        raise CaseError(problems)
    return found


def _complete(
    name: str, table: Any, base: ParameterSet, *, place: str, problems: list[Problem]
) -> Any:
    """Add to a record of a case what it is, from the record it replaces."""
    record = base.records.get(name)
    if record is None:
        text = "no parameter '{name}'{near}"
        near = suggestion(name, base.records) or "; see: kpsim params"
        problems.append(problem(place, text, name=name, near=near))
        return table
    if not isinstance(table, Mapping):
        return table
    if isinstance(record, Record):
        return {**_what(record), **table}
    return _complete_elements(table, record)


def _complete_elements(table: Mapping[str, Any], record: RecordByElement) -> dict[str, Any]:
    """Keep the elements a case says nothing of as they are."""
    shared = {key: value for key, value in table.items() if key not in record.elements}
    elements = {
        key: (
            {**_what(one), **shared, **table[key]}
            if isinstance(table.get(key), Mapping)
            else one.model_dump(exclude_defaults=True)
        )
        for key, one in record.elements.items()
    }
    label = record.label.model_dump()
    return {"by": record.by, "label": label, "unit": record.unit, **elements}


def _what(record: Record) -> dict[str, Any]:
    return record.model_dump(include=set(WHAT_STAYS), exclude_none=True)


# Circularity


def own_source(case: Case, base: ParameterSet) -> OwnSource:
    """Find the parameters that rest on the study the case tells about.

    Two rows of the evidence are one source where they have one key or one address. A row named in
    the words of an assumption stands behind it too.
    """
    keys = {*case.source}
    known = {**base.sources, **case.sources}
    addresses = {known[key].url for key in keys if key in known} - {None}
    shared = [
        (column, record)
        for column, record in base.columns.items()
        if column.partition(".")[0] not in case.place
        and (
            any(_same(key, base, keys=keys, addresses=addresses) for key in record.source)
            or _names_a_row(record, keys)
            or column.partition(".")[0] in case.also_behind
        )
    ]
    instead = {name for name, _ in shared if name.partition(".")[0] in case.instead}
    effects = {name for name, record in shared if record.role == "effect"} - instead
    return OwnSource(
        at_null=tuple(sorted(effects)),
        replaced=tuple(sorted(instead)),
        kept=tuple(name for name, _ in shared if name not in effects | instead),
    )


def _same(key: str, base: ParameterSet, *, keys: set[str], addresses: set[str | None]) -> bool:
    return key in keys or (key in base.sources and base.sources[key].url in addresses)


def _names_a_row(record: Record, keys: set[str]) -> bool:
    """Tell whether the words of an assumption name a row of the case's evidence."""
    if not record.is_assumption:
        return False
    words = f"{record.reason or ''} {record.note or ''}"
    rows = [re.escape(key.rpartition(":")[2]) for key in keys]
    return any(re.search(rf"(?<![\w-]){row}(?![\w-])", words) for row in rows)


def source_problems(case: Case, base: ParameterSet) -> list[Problem]:
    """Report sources of a case that nobody can look up, and parameters that are none."""
    known = {**base.sources, **case.sources}
    text = "'{key}' is no known source{near}; add [sources.\"{key}\"] with title and url"
    unknown = [
        problem(f"{case.file}: source", text, key=key, near=suggestion(key, known))
        for key in case.source
        if key not in known
    ]
    other = "no parameter '{key}'{near}"
    return unknown + [
        problem(f"{case.file}: also_behind", other, key=key, near=suggestion(key, base.records))
        for key in case.also_behind
        if key not in base.records
    ]
