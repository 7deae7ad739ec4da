"""Money or overload, society beside the public purse, and the page about payers as a whole."""

from collections.abc import Iterator, Sequence

import numpy as np
from rich.console import RenderableType

from kpsim.analysis import payers as paying
from kpsim.analysis.cashability import Cash
from kpsim.analysis.money import care_forgone, horizon_years, over_horizon
from kpsim.inputs.indices import PRICE_YEAR
from kpsim.inputs.records import Label
from kpsim.report.cells import (
    Column,
    common_scale,
    crowns,
    odds,
    say,
    table,
)
from kpsim.report.findings import Estimate, estimate
from kpsim.report.money_tables import (
    SERVICES_LESS,
    cash_found,
    society_parts,
)
from kpsim.report.terminal_payers import (
    PayersPage,
    answers,
    budget_years,
    matrix_table,
    payers_table,
    shares_note,
    shares_table,
)
from kpsim.results import Array
from kpsim.wording.numbers import budget_percent, money, money_unit, number, years
from kpsim.wording.words import not_a_forecast

_RESOURCES, _TOTAL = "resources", "total"


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
            Column("Payer", right=False, width=23),
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
        "until a whole step of load is there (params/money/cost_steps.toml). Money includes what "
        "closing costs. First in: budget year in which a payer's spending moves by more than a "
        "change nobody would notice. What falls on public budgets in sum, {unit}: as money "
        "{short}, at marginal cost {long}, at average cost {average}.",
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
        "counted, discounted, to {names}. Those who save can pay it."
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
