"""Tidy tables of loads and costs: one row a scenario, view, year and quantity or account."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd

from kpsim.analysis.money import WELFARE, horizon_years
from kpsim.analysis.summary import STATISTICS, Summary, summary
from kpsim.atomic import write_atomically
from kpsim.language import translate
from kpsim.results import Array, CostLine, Outcome, Results, View
from kpsim.wording.numbers import years as years_text
from kpsim.wording.words import name_of, payer_name

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


def loads_frame(results: Results, language: str = "en") -> pd.DataFrame:
    """Put every reported load in rows, with totals over the years counted.

    The full view shares the simulation of the central one, so its loads are not repeated. Over
    the horizon a sum is added up, a mean averaged, and a level is that of the last year.
    """
    blocks = [
        _block(
            results,
            load,
            view=view,
            words={
                "system": outcome.system,
                "quantity": name,
                "label": outcome.label.of(language),
                "unit": outcome.unit.of(language),
            },
            over=_over(outcome),
        )
        for view in ("floor", "central")
        if view in results.loads
        for name, load in results.loads[view].items()
        for outcome in (results.outcomes[name],)
    ]
    frame = pd.concat(blocks, ignore_index=True)
    totals = frame["period"] == HORIZON
    frame.loc[totals, "unit"] = [
        _unit_of_total(results.outcomes[name], language) for name in frame.loc[totals, "quantity"]
    ]
    frame["price_year"] = pd.array([pd.NA] * len(frame), dtype="Int64")
    return frame[list(LOAD_COLUMNS)]


def costs_frame(
    results: Results, language: str = "en", *, public: Collection[str] = ()
) -> pd.DataFrame:
    """Put crowns in rows by account, system and payer, with sums that are made draw by draw.

    `level` says what a row adds up: quantiles do not add, so no level may be summed into
    another. Welfare stands in its own accounts only and in no sum. With `public` given, the
    sums by system and the level "public" are those of the public purse.
    """
    blocks = [
        _block(results, amounts, view=view, words=words, over=_added_up)
        for view, costs in results.costs.items()
        for words, amounts in _accounts(costs.lines, costs.amounts, public)
    ]
    frame = pd.concat(blocks, ignore_index=True)
    units = {
        YEAR: translate("CZK a year", language),
        HORIZON: translate("CZK over the years counted", language),
    }
    frame["unit"] = frame["period"].map(units)
    frame["price_year"] = pd.array([PRICE_YEAR] * len(frame), dtype="Int64")
    return frame[list(COST_COLUMNS)]


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
        picked = [row for row, line in enumerate(lines) if line.kind != WELFARE and chosen(line)]
        return np.asarray(amounts[picked].sum(axis=0))

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
    return payer_name(code, language) if column == "payer" else name_of(code, language)


def _words(level: str, system: str, payer: str, kind: str) -> dict[str, str]:
    return {"level": level, "system": system, "payer": payer, "kind": kind}


def _block(
    results: Results,
    values: Array,
    *,
    view: View | str,
    words: Mapping[str, str],
    over: Callable[[Array], Array],
) -> pd.DataFrame:
    """Summarise one quantity: rows by scenario, in it years and then the horizon."""
    frames = []
    for position, scenario in enumerate(results.scenarios):
        window = horizon_years(results, scenario)
        levels = np.concatenate([values[:, position], over(values[window, position])[None]])
        reference = np.concatenate([values[:, 0], over(values[window, 0])[None]])
        counted = results.years[window]
        frame = pd.DataFrame(
            {
                "scenario": scenario,
                "view": view,
                "period": [*[YEAR] * len(results.years), HORIZON],
                "years": [*map(str, results.years), years_text(counted[0], counted[-1])],
                "year": pd.array([*results.years, pd.NA], dtype="Int64"),
                **words,
                **_columns(summary(levels), ""),
                **_columns(summary(levels - reference), "difference_"),
            }
        )
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def _columns(found: Summary, prefix: str) -> dict[str, Array]:
    # Adding zero turns a negative zero into a plain one.
    return {prefix + field.name: getattr(found, field.name) + 0.0 for field in fields(found)}


def _over(outcome: Outcome) -> Callable[[Array], Array]:
    return {"sum": _added_up, "mean": _averaged, "end": _at_the_end}[outcome.aggregate]


def _added_up(values: Array) -> Array:
    return np.asarray(values.sum(axis=0))


def _averaged(values: Array) -> Array:
    return np.asarray(values.mean(axis=0))


def _at_the_end(values: Array) -> Array:
    return np.asarray(values[-1])
