"""The files of a run: tables, draws, charts, workbook, the record of what was run."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypedDict

import pandas as pd

from kpsim import __version__
from kpsim.analysis.summary import summary
from kpsim.atomic import write_atomically
from kpsim.charts.budget_erosion import budget_erosion
from kpsim.charts.cost_by_payer import cost_by_payer
from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.loads_by_system import loads_by_system
from kpsim.charts.net_cost import net_cost
from kpsim.charts.recorded_and_true_users import recorded_and_true_users
from kpsim.charts.saving import save
from kpsim.engine.engines import used
from kpsim.inputs.locations import scenarios_folder
from kpsim.inputs.scenarios import Scenario
from kpsim.inputs.supplied import Supplied
from kpsim.language import translate
from kpsim.money_study import RowStudy
from kpsim.report.comparison import Comparison
from kpsim.report.convergence_file import convergence_frame
from kpsim.report.czech_csv import write_spreadsheet_csv
from kpsim.report.draws import cost_draws, load_draws, money_draws, write_draws
from kpsim.report.money_charts import money_charts
from kpsim.report.money_tables import money_files, rows_of
from kpsim.report.run_folder import DATA, MARK, json_bytes, run_record
from kpsim.report.tables import named, write_csv
from kpsim.report.terminal import summary_text
from kpsim.report.workbook import Workbook, write_workbook
from kpsim.results import Results
from kpsim.wording.record_texts import record_text

Before = Callable[[], None]


class _Words(TypedDict):
    language: str
    version: str


def write_files(
    comparison: Comparison, folder: Path, *, before_each: Before = lambda: None
) -> None:
    """Write everything a run leaves; `before_each` file there is a chance to stop."""
    results, world = comparison.results, comparison.world
    compared = [comparison.scenario(name) for name in comparison.compared]
    with ThreadPoolExecutor(1) as pool:
        draws = pool.submit(_write_all_draws, results, folder)  # packing leaves Python free
        before_each()
        _write_tables(comparison, folder)
        before_each()
        rows = rows_of(world, compared, comparison.settings) if compared else None
        money = money_files(results, world, comparison.scenarios, comparison.language, rows=rows)
        for file, content in money.items():
            write_atomically(folder / file, content)
        keep_inputs(comparison.scenarios, world.supplied, folder)
        before_each()
        write_workbook(_workbook(comparison), folder / "results.xlsx", comparison.language)
        for place, chart in charts(comparison, rows):
            before_each()
            save(chart, folder / "charts" / place)
        before_each()
        write_atomically(folder / "summary.txt", summary_text(comparison).encode("utf-8"))
        draws.result()
    write_atomically(folder / MARK, json_bytes(record(comparison)))


def _write_all_draws(results: Results, folder: Path) -> None:
    write_draws(results, load_draws(results), folder / "loads-draws.parquet")
    write_draws(results, cost_draws(results), folder / "costs-draws.parquet")
    write_draws(results, money_draws(results), folder / "money-draws.parquet")


def _write_tables(comparison: Comparison, folder: Path) -> None:
    language = comparison.language
    for name, frame in {"loads": comparison.loads_in, "costs": comparison.costs_in}.items():
        write_csv(frame("en"), folder / f"{name}.csv")
        for_people = named(frame(language), language)
        write_spreadsheet_csv(for_people, folder / f"{name}.{language}.csv", language)
    lost = recovery_frame(comparison)
    if len(lost):
        write_csv(lost, folder / "recovery.csv")
    write_csv(convergence_frame(comparison), folder / "convergence.csv")


def keep_inputs(scenarios: Sequence[Scenario], supplied: Supplied, folder: Path) -> None:
    """Copy the inputs that are not shipped, so that the run can be repeated anywhere."""
    for path in dict.fromkeys(file for each in scenarios for file in each.files):
        if path.parent.resolve() != scenarios_folder().resolve():
            write_atomically(folder / "scenarios" / path.name, path.read_bytes())
    for path in supplied.files:
        write_atomically(folder / DATA / path.name, path.read_bytes())


def charts(comparison: Comparison, rows: RowStudy | None) -> Iterator[tuple[str, Chart]]:
    """Draw the charts of each scenario, and the folder each belongs to."""
    results, language, public = comparison.results, comparison.language, comparison.public
    words: _Words = {"language": language, "version": __version__}
    for name in comparison.compared:
        drawn: tuple[Chart | Skipped, ...] = (
            loads_by_system(results, name, **words),
            net_cost(results, name, public=public, **words),
            cost_by_payer(results, name, public=public, funding=comparison.world.funding, **words),
            budget_erosion(results, name, **words),
            recorded_and_true_users(results, name, **words),
        )
        place = "" if len(comparison.compared) == 1 else name
        yield from ((place, chart) for chart in drawn if isinstance(chart, Chart))
        if rows is not None:
            scenario = comparison.scenario(name)
            for chart in money_charts(results, comparison.world, scenario, rows, **words):
                yield place, chart


def recovery_frame(comparison: Comparison) -> pd.DataFrame:
    """Put in rows what comes back after a reopening and what does not."""
    rows = []
    for name in comparison.compared:
        for each in comparison.recovery(name):
            outcome = comparison.results.outcomes[each.outcome]
            back = each.kind == "returns"
            found = summary(each.values[~pd.isna(each.values)]) if each.share_never < 1 else None
            rows.append(
                {
                    "scenario": name,
                    "quantity": each.outcome,
                    "label": outcome.label.en,
                    "kind": each.kind,
                    "unit": "years from the reopening" if back else outcome.unit.en,
                    "mean": float(found.mean) if found else None,
                    "p05": float(found.p05) if found else None,
                    "p50": float(found.p50) if found else None,
                    "p95": float(found.p95) if found else None,
                    "share_never": each.share_never if back else 1.0,
                }
            )
    return pd.DataFrame(rows)


def record(comparison: Comparison) -> dict[str, object]:
    """Describe the run for run.json."""
    results, settings = comparison.results, comparison.settings
    return run_record(
        region=results.region,
        scenarios=comparison.compared,
        files=[file for scenario in comparison.scenarios for file in scenario.files],
        data=comparison.world.supplied.files,
        settings={
            "seed": results.seed,
            "draws": results.draws,
            "engine": used(settings.engine),
            "step_in_months": settings.step,
            "horizon_in_years": settings.horizon,
            "discount_rate": settings.discount_rate,
            "language": comparison.language,
        },
    )


def _workbook(comparison: Comparison) -> Workbook:
    language, results = comparison.language, comparison.results
    titles = ", ".join(results.titles[name].of(language) for name in comparison.compared)
    about = {
        "version": __version__,
        "region": results.region,
        "seed": str(results.seed),
        "draws": str(results.draws),
        "first year counted": ", ".join(
            str(comparison.findings[name].first_year) for name in comparison.compared
        ),
        "years counted": str(results.horizon),
    }
    return Workbook(
        title=titles,
        about={translate(name, language): value for name, value in about.items()},
        loads=named(comparison.loads, language),
        costs=named(comparison.costs, language),
        sources=sources_frame(comparison, language),
    )


def sources_frame(comparison: Comparison, language: str) -> pd.DataFrame:
    """List the sources that stand behind a parameter."""
    parameters = comparison.world.parameters
    used = {key for record in parameters.columns.values() for key in record.source}
    rows = [
        {
            "key": key,
            "title": record_text(source.title, language),
            "publisher": source.publisher,
            "year": record_text(str(source.year or ""), language) or None,
            "url": source.url,
            "row": source.row,
            "measured": record_text(source.measured, language) or None,
            "confidence": translate(source.confidence or "", language, context="confidence"),
        }
        for key, source in parameters.sources.items()
        if key in used
    ]
    return pd.DataFrame(rows)
