"""Sentences about crowns: the public purse, its share of a budget, and what a payer bears."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from kpsim.document.bridge import of_a_year
from kpsim.document.load_range import LIKELY, SURE
from kpsim.report.cells import common_scale, in_scale, say, share_size
from kpsim.report.findings import Estimate, Findings, Payer, System
from kpsim.results import VIEWS, View
from kpsim.wording.numbers import (
    Rounded,
    bounds,
    budget_percent,
    money,
    money_text,
    number,
    percent,
)
from kpsim.wording.words import likelihood, payer_name, years_long

Side = Literal["more", "less", "likely more", "likely less", "cannot tell"]

_NOTICED = 0.001
"""A share of a budget below this is said to be less than a tenth of a per cent."""

_LIKELY = LIKELY / 100
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

_FEW_NAMED = 2
"""Payers of next to nothing that are named; of more their number is told."""

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
    """Say what public budgets spend more or less, central first: percent of what they pay.

    `paid` is what public budgets pay for the services a year; no one payer's budget measures a
    sum that falls on many.
    """
    net = {view: found.money[view].net for view in VIEWS}
    central, worse = net["central"], found.money["central"].worse
    where = side(central, worse)
    share = central.mean / found.years / paid
    large = abs(share)
    if where in ("more", "less"):
        share = large
    year = of_a_year(central, found.years)
    scale = common_scale([year])
    amount = in_scale(negated(year) if where == "less" else year, scale)
    lead = say(
        _NET[where],
        language,
        amount=money_text(
            _digits(amount, language, signed=where not in ("more", "less")), scale, language
        ),
        percent=percent(share, language) if large >= _LARGE else budget_percent(share, language),
        paid=money(paid, language, scale="million", decimals=1),
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
    write = size_of if less or more else signed_crowns
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
            view: f"{_digits(each, language, signed=not (less or more))} ({bounds(each, language)})"
            for view, each in bare.items()
        },
    )


def _digits(rounded: Rounded, language: str, *, signed: bool) -> str:
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


def hardly_changes(payer: Payer) -> bool:
    """Tell whether what a payer saves or bears is too little to speak of."""
    return max(abs(payer.net.p05), abs(payer.net.p95)) < WORTH_SAYING


def payer_sentence(payer: Payer, language: str, *, name: str, scale: str) -> str:
    """Say what a payer saves or bears a year: percent of its budget before crowns."""
    net = payer.net
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


def saving_sentence(
    payers: Sequence[Payer], names: Sequence[str], language: str, *, scale: str
) -> str:
    """Say in one sentence what payers save a year: percent of the budget before crowns."""
    saved = [in_scale(negated(payer.net), scale) for payer in payers]
    items = [
        say(
            "{payer} {share} of the budget, that is {amount} ({bounds})"
            if payer.share
            else "{payer} {amount} ({bounds})",
            language,
            payer=name,
            share=share_size(payer.share, language) if payer.share else "",
            amount=money_text(_digits(amount, language, signed=False), scale, language),
            bounds=bounds(amount, language),
        )
        for payer, name, amount in zip(payers, names, saved, strict=True)
    ]
    return say(
        "Saved a year (in brackets 9 in 10 futures): {payers}.", language, payers="; ".join(items)
    )


def paying_more(found: Findings) -> tuple[Payer, ...]:
    """Return the public payers that pay more in nearly all futures, from the most down."""
    sure = [each for each in found.payers if each.public and each.more >= SURE]
    return tuple(sorted(sure, key=lambda payer: -payer.net.mean))


def bearing_sentences(found: Findings, language: str, *, bare: bool = False) -> Iterator[str]:
    """Name the public payers whose spending surely rises, each with its part of its budget.

    `bare` leaves the amounts to the table beside the sentence.
    """
    paying = paying_more(found)
    if not paying:
        yield say("No public payer pays more in 9 of 10 futures or more.", language)
    for template, payers in (
        (
            "More to pay a year in 19 of 20 futures or more: {payers}.",
            [each for each in paying if each.net.p05 > 0],
        ),
        (
            "More to pay a year: {payers}.",
            [each for each in paying if each.net.p05 <= 0],
        ),
    ):
        if payers:
            items = "; ".join(_bearing_items(payers, found, language, bare=bare))
            yield say(template, language, payers=items)


def _bearing_items(
    payers: Sequence[Payer], found: Findings, language: str, *, bare: bool
) -> Iterator[str]:
    """Name payers with amount and part of a budget; those that pay next to nothing together."""
    scale = payers_scale(found)
    for each in payers:
        if _named(each) and bare:
            yield _bearer(each, language)
        elif _named(each):
            amount = told(each.net, scale, language)
            text = "{payer} {amount}, {share} of the budget" if each.share else "{payer} {amount}"
            yield say(
                text,
                language,
                payer=_bearer(each, language),
                amount=amount,
                share=share_size(each.share, language) if each.share else "",
            )
    small = [_bearer(each, language) for each in payers if not _named(each)]
    if small:
        text = "others ({count}) less than {least} each"
        if len(small) <= _FEW_NAMED:
            text = (
                "{names} (less than {least} each)" if small[1:] else "{names} (less than {least})"
            )
        elif len(small) == len(payers):
            text = "public payers ({count}) less than {least} each"
        least = money(WORTH_SAYING, language, scale="million", decimals=2)
        yield say(text, language, count=len(small), names=", ".join(small), least=least)


def _named(payer: Payer) -> bool:
    """Tell whether a payer is named alone: for its amount, or because it surely notices it."""
    return payer.net.mean >= WORTH_SAYING or payer.odds.worse >= SURE


def _bearer(payer: Payer, language: str) -> str:
    """Name a payer, with the share of futures in which it pays more where its range says less."""
    name = payer_name(payer.name, language)
    if payer.net.p05 > 0:
        return name
    text = "with probability {share} {payer}"
    return say(text, language, share=percent(payer.more, language), payer=name)
