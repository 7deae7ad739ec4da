"""The rows of the ledger: what each load costs and whose budget it falls on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpsim.engine.units import parse, write
from kpsim.errors import KpsimError, ParameterError, Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.institutions import load_institutions
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import Label, Record, RecordByElement
from kpsim.ledger.all_in import all_in_problems, load_all_in
from kpsim.ledger.row_checks import (
    ALL,
    FUNDERS,
    REST,
    HealthValue,
    RowTable,
    row_problems,
)


@dataclass(frozen=True)
class Row:
    """Quantity times unit cost times marginal share, and who pays it."""

    name: str
    label: Label
    system: str
    kind: str
    quantity: str
    element: str | None
    unit_cost: str
    unit: str
    """Unit of the price in the engine, crowns of 2025."""
    index: str
    """What the price follows after 2025."""
    marginal_share: str | None
    """None where the cost is marginal in full."""
    payers: Mapping[str, str]
    """Share parameter of each payer, or "rest"; a single payer has the rest of everything."""
    sign: int
    health_valued_by: str | None
    note: str | None

    @property
    def by_funders(self) -> bool:
        """Tell whether the service's own funders pay."""
        return FUNDERS in self.payers

    @property
    def is_cash(self) -> bool:
        """Tell whether the row is money of a budget or purse, not a value put on a loss."""
        return self.kind != "welfare"

    @property
    def parameters(self) -> tuple[str, ...]:
        """Name every parameter the row reads."""
        shares = [share for share in self.payers.values() if share != REST]
        marginal = [self.marginal_share] if self.marginal_share else []
        return (self.unit_cost, *marginal, *shares)


@dataclass(frozen=True)
class Ledger:
    """All rows, in the order of the file, and the institutions of the public purse."""

    rows: tuple[Row, ...]
    public: frozenset[str]
    institutions: tuple[str, ...]
    place: str

    @property
    def variables(self) -> tuple[str, ...]:
        """Name every variable of the model the ledger reads."""
        return tuple(dict.fromkeys(row.quantity for row in self.rows))

    @property
    def parameters(self) -> tuple[str, ...]:
        """Name every parameter the ledger reads."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.parameters))

    @property
    def read_elsewhere(self) -> frozenset[str]:
        """Name everything read here, so that the model does not take it for unused."""
        return frozenset(self.variables) | frozenset(self.parameters)

    def counted(self, health: HealthValue) -> tuple[Row, ...]:
        """Return the rows that hold when deaths are valued in one of the two ways."""
        return tuple(row for row in self.rows if row.health_valued_by in (None, health))


def load_ledger(parameters: ParameterSet, folder: Path | None = None) -> Ledger:
    """Read the rows and tie them to the price records; report everything wrong at once."""
    folder = folder or params_folder()
    path = folder / "ledger.toml"
    institutions = load_institutions(folder)
    tables, problems = _tables(read_toml(path), place=place_of(path))
    problems += row_problems(tables, parameters, institutions, place=place_of(path))
    problems += all_in_problems(tables, parameters, load_all_in(folder), place=place_of(path))
    if problems:
        raise ParameterError(problems)
    rows = tuple(_row(name, table, parameters) for name, table in tables.items())
    public = frozenset(name for name, one in institutions.items() if one.public)
    return Ledger(rows, public, tuple(institutions), place_of(path))


def _tables(raw: Mapping[str, Any], *, place: str) -> tuple[dict[str, RowTable], list[Problem]]:
    tables: dict[str, RowTable] = {}
    problems: list[Problem] = []
    for name, table in raw.items():
        row, wrong = validated(RowTable, table, place=f"{place}: {name}")
        problems += wrong
        if row is not None:
            tables[name] = row
    return tables, problems


def _row(name: str, table: RowTable, parameters: ParameterSet) -> Row:
    payers = {table.payers: REST} if isinstance(table.payers, str) else table.payers
    return Row(
        name=name,
        label=table.label,
        system=table.system,
        kind=table.kind,
        quantity=table.quantity,
        element=table.element,
        unit_cost=table.unit_cost,
        unit=parameters.unit(table.unit_cost),
        index=_index(parameters.records[table.unit_cost]),
        marginal_share=None if table.marginal_share == ALL else table.marginal_share,
        payers=payers,
        sign=table.sign,
        health_valued_by=table.health_valued_by,
        note=table.note,
    )


def _index(record: Record | RecordByElement) -> str:
    first = record if isinstance(record, Record) else next(iter(record.elements.values()))
    if first.index is None:
        raise ValueError("a price without an index passed the checks")
    return first.index


# Against the model.


@dataclass(frozen=True)
class Quantity:
    """What the ledger needs to know of a variable: its unit and its dimensions."""

    unit: str
    by: Mapping[str, Sequence[str]]
    """Elements of each dimension, by its name."""


def quantities_of(variables: Mapping[str, Any]) -> dict[str, Quantity]:
    """Describe the model's stocks, flows and auxiliaries for the check."""
    return {
        name: Quantity(each.unit, {dim.name: tuple(dim.elements) for dim in each.by})
        for name, each in variables.items()
    }


def check_against_model(
    ledger: Ledger, known: Mapping[str, Quantity], *, parameters: ParameterSet
) -> None:
    """Refuse rows whose quantity, element or units do not fit the model."""
    problems: list[Problem] = []
    for row in ledger.rows:
        here = f"{ledger.place}: {row.name}"
        quantity = known.get(row.quantity)
        if quantity is None:
            near = suggestion(row.quantity, known) or "; name a variable of the model"
            text = "no variable '{name}'{near}"
            problems.append(problem(f"{here}.quantity", text, name=row.quantity, near=near))
            continue
        problems += _element_problems(row, quantity, here)
        problems += _dimension_problems(row, quantity, parameters.by(row.unit_cost), place=here)
        problems += _unit_problems(row, quantity, here)
    if problems:
        raise ParameterError(problems)


def _element_problems(row: Row, quantity: Quantity, place: str) -> list[Problem]:
    elements = [element for each in quantity.by.values() for element in each]
    if row.element is None or row.element in elements:
        return []
    near = suggestion(row.element, elements) or "; remove it"
    text = "'{name}' is no element of {quantity}{near}"
    values = {"name": row.element, "quantity": row.quantity, "near": near}
    return [problem(f"{place}.element", text, **values)]


def _dimension_problems(
    row: Row, quantity: Quantity, price_by: Collection[str], *, place: str
) -> list[Problem]:
    found = []
    for dimension in sorted(set(price_by) - set(quantity.by)):
        text = "differs by {by}, but {quantity} does not; give it one price"
        values = {"by": dimension, "quantity": row.quantity}
        found.append(problem(f"{place}.unit_cost", text, **values))
    if row.by_funders and "service" not in quantity.by:
        text = "is 'funders', but {quantity} is not counted by service; name an institution"
        found.append(problem(f"{place}.payers", text, quantity=row.quantity))
    return found


def _unit_problems(row: Row, quantity: Quantity, place: str) -> list[Problem]:
    try:
        whole = parse(quantity.unit, place).base * parse(row.unit, place).base
    except KpsimError as error:
        return list(error.problems)
    found = write(whole)
    if found == "CZK2025/month":
        return []
    text = (
        "{quantity} ({unit}) times {price} ({price_unit}) is {found}; expected CZK2025/month:"
        " correct the unit of the price, or choose another quantity"
    )
    values = {"quantity": row.quantity, "unit": quantity.unit, "price": row.unit_cost}
    return [problem(place, text, **values, price_unit=row.unit, found=found)]
