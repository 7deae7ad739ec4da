"""What a row of the ledger looks like in the file, and what it must satisfy."""

from collections.abc import Collection, Mapping
from typing import Literal

from pydantic import BaseModel, Field

from kpsim.errors import Problem, problem, suggestion
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import STRICT, Label, Record, Words

System = Literal[
    "services", "health", "justice", "social", "children", "guardianship", "revenue", "welfare"
]
Kind = Literal["variable", "step_fixed", "fixed", "one_off", "care_forgone", "transfer", "welfare"]
HealthValue = Literal["qaly", "vsl"]

ALL = "all"
"""Marginal share of a cost that falls on its payer in full."""

REST = "rest"
"""The payer of what the others leave."""

FUNDERS = "funders"
"""Payers of closing a service: its public funders, by their part of its money at the start."""


class RowTable(BaseModel):
    """One row as the file has it."""

    model_config = STRICT
    label: Label
    system: System
    quantity: Words
    element: Words | None = None
    purpose: Words
    unit_cost: Words
    marginal_share: Words
    payers: Words | dict[str, str] = Field(description="one institution, or a share for each")
    kind: Kind
    sign: Literal[1, -1] = 1
    health_valued_by: HealthValue | None = None
    note: Words | None = None


def row_problems(
    tables: Mapping[str, RowTable],
    parameters: ParameterSet,
    institutions: Collection[str],
    *,
    place: str,
) -> list[Problem]:
    """Report everything wrong with the rows, each and together."""
    found = []
    for name, table in tables.items():
        here = f"{place}: {name}"
        found += _system(table, here)
        found += _price(table, parameters, here)
        found += _shares(table, parameters, here)
        found += _payers(table, institutions, here)
    return found + _counted_twice(tables, place)


def _system(table: RowTable, place: str) -> list[Problem]:
    if (table.system == "welfare") != (table.kind == "welfare"):
        text = "is '{kind}' in the system '{system}'; write welfare for both or for neither"
        return [problem(f"{place}.kind", text, kind=table.kind, system=table.system)]
    if table.health_valued_by is not None and table.kind != "welfare":
        text = "is given, but only welfare rows value health; remove it"
        return [problem(f"{place}.health_valued_by", text)]
    return []


def _price(table: RowTable, parameters: ParameterSet, place: str) -> list[Problem]:
    name, here = table.unit_cost, f"{place}.unit_cost"
    if name not in parameters.records:
        return [_no_parameter(name, parameters, here)]
    record = parameters.records[name]
    records = [record] if isinstance(record, Record) else list(record.elements.values())
    if any(one.index is None for one in records):
        text = "'{name}' has the unit {unit}; expected a price in CZK"
        return [problem(here, text, name=name, unit=record.unit)]
    if len({one.index for one in records}) > 1:
        text = "'{name}' follows several indices; give all its elements the same"
        return [problem(here, text, name=name)]
    return []


def _shares(table: RowTable, parameters: ParameterSet, place: str) -> list[Problem]:
    used = {} if table.marginal_share == ALL else {"marginal_share": table.marginal_share}
    if not isinstance(table.payers, str):
        for payer, share in table.payers.items():
            if share != REST:
                used[f"payers.{payer}"] = share
    found = []
    for key, name in used.items():
        here = f"{place}.{key}"
        if name not in parameters.records:
            found.append(_no_parameter(name, parameters, here))
        elif parameters.records[name].role != "share" or parameters.by(name):
            text = "'{name}' is no plain share; name a record with role = \"share\""
            found.append(problem(here, text, name=name))
    return found


def _no_parameter(name: str, parameters: ParameterSet, place: str) -> Problem:
    near = suggestion(name, parameters.records) or "; add a record for it"
    return problem(place, "no parameter '{name}'{near}", name=name, near=near)


def _payers(table: RowTable, institutions: Collection[str], place: str) -> list[Problem]:
    here = f"{place}.payers"
    if isinstance(table.payers, str):
        if table.payers == FUNDERS:
            return []
        return _unknown([table.payers], institutions, here)
    found = _unknown(table.payers, institutions, here)
    rests = [payer for payer, share in table.payers.items() if share == REST]
    if len(rests) != 1:
        text = "has {count} payers of the rest; write 'rest' for exactly one, so that all is paid"
        found.append(problem(here, text, count=len(rests)))
    return found


def _unknown(payers: Collection[str], known: Collection[str], place: str) -> list[Problem]:
    text = "unknown institution '{name}'{near}; the list is in params/institutions.toml"
    return [
        problem(place, text, name=payer, near=suggestion(payer, known))
        for payer in payers
        if payer not in known
    ]


def _counted_twice(tables: Mapping[str, RowTable], place: str) -> list[Problem]:
    """Refuse two rows that price the same load for the same purpose."""
    found = []
    earlier: dict[tuple[str, str, str | None], dict[str | None, str]] = {}
    for name, table in tables.items():
        same = earlier.setdefault((table.quantity, table.purpose, table.health_valued_by), {})
        clash = same.get(table.element) or same.get(None)
        if clash is None and table.element is None:
            clash = next(iter(same.values()), None)
        if clash is not None:
            text = (
                "counts {quantity} for the purpose '{purpose}', as '{other}' does already;"
                " remove one of them, or name what it pays for in purpose"
            )
            values = {"quantity": table.quantity, "purpose": table.purpose, "other": clash}
            found.append(problem(f"{place}: {name}", text, **values))
        same.setdefault(table.element, name)
    return found
