"""Who stops paying and who starts, on the terminal: percent first, by year, with its sureness."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rich.console import RenderableType

from kpsim.analysis import payers as paying
from kpsim.analysis.money import horizon_years
from kpsim.analysis.shares import SMALLEST_SEEN, Base, Share, per_inhabitant, shares
from kpsim.inputs.indices import Indices
from kpsim.inputs.scenarios import Scenario
from kpsim.ledger.budgets import in_price_year, percent_of_budget
from kpsim.ledger.cascade_tree import Tree, cascade_tree
from kpsim.money_study import RowStudy
from kpsim.report.cells import (
    Column,
    common_scale,
    crowns,
    mean_crowns,
    odds,
    paragraph,
    say,
    share_decimals,
    share_of_budget,
    table,
)
from kpsim.report.findings import Estimate, estimate
from kpsim.report.money_tables import (
    BUDGET_YEARS,
    bands,
    payers_of,
)
from kpsim.results import Results
from kpsim.wording.numbers import money, money_unit, number, percent
from kpsim.wording.words import payer_heading
from kpsim.world import World


@dataclass(frozen=True)
class PayersPage:
    """All that the page about payers needs."""

    world: World
    results: Results
    decision: Scenario
    indices: Indices
    rows: RowStudy
    language: str
    width: int

    @property
    def scenario(self) -> str:
        """Name the scenario."""
        return self.decision.name

    @property
    def public(self) -> frozenset[str]:
        """Return the public purse."""
        return self.world.ledger.public

    def findings(self) -> dict[str, paying.PayerFinding]:
        """Return every payer that saves or bears anything."""
        limits = bands(self.world.budgets, payers_of(self.results), self.indices)
        found = paying.payer_findings(self.results, self.scenario, bands=limits)
        return {name: one for name, one in found.items() if one.saved.any() or one.caused.any()}

    def name(self, payer: str) -> str:
        """Name a payer."""
        return payer_heading(payer, self.language)

    def say(self, text: str, **values: object) -> str:
        """Say a sentence of the page."""
        return paragraph(say(text, self.language, **values), self.width)


def answers(page: PayersPage, found: dict[str, paying.PayerFinding]) -> Iterator[str]:
    """Answer what a treasurer asks, for whoever decides to stop paying, or saves most."""
    language = page.language
    tree = cascade_tree(page.decision, page.world.funding)
    payer = _decider(tree) or max(found, key=lambda name: float(found[name].saved.mean()))
    one = found[payer]
    if one.saved.mean() <= 0:
        return
    stops, starts = (estimate(part.mean(axis=0)) for part in (one.saved, one.caused))
    share = percent_of_budget(
        one.saved.mean(axis=0), page.world.budgets, payer, indices=page.indices
    )
    others = {n: float(x.caused.mean()) for n, x in found.items() if n != payer}
    most = sorted(others, key=lambda name: -others[name])[:3]
    yield page.say(
        "{payer}: stops paying {stops} million CZK a year{share}; {starts} thousand CZK a year "
        "start to fall on it. It ends worse off with probability {worse}. Others bear {others} "
        "thousand CZK a year more, most of it {names}.",
        payer=page.name(payer),
        stops=mean_range(stops, "million", language),
        share=""
        if share is None
        else say(
            " ({percent} of its budget)",
            language,
            percent=share_of_budget(estimate(share.percent / 100), language).lstrip("+"),
        ),
        starts=crowns(starts, "thousand", language),
        worse=odds(one.odds.worse, language),
        others=number(sum(others.values()) / 1000, language),
        names=", ".join(page.name(name) for name in most),
    )
    if tree.branches:
        yield page.say(
            "The decision takes {decided} a year, and {follows} a year of other money falls with "
            "it (see kpsim budget cascade); 2025 prices.",
            decided=money(tree.decided, language, decimals=2, scale="million"),
            follows=money(tree.follows, language, decimals=2, scale="million"),
        )


def _decider(tree: Tree) -> str | None:
    """Name the funder whose money the decision takes most of; None where it takes none."""
    taken: dict[str, float] = {}
    for branch in tree.branches:
        for fall in branch.taken:
            taken[fall.funder] = taken.get(fall.funder, 0.0) + fall.amount
    return max(taken, key=lambda name: taken[name]) if taken else None


def mean_range(found: Estimate, scale: str, language: str) -> str:
    """Write a mean with its range, without a sign."""
    return crowns(found, scale, language).lstrip("+")


def payers_table(page: PayersPage, found: dict[str, paying.PayerFinding]) -> RenderableType:
    """Put payers in rows: percent of their budget, saved, caused, net, and when it turns."""
    language = page.language
    yearly = {name: one.net.mean(axis=0) for name, one in found.items()}
    estimates = {name: estimate(net) for name, net in yearly.items()}
    parts = [estimate(getattr(one, part).mean(axis=0)) for one in found.values() for part in _PARTS]
    scale = common_scale([*estimates.values(), *parts])
    made = table(
        (
            Column("Payer", right=False, width=14),
            Column("of its budget", width=24),
            Column("stops", width=5),
            Column("bears", width=5),
            Column("net", width=22),
            Column("worse", width=6),
            Column("from", width=4),
        ),
        language,
    )
    for name, one in found.items():
        percent = percent_of_budget(yearly[name], page.world.budgets, name, indices=page.indices)
        made.add_row(
            page.name(name),
            "." if percent is None else share_of_budget(estimate(percent.percent / 100), language),
            mean_crowns(estimate(one.saved.mean(axis=0)), scale, language, signed=False),
            mean_crowns(estimate(one.caused.mean(axis=0)), scale, language),
            crowns(estimates[name], scale, language),
            odds(one.odds.worse, language),
            turning(one),
        )
    made.title = say(
        "Yearly average, {unit}, 2025 prices",
        language,
        unit=money_unit(scale, language),
    )
    made.title_justify = "left"
    return made


_PARTS = ("saved", "caused")


def turning(one: paying.PayerFinding) -> str:
    """Write the year from which a payer stays worse off, where that is the likelier course."""
    if one.share_never > 1 / 2:
        return "–"
    return str(int(np.nanmedian(one.turns)))


def shares_note(page: PayersPage, found: dict[str, paying.PayerFinding]) -> str:
    """Say the denominators with their years, and small amounts per inhabitant."""
    pieces = []
    for name in found:
        budget = page.world.budgets.by_payer.get(name)
        if budget is None:
            continue
        whole = in_price_year(budget, page.indices)
        pieces.append(
            f"{page.name(name)} {money(whole, page.language, decimals=2)} ({budget.year})"
        )
    return page.say(
        "Budgets in 2025 prices, in brackets the year they are from: {budgets}. Worse: share of "
        "futures in which the payer is worse off by more than a change nobody would notice; from: "
        "year from which that stays so in sum (– more often never). A minus under 'stops' is what "
        "closing costs the funder (severance, leases, returned grants).",
        budgets="; ".join(pieces),
    )


def shares_table(page: PayersPage, found: dict[str, paying.PayerFinding]) -> RenderableType:
    """Put each payer's net against every budget it can be seen in."""
    language = page.language
    network = float(page.world.funding.amounts().sum())
    people = page.world.budgets.inhabitants or 1.0
    bases: tuple[Base, ...] = ("network", "chapter", "regional part", "own sources")
    made = table(
        (
            Column("Payer", right=False, width=21),
            Column("services", width=8),
            Column("chapter", width=8),
            Column("its part here", width=16),
            Column("own sources", width=14),
            Column("CZK per head", width=15),
        ),
        language,
    )
    for name, one in found.items():
        net = one.net.mean(axis=0)
        against = {
            each.base: each
            for each in shares(net, name, page.world.budgets, indices=page.indices, network=network)
        }
        cells = [_percent(against.get(base), language) for base in bases]
        each = float(per_inhabitant(net, people).mean())
        made.add_row(page.name(name), *cells, number(each, language, decimals=2, signed=True))
    made.title = say("Net in percent of budgets, yearly average, means", language)
    made.title_justify = "left"
    return made


def _percent(share: Share | None, language: str) -> str:
    """Write a share of a budget; a dot where there is no such budget."""
    if share is None:
        return "."
    if not share.can_be_seen:
        return "< " + percent(SMALLEST_SEEN, language, decimals=1)
    mean = float(share.share.mean())
    return percent(mean, language, decimals=share_decimals(100 * abs(mean)))


def matrix_table(
    page: PayersPage, found: dict[str, paying.PayerFinding]
) -> Iterator[RenderableType]:
    """Put funders that stop paying against payers that start, sums over the years counted."""
    language = page.language
    whole = paying.matrix(found)
    if not whole.funders:
        return
    shown = [n for n in np.argsort(-np.abs(whole.caused))[:3] if whole.caused[n] != 0]
    amounts = [estimate(np.array([x])) for x in (*whole.saved, *whole.caused)]
    scale = common_scale(amounts)
    made = table(
        (
            Column("Who stops paying", right=False, width=19),
            Column("saves", width=7),
            *(Column(page.name(whole.payers[n]), right=False, width=16) for n in shown),
            Column("others", width=8),
        ),
        language,
    )

    def cell(value: float) -> str:
        return mean_crowns(estimate(np.array([value])), scale, language, signed=False)

    for i, funder in enumerate(whole.funders):
        rest = float(whole.cells[i].sum() - whole.cells[i, shown].sum())
        cells = [cell(float(whole.cells[i, n])) for n in shown]
        made.add_row(page.name(funder), cell(float(whole.saved[i])), *cells, cell(rest))
    made.title = say(
        "Funders against payers: sum of the years counted, {unit}, 2025 prices, means",
        language,
        unit=money_unit(scale, language),
    )
    made.title_justify = "left"
    yield made
    yield page.say(
        "What falls on payers is put to funders in proportion to what each saves; the crowns are "
        "not the same, no money flows from one to the other."
    )


def budget_years(page: PayersPage, found: dict[str, paying.PayerFinding]) -> RenderableType:
    """Put each payer's net in nominal crowns by budget year."""
    language = page.language
    window = horizon_years(page.results, page.scenario)
    counted = page.results.years[window]
    asked = [year for year in BUDGET_YEARS if year in counted]
    cells = {
        (name, year): estimate(one.net[counted.index(year)] * page.indices.at("cpi", year))
        for name, one in found.items()
        for year in asked
    }
    scale = common_scale(list(cells.values()))
    made = table(
        (
            Column("Payer", right=False, width=18),
            *(Column(str(year), width=23) for year in asked),
        ),
        language,
    )
    for name in found:
        made.add_row(page.name(name), *(crowns(cells[name, y], scale, language) for y in asked))
    made.title = say(
        "By budget year: net, nominal {unit}", language, unit=money_unit(scale, language)
    )
    made.title_justify = "left"
    return made
