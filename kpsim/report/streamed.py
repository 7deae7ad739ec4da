"""What a streamed run leaves: statistics of every series, and the draws of the headlines."""

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import RenderableType

from kpsim.atomic import write_atomically
from kpsim.language import translate
from kpsim.report.cells import Column, paragraph, say, table
from kpsim.report.comparison import Prepared
from kpsim.report.run_files import keep_inputs
from kpsim.report.run_folder import MARK, json_bytes, run_record
from kpsim.report.supplied_text import supplied_parts
from kpsim.report.tables import csv_bytes
from kpsim.scale.sketching import QUANTILE_ERROR
from kpsim.scale.streaming import Streamed
from kpsim.wording.numbers import number
from kpsim.wording.words import name_of, payer_heading

STATISTICS_FILE = "statistics.csv"
PAYER = "payer "
_MILLION = 1_000_000
_SUMS = {
    "public": "Public budgets, net",
    "public saved on services": "Public budgets: saved on services",
    "public caused elsewhere": "Public budgets: caused elsewhere",
}


def write_streamed(found: Streamed, prepared: Prepared, folder: Path) -> None:
    """Write the statistics and the record of the run; the draws lie there in parts already."""
    write_atomically(folder / STATISTICS_FILE, csv_bytes(found.frame))
    settings = prepared.settings
    record = run_record(
        region=prepared.world.parameters.region.key,
        scenarios=[each.name for each in prepared.scenarios],
        files=[file for scenario in prepared.scenarios for file in scenario.files],
        data=prepared.world.supplied.files,
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
    keep_inputs(prepared.scenarios, prepared.world.supplied, folder)
    write_atomically(folder / MARK, json_bytes(record))


def streamed_summary(found: Streamed) -> dict[str, Any]:
    """Return the headlines for machines."""
    rows = headlines(found).astype(object)
    known = rows.where(rows.notna(), None)  # one block has no error of the mean; JSON no NaN
    return {"draws": found.draws, "headlines": known.to_dict("records")}


def headlines(found: Streamed) -> pd.DataFrame:
    """Return the rows whose draws were kept."""
    return found.frame[found.frame["quantiles"] == "exact"]


def streamed_tables(found: Streamed, prepared: Prepared, *, width: int) -> Iterator[RenderableType]:
    """Give the headlines: mean, its Monte Carlo error, and the range of 9 in 10 futures."""
    language = prepared.language
    yield from supplied_parts(prepared.world.supplied, language)
    heading = "{draws} draws; differences from keeping the services over the years counted"
    yield say(heading, language, draws=number(found.draws, language))
    rows = headlines(found)
    for (scenario, view, kind), group in rows.groupby(["scenario", "view", "kind"], sort=False):
        title = next(each.title for each in prepared.scenarios if each.name == scenario)
        unit = say("million CZK of 2025", language) if kind == "crowns" else ""
        words = (getattr(title, language), name_of(str(view), language), unit)
        yield "\n" + " · ".join(filter(None, words))
        yield _headline_table(group, prepared, language)
    text = (
        "statistics.csv holds all {series} series. Means are exact; quantiles marked 'sketched' "
        "are those of a probability at most {error} points away."
    )
    error = number(100 * QUANTILE_ERROR, language, decimals=1)
    series = number(len(found.series), language)
    yield paragraph(say(text, language, series=series, error=error), width)


def _headline_table(rows: pd.DataFrame, prepared: Prepared, language: str) -> RenderableType:
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
    for row in rows.to_dict("records"):
        crowns = row["kind"] == "crowns"
        values = [
            "."  # not known
            if pd.isna(row[name])
            else number(row[name] / (_MILLION if crowns else 1), language, decimals=3)
            for name in ("mean", "monte_carlo_error", "p05", "p50", "p95")
        ]
        made.add_row(_label(row, prepared, language), *values)
    return made


def _label(row: Mapping[Hashable, Any], prepared: Prepared, language: str) -> str:
    quantity = str(row["quantity"])
    if row["kind"] == "load":
        outcome = prepared.world.outcomes[quantity]
        unit = outcome.unit.of(language)
        if outcome.aggregate == "sum":  # added up over the years counted
            unit = unit.removesuffix(" za rok").removesuffix(" a year")
        return f"{outcome.label.of(language)} ({unit})"
    if quantity.startswith(PAYER):
        return payer_heading(quantity.removeprefix(PAYER), language)
    return translate(_SUMS[quantity], language)
