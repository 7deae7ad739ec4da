"""Tables a finance office asks for: payers, funding, cascade, erosion, cash, society."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from kpsim.analysis import erosion as eroded
from kpsim.analysis import payers as paying
from kpsim.analysis.cashability import Cash, all_cash
from kpsim.analysis.money import horizon_years
from kpsim.analysis.summary import quantiles
from kpsim.inputs.indices import PRICE_YEAR, Indices
from kpsim.inputs.money_paths import funding_by_line
from kpsim.inputs.scenario_tables import FIRST_MONTH, MONTHS_A_YEAR
from kpsim.inputs.scenarios import Scenario
from kpsim.ledger.budgets import Budgets, percent_of_budget, worse_off_band
from kpsim.ledger.cascade_tree import Tree, cascade_tree
from kpsim.ledger.steps import load_steps
from kpsim.money_study import RowStudy, drawn_again, row_study
from kpsim.report.czech_csv import spreadsheet_csv
from kpsim.report.money_words import readable
from kpsim.results import REFERENCE, Array, Results
from kpsim.study import Settings, with_reference
from kpsim.wording.words import name_of, payer_heading
from kpsim.world import World

BUDGET_YEARS = (2027, 2028, 2029)
DRAWS_BY_ROW = 512
"""Draws of the tables that need a run of their own; they are printed with these tables."""

CZK_A_YEAR = "CZK a year"
SERVICES_LESS, RESOURCES = "services", "resources"


def money_files(
    results: Results,
    world: World,
    scenarios: Sequence[Scenario],
    language: str,
    *,
    rows: RowStudy | None,
) -> dict[str, bytes]:
    """Return the money tables of a run, by file name: plain CSV, and one for spreadsheets.

    `rows` are those of `rows_of`; without them the tables made from them are left out.
    """
    drawn, indices = drawn_again(world, results)
    tables = {
        "payers": payers_frame(results, world, indices, language),
        "funders_payers": matrix_frame(results, world, indices),
        "funding": funding_frame(world, scenarios, drawn.values, indices),
        "cascade": cascade_frame(world, scenarios, language),
        "erosion": erosion_frame(indices),
    }
    if rows is not None:
        tables["cash"] = cash_frame(rows, results, world)
        tables["society"] = society_frame(rows, results, world)
    labels = {row.name: row.label for row in world.ledger.rows}
    files: dict[str, bytes] = {}
    for name, frame in tables.items():
        files[f"{name}.csv"] = frame.to_csv(index=False, lineterminator="\n").encode()
        files[f"{name}.{language}.csv"] = spreadsheet_csv(
            readable(frame, language, rows=labels), language
        )
    return files


def rows_of(world: World, compared: Sequence[Scenario], settings: Settings) -> RowStudy:
    """Run a few of the draws again, row by row of the ledger."""
    few = replace(settings, draws=min(settings.draws, DRAWS_BY_ROW))
    return row_study(world, compared, few, load_steps(world.ledger))


def bands(budgets: Budgets, payers: Sequence[str], indices: Indices) -> dict[str, float]:
    """Return what each payer would not notice, CZK of 2025 a year."""
    return {payer: worse_off_band(budgets, payer, indices=indices) for payer in payers}


def payers_of(results: Results) -> tuple[str, ...]:
    """Name every payer of the ledger, in its order."""
    return tuple(dict.fromkeys(line.payer for line in results.costs["central"].lines))


def compared(results: Results) -> tuple[str, ...]:
    """Name the scenarios but the reference."""
    return tuple(name for name in results.scenarios if name != REFERENCE)


def payers_frame(
    results: Results, world: World, indices: Indices, language: str = "en"
) -> pd.DataFrame:
    """Put every payer in rows: each year, and the years counted together."""
    rows: list[dict[str, Any]] = []
    limits = bands(world.budgets, payers_of(results), indices)
    for name in compared(results):
        for view in results.costs:
            window = horizon_years(results, name)
            found = paying.payer_findings(results, name, bands=limits, view=view)
            for payer, one in found.items():
                common = {
                    "scenario": name,
                    "view": view,
                    "payer": payer,
                    "label": payer_heading(payer, language),
                    "public": payer in world.ledger.public,
                }
                years = results.years[window]
                for place, year in enumerate(years):
                    part = slice(place, place + 1)
                    rows.append(
                        common
                        | {"period": "year", "years": str(year)}
                        | _amounts(one, part, indices.at("cpi", year))
                        | _shares(one.net[part].mean(axis=0), payer, world, indices)
                    )
                rows.append(
                    common
                    | {"period": "average", "years": f"{years[0]}-{years[-1]}"}
                    | _amounts(one, slice(None), None)
                    | _shares(one.net.mean(axis=0), payer, world, indices)
                    | _chances(one, results.discount_rate)
                )
    return pd.DataFrame(rows)


def _amounts(one: paying.PayerFinding, part: slice, prices: Array | None) -> dict[str, Any]:
    """Return yearly means and the range of the net; nominal crowns for single years."""
    net = one.net[part].mean(axis=0)
    found: dict[str, Any] = {
        "unit": CZK_A_YEAR,
        "price_year": PRICE_YEAR,
        "saved_mean": one.saved[part].mean(),
        "caused_mean": one.caused[part].mean(),
        **_quantiles("net", net),
    }
    if prices is not None:
        found |= _quantiles("nominal_net", net * prices)
    return found


def _chances(one: paying.PayerFinding, rate: float) -> dict[str, Any]:
    known = one.turns[~np.isnan(one.turns)]
    ends = quantiles(known, (0.05, 0.5, 0.95)) if len(known) else (np.nan,) * 3
    return {
        "probability_worse_off": one.odds.worse,
        "probability_no_visible_change": one.odds.no_visible_change,
        "turns_p05": ends[0],
        "turns_p50": ends[1],
        "turns_p95": ends[2],
        "share_never_turns": one.share_never,
        "discount_rate": rate,
        **_quantiles("compensation", one.compensation),
    }


def _shares(amounts: Array, payer: str, world: World, indices: Indices) -> dict[str, Any]:
    """Return percent of the payer's budget, of the network, and crowns per inhabitant."""
    network = float(world.funding.amounts().sum())
    found: dict[str, Any] = {
        **_quantiles("percent_of_network", 100 * amounts / network),
        "network_year": PRICE_YEAR,
    }
    percent = percent_of_budget(amounts, world.budgets, payer, indices=indices)
    if percent is not None:
        found |= _quantiles("percent_of_budget", percent.percent)
        found["budget_year"] = percent.budget.year
        if percent.percent_of_regional_part is not None:
            part = percent.percent_of_regional_part
            found |= _quantiles("percent_of_regional_part", part)
    if world.budgets.inhabitants:
        found |= _quantiles("per_inhabitant", amounts / world.budgets.inhabitants)
    return found


def _quantiles(name: str, values: Array) -> dict[str, float]:
    low, middle, high = quantiles(values, (0.05, 0.5, 0.95))
    return {
        f"{name}_mean": float(values.mean()),
        f"{name}_p05": float(low),
        f"{name}_p50": float(middle),
        f"{name}_p95": float(high),
    }


def matrix_frame(results: Results, world: World, indices: Indices) -> pd.DataFrame:
    """Put funders that stop paying against payers that start, by year and in sum."""
    rows = []
    limits = bands(world.budgets, payers_of(results), indices)
    for name in compared(results):
        found = paying.payer_findings(results, name, bands=limits)
        years = results.years[horizon_years(results, name)]
        periods = [(str(year), slice(n, n + 1)) for n, year in enumerate(years)]
        for label, part in (*periods, (f"{years[0]}-{years[-1]}", slice(None))):
            matrix = paying.matrix(found, years=part)
            rows += [
                {
                    "scenario": name,
                    "years": label,
                    "funder": funder,
                    "payer": payer,
                    "unit": "CZK",
                    "price_year": PRICE_YEAR,
                    "funder_saves_mean": matrix.saved[i],
                    "payer_bears_mean": matrix.caused[j],
                    "put_to_funder_mean": matrix.cells[i, j],
                }
                for i, funder in enumerate(matrix.funders)
                for j, payer in enumerate(matrix.payers)
            ]
    return pd.DataFrame(rows)


def funding_frame(
    world: World, scenarios: Sequence[Scenario], values: Mapping[str, Array], indices: Indices
) -> pd.DataFrame:
    """Put what each funder pays each service by year, as paid and in prices of 2025."""
    found: list[list[dict[str, Any]]] = [[] for _ in world.funding.lines]
    for scenario in with_reference(scenarios):  # one at a time: all draws of all lines are much
        paid = funding_by_line([scenario], world.funding, indices=indices, values=values)
        for number, line in enumerate(paid.lines):
            found[number] += [
                {
                    "scenario": scenario.name,
                    "service": line.service,
                    "funder": line.funder,
                    "year": year,
                    "unit": CZK_A_YEAR,
                    **_quantiles("nominal", paid.nominal[number, at, 0]),
                    "price_year": PRICE_YEAR,
                    **_quantiles("real", paid.real[number, at, 0]),
                    "agreed_index": line.agreed_index,
                    "grade": line.grade,
                }
                for at, year in enumerate(paid.years)
            ]
    return pd.DataFrame([row for rows in found for row in rows])


def cascade_frame(
    world: World, scenarios: Sequence[Scenario], language: str = "en"
) -> pd.DataFrame:
    """Put what each decision takes and what falls with it, line by line."""
    rows = [
        row
        for scenario in scenarios
        for row in _cascade_rows(cascade_tree(scenario, world.funding), language)
    ]
    columns = ("scenario", "service", "label", "from", "level", "why", "funder")
    amounts = ("unit", "price_year", "amount", "percent_of_service", "expected")
    return pd.DataFrame(rows, columns=[*columns, *amounts])


def _cascade_rows(tree: Tree, language: str) -> Iterator[dict[str, Any]]:
    for branch in tree.branches:
        for level, falls in ((1, branch.taken), (2, branch.fallen)):
            for fall in falls:
                yield {
                    "scenario": tree.scenario,
                    "service": fall.service,
                    "label": name_of(fall.service, language),
                    "from": month_text(branch.month),
                    "level": level,
                    "why": fall.why,
                    "funder": fall.funder,
                    "unit": CZK_A_YEAR,
                    "price_year": PRICE_YEAR,
                    "amount": fall.amount,
                    "percent_of_service": 100 * fall.amount / branch.whole,
                    "expected": tree.expected,
                }


def month_text(month: int) -> str:
    """Write a month counted from January 2026 as a year and month."""
    year, rest = divmod(month, MONTHS_A_YEAR)
    return f"{FIRST_MONTH.year + year}-{rest + 1:02d}"


def erosion_frame(indices: Indices, *, base: int = FIRST_MONTH.year) -> pd.DataFrame:
    """Put what frozen and indexed budgets buy, 2015-2025 as recorded and the years to come."""
    rows = []
    for rule in eroded.RULES:
        for one in (eroded.past(rule), eroded.future(rule, indices, base=base)):
            rows += [
                {
                    "rule": rule,
                    "base_year": one.base,
                    "year": year,
                    "unit": "share of the staff paid in the base year",
                    **_quantiles("nominal_index", one.nominal[at]),
                    **_quantiles("staff", one.bought[at]),
                }
                for at, year in enumerate(one.years)
            ]
    return pd.DataFrame(rows)


def cash_found(rows: RowStudy, scenario: str, world: World, *, horizon: int) -> list[Cash]:
    """Return money and overload of every payer over the years counted."""
    window = _window(rows, scenario, horizon)
    payers = tuple(dict.fromkeys(row.payer for row in rows.rows[scenario]))
    limits = bands(world.budgets, payers, rows.indices)
    return all_cash(rows.rows[scenario], window=window, years=rows.years, bands=limits)


def _window(rows: RowStudy, scenario: str, horizon: int) -> slice:
    first = rows.first_change[rows.scenarios.index(scenario)] or rows.years[0]
    start = rows.years.index(first)
    return slice(start, min(start + horizon, len(rows.years)))


def cash_frame(rows: RowStudy, results: Results, world: World) -> pd.DataFrame:
    """Put money and overload of each payer by budget year, nominal and in prices of 2025."""
    found: list[dict[str, Any]] = []
    for scenario in rows.scenarios:
        window = _window(rows, scenario, results.horizon)
        for cash in cash_found(rows, scenario, world, horizon=results.horizon):
            known = cash.first_year[~np.isnan(cash.first_year)]
            first = float(np.median(known)) if len(known) else np.nan
            for at, year in enumerate(rows.years[window]):
                prices = rows.indices.at("cpi", year)
                found.append(
                    {
                        "scenario": scenario,
                        "payer": cash.payer,
                        "budget_year": year,
                        "unit": CZK_A_YEAR,
                        "price_year": PRICE_YEAR,
                        **_quantiles("money", cash.money[at]),
                        **_quantiles("overload", cash.overload[at]),
                        "average_view_mean": cash.average[at].mean(),
                        **_quantiles("nominal_money", cash.money[at] * prices),
                        "first_budget_year_p50": first,
                        "share_never": cash.share_never,
                        "draws": rows.draws,
                    }
                )
    return pd.DataFrame(found)


def society_frame(rows: RowStudy, results: Results, world: World) -> pd.DataFrame:
    """Put society's view beside the public purse, with deaths valued in each of the two ways."""
    found: list[dict[str, Any]] = []
    for scenario in rows.scenarios:
        window = _window(rows, scenario, results.horizon)
        found_parts = society_parts(rows, results, scenario, world, window=window)
        for health, parts in found_parts.items():
            for part, amount in parts.items():
                found.append(
                    {
                        "scenario": scenario,
                        "health_valued_by": health,
                        "part": part,
                        "years": f"{rows.years[window][0]}-{rows.years[window][-1]}",
                        "unit": "CZK",
                        "price_year": PRICE_YEAR,
                        **_quantiles("difference", amount),
                        "draws": rows.draws,
                    }
                )
    return pd.DataFrame(found)


def society_parts(
    rows: RowStudy, results: Results, scenario: str, world: World, *, window: slice
) -> Mapping[str, dict[str, Array]]:
    """Return what services no longer use, resources caused, and each loss of welfare, by draw.

    Sums over the years counted. The first draws of a larger run are those of a smaller one.
    """
    costs = results.costs["central"]
    kept = [n for n, line in enumerate(costs.lines) if line.kind == "service_money"]
    place = results.position(scenario)
    more = (costs.amounts[kept, :, place] - costs.amounts[kept, :, 0]).sum(axis=0)
    services = more[window, : rows.draws].sum(axis=0)
    parts: dict[str, dict[str, Array]] = {}
    for health in ("qaly", "vsl"):
        names = {row.name for row in world.ledger.counted(health)}
        counted = [row for row in rows.rows[scenario] if row.row in names]
        chosen = {RESOURCES: [r for r in counted if r.kind not in ("transfer", "welfare")]}
        for row in counted:
            if row.kind == "welfare":
                chosen.setdefault(row.row, []).append(row)
        parts[health] = {SERVICES_LESS: services} | {
            name: np.asarray(sum(r.long_run[window].sum(axis=0) for r in group))
            for name, group in chosen.items()
        }
        parts[health]["total"] = np.asarray(sum(parts[health].values()))
    return parts
