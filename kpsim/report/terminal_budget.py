"""The budget of the services on the terminal: lines, the key, erosion, cascade, least harm."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np
from rich.console import RenderableType
from rich.tree import Tree as Drawing

from kpsim.analysis import erosion as eroded
from kpsim.analysis.backtest import Trial, hits
from kpsim.inputs.funding import MUNICIPAL, Funding, Line
from kpsim.inputs.indices import PRICE_YEAR
from kpsim.inputs.municipal_money import paid_by
from kpsim.ledger.cascade_tree import Branch, Tree
from kpsim.report.cells import Column, paragraph, say, table
from kpsim.report.money_tables import month_text
from kpsim.results import Array, Results
from kpsim.wording.numbers import (
    interval,
    money,
    number,
    percent,
    span,
    with_bounds,
)
from kpsim.wording.words import name_of, payer_heading

_THOUSAND, _MILLION = "thousand", "million"
WHY = {
    "decision": "the decision",
    "network": "needs a place in the region's network",
    "condition": "its own terms",
    "matching": "matched with municipal money",
    "contract": "the project ends",
}
RULE_NAMES = {"none": "frozen", "cpi": "follows prices", "wages": "follows wages"}
SHOWN_PAST, SHOWN_FUTURE = (2015, 2018, 2020, 2022, 2025), (1, 3, 5, 10)


def lines_table(funding: Funding, tree: Tree, language: str) -> RenderableType:
    """Put every line with what a scenario leaves of it."""
    made = table(
        (
            Column("Service", right=False, width=15),
            Column("Funder", right=False, width=22),
            Column("thousand", width=8),
            Column("share", width=6),
            Column("left", width=6),
            Column("hangs on", right=False, width=15),
            Column("grade", width=6),
        ),
        language,
    )
    lost = _lost(tree)
    for service in dict.fromkeys(line.service for line in funding.lines):
        own = [funding.lines[place] for place in funding.of_service(service)]
        whole = sum(line.value for line in own)
        for number_, line in enumerate(own):
            left = line.value - lost.get((line.service, line.funder), 0.0)
            made.add_row(
                name_of(service, language) if number_ == 0 else "",
                payer_heading(line.funder, language),
                number(line.value / 1000, language),
                percent(line.value / whole, language) if whole else ".",
                percent(left / line.value, language) if line.value else ".",
                conditions_of(line, funding, language),
                line.grade,
                end_section=line is own[-1],
            )
    made.title = say("Money of the services by funder, CZK a year, 2025 prices", language)
    made.title_justify = "left"
    return made


def conditions_of(line: Line, funding: Funding, language: str) -> str:
    """Write in short what a line hangs on."""
    found = []
    if line.funder in funding.conditions.network_takes or "network" in line.needs:
        found.append("network")
    if "municipal_share" in line.needs:
        found.append("municipal share")
    if line.matched_per_crown is not None or line.funder in funding.conditions.matching_state:
        found.append("matching")
    words = [say(each, language) for each in found]
    if line.ends is not None:
        words.append(say("ends {year}", language, year=line.ends.year))
    return ", ".join(words) or "–"


def _lost(tree: Tree) -> dict[tuple[str, str], float]:
    lost: dict[tuple[str, str], float] = {}
    for branch in tree.branches:
        for fall in (*branch.taken, *branch.fallen):
            key = (fall.service, fall.funder)
            lost[key] = lost.get(key, 0.0) + fall.amount
    return lost


def totals_note(funding: Funding, language: str, width: int) -> str:
    """Say the total, shares of funders, and what nobody published."""
    whole = float(funding.amounts().sum())
    shares = {
        funder: sum(line.value for line in funding.lines if line.funder == funder) / whole
        for funder in funding.funders
    }
    largest = sorted(shares, key=lambda name: -shares[name])[:4]
    assumed = sum(line.value for line in funding.lines if line.source == "assumption") / whole
    return paragraph(
        say(
            "Together {whole}: {shares}. {assumed} of it is assumed, because nobody publishes "
            "money by service and funder (data request: annex of the region's network). "
            "'Network' falls with a place in the region's network; 'matching' falls where a "
            "scenario says so. Without a decision all lines are assumed to keep up with the costs "
            "of the services; what the contracts say of growth is not published.",
            language,
            whole=money(whole, language, decimals=1),
            shares=", ".join(
                f"{payer_heading(name, language)} {percent(shares[name], language)}"
                for name in largest
            ),
            assumed=percent(assumed, language),
        ),
        width,
    )


def key_table(funding: Funding, language: str) -> RenderableType:
    """Put the municipal key: what is recommended, agreed and paid."""
    made = table(
        (
            Column("Municipality", right=False, width=22),
            Column("people", width=9),
            Column("recommended", width=12),
            Column("agreed", width=10),
            Column("paid", width=8),
            Column("per head", width=9),
            Column("share", width=7),
        ),
        language,
    )
    whole = sum(line.value for line in funding.lines if line.funder in MUNICIPAL)
    for row in funding.key.rows:
        paid = paid_by(row, funding)
        people = row.population
        each = "." if people is None else number(paid / people, language, decimals=1)
        sums = [
            "." if part is None else number(part.value / 1000, language)
            for part in (row.recommended, row.agreed)
        ]
        made.add_row(
            row.label,
            "." if people is None else number(people, language),
            *sums,
            number(paid / 1000, language),
            each,
            percent(paid / whole, language),
        )
    made.title = say("Municipal key, CZK thousand a year", language)
    made.title_justify = "left"
    return made


def key_note(language: str, width: int) -> str:
    """Say what is known of the key."""
    return paragraph(
        say(
            "The rates of the key are not published: what is recommended is an assumption of "
            "grade D (data request: Liberec Region, rates by type of municipality). Agreed sums "
            "are in crowns of their year; a dot: not known. The rest pays what the named ones "
            "leave.",
            language,
        ),
        width,
    )


# The cascade.


def cascade_drawing(tree: Tree, language: str) -> RenderableType:
    """Draw what a decision takes and what falls with it."""
    text = "Taken by the decision: {decided}; falls with it: {follows} a year, 2025 prices"
    if tree.expected:
        text = (
            "Expected to be taken: {decided}; expected to fall with it: {follows} a year, "
            "2025 prices"
        )
    root = Drawing(
        say(
            text,
            language,
            decided=money(tree.decided, language, decimals=2, scale=_MILLION),
            follows=money(tree.follows, language, decimals=2, scale=_MILLION),
        )
    )
    for branch in tree.branches:
        _grow(root, branch, language)
    if not tree.branches:
        root.add(say("no line ends by a decision; budgets still lose value", language))
    return root


def _grow(root: Drawing, branch: Branch, language: str) -> None:
    """Add the branch of one service."""
    lost = branch.decided + branch.follows
    limb = root.add(
        say(
            "{service} from {month}: loses {lost} of its money",
            language,
            service=name_of(branch.service, language),
            month=month_text(branch.month),
            lost=percent(lost / branch.whole, language),
        )
    )
    for fall in branch.taken:
        limb.add(_fall(fall.funder, fall.amount, fall.why, language))
    if branch.fallen:
        below = limb.add(say("falls with it", language))
        for fall in branch.fallen:
            below.add(_fall(fall.funder, fall.amount, fall.why, language))


def _fall(funder: str, amount: float, why: str, language: str) -> str:
    thousand = money(amount, language, scale=_THOUSAND)
    return f"{payer_heading(funder, language)} {thousand}: {say(WHY[why], language)}"


# Erosion.


def erosion_past(language: str) -> RenderableType:
    """Put what the budget of 2015 would have bought by rule: recorded years."""
    made = table(
        (
            Column("Budget of 2015", right=False, width=22),
            *(Column(str(year), width=9) for year in SHOWN_PAST),
        ),
        language,
    )
    for rule in eroded.RULES:
        one = eroded.past(rule)
        cells = [100 * float(one.bought[one.years.index(year), 0]) for year in SHOWN_PAST]
        made.add_row(say(RULE_NAMES[rule], language), *(number(c, language) for c in cells))
    made.title = say("Staff a budget of 2015 paid for, 2015 = 100, recorded wages", language)
    made.title_justify = "left"
    return made


def erosion_future(
    found: Mapping[str, eroded.Erosion],
    staff: Array,
    language: str,
    *,
    label: str,
) -> RenderableType:
    """Put what budgets of the base year buy in years to come: staff as index and posts."""
    first = next(iter(found.values()))
    made = table(
        (
            Column("Budget", right=False, width=18),
            *(Column(str(first.base + after), width=17) for after in SHOWN_FUTURE),
        ),
        language,
    )
    for rule, one in found.items():
        cells = [_index(100 * one.bought[after], language) for after in SHOWN_FUTURE]
        made.add_row(say(RULE_NAMES[rule], language), *cells)
    for rule, one in found.items():
        cells = [_index(staff * one.bought[after], language) for after in SHOWN_FUTURE]
        words = say("posts: {rule}", language, rule=say(RULE_NAMES[rule], language))
        made.add_row(words, *cells)
    made.title = say(
        "{service}: staff the budget of {base} pays for, {base} = 100",
        language,
        service=label,
        base=first.base,
    )
    made.title_justify = "left"
    return made


def _index(values: Array, language: str) -> str:
    low, middle, high = (float(q) for q in np.quantile(values, (0.05, 0.5, 0.95)))
    return with_bounds(interval(middle, low, high, finer=1, least=Decimal(1)), language)


def clients_table(
    found: Mapping[str, Mapping[str, Array]], results: Results, language: str
) -> RenderableType:
    """Put clients as a share of those a budget kept at the cost of services would have."""
    made = table(
        (
            Column("Clients, kept = 100", right=False, width=24),
            Column("rule", right=False, width=13),
            *(Column(str(results.years[0] + after), width=16) for after in SHOWN_FUTURE[1:]),
        ),
        language,
    )
    for rule, outcomes in found.items():
        for outcome, share in outcomes.items():
            label = results.outcomes[outcome].label.of(language)
            cells = [_index(100 * share[after], language) for after in SHOWN_FUTURE[1:]]
            made.add_row(label, say(RULE_NAMES[rule], language), *cells)
    made.title = say("Clients when nobody decides anything", language)
    made.title_justify = "left"
    return made


def backtest_note(trials: Mapping[int, Sequence[Trial]], language: str, width: int) -> str:
    """Say how often the way of forecasting held what happened."""
    counts = {ahead: hits(each) for ahead, each in trials.items()}
    return paragraph(
        say(
            "Rolling test of the price paths, 2015–2025, prices and wages, each year forecast from "
            "the years before it only, 2022 and 2023 weighted down: the 90% interval held {one} of "
            "{n_one} years one year ahead and {two} of {n_two} two years ahead. Nine in ten would "
            "be right: the interval is too narrow when prices jump, and no calibration follows "
            "from so few years. The cost of services follows wages by assumption (grade D).",
            language,
            one=counts[1][0],
            n_one=counts[1][1],
            two=counts[2][0],
            n_two=counts[2][1],
        ),
        width,
    )


def paths_note(energy: Array, prices: Array, wages: Array, language: str, width: int) -> str:
    """Say where prices, wages and energy stand ten years on."""
    pieces = [
        f"{say(name, language)} {_index(100 * path, language)}"
        for name, path in (("prices", prices), ("wages", wages), ("energy", energy))
    ]
    return paragraph(
        say("In 2036, 2025 = 100, 9 of 10 futures: {paths}.", language, paths="; ".join(pieces)),
        width,
    )


def base_note(language: str, width: int, *, draws: int, discount: float) -> str:
    """Say price year, discount rate and draws."""
    return paragraph(
        say(
            "Prices of {year}; ranges hold 9 of 10 of {draws} draws ({span}); amounts are not "
            "discounted (rate set: {rate}). A scenario is not a forecast.",
            language,
            year=PRICE_YEAR,
            draws=number(draws, language),
            span=span(5, 95, language) + (" %" if language == "cs" else "%"),
            rate=percent(discount, language),
        ),
        width,
    )


def parts_of(*parts: RenderableType) -> Iterator[RenderableType]:
    """Give parts with an empty line between."""
    for number_, part in enumerate(parts):
        if number_:
            yield ""
        yield part
