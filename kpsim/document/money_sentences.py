"""Sentences about crowns: the public purse, its share of a budget, and what a payer bears."""

from decimal import Decimal

from kpsim.report.cells import say
from kpsim.report.findings import Estimate, Findings, Payer
from kpsim.wording.numbers import (
    Rounded,
    bounds,
    budget_percent,
    interval,
    money_text,
    number,
    round_to,
    rounding_unit,
    scale_for,
    scaled,
)
from kpsim.wording.words import in_ten, years_long

_FINEST = Decimal("0.1")


def net_sentence(found: Findings, language: str, *, budget: float, named: str, year: int) -> str:
    """Say the range from floor to central: percent of a named budget first, crowns after."""
    floor, central = found.money["floor"].net, found.money["central"].net
    scale = scale_for(floor.p05, floor.p95, central.p05, central.p95)
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
            found, language, budget=budget, named=say(named, language, year=year), scale=scale
        )
    shares = [each.mean / found.years / budget for each in (floor, central)]
    unit = min(_unit_of_crowns(each, scale) for each in (floor, central))
    return say(
        template,
        language,
        percent=_percent_range(shares, language),
        budget=say(named, language, year=year),
        years=years_long(found.years, language),
        floor=_size(floor, scale, language, unit=unit),
        central=_size(central, scale, language, unit=unit),
    )


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


def _size(found: Estimate, scale: str, language: str, *, unit: Decimal | None = None) -> str:
    """Write an amount without its sign, with its interval; two amounts may share a unit."""
    less = found.mean < 0
    low, high = (-found.p95, -found.p05) if less else (found.p05, found.p95)
    to = unit or _unit_of_crowns(found, scale)
    centre, low_, high_ = (
        round_to(scaled(value, scale), to) for value in (abs(found.mean), low, high)
    )
    rounded = Rounded(centre, low_, high_, max(0, -int(to.adjusted())))
    digits = number(rounded.centre, language, decimals=rounded.decimals)
    return say(
        "{amount} (9 in 10 futures: {bounds})",
        language,
        amount=money_text(digits, scale, language),
        bounds=bounds(rounded, language),
    )


def _unit_of_crowns(found: Estimate, scale: str) -> Decimal:
    """Return the unit an amount is rounded to, finer where a bound would be printed as zero."""
    low, high = scaled(found.p05, scale), scaled(found.p95, scale)
    error = scaled(found.error, scale)
    unit = max(_FINEST, rounding_unit(low, high, error=error))
    if 0 in (round_to(low, unit), round_to(high, unit)):
        unit = max(_FINEST / 10, rounding_unit(low, high, error=error, finer=1))
    return unit


def signed_crowns(found: Estimate, scale: str, language: str) -> str:
    """Write an amount with its sign and interval."""
    rounded = _crowns(found.mean, found.p05, found.p95, error=found.error, scale=scale)
    digits = number(rounded.centre, language, decimals=rounded.decimals, signed=True)
    return say(
        "{amount} (9 in 10 futures: {bounds})",
        language,
        amount=money_text(digits, scale, language),
        bounds=bounds(rounded, language),
    )


def _crowns(centre: float, low: float, high: float, *, error: float, scale: str) -> Rounded:
    parts = [scaled(value, scale) for value in (centre, low, high)]
    return interval(*parts, error=scaled(error, scale), least=_FINEST)


def payer_sentence(payer: Payer, language: str, *, name: str) -> str:
    """Say what a payer saves or bears a year: percent of its budget before crowns."""
    net = payer.net
    if net.p05 < 0 < net.p95:
        return say(
            "{payer}: the model cannot tell whether it saves or pays; on average {amount} a year.",
            language,
            payer=name,
            amount=signed_crowns(net, scale_for(net.p05, net.p95), language),
        )
    scale = scale_for(net.p05, net.p95)
    share = budget_percent(abs(payer.share.mean), language) if payer.share else ""
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
    return say(template, language, payer=name, share=share, amount=_size(net, scale, language))
