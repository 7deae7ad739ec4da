"""Loads as tables print them: the level, the difference with its range, how often it is worse."""

from decimal import Decimal

from kpsim.document.load_range import (
    HALF,
    is_percent,
    practically_none,
    rounded_difference,
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
        none = max(load.more, load.fewer) < HALF / 100
        text = signed_cell(rounded_difference(load), language, none=none)
    return f"{text} {translate('pp', language)}" if is_percent(load) else text


def signed_cell(found: Rounded, language: str, *, none: bool = False) -> str:
    """Write a difference with its sign.

    Beside a range of one sign, a middle that only rounds to zero is said to be under a digit to
    that side, unless it is `none`: half of the futures have no difference.
    """
    if none or found.centre or found.low < 0 < found.high:
        return with_sign(found, language)
    least = number(Decimal(1).scaleb(-found.decimals), language, decimals=found.decimals)
    template = "under {least} more" if found.high > -found.low else "under {least} fewer"
    return f"{say(template, language, least=least)} ({bounds(found, language)})"


def worse_cell(load: Load, language: str) -> str:
    """Write how often a load is worse; of a change too small to speak of there is nothing to say.

    A direction is easily sure of a difference that nobody would notice.
    """
    unsaid = load.is_event or load.difference.is_zero or practically_none(load)
    return odds(None if unsaid else load.worse, language)
