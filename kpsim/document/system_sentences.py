"""Sentences about crowns in one system: spent more or less, received, and care not given in it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from kpsim.document.money_sentences import (
    Side,
    is_less,
    likely_side,
    share_of_bearer,
    side,
    signed_crowns,
    systems_scale,
    told,
)
from kpsim.report.cells import in_scale, say
from kpsim.report.findings import Estimate, Findings, System
from kpsim.wording.numbers import money_text, number, percent
from kpsim.wording.words import name_of, payer_name

_REVENUE = "revenue"
"""The system in which more is a loss of income, not spending."""

_SPENT: Mapping[Side, str] = {
    "cannot tell": "In crowns ({name}) the model cannot tell the direction: {amount} a year",
    "likely more": "In crowns ({name}) public budgets spend more with probability {likelihood}: "
    "{amount} a year, a range that begins below zero",
    "likely less": "In crowns ({name}) public budgets spend less with probability {likelihood}: "
    "{amount} a year, a range that ends above zero",
    "more": "In crowns ({name}) public budgets spend more: {amount} a year",
    "less": "In crowns ({name}) public budgets spend less: {amount} a year",
}
_DIFFERENCE: Mapping[Side, str] = {
    "more": "In crowns ({name}) public budgets spend more, the difference is {amount} a year",
    "less": "In crowns ({name}) public budgets spend less, the difference is {amount} a year",
}
"""Said where a part of the difference follows with its sign."""
_RECEIVED: Mapping[Side, str] = {
    "cannot tell": "In crowns ({name}; a minus is income gained) the model cannot tell the "
    "direction: {amount} a year",
    "likely more": "In crowns ({name}) public budgets lose income with probability {likelihood}: "
    "on average {amount} a year",
    "likely less": "In crowns ({name}) public budgets gain income with probability {likelihood}: "
    "on average {amount} a year",
    "more": "In crowns ({name}) public budgets lose income: {amount} a year",
    "less": "In crowns ({name}) public budgets gain income: {amount} a year",
}
"""What is said of a system in crowns, and of the income of public budgets."""


def crowns_of_systems(systems: Sequence[System], found: Findings, language: str) -> Iterator[str]:
    """Say what public budgets spend more or less in systems, by the budgets that bear most of it.

    A share too small to print is not: `kinds_of_numbers` says so once for all.
    """
    for system in systems:
        scale, share = systems_scale(found), share_of_bearer(system, found)
        text = in_crowns(
            system,
            language,
            scale=scale,
            share=percent(share, language, decimals=1) if share else "",
            signed=is_less(system.forgone, scale),
        )
        if is_less(system.forgone, scale):
            forgone = say(
                "This is made of {forgone} a year of care that people do not get, which is no "
                "benefit, and {rest} a year of everything else."
                if abs(system.forgone.mean) > abs(system.by_view["central"].mean)
                else "Of this, care that people do not get is {forgone} a year; that is no "
                "benefit. Without it the difference is {rest} a year.",
                language,
                forgone=signed_crowns(system.forgone, scale, language),
                rest=signed_crowns(system.without_forgone, scale, language),
            )
            text = f"{text} {forgone}"
        yield text


def in_crowns(
    system: System, language: str, *, scale: str, share: str = "", signed: bool = False
) -> str:
    """Say what public budgets spend more or less in one system, as a share of a budget too.

    `signed` keeps the sign of an amount whose parts are told with theirs.
    """
    net = system.by_view["central"]
    where, income = side(net, system.more), system.name == _REVENUE
    templates = _RECEIVED if income else _SPENT
    write: Callable[[Estimate, str, str], str] = told
    if signed and where in _DIFFERENCE:
        templates, write = _DIFFERENCE, signed_crowns
    if income and where.startswith("likely"):
        write = _of_income
    text = say(
        templates[where],
        language,
        name=name_of(system.name, language),
        amount=write(net, scale, language),
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


def _of_income(net: Estimate, scale: str, language: str) -> str:
    """Write an amount of income with its range in words: a plus beside a loss reads as a gain."""
    found = in_scale(net, scale)
    centre, low, high = (
        number(abs(each), language, decimals=found.decimals)
        for each in (found.centre, found.low, found.high)
    )
    return say(
        "{amount} (9 in 10 futures: from {low} gained to {high} lost)"
        if net.mean > 0
        else "{amount} (9 in 10 futures: from {high} lost to {low} gained)",
        language,
        amount=money_text(centre, scale, language),
        low=low,
        high=high,
    )
