"""Loads as tables print them: the level, the difference with its range, how often it is worse."""

from kpsim.document.load_range import (
    HALF,
    is_percent,
    practically_none,
    rounded_difference,
    share_without,
    unit_above,
    unit_of,
)
from kpsim.document.sentences import limit
from kpsim.language import translate
from kpsim.report.cells import odds, rounded, say, with_sign
from kpsim.report.findings import Estimate, Load
from kpsim.report.terminal import moved
from kpsim.results import Outcome
from kpsim.wording.numbers import Rounded, bounds, number, percent


def reference_cell(load: Load, language: str) -> str:
    """Write the level with the services kept, as a table shows it."""
    if load.is_event:
        return percent(load.reference.mean, language, decimals=1)
    return level_cell(load.outcome, load.reference, language)


def level_cell(outcome: Outcome, found: Estimate, language: str) -> str:
    """Write a level without its interval; people and cases are whole."""
    level = rounded(found, least=unit_of(outcome))
    return number(level.centre, language, decimals=level.decimals)


def difference_cell(load: Load, language: str) -> str:
    """Write the difference, as a table shows it; one too small to speak of by its limit."""
    if load.difference.is_zero or (load.is_event and not practically_none(load)):
        return moved(load, language)
    if practically_none(load):
        text = translate("at most ±{most}", language).format(most=limit(load, language))
    else:
        one_way = 100 * max(load.more, load.fewer) > HALF > 100 * share_without(load)
        middle = load.difference.p50 if one_way else 0.0
        text = signed_cell(rounded_difference(load), language, middle=middle)
    return f"{text} {translate('pp', language)}" if is_percent(load) else text


def signed_cell(found: Rounded, language: str, *, middle: float, unit: str = "") -> str:
    """Write a difference with its sign.

    A middle that only rounds to zero is said to be under a digit to the side of most futures;
    `middle` is zero where most futures lie to neither side. A `unit` stands with the words.
    """
    if found.centre or not middle:
        return with_sign(found, language)
    least = number(unit_above(middle, found.decimals), language, decimals=found.decimals)
    if unit:
        least = f"{least} {unit}"
    template = "under {least} more" if middle > 0 else "under {least} fewer"
    return f"{say(template, language, least=least)} ({bounds(found, language)})"


def worse_cell(load: Load, language: str) -> str:
    """Write how often a load is worse; of a change too small to speak of there is nothing to say.

    A direction is easily sure of a difference that nobody would notice.
    """
    unsaid = load.is_event or load.difference.is_zero or practically_none(load)
    return odds(None if unsaid else load.worse, language)
