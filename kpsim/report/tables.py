"""Tidy tables of loads and costs: one row a scenario, view, year and quantity or account."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path

import numpy as np
import pandas as pd

from kpsim.analysis.money import WELFARE, horizon_years
from kpsim.analysis.summary import STATISTICS, Summary, summary
from kpsim.atomic import write_atomically
from kpsim.language import translate
from kpsim.results import Array, CostLine, Outcome, Results
from kpsim.wording.numbers import years as years_text
from kpsim.wording.words import name_of, payer_heading

# Costs in the results are in crowns of this year: see Costs in results.py.
PRICE_YEAR = 2025
YEAR, HORIZON = "year", "horizon"
DIFFERENCES = tuple(f"difference_{name}" for name in (*STATISTICS, "monte_carlo_error"))
VALUES = (*STATISTICS, "monte_carlo_error", *DIFFERENCES)
LEADING = ("scenario", "view", "period", "years", "year")
LOAD_COLUMNS = (*LEADING, "system", "quantity", "label", "unit", "price_year", *VALUES)
COST_COLUMNS = (*LEADING, "level", "system", "payer", "kind", "unit", "price_year", *VALUES)
_ALL = ""
_CODED = ("view", "period", "level", "system", "payer", "kind")
_TOTALS = {
    "sum": "{unit}, added up over the years counted",
    "mean": "{unit}, average of the years counted",
    "end": "{unit}, last of the years counted",
}


@dataclass(frozen=True)
class _Quantity:
    """What some rows are about, its draws by year and scenario, and how years are put together."""

    words: Mapping[str, str]
    values: Array
    over: Callable[[Array], Array]


def loads_frame(
    results: Results, language: str = "en", *, rows: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Put every reported load in rows, with totals over the years counted.

    The full view shares the simulation of the central one, so its loads are not repeated. Over
    the horizon a sum is added up, a mean averaged, and a level is that of the last year. `rows`
    are those of `load_rows`, where they are known.
    """
    frame = load_rows(results) if rows is None else rows
    outcomes = [results.outcomes[name] for name in frame["quantity"]]
    totals = frame["period"] == HORIZON
    units = [
        _unit_of_total(each, language) if total else each.unit.of(language)
        for each, total in zip(outcomes, totals, strict=True)
    ]
    worded = frame.assign(
        label=[each.label.of(language) for each in outcomes],
        unit=units,
        price_year=pd.array([pd.NA] * len(frame), dtype="Int64"),
    )
    return worded[list(LOAD_COLUMNS)]


def costs_frame(
    results: Results,
    language: str = "en",
    *,
    public: Collection[str] = (),
    rows: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Put crowns in rows by account, system and payer, with sums that are made draw by draw.

    `level` says what a row adds up: quantiles do not add, so no level may be summed into
    another. Welfare stands in its own accounts only and in no sum. With `public` given, the
    sums by system and the level "public" are those of the public purse. `rows` are those of
    `cost_rows`, where they are known.
    """
    frame = cost_rows(results, public) if rows is None else rows
    units = {
        YEAR: translate("CZK a year", language),
        HORIZON: translate("CZK over the years counted", language),
    }
    prices = pd.array([PRICE_YEAR] * len(frame), dtype="Int64")
    return frame.assign(unit=frame["period"].map(units), price_year=prices)[list(COST_COLUMNS)]


def load_rows(results: Results) -> pd.DataFrame:
    """Summarise every reported load, in codes and numbers that no language changes."""
    quantities = (
        _Quantity(
            {"view": view, "system": results.outcomes[name].system, "quantity": name},
            load,
            _over(results.outcomes[name]),
        )
        for view in ("floor", "central")
        if view in results.loads
        for name, load in results.loads[view].items()
    )
    return _rows(results, quantities)


def cost_rows(results: Results, public: Collection[str] = ()) -> pd.DataFrame:
    """Summarise every account and sum of accounts, in codes and numbers."""
    quantities = (
        _Quantity({"view": view, **words}, amounts, _added_up)
        for view, costs in results.costs.items()
        for words, amounts in _accounts(costs.lines, costs.amounts, public)
    )
    return _rows(results, quantities)


def named(frame: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a table whose codes of views, systems, payers and kinds are words, for people."""
    words = {
        column: frame[column].map(
            {code: _word(str(column), code, language) for code in frame[column].unique()}
        )
        for column in _CODED
        if column in frame
    }
    return frame.assign(**words)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table as plain CSV: commas, decimal points, every digit."""
    return frame.to_csv(index=False, lineterminator="\n").encode("utf-8")


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    """Write a table as plain CSV, whole or not at all."""
    return write_atomically(path, csv_bytes(frame))


def _accounts(
    lines: tuple[CostLine, ...], amounts: Array, public: Collection[str]
) -> Iterator[tuple[Mapping[str, str], Array]]:
    """Yield each account and each sum of accounts: (year, scenario, draw)."""
    for line, rows in zip(lines, amounts, strict=True):
        yield _words("account", line.system, line.payer, line.kind), rows
    cash = [line for line in lines if line.kind != WELFARE]

    def added(chosen: Callable[[CostLine], bool]) -> Array:
        # One after the other: taken together they would be a copy of all accounts.
        total = np.zeros(amounts.shape[1:])
        for line, rows in zip(lines, amounts, strict=True):
            if line.kind != WELFARE and chosen(line):
                total += rows
        return total

    for payer in dict.fromkeys(line.payer for line in cash):
        yield _words("payer", _ALL, payer, _ALL), added(lambda line, p=payer: line.payer == p)  # type: ignore[misc]
    for system in dict.fromkeys(line.system for line in cash):
        yield (
            _words("system", system, "public" if public else _ALL, _ALL),
            added(
                lambda line, s=system: line.system == s and (not public or line.payer in public)  # type: ignore[misc]
            ),
        )
    if public:
        yield _words("public", _ALL, "public", _ALL), added(lambda line: line.payer in public)
    yield _words("all payers", _ALL, _ALL, _ALL), added(lambda _: True)


def _unit_of_total(outcome: Outcome, language: str) -> str:
    return translate(_TOTALS[outcome.aggregate], language).format(unit=outcome.unit.of(language))


def _word(column: str, code: str, language: str) -> str:
    if not code:
        return code
    return payer_heading(code, language) if column == "payer" else name_of(code, language)


def _words(level: str, system: str, payer: str, kind: str) -> dict[str, str]:
    return {"level": level, "system": system, "payer": payer, "kind": kind}


def _rows(results: Results, quantities: Iterable[_Quantity]) -> pd.DataFrame:
    """Put quantities in rows: by scenario, in it years and then the horizon."""
    words: list[Mapping[str, str]] = []
    numbers: list[Array] = []
    threads, left = os.cpu_count() or 1, iter(quantities)
    with ThreadPoolExecutor(threads) as pool:  # sorting leaves the other threads free
        while group := list(islice(left, threads)):
            words += [each.words for each in group]
            numbers += pool.map(lambda each: _statistics(results, each), group)
    windows = [horizon_years(results, scenario) for scenario in results.scenarios]
    counted = [results.years[window] for window in windows]
    each = len(results.scenarios) * (len(results.years) + 1)
    parts = len(results.scenarios) * len(words)
    columns: dict[str, object] = {
        "scenario": np.tile(
            np.repeat(results.scenarios, len(results.years) + 1).astype(object), len(words)
        ),
        "period": [*[YEAR] * len(results.years), HORIZON] * parts,
        "years": [
            text
            for span in counted
            for text in (*map(str, results.years), years_text(span[0], span[-1]))
        ]
        * len(words),
        "year": pd.array([*results.years, pd.NA] * parts, dtype="Int64"),
    }
    columns |= {
        name: np.repeat(np.array([every[name] for every in words], dtype=object), each)
        for name in words[0]
    }
    found = np.stack(numbers).reshape(-1, len(VALUES))
    return pd.DataFrame(columns | {name: found[:, at] for at, name in enumerate(VALUES)})


def _statistics(results: Results, quantity: _Quantity) -> Array:
    """Summarise a quantity: (scenario, years and horizon, statistic)."""
    found = np.zeros((len(results.scenarios), len(results.years) + 1, len(VALUES)))
    half = len(VALUES) // 2
    for position, scenario in enumerate(results.scenarios):
        window, values = horizon_years(results, scenario), quantity.values
        levels = np.concatenate(
            [values[:, position], quantity.over(values[window, position])[None]]
        )
        found[position, :, :half] = _columns(summary(levels))
        if position:  # the reference differs nowhere from itself
            levels[:-1] -= values[:, 0]
            levels[-1] -= quantity.over(values[window, 0])
            found[position, :, half:] = _columns(summary(levels))
    return found + 0.0  # a negative zero becomes a plain one


def _columns(found: Summary) -> Array:
    return np.stack([getattr(found, field.name) for field in fields(found)], axis=-1)


def _over(outcome: Outcome) -> Callable[[Array], Array]:
    return {"sum": _added_up, "mean": _averaged, "end": _at_the_end}[outcome.aggregate]


def _added_up(values: Array) -> Array:
    return np.asarray(values.sum(axis=0))


def _averaged(values: Array) -> Array:
    return np.asarray(values.mean(axis=0))


def _at_the_end(values: Array) -> Array:
    return np.asarray(values[-1])
