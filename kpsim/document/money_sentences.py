"""Sentences about crowns: the public purse, its share of a budget, and what a payer bears."""

from kpsim.report.cells import common_scale, in_scale, say, share_size
from kpsim.report.findings import Estimate, Findings, Payer
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
from kpsim.wording.words import in_ten, years_long

_NOTICED = 0.0005
"""A share of a budget below this is printed as less than a tenth of a per cent."""


_WORTH_SAYING = 5e4
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


def net_sentence(found: Findings, language: str, *, budget: float, named: str, year: int) -> str:
    """Say the range from floor to central: percent of a named budget first, crowns after."""
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
        return _net_cannot_tell(
            found, language, budget=budget, named=_named(named, language, year, budget), scale=scale
        )
    shares = [each.mean / found.years / budget for each in (floor, central)]
    return say(
        template,
        language,
        percent=_percent_range(shares, language),
        budget=_named(named, language, year, budget),
        years=years_long(found.years, language),
        floor=size_of(floor, scale, language),
        central=size_of(central, scale, language),
    )


def _named(text: str, language: str, year: int, budget: float) -> str:
    amount = money(budget, language, scale="billion", decimals=2)
    return say(text, language, year=year, amount=amount)


def _net_cannot_tell(
    found: Findings, language: str, *, budget: float, named: str, scale: str
) -> str:
    floor, central = found.money["floor"].net, found.money["central"].net
    shares = [each.mean / found.years / budget for each in (floor, central)]
    return say(
        "The model cannot tell whether public budgets spend more or less. The means are "
        "{percent} of {budget} a year; over {years} {floor} (floor) and {central} (central "
        "view). Spending rises {floor_odds} and {central_odds} futures.",
        language,
        percent=_percent_range(shares, language, signed=True),
        budget=named,
        years=years_long(found.years, language),
        floor=signed_crowns(floor, scale, language),
        central=signed_crowns(central, scale, language),
        floor_odds=in_ten(found.money["floor"].worse, language),
        central_odds=in_ten(found.money["central"].worse, language),
    )


def _percent_range(shares: list[float], language: str, *, signed: bool = False) -> str:
    sizes = shares if signed else sorted(map(abs, shares))
    written = [budget_percent(each, language) for each in sizes]
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


def in_crowns(net: Estimate, language: str, *, name: str, share: float, scale: str) -> str:
    """Say what public budgets spend more or less in one system, as a share of a budget too."""
    low = percent(0.001, language, decimals=1)
    written = (
        percent(share, language, decimals=1)
        if share >= _NOTICED
        else say("less than {least}", language, least=low)
    )
    if net.p05 < 0 < net.p95:
        template = (
            "In crowns ({name}) the model cannot tell the direction: {amount} a year, a mean that "
            "equals {share} of the region's own budget."
        )
        amount = signed_crowns(net, scale, language)
    else:
        template = (
            "In crowns ({name}) public budgets spend more: {amount} a year, which equals {share} "
            "of the region's own budget."
            if net.mean > 0
            else "In crowns ({name}) public budgets spend less: {amount} a year, which equals "
            "{share} of the region's own budget."
        )
        amount = size_of(net, scale, language)
    return say(template, language, name=name, amount=amount, share=written)


def payer_sentence(payer: Payer, language: str, *, name: str, scale: str) -> str:
    """Say what a payer saves or bears a year: percent of its budget before crowns."""
    net = payer.net
    if max(abs(net.p05), abs(net.p95)) < _WORTH_SAYING:
        return say("{payer}: a change under CZK 0.1 million a year.", language, payer=name)
    if net.p05 < 0 < net.p95:
        return say(
            "{payer}: the model cannot tell whether it saves or pays; on average {amount} a year.",
            language,
            payer=name,
            amount=signed_crowns(net, scale, language),
        )
    share = share_size(payer.share, language) if payer.share else ""
    if net.mean < 0:
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
