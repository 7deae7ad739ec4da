"""What the range of a load allows to be said: whether it spans zero, to which side it leans."""

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from kpsim.report.cells import rounded
from kpsim.report.findings import Estimate, Load
from kpsim.results import Outcome
from kpsim.wording.numbers import Rounded, exact, round_to

ONE_CASE = 1.5
"""A difference below this rounds to one case at most."""

FEW = 5
"""Cases that nobody would notice where they are under a hundredth of the level."""

VERY_LIKELY, LIKELY, HALF = 90, 66, 50
"""Percent from which the verbal scale calls something very likely, and likely; half of them."""

SURE = VERY_LIKELY / 100
"""Share of futures from which on a direction is told as one, of a load or of a payer."""

Lean = Literal[
    "very likely more", "likely more", "", "mostly none", "likely fewer", "very likely fewer"
]

_FINEST = Decimal("0.1")
_SLIGHT = Decimal("0.01")


def practically_none(load: Load) -> bool:
    """Tell whether a difference is too small to speak of."""
    least = float(least_of(load))
    if load.is_event:
        return 100 * abs(load.difference.mean) < least
    return size_of(load.difference) < (
        max(least, ONE_CASE) if unit_of(load.outcome) == 1 else least
    )


def spans_zero(load: Load) -> bool:
    """Tell whether the range of a load spans zero and is wide enough to be said."""
    if load.is_event or load.difference.is_zero or practically_none(load):
        return False
    return load.difference.p05 < 0 < load.difference.p95


def touches_zero(load: Load) -> bool:
    """Tell whether a range spans zero by less than the last digit it is printed with.

    Where that digit is of more than one case, the other side must be likely too.
    """
    if not spans_zero(load):
        return False
    if reaches_no_case(load):
        return True
    found = rounded(load.difference, least=unit_of(load.outcome), finer=2)
    across = {found.low: load.more, found.high: load.fewer}.get(Decimal(0), 0.0)
    return 100 * across >= LIKELY


def reaches_no_case(load: Load) -> bool:
    """Tell whether a range reaches to one side of zero by less than half a case."""
    return min(-load.difference.p05, load.difference.p95) < float(unit_of(load.outcome)) / 2


def leans(load: Load) -> Lean:
    """Tell to which side a load leans whose range spans zero, by the verbal scale."""
    if not spans_zero(load):
        return ""
    more, fewer = (round_to(exact(100 * each), Decimal(1)) for each in (load.more, load.fewer))
    if 100 * share_without(load) >= HALF:
        return "mostly none"
    if max(more, fewer) < LIKELY:
        return ""
    if more > fewer:
        return "very likely more" if more >= VERY_LIKELY else "likely more"
    return "very likely fewer" if fewer >= VERY_LIKELY else "likely fewer"


def share_without(load: Load) -> float:
    """Return the share of futures without a change.

    One to the side that a range reaches by less than half its last digit is none.
    """
    if not (spans_zero(load) and reaches_no_case(load)):
        return 1 - load.more - load.fewer
    return 1 - (load.more if load.difference.p95 > -load.difference.p05 else load.fewer)


def cannot_be_told(load: Load) -> bool:
    """Tell whether the range of a load spans zero and neither side is likely."""
    return spans_zero(load) and not leans(load)


def is_slight(load: Load) -> bool:
    """Tell whether even the largest change is under a hundredth of the level."""
    return not is_percent(load) and size_of(load.difference) < _SLIGHT * level_of(load).centre


def middle_is_slight(load: Load) -> bool:
    """Tell whether the middle of a change is under a hundredth of the level."""
    return not is_percent(load) and abs(load.difference.p50) < _SLIGHT * level_of(load).centre


def is_tiny(load: Load) -> bool:
    """Tell whether a change over zero is of a few cases, and slight."""
    return spans_zero(load) and is_slight(load) and size_of(load.difference) < FEW


def rounded_difference(load: Load) -> Rounded:
    """Round a difference by its interval, cases to whole ones, in sentences and tables alike.

    A bound that is not zero is not printed as zero where one more digit helps: it would hide the
    direction. One that is less than half the last digit beyond zero is zero.
    """
    found = rounded(load.difference, least=unit_of(load.outcome))
    if spans_zero(load) and reaches_no_case(load):
        low, high = found.low, found.high
        return replace(found, low=max(low, Decimal(0)) if high > -low else low,
                       high=high if high > -low else min(high, Decimal(0)))  # fmt: skip
    if 0 in (found.low, found.high):
        return rounded(load.difference, least=unit_of(load.outcome), finer=2)
    return found


def unit_above(value: float, decimals: int) -> Decimal:
    """Return the power of ten, of the last digit printed or coarser, under which a value is."""
    unit = Decimal(1).scaleb(-decimals)
    while unit <= abs(value):
        unit *= 10
    return unit


def unit_of(outcome: Outcome) -> Decimal:
    """Return what is never split: cases and people are whole, other levels have a decimal."""
    whole = outcome.aggregate == "sum" or outcome.unit.en in ("people", "children", "jobs")
    return Decimal(1) if whole else _FINEST


def is_percent(load: Load) -> bool:
    """Tell whether a load is a percentage or a probability: its differences are points."""
    return load.is_event or load.outcome.unit.en.startswith("%")


def level_of(load: Load) -> Rounded:
    """Round the level with the services kept."""
    return rounded(load.reference, least=unit_of(load.outcome))


def least_of(load: Load) -> Decimal:
    """Return the difference below which nothing is said of its direction."""
    return 5 * _FINEST if is_percent(load) else _FINEST


def size_of(found: Estimate) -> float:
    """Return the largest of a difference's middle and ends."""
    return max(abs(found.p05), abs(found.p50), abs(found.p95))
