"""Sentences about payers: who saves, who surely pays more, who bears more on average."""

from collections.abc import Iterator, Mapping, Sequence

from kpsim.document.load_range import SURE
from kpsim.document.money_sentences import (
    Side,
    digits_of,
    likely_side,
    negated,
    payers_scale,
    side,
    signed_crowns,
    size_of,
    told,
)
from kpsim.report.cells import in_scale, mean_crowns, say, share_size
from kpsim.report.findings import Findings, Payer
from kpsim.wording.numbers import Rounded, bounds, money, money_text, percent
from kpsim.wording.words import payer_name

_OPEN: Mapping[Side, str] = {
    "cannot tell": "{payer}: the model cannot tell whether it saves or pays; on average {amount} "
    "a year.",
    "likely more": "{payer}: more to pay with probability {likelihood}, on average {amount} a "
    "year; the range begins below zero.",
    "likely less": "{payer}: a saving with probability {likelihood}, on average {amount} a year; "
    "the range ends above zero.",
}
"""What is said of a payer whose range spans zero."""

_FEW_NAMED = 2
"""Payers of next to nothing that are named; of more their number is told."""

_CARRIES = 0.5
"""Share of a saving from which on care not given is said to carry it."""

WORTH_SAYING = 5e4
"""Crowns a year that round to a tenth of a million."""


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


def saving_sentence(payers: Sequence[Payer], language: str, *, scale: str) -> str:
    """Say in one sentence what payers save a year: percent of the budget before crowns."""
    items = (
        say(
            "{payer} {share} of the budget, that is {amount}"
            if payer.share
            else "{payer} {amount}",
            language,
            payer=_saver(payer, language, scale=scale),
            share=share_size(payer.share, language) if payer.share else "",
            amount=_in_brackets(in_scale(negated(payer.net), scale), scale, language),
        )
        for payer in payers
    )
    return say(
        "These save a year (in brackets 9 in 10 futures): {payers}.",
        language,
        payers="; ".join(items),
    )


def _saver(payer: Payer, language: str, *, scale: str) -> str:
    """Name a payer, with the care not given where that is more than half of what it saves."""
    name = payer_name(payer.name, language)
    if not carried_by_forgone(payer):
        return name
    return say(
        "{payer} (care not given alone {amount})",
        language,
        payer=name,
        amount=mean_crowns(negated(payer.forgone), scale, language, signed=False),
    )


def carried_by_forgone(payer: Payer) -> bool:
    """Tell whether care not given is half of what a payer saves, or more."""
    carries = payer.forgone.mean <= _CARRIES * payer.net.mean < 0
    return carries and -payer.forgone.mean >= WORTH_SAYING


def _in_brackets(amount: Rounded, scale: str, language: str, *, signed: bool = False) -> str:
    """Write an amount with its bare range behind it."""
    digits = money_text(digits_of(amount, language, signed=signed), scale, language)
    return f"{digits} ({bounds(amount, language)})"


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
    surely = [each for each in paying if each.net.p05 > 0]
    unseen = all(each.odds.no_visible_change >= SURE for each in surely)
    for template, payers in (
        (
            "In 19 of 20 futures or more these pay more a year, but not noticeably: {payers}."
            if unseen
            else "In 19 of 20 futures or more these pay more a year: {payers}.",
            surely,
        ),
        (
            "In 9 of 10 futures or more these pay more a year: {payers}.",
            [each for each in paying if each not in surely],
        ),
    ):
        if payers:
            items = "; ".join(_bearing_items(payers, found, language, bare=bare))
            yield say(template, language, payers=items)


def unsurely_bearing(found: Findings) -> tuple[Payer, ...]:
    """Return whoever bears more on average with no direction that is sure, from the most down."""
    open_ = (e for e in found.payers if e.net.p05 < 0 and 1 - SURE < e.more < SURE)
    more = (each for each in open_ if each.net.mean >= WORTH_SAYING)
    return tuple(sorted(more, key=lambda payer: -payer.net.mean))


def unsure_sentence(payers: Sequence[Payer], language: str, *, scale: str) -> str:
    """Say what payers bear on average though the direction is not sure."""
    items = (
        f"{payer_name(each.name, language)} "
        f"{_in_brackets(in_scale(each.net, scale), scale, language, signed=True)}"
        for each in payers
    )
    return say(
        "On average these bear more a year, but the direction is not sure (in brackets 9 in 10 "
        "futures): {payers}.",
        language,
        payers="; ".join(items),
    )


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
    text = "{payer} ({share} of futures)"
    return say(text, language, share=percent(payer.more, language), payer=name)
