"""The base year against published figures: what was fed in, what was solved, what was predicted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from babel.numbers import format_decimal
from pydantic import BaseModel, BeforeValidator, Field

from kpsim.analysis.outcomes import Aggregate, Array, Measure, measure
from kpsim.errors import ParameterError, Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import (
    EVIDENCE,
    FEW,
    FEWEST,
    STRICT,
    Label,
    Record,
    RecordByElement,
    Words,
)
from kpsim.language import LANGUAGES, locale_of, translate
from kpsim.results import Text

Kind = Literal["input", "solved", "prediction"]
LEAST_PREDICTIONS = 8
QUANTILES = (0.05, 0.5, 0.95)
DIGITS = 3
_KINDS: Mapping[Kind, Text] = {
    "input": Text("do modelu vstoupil", "was fed into the model"),
    "solved": Text("posloužil k dopočtení jiných hodnot", "was used to solve for other values"),
    "prediction": Text("do modelu nevstoupil", "was not fed into the model"),
}
_AGREES = Text(
    "{label}: model {modelled}, podle zdrojů {published}. Údaj {kind}; souhlasí.",
    "{label}: model {modelled}, by the sources {published}. The figure {kind}; they agree.",
)
_ABOVE = Text(
    "{label}: model {modelled}, podle zdrojů {published}. Údaj {kind}; nesouhlasí: prostřední "
    "výsledek je o {gap} % nad horním koncem rozpětí zdrojů, víc než o jejich chybu.",
    "{label}: model {modelled}, by the sources {published}. The figure {kind}; they disagree: the "
    "median lies {gap}% above the upper end of their range, by more than their error.",
)
_BELOW = Text(
    "{label}: model {modelled}, podle zdrojů {published}. Údaj {kind}; nesouhlasí: prostřední "
    "výsledek je o {gap} % pod dolním koncem rozpětí zdrojů, víc než o jejich chybu.",
    "{label}: model {modelled}, by the sources {published}. The figure {kind}; they disagree: the "
    "median lies {gap}% below the lower end of their range, by more than their error.",
)


def _as_list(found: object) -> object:
    return [found] if isinstance(found, str) else found


class RowTable(BaseModel):
    """One published figure as the file has it."""

    model_config = STRICT
    variable: Words
    element: Words | None = None
    aggregate: Aggregate
    unit: Words
    label: Label
    unit_label: Label
    low: float
    value: float
    high: float
    tolerance: float = Field(
        ge=0, lt=1, description="share of each end by which the published figure itself may be off"
    )
    kind: Kind
    source: Annotated[list[Words], BeforeValidator(_as_list), Field(min_length=1)]
    period: Words
    note: Words


@dataclass(frozen=True)
class Published:
    """A published figure with its range and stated error."""

    low: float
    value: float
    high: float
    tolerance: float

    @property
    def least(self) -> float:
        """Smallest number that still agrees."""
        return self.low * (1 - self.tolerance)

    @property
    def most(self) -> float:
        """Largest number that still agrees."""
        return self.high * (1 + self.tolerance)


@dataclass(frozen=True)
class ReconciliationRow:
    """A published figure of the base year and the load it is compared with."""

    name: str
    measure: Measure
    label: Text
    unit: Text
    published: Published
    kind: Kind
    source: tuple[str, ...]
    period: str
    note: str

    @property
    def is_small_count(self) -> bool:
        """Tell whether fewer people were counted than any reader is to see."""
        return self.unit.en.startswith("people") and self.published.high < FEWEST


@dataclass(frozen=True)
class Modelled:
    """Median and 90 % interval of a load of the base year over the draws."""

    median: float
    p05: float
    p95: float


@dataclass(frozen=True)
class ReconciliationResult:
    """A published figure beside the modelled one, and whether they agree."""

    row: ReconciliationRow
    modelled: Modelled
    agrees: bool
    sentence: Text

    @property
    def kind(self) -> Kind:
        """Say whether the figure was fed in, solved for or predicted."""
        return self.row.kind

    @property
    def published(self) -> Published:
        """Return the published figure."""
        return self.row.published


def load_reconciliation(folder: Path | None = None) -> tuple[ReconciliationRow, ...]:
    """Read the rows in the order of their file; report everything that is wrong."""
    path = (params_folder() if folder is None else folder) / "reconciliation.toml"
    sources = read_toml(path.parent / "sources.toml")
    rows, problems = [], []
    for name, table in read_toml(path).items():
        row, wrong = _row(name, table, sources, place=f"{place_of(path)}: {name}")
        problems += wrong
        if row is not None:
            rows.append(row)
    predictions = sum(row.kind == "prediction" for row in rows)
    if not problems and predictions < LEAST_PREDICTIONS:
        text = "has {found} predictions; expected at least {least}, as only they prove anything"
        problems.append(problem(place_of(path), text, found=predictions, least=LEAST_PREDICTIONS))
    if problems:
        raise ParameterError(problems)
    return tuple(rows)


def reconcile(
    loads_by_row: Mapping[str, Array], rows: Iterable[ReconciliationRow]
) -> list[ReconciliationResult]:
    """Compare the loads of the base year, one value a draw for each row, with what is published.

    They agree where the median lies in the published range, widened by its stated error.
    """
    return [_compared(row, np.asarray(loads_by_row[row.name])) for row in rows]


def parameters_behind(
    row: ReconciliationRow, records: Mapping[str, Record | RecordByElement]
) -> tuple[str, ...]:
    """Name the parameters that cite a source of the row, so that a circle can be seen."""
    return tuple(name for name, record in records.items() if _cited(record) & set(row.source))


def _cited(record: Record | RecordByElement) -> set[str]:
    if isinstance(record, Record):
        return set(record.source)
    return {key for one in record.elements.values() for key in one.source}


def _row(
    name: str, table: object, sources: Mapping[str, object], *, place: str
) -> tuple[ReconciliationRow | None, list[Problem]]:
    found, problems = validated(RowTable, table, place=place)
    if found is None:
        return None, problems
    counted, problems = measure(
        found.variable, found.aggregate, element=found.element, unit=found.unit, place=place
    )
    problems = [*problems, *_order_problems(found, place), *_source_problems(found, sources, place)]
    if counted is None or problems:
        return None, problems
    return ReconciliationRow(
        name,
        counted,
        Text(found.label.cs, found.label.en),
        Text(found.unit_label.cs, found.unit_label.en),
        Published(found.low, found.value, found.high, found.tolerance),
        found.kind,
        tuple(found.source),
        found.period,
        found.note,
    ), []


def _order_problems(table: RowTable, place: str) -> list[Problem]:
    if 0 <= table.low <= table.value <= table.high:
        return []
    text = "is {value:.10g}; expected it between low ({low:.10g}) and high ({high:.10g})"
    values = {"value": table.value, "low": table.low, "high": table.high}
    return [problem(f"{place}.value", text, **values)]


def _source_problems(table: RowTable, sources: Mapping[str, object], place: str) -> list[Problem]:
    found = []
    for key in table.source:
        if key.partition(":")[0] not in EVIDENCE:
            text = "'{key}' names no evidence; a figure without a source cannot be compared with"
            found.append(problem(f"{place}.source", text, key=key))
        elif key not in sources:
            near = suggestion(key, sources) or "; add it there"
            text = "'{key}' is not in params/sources.toml{near}"
            found.append(problem(f"{place}.source", text, key=key, near=near))
    return found


def _compared(row: ReconciliationRow, draws: Array) -> ReconciliationResult:
    p05, median, p95 = (float(x) for x in np.quantile(draws, QUANTILES))
    modelled = Modelled(median, p05, p95)
    agrees = row.published.least <= median <= row.published.most
    words = {language: _sentence(row, modelled, language) for language in LANGUAGES}
    return ReconciliationResult(row, modelled, agrees, Text(words["cs"], words["en"]))


def beyond(published: Published, modelled: Modelled) -> float:
    """Return by which share of its end the model's median lies beyond the published range.

    It is taken from the printed digits, so that a reader finds the same percentage.
    """
    shown = float(f"{modelled.median:.{DIGITS}g}")
    if modelled.median > published.high:
        return shown / published.high - 1 if published.high else np.inf
    return 1 - shown / published.low if modelled.median < published.low else 0.0


def _sentence(row: ReconciliationRow, modelled: Modelled, language: str) -> str:
    published = row.published
    template = _AGREES
    if modelled.median > published.most:
        template = _ABOVE
    elif modelled.median < published.least:
        template = _BELOW
    middle, range_of_model = (
        _number(modelled.median, language),
        _range(modelled.p05, modelled.p95, language),
    )
    printed = translate(FEW, language) if row.is_small_count else _printed(published, language)
    return template.of(language).format(
        label=row.label.of(language),
        modelled=f"{middle} ({range_of_model})",
        published=f"{printed} ({row.unit.of(language)})",
        kind=_KINDS[row.kind].of(language),
        gap=_number(beyond(published, modelled) * 100, language, digits=2),
    )


def _range(low: float, high: float, language: str) -> str:
    ends = (_number(low, language), _number(high, language))
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def _printed(published: Published, language: str) -> str:
    """Write a published range with all its digits."""
    ends = [
        format_decimal(Decimal(repr(end)), format="#,##0.##", locale=locale_of(language))
        for end in (published.low, published.high)
    ]
    return "–".join(dict.fromkeys(ends))


def _number(value: float, language: str, *, digits: int = DIGITS) -> str:
    """Write a number with a few digits, in the typography of the language."""
    if not np.isfinite(value):
        return "∞"
    exact = Decimal(f"{value:.{digits}g}")
    places = max(0, digits - 1 - exact.adjusted()) if exact else 0
    pattern = "#,##0" + ("." + "#" * places if places else "")
    return format_decimal(exact, format=pattern, locale=locale_of(language))
