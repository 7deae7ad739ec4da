"""The draws themselves as Parquet, for machines: one row a series and year, a list of draws."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]

from kpsim.atomic import new_file
from kpsim.report.tables import PRICE_YEAR
from kpsim.results import VIEWS, Array, Results, View

GROUP = 2**25
"""Bytes of draws written together (one series at least): what writing takes beside the results."""

Series = tuple[Mapping[str, Any], Array]
"""What a quantity is, and its draws by year and scenario."""


def load_draws(results: Results, views: Sequence[View] = ("floor", "central")) -> Sequence[Series]:
    """List the loads with their draws."""
    return [
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


def cost_draws(results: Results, views: Sequence[View] = VIEWS) -> Sequence[Series]:
    """List the crowns by account with their draws."""
    return [
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


def money_draws(results: Results) -> Sequence[Series]:
    """List the money paid to services and the price indices."""
    return [
        ({"quantity": "service_money", "unit": "CZK/year, nominal"}, results.service_money),
        *(
            ({"quantity": name, "unit": "1 in 2025"}, index[:, np.newaxis])
            for name, index in (
                ("service_cost_index", results.service_cost_index),
                ("deflator", results.deflator),
            )
        ),
    ]


def write_draws(results: Results, series: Sequence[Series], path: Path) -> Path:
    """Write series as Parquet, some at a time so that they are not held twice; whole or not at all.

    The bytes of the draws stand apart by their weight, which halves what compression costs.
    """
    names = [*series[0][0], "scenario", "year"]
    schema = next(_tables(results, series[:1])).schema
    with (
        new_file(path) as file,
        pq.ParquetWriter(
            file,
            schema,
            compression="zstd",
            use_dictionary=names,
            write_statistics=names,
            column_encoding={"draws.list.element": "BYTE_STREAM_SPLIT"},
        ) as writer,
    ):
        for table in _tables(results, series):
            writer.write_table(table)
    return path


def _tables(results: Results, series: Sequence[Series]) -> Iterator[Any]:
    """Give Arrow tables of a few series each."""
    years, scenarios = len(results.years), len(results.scenarios)
    shape, rows = (years, scenarios, results.draws), years * scenarios
    size = max(1, GROUP // (rows * results.draws * np.float64().itemsize))
    for start in range(0, len(series), size):
        group = series[start : start + size]
        columns: dict[str, Any] = {
            name: np.repeat([words[name] for words, _ in group], rows) for name in group[0][0]
        }
        columns["scenario"] = np.tile(results.scenarios, len(group) * years)
        columns["year"] = np.tile(np.repeat(results.years, scenarios), len(group))
        values = np.concatenate([np.broadcast_to(array, shape).ravel() for _, array in group])
        columns["draws"] = pa.FixedSizeListArray.from_arrays(pa.array(values), results.draws)
        yield pa.table(columns)
