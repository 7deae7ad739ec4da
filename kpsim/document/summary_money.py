"""What the summary says of money: the public purse, who saves, who bears, care not given."""

from collections.abc import Iterator, Mapping

from kpsim.document.bridge import bridge
from kpsim.document.by_year import single_years
from kpsim.document.closing import paying_by_sharing
from kpsim.document.context import Context
from kpsim.document.load_range import SURE
from kpsim.document.money_sentences import (
    Side,
    likely_side,
    net_sentence,
    payers_scale,
    side,
    told,
    views_scale,
)
from kpsim.document.payer_sentences import (
    WORTH_SAYING,
    bearing_sentences,
    hardly_changes,
    payer_sentence,
    paying_more,
    saving_sentence,
    unsure_sentence,
    unsurely_bearing,
)
from kpsim.report.cells import in_scale
from kpsim.report.findings import Estimate, Findings, Payer
from kpsim.wording.numbers import money, money_text, number
from kpsim.wording.words import likelihood

_ALWAYS = ("region", "city_of_liberec")
_VICTIMS = "victims"


def money_points(context: Context, found: Findings) -> Iterator[str]:
    """Say the range of the public purse, how sure its sign is, and what payers bear."""
    yield net_sentence(found, context.language, paid=bridge(context).public.mean)
    yield from filter(None, [" ".join(single_years(context, found.scenario))])
    yield from without_forgone(context, found)
    yield worse_off(context, found)
    yield from who_saves(context, found)
    yield from bearing_sentences(found, context.language)
    yield from paying_by_sharing(context, found)
    yield from victims(context, found)


def who_saves(context: Context, found: Findings) -> Iterator[str]:
    """Say in one sentence what those save that surely do; of the others what is to be said."""
    language, scale, payers = context.language, payers_scale(found), outermost(found)
    saving = [each for each in payers if each.net.p95 < 0]
    if saving:
        text = saving_sentence(saving, language, scale=scale)
        yield f"{text} {context.say('All payers are in [[payers]].')}"
    unsure = unsurely_bearing(found)
    rest = [each for each in payers if each not in (*saving, *unsure)]
    small = [context.payer(each.name) for each in rest if hardly_changes(each)]
    if small:
        yield context.say(
            "A change under {least} a year: {payers}.",
            least=money(WORTH_SAYING, language, scale="million", decimals=2),
            payers="; ".join(small),
        )
    for each in rest:
        if not hardly_changes(each):
            yield payer_sentence(each, language, name=context.payer(each.name), scale=scale)
    if unsure:
        yield unsure_sentence(unsure, language, scale=scale)


_LOSSES: Mapping[Side, str] = {
    "more": "Victims of crime lose more: {amount} a year.",
    "less": "Victims of crime lose less: {amount} a year.",
    "likely more": "Victims of crime lose more with probability {likelihood}: on average {amount} "
    "a year; the range begins below zero.",
    "likely less": "Victims of crime lose less with probability {likelihood}: on average {amount} "
    "a year; the range ends above zero.",
}
"""What is said of victims, whose crowns are in no budget."""


def victims(context: Context, found: Findings) -> Iterator[str]:
    """Say what victims of crime lose or are spared, where one direction is very likely."""
    language, scale = context.language, payers_scale(found)
    for each in found.payers:
        if each.name == _VICTIMS and max(each.more, 1 - each.more) >= SURE:
            yield context.say(
                _LOSSES[side(each.net, each.more)],
                amount=told(each.net, scale, language),
                likelihood=likely_side(each.more, language),
            )


def without_forgone(context: Context, found: Findings) -> Iterator[str]:
    """Say the net without care that people do not get, which is no saving to anybody."""
    central = found.money["central"]
    if central.care_forgone.p95 >= 0:
        return
    scale, language, without = views_scale(found), context.language, central.net_without_forgone
    yield context.say(
        "The central view counts {amount} of care that people do not get as not spent (mean of the "
        "sum). That is no benefit; leaving it out, public budgets spend {without} less."
        if without.p95 < 0
        else "The central view counts {amount} of care that people do not get as not spent (mean "
        "of the sum). That is no benefit; leaving it out, public budgets spend {without} more."
        if without.p05 > 0
        else "The central view counts {amount} of care that people do not get as not spent (mean "
        "of the sum). That is no benefit; leaving it out, the difference is {without}.",
        amount=_mean(central.care_forgone, scale, language),
        without=told(without, scale, language),
    )


def _mean(found: Estimate, scale: str, language: str) -> str:
    """Write the size of a mean in the digits of the table of views."""
    rounded = in_scale(found, scale)
    digits = number(abs(rounded.centre), language, decimals=rounded.decimals)
    return money_text(digits, scale, language)


def worse_off(context: Context, found: Findings) -> str:
    """Say how likely public budgets end worse off, once where both views say the same."""
    central, floor, full = (
        str(likelihood(found.money[view].worse, context.language))
        for view in ("central", "floor", "full")
    )
    if central == floor == full:
        return context.say(
            "Public budgets end worse off with probability {all} in all three views.",
            all=central,
        )
    if central == floor:
        return context.say(
            "Public budgets end worse off with probability {both} in the floor and the central "
            "view, {full} in the full view.",
            both=central,
            full=full,
        )
    return context.say(
        "Public budgets end worse off with probability {central} in the central view, {floor} in "
        "the floor view, {full} in the full view.",
        central=central,
        floor=floor,
        full=full,
    )


def outermost(found: Findings) -> tuple[Payer, ...]:
    """Return whoever surely saves, from the most down, and the region and the city.

    Not who saves next to nothing, nor who is told to pay.
    """
    public = [each for each in found.payers if each.public and each not in paying_more(found)]
    saving = [e for e in public if e.net.p95 < 0 and -e.net.mean >= WORTH_SAYING]
    saving.sort(key=lambda each: each.net.mean)
    always = [each for name in _ALWAYS for each in public if each.name == name]
    return tuple({each.name: each for each in (*saving, *always)}.values())
