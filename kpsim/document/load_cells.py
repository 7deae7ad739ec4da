"""Loads as tables print them: the level, the difference with its range, how often it is worse."""

from decimal import Decimal

from kpsim.document.sentences import (
    bound,
    is_percent,
    limit,
    practically_none,
    rounded_difference,
    spans_zero,
    unit_of,
)
from kpsim.language import translate
from kpsim.report.cells import odds, rounded, with_sign
from kpsim.report.findings import Estimate, Load
from kpsim.report.terminal import moved
from kpsim.results import Outcome
from kpsim.wording.numbers import Rounded, bounds, exact, number, percent, round_to, unbreakable


def reference_cell(load: Load, language: str) -> str:
    """Write the level with the services kept, as a table shows it."""
    if load.is_event:
        return percent(load.reference.mean, language)
    return level_cell(load.outcome, load.reference, language)


def level_cell(outcome: Outcome, found: Estimate, language: str) -> str:
    """Write a level without its interval; people and cases are whole."""
    level = rounded(found, least=unit_of(outcome))
    return number(level.centre, language, decimals=level.decimals)


def difference_cell(load: Load, language: str) -> str:
    """Write the difference, as a table shows it; one too small to speak of by its limit."""
    if load.is_event or load.difference.is_zero:
        return moved(load, language)
    if practically_none(load):
        text = translate("at most ±{most}", language).format(most=limit(load, language))
    else:
        text = _signed(load, language)
    return f"{text} {translate('pp', language)}" if is_percent(load) else text


def _signed(load: Load, language: str) -> str:
    """Write a difference with its sign, so that its digits show whether the range spans zero."""
    found = rounded_difference(load)
    if spans_zero(load):
        ends = [_shown(end, found.decimals, language) for end in _ends(load, found)]
        centre = number(found.centre, language, decimals=found.decimals, signed=True)
        between = translate("{low} to {high}", language).format(low=ends[0], high=ends[1])
        return f"{centre} ({unbreakable(between, language)})"
    if found.centre:
        return with_sign(found, language)
    # The middle only rounds to zero, beside a range of one sign.
    return f"{bound(found.centre, found.decimals, language)} ({bounds(found, language)})"


def _ends(load: Load, found: Rounded) -> tuple[Decimal, ...]:
    """Return the ends of a range over zero; one that rounds to zero with its first digit."""
    raw = (exact(load.difference.p05), exact(load.difference.p95))
    return tuple(
        end or round_to(each, Decimal(1).scaleb(each.adjusted()))
        for end, each in zip((found.low, found.high), raw, strict=True)
    )


def _shown(end: Decimal, decimals: int, language: str) -> str:
    """Write an end with its own decimals where it has more."""
    return number(end, language, decimals=max(decimals, -int(end.as_tuple().exponent)))


def worse_cell(load: Load, language: str) -> str:
    """Write how often a load is worse; of a change too small to speak of there is nothing to say.

    A direction is easily sure of a difference that nobody would notice.
    """
    unsaid = load.is_event or load.difference.is_zero or practically_none(load)
    return odds(None if unsaid else load.worse, language)
