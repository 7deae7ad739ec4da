"""Sentences about crowns: the public purse in three views, and its share of a budget."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from kpsim.document.bridge import of_a_year
from kpsim.document.load_range import LIKELY
from kpsim.report.cells import common_scale, in_scale, say
from kpsim.report.findings import Estimate, Findings, System
from kpsim.results import VIEWS, View
from kpsim.wording.numbers import (
    SCALES,
    Rounded,
    bounds,
    budget_percent,
    money,
    money_text,
    number,
    percent,
    round_to,
)
from kpsim.wording.words import likelihood, years_long

Side = Literal["more", "less", "likely more", "likely less", "cannot tell"]

_NOTICED = 0.001
"""A share of a budget below this is said to be less than a tenth of a per cent."""

_LIKELY = LIKELY / 100
"""Share of futures on one side from which on a range over zero is told with its probability."""

_NET: Mapping[Side, str] = {
    "less": "Public budgets spend less: on average by about {percent} of the {paid} a year they "
    "pay for the services kept, that is by {amount} a year.",
    "more": "Public budgets spend more: on average by about {percent} of the {paid} a year they "
    "pay for the services kept, that is by {amount} a year.",
    "likely less": "Public budgets spend less with probability {likelihood}, but not in the whole "
    "range: the mean change is {percent} of the {paid} a year they pay for the services kept, that "
    "is {amount} a year.",
    "likely more": "Public budgets spend more with probability {likelihood}, but not in the whole "
    "range: the mean change is {percent} of the {paid} a year they pay for the services kept, that "
    "is {amount} a year.",
    "cannot tell": "The model cannot tell whether public budgets spend more or less: the mean "
    "change is {percent} of the {paid} a year they pay for the services kept, that is {amount} a "
    "year.",
}
"""What is said first of the public purse, by the direction of the central view."""

_LARGE = 0.1
"""A share from which on it is printed in whole per cent."""

_DECIMALS_PAID = 1
"""Decimals of the millions that public budgets pay for the services kept."""


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
    """Say what public budgets spend more or less, central first: percent of what they pay.

    `paid` is what public budgets pay for the services a year; no one payer's budget measures a
    sum that falls on many. The percent is of the two amounts as printed: a reader recalculates it.
    """
    net = {view: found.money[view].net for view in VIEWS}
    central, worse = net["central"], found.money["central"].worse
    where = side(central, worse)
    year = of_a_year(central, found.years)
    scale = common_scale([year])
    amount = in_scale(negated(year) if where == "less" else year, scale)
    rounded_paid = round_to(paid, Decimal(1).scaleb(SCALES["million"] - _DECIMALS_PAID))
    share = float(amount.centre.scaleb(SCALES[scale]) / rounded_paid)
    write = percent if abs(share) >= _LARGE else budget_percent
    lead = say(
        _NET[where],
        language,
        amount=money_text(
            digits_of(amount, language, signed=where not in ("more", "less")), scale, language
        ),
        percent=write(share, language),
        paid=money(paid, language, scale="million", decimals=_DECIMALS_PAID),
        likelihood=likely_side(worse, language),
    )
    return f"{lead} {_of_views(net, language, scale=views_scale(found), years=found.years)}"


def _of_views(net: Mapping[View, Estimate], language: str, *, scale: str, years: int) -> str:
    """Say the sum in the three views; without signs where all lie on one side."""
    less = all(each.p95 < 0 for each in net.values())
    more = all(each.p05 > 0 for each in net.values())
    template = (
        "Over {years} they spend {central} less in the central view, {floor} less in the floor "
        "view and {full} less in the full view."
        if less
        else "Over {years} they spend {central} more in the central view, {floor} more in the "
        "floor view and {full} more in the full view."
        if more
        else "Over {years} the difference (minus: less is spent) is {central} in the central view, "
        "{floor} in the floor view and {full} in the full view."
    )
    signed = not (less or more)
    write = signed_crowns if signed else size_of
    bare = {
        view: in_scale(negated(net[view]) if less else net[view], scale)
        for view in ("floor", "full")
    }
    return say(
        template,
        language,
        years=years_long(years, language),
        central=write(net["central"], scale, language),
        **{
            view: f"{digits_of(each, language, signed=signed)} ({bounds(each, language)})"
            for view, each in bare.items()
        },
    )


def digits_of(rounded: Rounded, language: str, *, signed: bool) -> str:
    """Write the middle of a rounded amount, with its sign where that is wanted."""
    return number(rounded.centre, language, decimals=rounded.decimals, signed=signed)


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


def is_less(found: Estimate, scale: str) -> bool:
    """Tell whether an amount is below zero in its whole range as it is printed."""
    rounded = in_scale(found, scale)
    return rounded.low <= rounded.high < 0


def share_of_bearer(system: System, found: Findings) -> float:
    """Return a system's part of the budget of the payer most of it falls on, if worth telling."""
    budget = found.measures.budgets.get(system.bearer)
    share = abs(system.by_view["central"].mean) / budget.amount if budget else 0.0
    return share if share >= _NOTICED else 0.0


def kinds_of_numbers(language: str, *, shares: bool) -> str:
    """Say what is a median and what a mean; and where shares of a budget stand, if any do."""
    text = "Counts are medians, crowns are means."
    if shares:
        text = (
            "Counts are medians, crowns are means, with their share of the budget of the payer "
            "most of them fall on where it is at least {least}."
        )
    return say(text, language, least=percent(_NOTICED, language, decimals=1))


def side(net: Estimate, more: float) -> Side:
    """Tell what can be said of an amount's direction; `more` is the share of futures above zero.

    A range that spans zero leaves the direction open, unless two futures in three agree: then it
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
    return str(likelihood(max(more, 1 - more), language))
