"""From parameter files to checked records, with the region's own figures in place."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from kpsim.engine.units import convert, engine_unit
from kpsim.errors import KpsimError, ParameterError, Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.grades import Grades, load_grades
from kpsim.inputs.indices import history_factor
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameter_set import Conversion, ParameterSet, Region
from kpsim.inputs.record_checks import record_problems, settled
from kpsim.inputs.records import STRICT, Label, Record, RecordByElement, Source, Words
from kpsim.inputs.supplied import Overlay
from kpsim.model.dimensions import SERVICE, SUBSTANCE

__all__ = ["ParameterSet", "load_parameters", "schema"]

# Files of the folder that hold something other than parameters; each has a loader of its own.
OTHER_FILES = frozenset(
    {
        "budgets",
        "funding",
        "grades",
        "holders",
        "indices",
        "institutions",
        "ledger",
        "mechanisms",
        "outcomes",
        "reconciliation",
        "sources",
        "structures",
    }
)
# Tables of a region's file that are not parameters.
REGION_TABLES = frozenset({"region", "funding"})
# Given to every model by the draws, so no record may take the name.
RESERVED = frozenset({"outbreak_threshold"})
NATIONAL, REGIONAL_POPULATION = "population_cz", "population"
DIMENSIONS = {dimension.name: dimension.elements for dimension in (SUBSTANCE, SERVICE)}

PriceHistory = Callable[[str, int], float]


class RegionTable(BaseModel):
    """The head of a region's file."""

    model_config = STRICT
    name: Label
    code: str | None = None
    population: Words = REGIONAL_POPULATION
    note: str | None = None


class ByElement(BaseModel):
    """The common part of a record with one sub-table for each element."""

    model_config = STRICT
    by: Words
    label: Label
    unit: Words


@dataclass
class _Found:
    """What reading has gathered so far."""

    tables: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def load_parameters(
    region: str = "liberec",
    folder: Path | None = None,
    *,
    price_history: PriceHistory = history_factor,
    overlays: Sequence[Overlay] = (),
) -> ParameterSet:
    """Read all parameters, let the region and then overlays replace some, and check everything.

    A region is a file with a head, and a folder beside it with more records, one file a sector.
    An overlay is more records of the same form, with the sources they cite: what a service
    supplied, or what a validation case hands over.
    """
    folder = params_folder() if folder is None else folder
    found = _read_all(folder)
    sources = _load_sources(folder, found)
    head = _read_region(folder / "regions", region, found)
    for overlay in overlays:
        sources |= overlay.sources
        _replace(found, overlay.records, place=overlay.place)
    if found.problems:
        # A file that cannot be read would make every record that needs it look wrong.
        raise ParameterError(found.problems)
    grades = load_grades(folder)
    records = _checked_records(found, sources, grades)
    conversions = _conversions(records, found, price_history, population=head.population)
    if found.problems:
        raise ParameterError(found.problems)
    whole = Region(region, head.name, head.code)
    return ParameterSet(
        records, found.places, sources, grades, whole, conversions, dimensions=DIMENSIONS
    )


def _read_region(folder: Path, region: str, found: _Found) -> RegionTable:
    """Let the region's file, then the files of its folder, replace and add records."""
    path = folder / f"{region}.toml"
    faults = len(found.problems)
    tables = _read(path, found)
    could_be_read = len(found.problems) == faults
    head, problems = validated(
        RegionTable, tables.get("region", {}), place=f"{place_of(path)}: region"
    )
    here = _Found()
    _replace(here, tables, place=place_of(path))
    for part in parameter_files(folder / region):
        for name, table in _read(part, found).items():
            _add(here, name, table, place=place_of(part))
    found.tables.update(here.tables)
    found.places.update(here.places)
    found.problems.extend(here.problems)
    if head is None:
        # Without a file the head is missing too; the file is what to put right.
        found.problems.extend(problems if could_be_read else ())
        raise ParameterError(found.problems)
    return head


def parameter_files(folder: Path) -> list[Path]:
    """List the files of a folder that hold parameters."""
    return sorted(path for path in folder.glob("*.toml") if path.stem not in OTHER_FILES)


def _read(path: Path, found: _Found) -> dict[str, Any]:
    try:
        return read_toml(path)
    except ParameterError as error:
        found.problems.extend(error.problems)
        return {}


def _read_all(folder: Path) -> _Found:
    found = _Found()
    for path in parameter_files(folder):
        for name, table in _read(path, found).items():
            _add(found, name, table, place=place_of(path))
    return found


def _add(found: _Found, name: str, table: object, *, place: str) -> None:
    here = f"{place}: {name}"
    if name in found.places:
        text = "is already in {other}; give each parameter one record"
        found.problems.append(problem(here, text, other=found.places[name]))
    elif not isinstance(table, dict):
        text = "is {value}; expected a table of its own, [{name}]"
        found.problems.append(problem(here, text, value=table, name=name))
    elif name in RESERVED:
        text = "is a name kpsim draws itself; choose another"
        found.problems.append(problem(here, text))
    elif not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        text = "cannot be a parameter's name; use lower-case words joined by underscores"
        found.problems.append(problem(here, text))
    else:
        found.tables[name] = table
        found.places[name] = place


def _replace(found: _Found, tables: Mapping[str, Any], *, place: str) -> None:
    """Replace and add records; the tables themselves are never merged."""
    for name, table in tables.items():
        if name not in REGION_TABLES:
            found.places.pop(name, None)
            _add(found, name, table, place=place)


def _load_sources(folder: Path, found: _Found) -> dict[str, Source]:
    path = folder / "sources.toml"
    sources = {}
    for key, table in _read(path, found).items():
        source, problems = validated(Source, table, place=f"{place_of(path)}: {key}")
        found.problems.extend(problems)
        if source is not None:
            sources[key] = source
    return sources


def _checked_records(
    found: _Found, sources: Mapping[str, Source], grades: Grades
) -> dict[str, Record | RecordByElement]:
    records: dict[str, Record | RecordByElement] = {}
    for name, table in found.tables.items():
        here = f"{found.places[name]}: {name}"
        if "by" in table:
            many = _by_element(table, found, sources, grades, place=here)
            if many is not None:
                records[name] = many
        else:
            one = _one(table, found, sources, grades, place=here)
            if one is not None:
                records[name] = one
    found.problems.extend(_unknown_partners(records, found.places))
    return records


def _one(
    table: object,
    found: _Found,
    sources: Mapping[str, Source],
    grades: Grades,
    *,
    place: str,
) -> Record | None:
    record, problems = validated(Record, table, place=place)
    if record is not None:
        problems = record_problems(record, sources, grades, place=place)
    found.problems.extend(problems)
    return None if record is None or problems else settled(record, sources)


def _by_element(
    table: Mapping[str, Any],
    found: _Found,
    sources: Mapping[str, Source],
    grades: Grades,
    *,
    place: str,
) -> RecordByElement | None:
    by = table["by"]
    elements = DIMENSIONS.get(by, ()) if isinstance(by, str) else ()
    problems = _element_problems(by, table, elements, place=place)
    found.problems.extend(problems)
    if problems:
        return None
    common = {key: x for key, x in table.items() if key != "by" and key not in elements}
    records = {
        element: _one(
            {**common, **table[element]}, found, sources, grades, place=f"{place}.{element}"
        )
        for element in elements
    }
    whole = {key: record for key, record in records.items() if record is not None}
    if len(whole) < len(elements):
        return None
    first = whole[elements[0]]
    label = Label.model_validate(table["label"]) if "label" in table else first.label
    return RecordByElement(by, label, first.unit, first.role, whole)


def _element_problems(
    by: object, table: Mapping[str, Any], elements: Iterable[str], *, place: str
) -> list[Problem]:
    if not elements:
        text = "is '{by}'; expected one of {known}"
        return [problem(f"{place}.by", text, by=by, known=", ".join(DIMENSIONS))]
    known = {*elements, *Record.model_fields, "by"}
    found = []
    for key in (key for key in table if key not in known):
        near = suggestion(key, known) or "; remove it"
        found.append(problem(place, "unknown key '{key}'{near}", key=key, near=near))
    for element in elements:
        if element not in table:
            text = "'{element}' is missing; add [{name}.{element}], or 0 with a reason"
            name = place.partition(": ")[2]
            found.append(problem(place, text, element=element, name=name))
        elif not isinstance(table[element], dict):
            text = "is {value}; expected a table"
            found.append(problem(f"{place}.{element}", text, value=table[element]))
    return found


def _unknown_partners(
    records: Mapping[str, Record | RecordByElement], places: Mapping[str, str]
) -> list[Problem]:
    """Report marginal shares that are no parameter."""
    found = []
    for name, record in records.items():
        partner = record.marginal_share if isinstance(record, Record) else None
        if partner is not None and partner not in places:
            near = suggestion(partner, places) or "; add a record for it"
            here = f"{places[name]}: {name}.marginal_share"
            found.append(problem(here, "no parameter '{key}'{near}", key=partner, near=near))
    return found


# Units and prices.

_CROWN = re.compile(r"\bCZK\b")


def _conversions(
    records: Mapping[str, Record | RecordByElement],
    found: _Found,
    history: PriceHistory,
    *,
    population: str,
) -> dict[str, Conversion]:
    scale = _population_ratio(records, population)
    if any(name in found.places and name not in records for name in (NATIONAL, population)):
        scale = 1.0  # what is wrong with the record itself is said once, not with all who need it
    conversions = {}
    for name, record in records.items():
        place = f"{found.places[name]}: {name}"
        for column, one in _columns(name, record):
            try:
                conversions[column] = _conversion(one, history, scale, place=place)
            except KpsimError as error:
                found.problems.extend(error.problems)
    return conversions


def _columns(name: str, record: Record | RecordByElement) -> list[tuple[str, Record]]:
    if isinstance(record, Record):
        return [(name, record)]
    return [(f"{name}.{element}", one) for element, one in record.elements.items()]


def _conversion(
    record: Record, history: PriceHistory, scale: float | None, *, place: str
) -> Conversion:
    # The price year is bridged by the index; only the rest of the unit is converted by the engine.
    written = _CROWN.sub("CZK2025", record.unit)
    unit = engine_unit(written, f"{place}.unit")
    factor = float(convert(1.0, written, unit, f"{place}.unit"))
    if record.index is not None and record.price_year is not None:
        factor *= _price_factor(record.index, record.price_year, history, place=place)
    if record.scale_with == "population":
        if scale is None:
            text = "needs the records '{cz}' and '{region}'; add both"
            names = {"cz": NATIONAL, "region": REGIONAL_POPULATION}
            raise ParameterError(problem(f"{place}.scale_with", text, **names))
        factor *= scale
    return Conversion(unit, factor)


def _price_factor(index: str, year: int, history: PriceHistory, *, place: str) -> float:
    try:
        return history(index, year)
    except KpsimError as error:
        here = f"{place}.price_year"
        raise ParameterError(
            problem(here, "{fault}", fault=str(each)) for each in error.problems
        ) from error


def _population_ratio(
    records: Mapping[str, Record | RecordByElement], population: str
) -> float | None:
    national, regional = records.get(NATIONAL), records.get(population)
    if not isinstance(national, Record) or not isinstance(regional, Record):
        return None
    return regional.value / national.value


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a parameter file, for editors."""
    record = Record.model_json_schema(ref_template="#/$defs/{model}")
    definitions = record.pop("$defs", {})
    partial = {**record, "required": []}
    elements = {name: {"$ref": "#/$defs/Element"} for each in DIMENSIONS.values() for name in each}
    by_element = {
        "type": "object",
        "required": ["by"],
        "properties": {
            **record["properties"],
            "by": {"enum": list(DIMENSIONS)},
            **elements,
        },
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kpsim parameters",
        "type": "object",
        "additionalProperties": {
            "if": {"required": ["by"]},
            "then": {"$ref": "#/$defs/RecordByElement"},
            "else": {"$ref": "#/$defs/Record"},
        },
        "$defs": {
            **definitions,
            "Record": record,
            "Element": partial,
            "RecordByElement": by_element,
        },
    }
