"""Regions beside each other: what a scenario does to public budgets, in percent of the services."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from rich.console import RenderableType
from rich.text import Text as RichText

from kpsim.inputs.draws import BLOCK, draw
from kpsim.inputs.indices import draw_indices
from kpsim.inputs.money_paths import funding_by_line
from kpsim.inputs.scenarios import load_scenario
from kpsim.report.cells import Column, common_scale, mean_crowns, paragraph, say, share_of_budget
from kpsim.report.cells import table as new_table
from kpsim.report.comparison import Comparison, Prepared
from kpsim.report.findings import Estimate
from kpsim.results import REFERENCE
from kpsim.scale.series import HORIZON
from kpsim.scale.streaming import Streamed
from kpsim.study import YEARS
from kpsim.wording.numbers import money_unit, percent, years

SAVED, NET = "public saved on services", "public"


@dataclass(frozen=True)
class Row:
    """One scenario in one region; crowns of 2025 over the years counted."""

    region: str
    scenario: str
    first_year: int
    last_year: int
    budget: float
    """What public budgets give the services in these years when the services are kept."""
    sums: Mapping[str, Mapping[str, float]]
    """By `view/quantity`: mean, the ends of 9 in 10 futures, and the error of the mean."""

    def estimate(self, view: str, quantity: str) -> Estimate:
        """Return a sum of crowns."""
        return Estimate(**self.sums[f"{view}/{quantity}"])

    def share(self, view: str, quantity: str) -> Estimate:
        """Return a sum as a share of the services' budget."""
        found = asdict(self.estimate(view, quantity))
        return Estimate(**{name: value / self.budget for name, value in found.items()})


def rows_of(found: Comparison | Streamed, prepared: Prepared) -> list[Row]:
    """Return the rows of a region."""
    region = prepared.world.parameters.region
    sums = _streamed_sums(found) if isinstance(found, Streamed) else _sums(found)
    rows = []
    for scenario in prepared.scenarios:
        if scenario.name == REFERENCE:
            continue
        first = scenario.first_year or YEARS[0]
        last = min(first + prepared.settings.horizon - 1, YEARS[-1])
        budget = budget_of_services(prepared, first, last)
        rows.append(Row(region.key, scenario.name, first, last, budget, sums[scenario.name]))
    return rows


def budget_of_services(prepared: Prepared, first: int, last: int) -> float:
    """Return what public budgets give the kept services in some years: the mean of one block."""
    world, seed = prepared.world, prepared.settings.seed
    drawn = draw(world.parameters, seed=seed, draws=BLOCK, view="central")
    indices = draw_indices(drawn.values, seed, YEARS)
    kept = load_scenario(REFERENCE)
    money = funding_by_line([kept], world.funding, indices=indices, values=drawn.values)
    public = [line.funder in world.ledger.public for line in money.lines]
    counted = slice(YEARS.index(first), YEARS.index(last) + 1)
    return float(money.real[public, counted].sum(axis=(0, 1)).mean())


def _sums(found: Comparison) -> dict[str, dict[str, dict[str, float]]]:
    return {
        name: {
            f"{view}/{quantity}": asdict(each)
            for view, money in findings.money.items()
            for quantity, each in ((SAVED, money.saved), (NET, money.net))
        }
        for name, findings in found.findings.items()
    }


def _streamed_sums(found: Streamed) -> dict[str, dict[str, dict[str, float]]]:
    sums: dict[str, dict[str, dict[str, float]]] = {}
    frame = found.frame
    chosen = frame["quantity"].isin((SAVED, NET)) & (frame["period"] == HORIZON)
    for row in frame[chosen].to_dict("records"):
        numbers = {name: float(row[name]) for name in ("mean", "p05", "p50", "p95")}
        numbers["error"] = float(row["monte_carlo_error"])
        of_scenario = sums.setdefault(str(row["scenario"]), {})
        of_scenario[f"{row['view']}/{row['quantity']}"] = numbers
    return sums


def region_tables(
    rows: Sequence[Row], prepared: Sequence[Prepared], *, width: int
) -> Iterator[RenderableType]:
    """Give a table for each scenario, a row a region."""
    language = prepared[0].language
    regions = [each.world.parameters.region for each in prepared]
    names = {region.key: getattr(region.name, language) for region in regions}
    for scenario in dict.fromkeys(row.scenario for row in rows):
        of_scenario = [row for row in rows if row.scenario == scenario]
        title = next(
            getattr(one.title, language) for one in prepared[0].scenarios if one.name == scenario
        )
        counted = years(of_scenario[0].first_year, of_scenario[0].last_year)
        yield RichText(f"\n{title}, {counted}", style="bold")
        yield _table(of_scenario, names, language)
    yield paragraph(
        say(
            "Percent of what public budgets give the services when they are kept: what they save "
            "on them, and their net cost in three views; minus is a saving. Means; in brackets 9 "
            "of 10 futures. The last column: the central net cost in prices of 2025.",
            language,
        ),
        width,
    )


def _table(rows: Sequence[Row], names: Mapping[str, str], language: str) -> RenderableType:
    scale = common_scale([row.estimate("central", NET) for row in rows])
    made = new_table(
        (
            Column("Region", right=False, width=20),
            Column("saved"),
            Column("floor"),
            Column("central"),
            Column("full"),
            Column(money_unit(scale, language)),
        ),
        language,
    )
    for row in rows:
        crowns = mean_crowns(row.estimate("central", NET), scale, language)
        made.add_row(names[row.region], *_shares(row, language), crowns)
    return made


def _shares(row: Row, language: str) -> list[str]:
    """Write the shares of the services' budget; there is none where no public budget pays."""
    if row.budget == 0:
        return ["x"] * 4
    floor, full = (_mean(row.share(view, NET), language) for view in ("floor", "full"))
    saved = _mean(row.share("central", SAVED), language)
    return [saved, floor, share_of_budget(row.share("central", NET), language), full]


def _mean(share: Estimate, language: str) -> str:
    return percent(share.mean, language, decimals=0 if abs(share.mean) >= 1 else 1)
