"""What a streamed run leaves: statistics of every series, and the draws of the headlines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import RenderableType

from kpsim.atomic import write_atomically
from kpsim.report.cells import Column, say, table
from kpsim.report.comparison import Prepared
from kpsim.report.numbers import number
from kpsim.report.run_folder import MARK, json_bytes, run_record
from kpsim.report.tables import csv_bytes
from kpsim.scale.sketching import QUANTILE_ERROR
from kpsim.scale.streaming import Streamed

_MILLION = 1_000_000


def write_streamed(found: Streamed, prepared: Prepared, folder: Path) -> None:
    """Write the statistics and the record of the run; the draws lie there in parts already."""
    write_atomically(folder / "statistics.csv", csv_bytes(found.frame))
    settings = prepared.settings
    record = run_record(
        region=prepared.world.parameters.region.key,
        scenarios=[each.name for each in prepared.scenarios],
        files=[file for scenario in prepared.scenarios for file in scenario.files],
        settings={
            "seed": settings.seed,
            "draws": found.draws,
            "step_in_months": settings.step,
            "horizon_in_years": settings.horizon,
            "language": prepared.language,
            "streamed": True,
            "error_of_sketched_quantiles": QUANTILE_ERROR,
        },
    )
    write_atomically(folder / MARK, json_bytes(record))


def streamed_summary(found: Streamed) -> dict[str, Any]:
    """Return the headlines for machines."""
    return {"draws": found.draws, "headlines": headlines(found).to_dict("records")}


def headlines(found: Streamed) -> pd.DataFrame:
    """Return the rows whose draws were kept."""
    return found.frame[found.frame["quantiles"] == "exact"]


def streamed_tables(found: Streamed, language: str) -> Iterator[RenderableType]:
    """Give the headlines: mean, its Monte Carlo error, and the range of 9 in 10 futures."""
    heading = "{draws} draws; differences from keeping the services over the years counted"
    yield say(heading, language, draws=number(found.draws, language))
    made = table(
        [
            Column("Quantity", right=False),
            Column("Mean"),
            Column("Error of the mean"),
            Column("5 %"),
            Column("Median"),
            Column("95 %"),
        ],
        language,
    )
    for row in headlines(found).to_dict("records"):
        crowns = row["kind"] == "crowns"
        values = [
            number(row[name] / (_MILLION if crowns else 1), language, decimals=3)
            for name in ("mean", "monte_carlo_error", "p05", "p50", "p95")
        ]
        unit = say("million CZK", language) if crowns else ""
        words = (row["scenario"], row["view"], row["quantity"], unit)
        made.add_row(" ".join(filter(None, words)), *values)
    yield made
    text = (
        "statistics.csv holds all {series} series; their means are exact, quantiles marked "
        "'sketched' are those of a probability at most {error} points away."
    )
    error = number(100 * QUANTILE_ERROR, language, decimals=1)
    yield say(text, language, series=number(len(found.series), language), error=error)
