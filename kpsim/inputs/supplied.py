"""Figures that services supplied: files of records that replace those of a region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kpsim.errors import ParameterError, Problem, problem, suggestion
from kpsim.inputs.files import read_toml, validated
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import Record, Source

TABLES = ("records", "sources")
FORMS = (".xlsx", ".xls", ".ods")
"""Endings of a form that was not read yet."""


@dataclass(frozen=True)
class Overlay:
    """Records that replace those of a region, and the sources they cite."""

    place: str
    """What messages call it."""
    records: Mapping[str, Any]
    sources: Mapping[str, Source]


@dataclass(frozen=True)
class Change:
    """What an overlay changes in one number."""

    code: str
    before: Record
    after: Record


@dataclass(frozen=True)
class Supplied:
    """The overlays a world was loaded with, and what they changed."""

    files: tuple[Path, ...] = ()
    changes: tuple[Change, ...] = ()


def load_overlays(paths: Sequence[Path]) -> tuple[Overlay, ...]:
    """Read overlay files; report everything that is wrong with them at once."""
    problems: list[Problem] = []
    found = []
    for path in paths:
        try:
            found.append(load_overlay(path))
        except ParameterError as error:
            problems += error.problems
    problems += _twice([each.place for each in found])
    problems += _in_two(found)
    if problems:
        raise ParameterError(problems)
    return tuple(found)


def load_overlay(path: Path) -> Overlay:
    """Read an overlay file: records, and the sources they cite."""
    if path.suffix.lower() in FORMS:
        text = "is a form that was not read yet; run: kpsim data import {file}"
        raise ParameterError(problem(path.name, text, file=path.name))
    if not path.is_file():
        text = "no such file; name one that 'kpsim data import' wrote"
        raise ParameterError(problem(str(path), text))
    tables = read_toml(path)
    problems = _strange(tables, path.name)
    sources: dict[str, Source] = {}
    for key, table in tables.get("sources", {}).items() if not problems else ():
        source, wrong = validated(Source, table, place=f"{path.name}: {key}")
        problems += wrong
        if source is not None:
            sources[key] = source
    if problems:
        raise ParameterError(problems)
    return Overlay(path.name, tables.get("records", {}), sources)


def check_known(overlays: Sequence[Overlay], parameters: ParameterSet) -> None:
    """Refuse records that replace nothing."""
    text = "no parameter '{name}'{near}"
    problems = [
        problem(each.place, text, name=name, near=suggestion(name, parameters.records))
        for each in overlays
        for name in each.records
        if name not in parameters.records
    ]
    if problems:
        raise ParameterError(problems)


def changes(before: ParameterSet, after: ParameterSet) -> tuple[Change, ...]:
    """List the numbers that are others than before."""
    return tuple(
        Change(code, before.columns[code], record)
        for code, record in after.columns.items()
        if record != before.columns[code]
    )


def _strange(tables: Mapping[str, Any], place: str) -> list[Problem]:
    problems = [
        problem(place, "unknown table '{name}'; expected [records] and [sources]", name=name)
        for name in tables
        if name not in TABLES
    ]
    text = "is {found}; expected a table"
    problems += [
        problem(f"{place}: {name}", text, found=repr(tables[name]))
        for name in TABLES
        if not isinstance(tables.get(name, {}), dict)
    ]
    if not problems and not tables.get("records"):
        problems.append(problem(place, "holds no records; read the form again"))
    return problems


def _twice(names: Sequence[str]) -> list[Problem]:
    text = "is given twice, or two files have this name; name each once, or rename one"
    return [problem(name, text) for name in dict.fromkeys(names) if names.count(name) > 1]


def _in_two(overlays: Sequence[Overlay]) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for each in overlays:
        for name in each.records:
            if seen.setdefault(name, each.place) != each.place:
                text = "stands in {other} too; keep one of the two"
                problems.append(problem(f"{each.place}: {name}", text, other=seen[name]))
    return problems


# Writing.

_INLINE = ("label", "truncate")


def overlay_toml(overlay: Overlay) -> str:
    """Write an overlay as a file that can be read, kept and loaded."""
    lines = ["# Numbers supplied on a form; they replace those of the region.", ""]
    for name, table in overlay.records.items():
        lines += _table_lines(["records", name], table)
    for key, source in overlay.sources.items():
        lines += _table_lines(["sources", key], source.model_dump(exclude_none=True))
    return "\n".join(lines)


def _table_lines(keys: list[str], table: Mapping[str, Any]) -> list[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    small = {
        key: value for key, value in table.items() if isinstance(value, dict) and key in _INLINE
    }
    lines = ["[" + ".".join(_key(key) for key in keys) + "]"]
    lines += [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for key, inside in small.items():
        pairs = ", ".join(f"{_key(name)} = {_value(value)}" for name, value in inside.items())
        lines.append(f"{_key(key)} = {{ {pairs} }}")
    lines.append("")
    for key, inside in table.items():
        if isinstance(inside, dict) and key not in _INLINE:
            lines += _table_lines([*keys, key], inside)
    return lines


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return _text(value) if isinstance(value, str) else repr(value)


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
