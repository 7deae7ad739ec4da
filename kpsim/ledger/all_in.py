"""All-in figures cannot be combined with their parts."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from kpsim.errors import ParameterError, Problem, problem
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import STRICT, Label, Record, RecordByElement
from kpsim.ledger.row_checks import RowTable


class AllIn(BaseModel):
    """One figure that holds several costs, and what is inside."""

    model_config = STRICT
    label: Label
    sources: list[str]
    holds: list[str]

    def covers(self, row: RowTable) -> bool:
        """Tell whether a row of the ledger is a part of the figure."""
        return row.system in self.holds or f"{row.system}.{row.quantity}" in self.holds


def load_all_in(folder: Path | None = None) -> dict[str, AllIn]:
    """Read the list of all-in figures; a folder without one has none."""
    path = (folder or params_folder()) / "money" / "all_in.toml"
    found: dict[str, AllIn] = {}
    problems: list[Problem] = []
    for name, table in (read_toml(path) if path.exists() else {}).items():
        figure, wrong = validated(AllIn, table, place=f"{place_of(path)}: {name}")
        problems += wrong
        if figure is not None:
            found[name] = figure
    if problems:
        raise ParameterError(problems)
    return found


def all_in_problems(
    tables: Mapping[str, RowTable],
    parameters: ParameterSet,
    figures: Mapping[str, AllIn],
    *,
    place: str,
) -> list[Problem]:
    """Refuse a row priced with an all-in figure beside rows for its parts."""
    found = []
    text = (
        "is priced with {figure}, which already holds {parts}; keep the all-in figure or its "
        "parts, not both"
    )
    for name, table in tables.items():
        used = _sources(parameters.records.get(table.unit_cost))
        for figure in figures.values():
            parts = [other for other, row in tables.items() if other != name and figure.covers(row)]
            if used & set(figure.sources) and parts:
                values = {"figure": figure.label.en, "parts": ", ".join(parts)}
                found.append(problem(f"{place}: {name}", text, **values))
    return found


def _sources(record: Record | RecordByElement | None) -> set[str]:
    if record is None:
        return set()
    records = [record] if isinstance(record, Record) else list(record.elements.values())
    return {key for one in records for key in one.source}
