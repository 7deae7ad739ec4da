"""Sums against budgets: per cent of what a payer has to spend, and crowns per inhabitant."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpsim.engine.units import convert
from kpsim.errors import ParameterError, Problem, problem
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.indices import PRICE_YEAR, Indices, history_factor
from kpsim.inputs.institutions import Institution, load_institutions
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.record_checks import record_problems
from kpsim.inputs.records import Label, Record

Array = NDArray[np.float64]

BAND_SHARE, BAND_FLOOR = "worse_off_band_share", "worse_off_band_floor"
NATIONAL, REGIONAL = "population_cz", "population"
PER_CENT = "percent"
LOCAL = frozenset({"region", "city_of_liberec", "other_municipalities"})
"""Payers whose budget is the region's own; all others have one for the whole country."""


@dataclass(frozen=True)
class Budget:
    """What a payer spends (or collects) in one year, in crowns of that year."""

    payer: str
    label: Label
    amount: float
    year: int
    national: bool
    """Whether it is a budget of the whole country, of which the region uses a part."""
    record: Record


@dataclass(frozen=True)
class Budgets:
    """Budgets by payer, the width of "no visible change", and inhabitants."""

    by_payer: Mapping[str, Budget]
    band_share: float
    band_floor: float
    inhabitants: float | None
    national_inhabitants: float | None
    records: Mapping[str, Record]


@dataclass(frozen=True)
class PercentOfBudget:
    """Amounts in per cent of a budget, both in prices of one year."""

    percent: Array
    budget: Budget
    price_year: int
    percent_of_regional_part: Array | None
    """Per cent of the region's part of a national budget by inhabitants; None for local ones."""


def load_budgets(parameters: ParameterSet, folder: Path | None = None) -> Budgets:
    """Read the budgets of the country and of the region, with the sources of the parameters."""
    folder = folder or params_folder()
    institutions = load_institutions(folder)
    records, problems = _records(parameters, folder)
    here = place_of(folder / "budgets.toml")
    problems += _missing(records, institutions, here)
    if problems:
        raise ParameterError(problems)
    return Budgets(
        {
            name: _budget(name, records[one.denominator])
            for name, one in institutions.items()
            if one.denominator is not None
        },
        _in_unit(records[BAND_SHARE], "1"),
        _in_unit(records[BAND_FLOOR], "CZK2025/year"),
        _people(parameters, REGIONAL),
        _people(parameters, NATIONAL),
        records,
    )


def in_price_year(budget: Budget, indices: Indices) -> float:
    """Return a budget in prices of 2025; later ones by the mean path of consumer prices."""
    if budget.year <= PRICE_YEAR:
        return budget.amount * history_factor("cpi", budget.year)
    return budget.amount / float(indices.at("cpi", budget.year).mean())


def percent_of_budget(
    amounts: Array, budgets: Budgets, payer: str, *, indices: Indices
) -> PercentOfBudget | None:
    """Put crowns of 2025 a year in per cent of the payer's budget; None where it has none."""
    budget = budgets.by_payer.get(payer)
    if budget is None:
        return None
    percent = np.asarray(convert(amounts / in_price_year(budget, indices), "1", PER_CENT))
    part = None
    if budget.national and budgets.inhabitants and budgets.national_inhabitants:
        part = percent * (budgets.national_inhabitants / budgets.inhabitants)
    return PercentOfBudget(percent, budget, PRICE_YEAR, part)


def per_inhabitant(amounts: Array, budgets: Budgets) -> Array | None:
    """Return crowns a year for each inhabitant of the region; None where they are not known."""
    if budgets.inhabitants is None:
        return None
    return np.asarray(amounts / budgets.inhabitants)


def worse_off_band(budgets: Budgets, payer: str, *, indices: Indices) -> float:
    """Return the change a payer would not notice, CZK of 2025 a year."""
    budget = budgets.by_payer.get(payer)
    if budget is None:
        return budgets.band_floor
    return max(budgets.band_floor, budgets.band_share * in_price_year(budget, indices))


# Reading.


def _records(parameters: ParameterSet, folder: Path) -> tuple[dict[str, Record], list[Problem]]:
    """Read both files; a region's record replaces the one of the country."""
    found: dict[str, Record] = {}
    problems: list[Problem] = []
    regional = folder / "regions" / parameters.region.key / "budgets.toml"
    for path in (folder / "budgets.toml", regional):
        if path == regional and not path.exists():
            continue
        for name, table in read_toml(path).items():
            record, wrong = _record(table, parameters, place=f"{place_of(path)}: {name}")
            problems += wrong
            if record is not None:
                found[name] = record
    return found, problems


def _record(
    table: Any, parameters: ParameterSet, *, place: str
) -> tuple[Record | None, list[Problem]]:
    record, problems = validated(Record, table, place=place)
    if record is None:
        return None, problems
    problems += record_problems(record, parameters.sources, parameters.grades, place=place)
    return record, problems


def _missing(
    records: Mapping[str, Record], institutions: Mapping[str, Institution], place: str
) -> list[Problem]:
    wanted = [one.denominator for one in institutions.values() if one.denominator]
    text = "'{name}' is missing; add a record for it"
    problems = [
        problem(place, text, name=name)
        for name in (*wanted, BAND_SHARE, BAND_FLOOR)
        if name not in records
    ]
    yearly = "is '{unit}' without a price year; a budget is in CZK/year of its own year"
    for name in wanted:
        record = records.get(name)
        if record is not None and (record.unit != "CZK/year" or record.price_year is None):
            problems.append(problem(f"{place}: {name}.unit", yearly, unit=record.unit))
    return problems


def _budget(payer: str, record: Record) -> Budget:
    if record.price_year is None:
        raise ValueError("a budget without its year passed the checks")
    national = payer not in LOCAL
    return Budget(payer, record.label, record.value, record.price_year, national, record)


def _in_unit(record: Record, unit: str) -> float:
    return float(convert(record.value, record.unit.replace("CZK", "CZK2025"), unit))


def _people(parameters: ParameterSet, name: str) -> float | None:
    record = parameters.records.get(name)
    return record.value if isinstance(record, Record) else None
