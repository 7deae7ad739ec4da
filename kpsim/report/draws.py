"""The draws themselves as Parquet, for machines: one row a series and year, a list of draws."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

from kpsim.atomic import write_atomically
from kpsim.report.tables import PRICE_YEAR
from kpsim.results import VIEWS, Array, Results, View


def load_draws(results: Results, views: Sequence[View] = ("floor", "central")) -> Any:
    """Return an Arrow table of loads with their draws."""
    series = [
        (
            {
                "view": view,
                "system": results.outcomes[name].system,
                "quantity": name,
                "unit": results.outcomes[name].unit.en,
            },
            load,
        )
        for view in views
        for name, load in results.loads[view].items()
    ]
    return _table(results, series)


def cost_draws(results: Results, views: Sequence[View] = VIEWS) -> Any:
    """Return an Arrow table of crowns by account with their draws."""
    series = [
        (
            {
                "view": view,
                "system": line.system,
                "payer": line.payer,
                "kind": line.kind,
                "unit": "CZK/year",
                "price_year": PRICE_YEAR,
            },
            amounts,
        )
        for view in views
        for line, amounts in zip(
            results.costs[view].lines, results.costs[view].amounts, strict=True
        )
    ]
    return _table(results, series)


def money_draws(results: Results) -> Any:
    """Return an Arrow table of the money paid to services and of the price indices."""
    years, scenarios = len(results.years), len(results.scenarios)
    paid = np.broadcast_to(results.service_money, (years, scenarios, results.draws))
    series: list[tuple[dict[str, Any], Array]] = [
        ({"quantity": "service_money", "unit": "CZK/year, nominal"}, paid),
        *(
            ({"quantity": name, "unit": "1 in 2025"}, index[:, np.newaxis])
            for name, index in (
                ("service_cost_index", results.service_cost_index),
                ("deflator", results.deflator),
            )
        ),
    ]
    return _table(results, series)


def write_draws(table: Any, path: Path) -> Path:
    """Write an Arrow table as Parquet, whole or not at all."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return write_atomically(path, sink.getvalue().to_pybytes())


def _table(results: Results, series: Sequence[tuple[dict[str, Any], Array]]) -> Any:
    years, scenarios = len(results.years), len(results.scenarios)
    each = years * scenarios
    names = list(series[0][0])
    columns: dict[str, Any] = {
        name: np.repeat([words[name] for words, _ in series], each) for name in names
    }
    columns["scenario"] = np.tile(results.scenarios, len(series) * years)
    columns["year"] = np.tile(np.repeat(results.years, scenarios), len(series))
    shape = (years, scenarios, results.draws)
    values = np.concatenate([np.broadcast_to(array, shape).ravel() for _, array in series])
    columns["draws"] = pa.FixedSizeListArray.from_arrays(pa.array(values), results.draws)
    return pa.table(columns)
