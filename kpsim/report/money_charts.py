"""The charts about money of one scenario, for the run folder."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kpsim.analysis.cashability import Cash
from kpsim.analysis.money import horizon_years
from kpsim.charts.cascade_tree import cascade_chart
from kpsim.charts.cash_by_budget_year import cash_by_budget_year
from kpsim.charts.funders_to_payers import funders_to_payers
from kpsim.charts.house_style import Chart, Footer
from kpsim.charts.who_saves_who_pays import who_saves_who_pays
from kpsim.inputs.scenarios import Scenario
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.money_study import RowStudy
from kpsim.report.money_tables import cash_found
from kpsim.results import Results
from kpsim.world import World

CASH_YEARS = 5


def money_charts(
    results: Results,
    world: World,
    scenario: Scenario,
    rows: RowStudy,
    *,
    language: str,
    version: str,
) -> Iterator[Chart]:
    """Draw who saves and who pays by year, the two flows, the cascade, and cash by budget year."""
    public, name = world.ledger.public, scenario.name
    yield who_saves_who_pays(results, name, public=public, language=language, version=version)
    yield funders_to_payers(
        results,
        name,
        world.funding,
        public=public,
        language=language,
        version=version,
    )
    title = results.titles[name].of(language)
    tree = cascade_chart(
        cascade_tree(scenario, world.funding),
        title=title,
        draws=results.draws,
        language=language,
        version=version,
    )
    if isinstance(tree, Chart):
        yield tree
    window = horizon_years(results, name)
    years = results.years[window][:CASH_YEARS]
    cash = [
        _first(each, len(years)) for each in cash_found(rows, name, world, horizon=results.horizon)
    ]
    prices = np.stack([rows.indices.at("cpi", year) for year in years])
    yield cash_by_budget_year(
        cash,
        years=years,
        prices=prices,
        public=public,
        footer=Footer(version, title, rows.draws),
        scenario=name,
        language=language,
    )


def _first(cash: Cash, count: int) -> Cash:
    """Keep the first years."""
    cut = {name: getattr(cash, name)[:count] for name in ("money", "overload", "average")}
    return replace(cash, **cut)
