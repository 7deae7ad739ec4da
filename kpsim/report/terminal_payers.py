"""Who stops paying and who starts, on the terminal: percent first, by year, with its sureness."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import RenderableType

from kpsim.analysis import payers as paying
from kpsim.analysis.cashability import Cash
from kpsim.analysis.money import care_forgone, horizon_years, over_horizon
from kpsim.analysis.results import Array, Results
from kpsim.analysis.shares import SMALLEST_SEEN, Base, Share, per_inhabitant, shares
from kpsim.inputs.indices import PRICE_YEAR, Indices
from kpsim.inputs.records import Label
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
    share_of_budget,
    table,
)
from kpsim.report.findings import Estimate, estimate
from kpsim.report.money_tables import (
    BUDGET_YEARS,
    SERVICES_LESS,
    bands,
    cash_found,
    payers_of,
    society_parts,
)
from kpsim.report.numbers import budget_percent, money, money_unit, number, percent, years
from kpsim.report.words import not_a_forecast, payer_name
from kpsim.world import World

_RESOURCES, _TOTAL = "resources", "total"


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
        name = payer_name(payer, self.language)
        return name[:1].upper() + name[1:]

    def say(self, text: str, **values: object) -> str:
        """Say a sentence of the page."""
        return paragraph(say(text, self.language, **values), self.width)


def payers_page(page: PayersPage) -> Iterator[RenderableType]:
    """Return the page: shares and turns, matrix, budget years, cash, views, society."""
    window = horizon_years(page.results, page.scenario)
    counted = page.results.years[window]
    found = page.findings()
    yield say(
        "Who stops paying and who starts: {scenario}, {years}",
        page.language,
        scenario=page.results.titles[page.scenario].of(page.language),
        years=years(counted[0], counted[-1]),
    )
    yield from answers(page, found)
    yield payers_table(page, found)
    yield shares_note(page, found)
    yield shares_table(page, found)
    yield from matrix_table(page, found)
    yield budget_years(page, found)
    yield page.say(
        "Nominal crowns of each budget year, to be laid beside a medium-term outlook; the range "
        "holds 9 of 10 futures."
    )
    cash = cash_found(page.rows, page.scenario, page.world, horizon=page.results.horizon)
    yield cash_table(page, cash)
    yield from views_note(page, cash)
    yield society_table(page)
    yield from endnotes(page, found)


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
            Column("Payer", right=False, width=18),
            Column("of its budget", width=21),
            Column("stops", width=8),
            Column("starts", width=7),
            Column("net", width=22),
            Column("worse", width=6),
            Column("from", width=5),
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
        "year from which that stays so in sum (– more often never).",
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
            Column("Payer", right=False, width=23),
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
    return percent(float(share.share.mean()), language, decimals=1)


def matrix_table(
    page: PayersPage, found: dict[str, paying.PayerFinding]
) -> Iterator[RenderableType]:
    """Put funders that stop paying against payers that start, sums over the years counted."""
    language = page.language
    whole = paying.matrix(found)
    if not whole.funders:
        return
    shown = [n for n in np.argsort(-np.abs(whole.caused))[:4] if whole.caused[n] != 0]
    amounts = [estimate(np.array([x])) for x in (*whole.saved, *whole.caused)]
    scale = common_scale(amounts)
    made = table(
        (
            Column("Who stops paying", right=False, width=20),
            Column("saves", width=7),
            *(Column(page.name(whole.payers[n]), right=False, width=13) for n in shown),
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
            Column("Payer", right=False, width=23),
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


def cash_table(page: PayersPage, cash: Sequence[Cash]) -> RenderableType:
    """Put what falls on payers as money and as overload, and when money first moves."""
    language = page.language
    shown = [one for one in cash if np.abs(one.long_run).sum() > 0]
    estimates = {
        one.payer: (
            estimate(one.money.mean(axis=0)),
            estimate(one.overload.mean(axis=0)),
        )
        for one in shown
    }
    scale = common_scale([part for parts in estimates.values() for part in parts])
    made = table(
        (
            Column("Payer", right=False, width=24),
            Column("as money", width=24),
            Column("as overload", width=24),
            Column("first in", width=8),
            Column("never", width=7),
        ),
        language,
    )
    for one in shown:
        money_part, overload = estimates[one.payer]
        often_never = one.share_never > 1 / 2
        made.add_row(
            page.name(one.payer),
            crowns(money_part, scale, language),
            crowns(overload, scale, language),
            "–" if often_never else str(int(np.nanmedian(one.first_year))),
            odds(one.share_never, language),
        )
    made.title = say(
        "Money or overload: yearly average, {unit}, 2025 prices",
        language,
        unit=money_unit(scale, language),
    )
    made.title_justify = "left"
    return made


def views_note(page: PayersPage, cash: Sequence[Cash]) -> Iterator[str]:
    """Say what the three ways of counting give for the public purse."""
    public = [one for one in cash if one.payer in page.public]
    sums = [
        estimate(np.asarray(sum(getattr(one, part).sum(axis=0) for one in public)))
        for part in ("money", "long_run", "average")
    ]
    scale = common_scale(sums)
    yield page.say(
        "Overload is capacity used up, queues, guardians with more wards: no crown leaves a budget "
        "until a whole step of load is there (params/money/cost_steps.toml). What falls on public "
        "budgets in sum, {unit}: as money {short}, at marginal cost {long}, at average cost "
        "{average}.",
        unit=money_unit(scale, page.language),
        short=crowns(sums[0], scale, page.language),
        long=crowns(sums[1], scale, page.language),
        average=crowns(sums[2], scale, page.language),
    )
    yield page.say(
        "Warning: average cost says what a prisoner or an offence costs when all are divided by "
        "all; a few more or fewer do not cost that. It is shown because it is often quoted; the "
        "headline is the marginal one."
    )


def society_table(page: PayersPage) -> RenderableType:
    """Put society's view beside the public purse, deaths valued in the two ways."""
    language = page.language
    start = page.rows.years.index(page.results.years[_window(page).start])
    window = slice(start, start + page.results.horizon)
    parts = society_parts(page.rows, page.results, page.scenario, page.world, window=window)
    estimates = {way: {n: estimate(x) for n, x in each.items()} for way, each in parts.items()}
    scale = common_scale([e for each in estimates.values() for e in each.values()])
    made = table(
        (
            Column("Society: sum of the years counted", right=False, width=36),
            Column("deaths by life years", width=26),
            Column("deaths by value of life", width=26),
        ),
        language,
    )
    labels = {row.name: row.label for row in page.world.ledger.rows}
    names = dict.fromkeys(name for each in estimates.values() for name in each if name != _TOTAL)
    for name in (*names, _TOTAL):
        label = labels.get(name)
        text = say(_SOCIETY[name], language) if label is None else label_of(label, language)
        cells = [_cell(each.get(name), scale, language) for each in estimates.values()]
        made.add_row(text, *cells, style="bold" if name == _TOTAL else "")
    made.title = say(
        "Losses of society beside the public purse, {unit}, 2025 prices",
        language,
        unit=money_unit(scale, language),
    )
    made.title_justify = "left"
    return made


_SOCIETY = {
    SERVICES_LESS: "services (minus is not spent)",
    _RESOURCES: "resources used (transfers left out)",
    _TOTAL: "in total",
}


def label_of(label: Label, language: str) -> str:
    """Return a name in the language."""
    return label.cs if language == "cs" else label.en


def _window(page: PayersPage) -> slice:
    return horizon_years(page.results, page.scenario)


def _cell(found: Estimate | None, scale: str, language: str) -> str:
    return "x" if found is None else crowns(found, scale, language)


def endnotes(page: PayersPage, found: dict[str, paying.PayerFinding]) -> Iterator[str]:
    """Say the transfer, care not given, that perspectives add up, and the settings."""
    language, results = page.language, page.results
    deal = paying.compensation(found, discount_rate=results.discount_rate, public=page.public)
    owed = sum(deal.owed.values())
    text = (
        "Transfer that would leave no public payer worse off: {owed} in sum over the years "
        "counted, discounted, to {names}. Those who save could pay it."
        if deal.enough
        else "Transfer that would leave no public payer worse off: {owed} in sum over the years "
        "counted, discounted, to {names}. Those who save cannot pay it: {missing} is missing."
    )
    if owed > 0:
        names = sorted(deal.owed, key=lambda name: -deal.owed[name])[:3]
        yield page.say(
            text,
            owed=money(owed, language, decimals=1),
            missing=money(deal.missing, language, decimals=1),
            names=", ".join(
                f"{page.name(n)} ({money(deal.owed[n], language, decimals=1)})" for n in names
            ),
        )
    forgone = over_horizon(
        results,
        page.scenario,
        care_forgone(results, page.scenario, "central", public=page.public),
    )
    if np.abs(forgone).mean() > 0:
        yield page.say(
            "Care not given is in the sums: {amount} over the years counted. It is cash not spent, "
            "not a benefit; the lost health stands in society's view.",
            amount=money(float(forgone.mean()), language, decimals=1),
        )
    network = float(page.world.funding.amounts().sum())
    net = _public_net(found, page.public)
    yield page.say(
        "Public budgets together: {share} of the money of all services in 2025 ({network}), or "
        "{each} per inhabitant a year.",
        share=budget_percent(float(net.mean()) / network, language),
        network=money(network, language, decimals=1),
        each=money(
            float(net.mean()) / (page.world.budgets.inhabitants or 1),
            language,
            scale="one",
            decimals=1,
        ),
    )
    largest = max(paying.gaps(results, page.scenario).values())
    yield page.say(
        "Payers, systems and society are sums of one ledger; the largest gap between them is "
        "{gap} of its size. Base year {year}, real crowns deflated by consumer prices, discount "
        "rate {rate} a year, {draws} draws ({rows} for money and overload).",
        gap=f"{largest:.0e}",
        year=PRICE_YEAR,
        rate=budget_percent(results.discount_rate, language),
        draws=number(results.draws, language),
        rows=number(page.rows.draws, language),
    )
    yield page.say(not_a_forecast(language))


def _public_net(found: dict[str, paying.PayerFinding], public: frozenset[str]) -> Array:
    return np.asarray(sum(one.net.mean(axis=0) for name, one in found.items() if name in public))
