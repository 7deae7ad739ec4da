"""Reading a filled-in form back: checks, records that replace ours, and what that changes."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from kpsim.errors import ParameterError, Problem, problem, suggestion
from kpsim.inputs.grades import rule_grade
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.record_checks import settled
from kpsim.inputs.records import Record, RecordByElement, Source
from kpsim.inputs.supplied import Change, Overlay
from kpsim.sensitivity.data_form import CODE, FIRST_ROW, HIGH, LOW, ORIGIN, SHEET, VALUE, YEAR

FIRST_YEAR = 2000
CONFIDENCE = "high"
ASSUMED = "assumed"


@dataclass(frozen=True)
class Answer:
    """One filled-in row."""

    place: str
    code: str
    value: float
    low: float | None
    high: float | None
    year: int
    origin: str


@dataclass(frozen=True)
class Import:
    """What a form says: records that replace those of the region, and what that changes."""

    overlay: Overlay
    changes: tuple[Change, ...]


def read_form(path: Path, parameters: ParameterSet) -> Import:
    """Read a form; report everything that is wrong with it at once."""
    answers = read_answers(path, parameters)
    sources = {
        _source_key(each, parameters.columns[each.code]): _source(path, each) for each in answers
    }
    problems: list[Problem] = []
    changes = []
    for each in answers:
        before = parameters.columns[each.code]
        after, wrong = _replaced(before, each, _source_key(each, before), parameters)
        problems += wrong
        if after is not None:
            changes.append(Change(each.code, before, after))
    if problems:
        raise ParameterError(problems)
    overlay = Overlay(path.name, _tables(parameters, changes), sources)
    # Every check of a record runs on it too.
    load_parameters(parameters.region.key, overlays=[overlay])
    return Import(overlay, tuple(changes))


def read_answers(path: Path, parameters: ParameterSet) -> list[Answer]:
    """Read the rows that are filled in, and check their cells."""
    rows = _rows(path)
    answers: list[Answer] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for number, row in enumerate(rows, start=FIRST_ROW + 1):
        place = f"{path.name}: row {number}"
        if all(_empty(row[column]) for column in range(VALUE, ORIGIN + 1)):
            continue
        found, wrong = _answer(row, place, parameters)
        problems += wrong
        if found is None:
            continue
        if found.code in seen:
            text = "'{code}' stands in {other} already; keep one of the rows"
            problems.append(problem(place, text, code=found.code, other=seen[found.code]))
        seen[found.code] = place
        answers.append(found)
    if not problems and not answers:
        text = "no row is filled in; write at least one value and where it comes from"
        problems.append(problem(path.name, text))
    if problems:
        raise ParameterError(problems)
    return answers


def _rows(path: Path) -> list[tuple[Any, ...]]:
    if not path.is_file():
        raise ParameterError(problem(str(path), "no such file; give the form that was filled in"))
    try:
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    except (InvalidFileException, zipfile.BadZipFile, OSError, KeyError):
        text = "is not a workbook; give the .xlsx file of `kpsim data request`"
        raise ParameterError(problem(path.name, text)) from None
    if SHEET not in book.sheetnames:
        text = "has no sheet '{sheet}'; give the .xlsx file of `kpsim data request`"
        raise ParameterError(problem(path.name, text, sheet=SHEET))
    width = ORIGIN + 1
    found = book[SHEET].iter_rows(min_row=FIRST_ROW + 1, values_only=True)
    rows = [(*row, *[None] * width)[:width] for row in found]
    book.close()
    return rows


def _empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _answer(
    row: tuple[Any, ...], place: str, parameters: ParameterSet
) -> tuple[Answer | None, list[Problem]]:
    problems: list[Problem] = []
    code = str(row[CODE] or "").strip()
    known = parameters.columns
    if code not in known:
        text = "unknown code '{code}'{near}; do not change the first column"
        near = suggestion(code, known)
        return None, [problem(place, text, code=code, near=near)]
    cells = {
        "value": _number(row[VALUE], f"{place}, value", problems),
        "low": _number(row[LOW], f"{place}, lowest possible", problems),
        "high": _number(row[HIGH], f"{place}, highest possible", problems),
    }
    year = _number(row[YEAR], f"{place}, year", problems)
    if _empty(row[VALUE]):
        problems.append(problem(place, "the value is missing; fill it in or empty the row"))
    if year is None or not FIRST_YEAR <= year <= date.today().year or year % 1:
        text = "the year is missing or impossible; expected a year from {first} to now"
        problems.append(problem(place, text, first=FIRST_YEAR))
    if _empty(row[ORIGIN]):
        text = "it is not said where the number comes from; name the register or report"
        problems.append(problem(place, text))
    problems += _impossible(cells, known[code], place)
    if problems or cells["value"] is None or year is None:
        return None, problems
    answer = Answer(
        place,
        code,
        cells["value"],
        cells["low"],
        cells["high"],
        int(year),
        str(row[ORIGIN]).strip(),
    )
    return answer, []


def _number(cell: object, place: str, problems: list[Problem]) -> float | None:
    """Read a number as people write it: 12,5 and 12 000 too."""
    if _empty(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    plain = str(cell).replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        text = "'{cell}' is not a number; write digits only, without the unit"
        problems.append(problem(place, text, cell=cell))
        return None


def _impossible(cells: Mapping[str, float | None], record: Record, place: str) -> list[Problem]:
    low, value, high = cells["low"], cells["value"], cells["high"]
    problems = []
    least, most = record.bounds
    for number in (low, value, high):
        if number is not None and not least <= number <= most:
            text = "{number:g} lies outside what is possible ({least:g} to {most:g}, {unit})"
            ends = {"least": least, "most": most, "unit": record.unit}
            problems.append(problem(place, text, number=number, **ends))
    if (low is None) != (high is None):
        text = "give both the lowest and the highest possible value, or neither"
        problems.append(problem(place, text))
    elif value is not None and low is not None and high is not None and not low < value < high:
        text = "the value {value:g} is not between {low:g} and {high:g}; check the three cells"
        problems.append(problem(place, text, value=value, low=low, high=high))
    return problems


def _source_key(answer: Answer, before: Record) -> str:
    """Name the source as the evidence files do: by the kind of figure."""
    kinds = {"price": "unit_costs", "effect": "effects"}
    return f"{kinds.get(before.role, 'epidemiology')}:supplied_{answer.code.replace('.', '_')}"


def _source(path: Path, answer: Answer) -> Source:
    return Source(
        title=answer.origin, year=answer.year, row=path.name, confidence=CONFIDENCE,
        accessed=date.today(),
    )  # fmt: skip


def _replaced(
    before: Record, answer: Answer, key: str, parameters: ParameterSet
) -> tuple[Record | None, list[Problem]]:
    """Return the record with the supplied number; without an interval the width stays ours."""
    ends = _ends(before, answer)
    printed = answer.low is not None
    update: dict[str, Any] = {
        "value": answer.value, "low": ends[0], "high": ends[1], "kind": "median",
        "source": [key], "period": str(answer.year), "place": "LK",
        "interval": "range" if printed else ASSUMED, "where": None, "reason": None, "owner": None,
        "note": None, "collected_on": date.today(), "checked_on": None, "scale_with": None,
    }  # fmt: skip
    if before.is_money:
        update["price_year"] = answer.year
    if before.distribution in ("pert", "triangular", "uniform") and printed:
        update["level"] = 1.0
    changed = settled(before.model_copy(update=update), {})
    source = {key: Source(title=answer.origin, confidence=CONFIDENCE)}
    grade = rule_grade(changed, source, parameters.grades)
    return changed.model_copy(update={"grade": grade}), []


def _ends(before: Record, answer: Answer) -> tuple[float | None, float | None]:
    """Return the supplied ends, or the record's own width about the new value."""
    if answer.low is not None or before.low is None or before.high is None:
        return answer.low, answer.high
    low, high = before.bounds
    if before.value > 0 and answer.value > 0 and before.low > 0:
        factor = answer.value / before.value
        top = min(before.high * factor, high if high < float("inf") else float("inf"))
        return before.low * factor, max(top, answer.value + (high - answer.value) / 2) if (
            top <= answer.value
        ) else top
    shift = answer.value - before.value
    return max(low, before.low + shift), min(high, before.high + shift)


def _tables(parameters: ParameterSet, changes: list[Change]) -> dict[str, Any]:
    """Return whole tables of the changed records, as a parameter file has them."""
    after = {change.code: change.after for change in changes}
    found: dict[str, Any] = {}
    for name in dict.fromkeys(code.partition(".")[0] for code in after):
        record = parameters.records[name]
        if isinstance(record, RecordByElement):
            table: dict[str, Any] = {
                "by": record.by,
                "label": record.label.model_dump(),
                "unit": record.unit,
            }
            for element, one in record.elements.items():
                table[element] = _dump(after.get(f"{name}.{element}", one), leave=("unit",))
            found[name] = table
        else:
            found[name] = _dump(after[name], leave=())
    return found


def _dump(record: Record, *, leave: tuple[str, ...]) -> dict[str, Any]:
    content = record.model_dump(exclude_none=True, exclude_defaults=True)
    return {key: value for key, value in content.items() if key not in leave}
