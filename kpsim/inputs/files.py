"""Reading TOML files and saying everything that is wrong with one at once."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from kpsim.errors import KpsimError, ParameterError, Problem, problem, suggestion

Model = TypeVar("Model", bound=BaseModel)

# What pydantic calls a fault, and the sentence we say for it; `{found}` is what stands in the file.
_SENTENCES = {
    "finite_number": "is {found}; expected a finite number",
    "float_type": "is {found}; expected a number",
    "int_type": "is {found}; expected a whole number",
    "int_from_float": "is {found}; expected a whole number",
    "string_type": "is {found}; expected text in quotes",
    "string_too_short": "is empty; write something",
    "bool_type": "is {found}; expected true or false",
    "date_type": "is {found}; expected a date such as 2026-11-21 without quotes",
    "model_type": "is {found}; expected a table",
    "model_attributes_type": "is {found}; expected a table",
    "dict_type": "is {found}; expected a table",
    "literal_error": "is {found}; expected one of {expected}",
    "list_type": "is {found}; expected a list in square brackets",
    "greater_than": "is {found}; expected more than {gt}",
    "greater_than_equal": "is {found}; expected {ge} or more",
    "less_than": "is {found}; expected less than {lt}",
    "less_than_equal": "is {found}; expected {le} or less",
    "too_short": "is {found}; expected at least {min_length} in it",
    "too_long": "is {found}; expected at most {max_length} in it",
    "string_pattern_mismatch": "is {found}; expected text of the form {form}",
}
_LIMITS = ("gt", "ge", "lt", "le", "min_length", "max_length")
_RAISED = "value_error"
"""A fault that one of our own checks raised, with a sentence of its own."""


def place_of(path: Path) -> str:
    """Return how messages name a file: from its `params` or `scenarios` folder on."""
    parents = [parent.name for parent in path.parents]
    for top in ("params", "scenarios"):
        if top in parents:
            return "/".join([*reversed(parents[: parents.index(top) + 1]), path.name])
    return path.name


def read_toml(path: Path, error: type[KpsimError] = ParameterError) -> dict[str, Any]:
    """Read a TOML file; say where it is broken when it is."""
    return parse_toml(_read_text(path, error), place=place_of(path), error=error)


def parse_toml(
    text: str, *, place: str, error: type[KpsimError] = ParameterError
) -> dict[str, Any]:
    """Parse TOML text that came from a place."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        raise error(problem(place, "tables are nested too deeply to be read")) from None
    except ValueError as fault:
        sentence = "not valid TOML: {fault}; correct this line"
        raise error(problem(place, sentence, fault=str(fault))) from None


def _read_text(path: Path, error: type[KpsimError]) -> str:
    place = place_of(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        near = suggestion(path.name, _neighbours(path))
        raise error(problem(place, "no such file{near}", near=near)) from None
    except OSError as fault:
        sentence = "cannot be read ({fault}); check the path and its permissions"
        raise error(problem(place, sentence, fault=fault.strerror or str(fault))) from None
    try:
        # Windows editors put a byte order mark in front; "utf-8-sig" takes it off.
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        sentence = "not UTF-8 at byte {byte} (line {line}); save the file as UTF-8"
        line = raw[: fault.start].count(b"\n") + 1
        raise error(problem(place, sentence, byte=fault.start, line=line)) from None


def _neighbours(path: Path) -> list[str]:
    return [file.name for file in path.parent.glob("*.toml")] if path.parent.is_dir() else []


def validated(
    model: type[Model], table: object, *, place: str
) -> tuple[Model | None, list[Problem]]:
    """Check a table against a model; return the record, or every problem found."""
    try:
        return model.model_validate(table), []
    except ValidationError as fault:
        return None, validation_problems(fault, model, place=place)


def validation_problems(
    fault: ValidationError, model: type[BaseModel], *, place: str
) -> list[Problem]:
    """Turn what pydantic found into our sentences, each with its place."""
    return [_one_problem(dict(found), model, place=place) for found in fault.errors()]


def _one_problem(found: Mapping[str, Any], model: type[BaseModel], *, place: str) -> Problem:
    location: Sequence[str | int] = found["loc"]
    parent = _inside(place, *location[:-1])
    key = str(location[-1]) if location else ""
    if found["type"] == "extra_forbidden":
        near = suggestion(key, _fields_at(model, location[:-1])) or "; remove it"
        return problem(parent, "unknown key '{key}'{near}", key=key, near=near)
    if found["type"] == "missing":
        return problem(parent, "'{key}' is missing; add it", key=key)
    context = found.get("ctx", {})
    values = {
        "found": _shown(found["input"]),
        "expected": context.get("expected", "").replace(" or ", ", "),
        "form": str(context.get("pattern", "")).strip("^$"),
        **{name: context[name] for name in _LIMITS if name in context},
    }
    where = _inside(place, *location)
    if found["type"] == _RAISED:
        return problem(where, str(context["error"]))
    sentence = _SENTENCES.get(found["type"])
    if sentence is None:
        return problem(where, "is {found}; {fault}", fault=found["msg"], **values)
    return problem(where, sentence, **values)


def _inside(place: str, *steps: str | int) -> str:
    """Name a place inside a file: "file: record.key", or inside a record: "record.key"."""
    if not steps:
        return place
    path = ".".join(map(str, steps))
    return f"{place}.{path}" if ": " in place else f"{place}: {path}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    return "a table" if isinstance(value, dict) else str(value)


def _fields_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """List the keys a model knows at a location inside it."""
    inside: type[BaseModel] | None = model
    for step in location:
        field = inside.model_fields.get(str(step)) if inside else None
        inside = _model_in(field.annotation) if field else None
    return list(inside.model_fields) if inside else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None
