"""Sentences about crowns: the public purse, its share of a budget, and what a payer bears."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from kpsim.report.cells import common_scale, in_scale, say, share_size
from kpsim.report.findings import Estimate, Findings, Payer, System
from kpsim.results import VIEWS
from kpsim.wording.numbers import (
    Rounded,
    bounds,
    budget_percent,
    money,
    money_text,
    number,
    percent,
)
from kpsim.wording.words import in_ten, likelihood, name_of, payer_name, years_long

Side = Literal["more", "less", "likely more", "likely less", "cannot tell"]

_NOTICED = 0.001
"""A share of a budget below this is said to be less than a tenth of a per cent."""

_LIKELY = 0.9
"""Share of futures on one side from which on a range over zero is told with its probability."""

_OPEN: Mapping[Side, str] = {
    "cannot tell": "{payer}: the model cannot tell whether it saves or pays; on average {amount} "
    "a year.",
    "likely more": "{payer}: more to pay with probability {likelihood}, on average {amount} a "
    "year; the range begins below zero.",
    "likely less": "{payer}: a saving with probability {likelihood}, on average {amount} a year; "
    "the range ends above zero.",
}
"""What is said of a payer whose range spans zero."""

_LARGE = 0.1
"""A share from which on it is printed in whole per cent."""

WORTH_SAYING = 5e4
"""Crowns a year that round to a tenth of a million."""


def views_scale(found: Findings) -> str:
    """Choose the unit of the table of views, for the sentences beside it too."""
    money = [found.money[view] for view in VIEWS]
    return common_scale([each.net for each in money] + [each.saved for each in money])


def payers_scale(found: Findings) -> str:
    """Choose the unit of the table of payers, for the sentences beside it too."""
    return common_scale([e.net for e in found.payers] + [e.saved for e in found.payers])


def systems_scale(found: Findings) -> str:
    """Choose the unit of the table of systems, for the sentences beside it too."""
    return common_scale([each.by_view[view] for each in found.systems for view in VIEWS])


def negated(found: Estimate) -> Estimate:
    """Return an amount with the other sign: what is spent where less than nothing is saved."""
    return Estimate(-found.mean, -found.p95, -found.p50, -found.p05, found.error)


def net_sentence(found: Findings, language: str, *, paid: float) -> str:
    """Say the range from floor to central: percent of what is paid for the services first.

    `paid` is what public budgets pay for them a year; no one payer's budget measures a sum that
    falls on many.
    """
    floor, central = found.money["floor"].net, found.money["central"].net
    scale = views_scale(found)
    if max(floor.p95, central.p95) < 0:
        template = (
            "Public budgets spend less: for scale, {percent} of {budget} a year on average. Over "
            "{years} the mean is {floor} in the floor view and {central} in the central view."
        )
    elif min(floor.p05, central.p05) > 0:
        template = (
            "Public budgets spend more: for scale, {percent} of {budget} a year on average. Over "
            "{years} the mean is {floor} in the floor view and {central} in the central view."
        )
    else:
        return _net_cannot_tell(found, language, paid=paid, scale=scale)
    shares = [each.mean / found.years / paid for each in (floor, central)]
    return say(
        template,
        language,
        percent=_percent_range(shares, language),
        budget=_named(paid, language),
        years=years_long(found.years, language),
        floor=size_of(floor, scale, language),
        central=size_of(central, scale, language),
    )


def _named(paid: float, language: str) -> str:
    amount = money(paid, language, scale="million", decimals=1)
    return say(
        "what they pay for the services when they are kept ({amount})", language, amount=amount
    )


def _net_cannot_tell(found: Findings, language: str, *, paid: float, scale: str) -> str:
    floor, central = found.money["floor"].net, found.money["central"].net
    shares = [each.mean / found.years / paid for each in (floor, central)]
    odds = [found.money[view].worse for view in ("floor", "central")]
    template = (
        "The model cannot tell whether public budgets spend more or less. The means are "
        "{percent} of {budget} a year; over {years} {floor} (floor) and {central} (central "
        "view). Spending rises {floor_odds} and {central_odds} futures."
    )
    if max(odds) <= 1 - _LIKELY:
        template = (
            "Public budgets spend less with probability {floor_less} (floor) and {central_less} "
            "(central view), but not in the whole range. The means are {percent} of {budget} a "
            "year; over {years} {floor} (floor) and {central} (central view)."
        )
    elif min(odds) >= _LIKELY:
        template = (
            "Public budgets spend more with probability {floor_more} (floor) and {central_more} "
            "(central view), but not in the whole range. The means are {percent} of {budget} a "
            "year; over {years} {floor} (floor) and {central} (central view)."
        )
    return say(
        template,
        language,
        **{
            f"{view}_{side}": likelihood(share if side == "more" else 1 - share, language)
            for view, share in zip(("floor", "central"), odds, strict=True)
            for side in ("more", "less")
        },
        percent=_percent_range(shares, language, signed=True),
        budget=_named(paid, language),
        years=years_long(found.years, language),
        floor=signed_crowns(floor, scale, language),
        central=signed_crowns(central, scale, language),
        floor_odds=in_ten(found.money["floor"].worse, language),
        central_odds=in_ten(found.money["central"].worse, language),
    )


def _percent_range(shares: list[float], language: str, *, signed: bool = False) -> str:
    sizes = shares if signed else sorted(map(abs, shares))
    large = max(map(abs, sizes)) >= _LARGE
    written = [
        percent(each, language) if large else budget_percent(each, language) for each in sizes
    ]
    if written[0] == written[1]:
        return written[0]
    ends = [each.removesuffix("%").rstrip() for each in written]
    if all(each.endswith("%") for each in written) and not any(end == "0,1" for end in ends):
        return say("{low} to {high}", language, low=ends[0], high=written[1])
    return say("{low} to {high}", language, low=written[0], high=written[1])


def size_of(found: Estimate, scale: str, language: str) -> str:
    """Write an amount without its sign, with its interval, in the digits of a table."""
    return _amount(in_scale(negated(found) if found.mean < 0 else found, scale), scale, language)


def signed_crowns(found: Estimate, scale: str, language: str) -> str:
    """Write an amount with its sign and interval, in the digits of a table."""
    return _amount(in_scale(found, scale), scale, language, signed=True)


def _amount(rounded: Rounded, scale: str, language: str, *, signed: bool = False) -> str:
    digits = number(rounded.centre, language, decimals=rounded.decimals, signed=signed)
    return say(
        "{amount} (9 in 10 futures: {bounds})",
        language,
        amount=money_text(digits, scale, language),
        bounds=bounds(rounded, language),
    )


def crowns_of_systems(systems: Sequence[System], found: Findings, language: str) -> Iterator[str]:
    """Say what public budgets spend more or less in systems, by the budgets that bear most of it.

    A share too small to print is not: `left_out` says so once for all.
    """
    for system in systems:
        net, budget = system.by_view["central"], found.measures.budgets.get(system.bearer)
        share = abs(net.mean) / budget.amount if budget else 0.0
        yield in_crowns(
            system,
            language,
            scale=systems_scale(found),
            share=percent(share, language, decimals=1) if share >= _NOTICED else "",
        )


def left_out(language: str) -> str:
    """Say which sums in crowns stand without a share of a budget."""
    return say(
        "Crowns of public budgets are given with a share of the budget of the payer that most of "
        "them fall on; where none stands, it is under {least} or the budget is not known.",
        language,
        least=percent(_NOTICED, language, decimals=1),
    )


def in_crowns(system: System, language: str, *, scale: str, share: str = "") -> str:
    """Say what public budgets spend more or less in one system, as a share of a budget too."""
    net = system.by_view["central"]
    template = {
        "cannot tell": "In crowns ({name}) the model cannot tell the direction: {amount} a year",
        "likely more": "In crowns ({name}) public budgets spend more with probability "
        "{likelihood}: {amount} a year, a range that begins below zero",
        "likely less": "In crowns ({name}) public budgets spend less with probability "
        "{likelihood}: {amount} a year, a range that ends above zero",
        "more": "In crowns ({name}) public budgets spend more: {amount} a year",
        "less": "In crowns ({name}) public budgets spend less: {amount} a year",
    }[side(net, system.more)]
    text = say(
        template,
        language,
        name=name_of(system.name, language),
        amount=told(net, scale, language),
        likelihood=likely_side(system.more, language),
    )
    if not share:
        return f"{text}."
    return say(
        "{said}; the mean equals {share} of the budget of the payer most of it falls on ({payer}).",
        language,
        said=text,
        share=share,
        payer=payer_name(system.bearer, language),
    )


def side(net: Estimate, more: float) -> Side:
    """Tell what can be said of an amount's direction; `more` is the share of futures above zero.

    A range that spans zero leaves the direction open, unless nine futures in ten agree: then it
    is told with its probability.
    """
    if not net.p05 < 0 < net.p95:
        return "more" if net.mean > 0 else "less"
    if more >= _LIKELY:
        return "likely more"
    return "likely less" if more <= 1 - _LIKELY else "cannot tell"


def told(net: Estimate, scale: str, language: str) -> str:
    """Write an amount beside words of its direction: with its sign where its range spans zero."""
    spans = net.p05 < 0 < net.p95
    return (signed_crowns if spans else size_of)(net, scale, language)


def likely_side(more: float, language: str) -> str:
    """Write the probability of the likelier side."""
    return str(likelihood(max(more, 1 - more), language, step=1))


def payer_sentence(payer: Payer, language: str, *, name: str, scale: str) -> str:
    """Say what a payer saves or bears a year: percent of its budget before crowns."""
    net = payer.net
    if max(abs(net.p05), abs(net.p95)) < WORTH_SAYING:
        return say("{payer}: a change under CZK 0.1 million a year.", language, payer=name)
    where = side(net, payer.more)
    if where in _OPEN:
        return say(
            _OPEN[where],
            language,
            payer=name,
            amount=signed_crowns(net, scale, language),
            likelihood=likely_side(payer.more, language),
        )
    share = share_size(payer.share, language) if payer.share else ""
    if where == "less":
        template = (
            "{payer}: a saving of {share} of the yearly budget, that is {amount} a year."
            if share
            else "{payer}: a saving of {amount} a year."
        )
    else:
        template = (
            "{payer}: {share} of the yearly budget more to pay, that is {amount} a year."
            if share
            else "{payer}: {amount} a year more to pay."
        )
    return say(template, language, payer=name, share=share, amount=size_of(net, scale, language))


def noticing(found: Findings) -> tuple[Payer, ...]:
    """Return the public payers that surely pay noticeably more."""
    return tuple(each for each in found.payers if each.public and each.odds.worse >= _LIKELY)


def bearing_sentences(found: Findings, language: str) -> Iterator[str]:
    """Name the public payers whose spending surely rises: noticeably, or by less than that."""
    scale, noticed = payers_scale(found), noticing(found)
    slightly = [each for each in found.payers if each.public and each.net.p05 > 0]
    for payers, template in (
        (noticed, "In 9 of 10 futures or more these payers pay noticeably more: {payers} a year."),
        (
            [each for each in slightly if each not in noticed],
            "In 19 of 20 futures or more these payers pay more, but not noticeably: {payers} a "
            "year.",
        ),
    ):
        if payers:
            items = [
                f"{payer_name(each.name, language)} {size_of(each.net, scale, language)}"
                for each in payers
            ]
            yield say(template, language, payers="; ".join(items))
