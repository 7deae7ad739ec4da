"""Who funds and who pays: one list of institutions, funder and payer being roles of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kpsim.errors import ParameterError, Problem
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import Label, Words

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)

INSTITUTIONS = (
    "mpsv",
    "government_office",
    "health_ministry",
    "justice",
    "interior",
    "education",
    "state_treasury",
    "region",
    "city_of_liberec",
    "other_municipalities",
    "health_insurers",
    "eu",
    "clients_and_families",
    "victims",
)


class _Table(BaseModel):
    """One institution as its file has it."""

    model_config = STRICT
    label: Label
    genitive: Words
    public: bool
    budget: Label | None = None
    denominator: Words | None = None


@dataclass(frozen=True)
class Institution:
    """A funder or payer: its names, whether it is the public purse, and its budget."""

    name: str
    label: Label
    genitive: str
    """Czech genitive, for sentences such as "z rozpočtu kraje"."""
    public: bool
    budget: Label | None
    """Name of the budget or budget chapter."""
    denominator: str | None
    """Parameter with the budget that sums are put in per cent of."""


def load_institutions(folder: Path | None = None) -> Mapping[str, Institution]:
    """Read the institutions, in the order of the list."""
    path = (folder or params_folder()) / "institutions.toml"
    tables = read_toml(path)
    found: dict[str, Institution] = {}
    problems: list[Problem] = []
    for name, table in tables.items():
        record, wrong = validated(_Table, table, place=f"{place_of(path)}: {name}")
        problems += wrong
        if record is not None:
            found[name] = _institution(name, record)
    problems += _list_problems(place_of(path), tables)
    if problems:
        raise ParameterError(problems)
    return {name: found[name] for name in INSTITUTIONS}


def _institution(name: str, table: _Table) -> Institution:
    """Turn a checked table into the institution it describes."""
    return Institution(
        name, table.label, table.genitive, table.public, table.budget, table.denominator
    )


def _list_problems(place: str, tables: Mapping[str, object]) -> list[Problem]:
    """Compare the file with the list the ledger and the scenarios know."""
    missing = [name for name in INSTITUTIONS if name not in tables]
    extra = [name for name in tables if name not in INSTITUTIONS]
    sentences = {
        "institution '{name}' is missing; add its table": missing,
        "unknown institution '{name}'; the list is fixed in kpsim/inputs/institutions.py": extra,
    }
    return [
        Problem(place, sentence, {"name": name})
        for sentence, names in sentences.items()
        for name in names
    ]
