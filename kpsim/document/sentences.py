"""Sentences made from numbers by rules: none says more than its interval holds.

An interval that spans zero is said to; rounding follows the interval and the Monte Carlo error,
and a sentence prints the digits of the table beside it.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from math import ceil

from kpsim.document.load_range import (
    ONE_CASE,
    is_percent,
    leans,
    least_of,
    level_of,
    middle_is_slight,
    practically_none,
    rounded_difference,
    size_of,
    spans_zero,
    touches_zero,
    unit_above,
    unit_of,
)
from kpsim.language import translate
from kpsim.report.cells import rounded, say
from kpsim.report.findings import Estimate, Load
from kpsim.results import Outcome
from kpsim.wording.numbers import Rounded, bounds, number, percent, with_bounds
from kpsim.wording.units import after_number
from kpsim.wording.words import lowered, years_long

SMALL = 5
"""Expected counts with chance below this are said as a range of whole cases first."""

_SLIGHT = Decimal("0.01")


def load_sentence(load: Load, language: str, *, years: int) -> str:
    """Say how a load differs from keeping the services."""
    if load.difference.is_zero:
        label = load.outcome.label.of(language)
        return say("{label}: no change by the model.", language, label=label)
    if load.is_event:
        return _event(load, language)
    if practically_none(load):
        return _practically_none(load, language, years=years)
    if touches_zero(load):
        return _touching(load, language, years=years)
    if spans_zero(load):
        return _open(load, language, years=years)
    return _differs(load, language, years=years)


def plain_unit(load: Load, language: str) -> str:
    """Return the unit of a load without "a year": a sum over years is none."""
    unit = load.outcome.unit.of(language)
    if "–" in load.when:
        unit = unit.removesuffix(" za rok").removesuffix(" a year")
    return unit


def when(load: Load, language: str, *, years: int) -> str:
    """Say when a load is counted: over the years, or in the last of them."""
    if "–" in load.when:
        return say("over {years}", language, years=years_long(years, language))
    return say("in {year}", language, year=load.when)


def listed(names: Sequence[str], language: str) -> str:
    """Put names into one sentence: small first letters, commas where no name holds one."""
    within = [lowered(each) for each in names]
    if len(within) == 1:
        return within[0]
    joint = "; " if any("," in each for each in within) else ", "
    return say("{first} and {last}", language, first=joint.join(within[:-1]), last=within[-1])


def limit(load: Load, language: str) -> str:
    """Write the most that a change too small to speak of can be."""
    if unit_of(load.outcome) == 1:
        return number(_most_cases(load), language)
    return number(least_of(load), language, decimals=1)


def _most_cases(load: Load) -> Decimal:
    """Return the most cases a small difference can be, rounded up from one and a half on."""
    size = size_of(load.difference)
    return Decimal(1) if size < ONE_CASE else Decimal(ceil(size))


def _practically_none(load: Load, language: str, *, years: int) -> str:
    parts = {
        "label": load.outcome.label.of(language),
        "when": when(load, language, years=years),
        "most": limit(load, language),
        "unit": unit_after(load, _most_cases(load), language)
        if unit_of(load.outcome) == 1
        else unit_after(load, least_of(load), language, decimals=1),
    }
    return say(
        "{label}: practically no change by the model (at most {most} {unit} {when}).",
        language,
        **parts,
    )


def _event(load: Load, language: str) -> str:
    kept = load.reference.mean
    here, there = (
        percent(share, language, decimals=1) for share in (kept + load.difference.mean, kept)
    )
    if here == there:
        return say(
            "{label}: by {year} it happens with probability {here}, as with the services kept.",
            language,
            label=load.outcome.label.of(language),
            year=load.when.rpartition("–")[2],
            here=here,
        )
    return say(
        "{label}: by {year} it happens with probability {here} instead of {kept} with the "
        "services kept.",
        language,
        label=load.outcome.label.of(language),
        year=load.when.rpartition("–")[2],
        here=here,
        kept=there,
    )


def _open(load: Load, language: str, *, years: int) -> str:
    """Say a load whose range spans zero: which side is likely, or that none is known."""
    side = leans(load)
    template = {
        "none": "{label}: no change in {same} of futures; 9 in 10 lie between {ends} {when} (with "
        "the services kept: {kept}).",
        "": "{label}: the model cannot tell whether there will be more or fewer; 9 in 10 futures "
        "lie between {ends} {when} (with the services kept: {kept}); more in {more} of futures.",
        "more": "{label}: more in {more} of futures ({word}), but the range includes no change "
        "and a fall; 9 in 10 futures lie between {ends} {when} (with the services kept: {kept}).",
        "fewer": "{label}: fewer in {fewer} of futures ({word}), but the range includes no "
        "change and a rise; 9 in 10 futures lie between {ends} {when} (with the services kept: "
        "{kept}).",
    }[side.rpartition(" ")[2]]
    return say(
        template,
        language,
        label=load.outcome.label.of(language),
        when=when(load, language, years=years),
        ends=fewer_to_more(load, language),
        kept=kept_level(load, language),
        more=percent(load.more, language),
        fewer=percent(load.fewer, language),
        same=percent(1 - load.more - load.fewer, language),
        word=translate(side.rpartition(" ")[0], language),
    )


def _touching(load: Load, language: str, *, years: int) -> str:
    """Say a range that spans zero by less than its last digit, with how often there is any."""
    found = rounded_difference(load)
    more = found.high > -found.low
    if found.centre:
        template = (
            "{label}: {centre} {unit} more {when} (9 in 10 futures: {low} to {high}), more at all "
            "in {share} of futures; with the services kept {kept}."
            if more
            else "{label}: {centre} {unit} fewer {when} (9 in 10 futures: {low} to {high}), fewer "
            "at all in {share} of futures; with the services kept {kept}."
        )
    else:
        template = (
            "{label}: {low} to {high} {unit} more {when} in 9 of 10 futures, more at all in "
            "{share} of futures (with the services kept: {kept})."
            if more
            else "{label}: {low} to {high} {unit} fewer {when} in 9 of 10 futures, fewer at all in "
            "{share} of futures (with the services kept: {kept})."
        )
    low, high = sorted((abs(found.low), abs(found.high)))
    centre = abs(found.centre)
    return say(
        template,
        language,
        label=load.outcome.label.of(language),
        when=when(load, language, years=years),
        centre=number(centre, language, decimals=found.decimals),
        low=number(low, language, decimals=0),
        high=number(high, language, decimals=found.decimals),
        unit=unit_after(load, centre or high, language, decimals=found.decimals),
        share=percent(load.more if more else load.fewer, language),
        kept=kept_level(load, language, most=high) + _middle(load, language),
    )


def fewer_to_more(load: Load, language: str) -> str:
    """Write the range of a load over zero in words."""
    found = rounded_difference(load)
    return say(
        "{low} fewer and {high} more {unit}",
        language,
        low=bound(-found.low, found.decimals, language),
        high=bound(found.high, found.decimals, language),
        unit=unit_after(load, found.high, language, decimals=found.decimals),
    )


def bound(value: Decimal, decimals: int, language: str, *, unrounded: float = 0.0) -> str:
    """Write a bound of a range over zero; one that rounds to zero is said to be under a digit."""
    if value:
        return number(value, language, decimals=decimals)
    least = number(unit_above(unrounded, decimals), language, decimals=decimals)
    return translate("less than {least}", language).format(least=least)


def _differs(load: Load, language: str, *, years: int) -> str:
    more = load.difference.p50 >= 0
    found = rounded_difference(load)
    size = found if more else Rounded(-found.centre, -found.high, -found.low, found.decimals)
    few = not found.centre or (load.outcome.chance and abs(load.difference.p50) < SMALL)
    if few:
        template = (
            "{label}: {low} to {high} {unit} more {when} in 9 of 10 futures, {centre} in the "
            "median future (with the services kept: {level})."
            if found.high > -found.low
            else "{label}: {low} to {high} {unit} fewer {when} in 9 of 10 futures, {centre} in the "
            "median future (with the services kept: {level})."
        )
    else:
        template = (
            "{label}: {centre} {unit} more {when} (9 in 10 futures: {bounds}); with the services "
            "kept {kept}."
            if more
            else "{label}: {centre} {unit} fewer {when} (9 in 10 futures: {bounds}); with the "
            "services kept {kept}."
        )
    low, high = sorted((abs(found.low), abs(found.high)))
    return say(
        template,
        language,
        label=load.outcome.label.of(language),
        when=when(load, language, years=years),
        centre=bound(size.centre, size.decimals, language, unrounded=load.difference.p50),
        bounds=bounds(size, language),
        low=number(low, language, decimals=size.decimals if low else 0),
        high=number(high, language, decimals=size.decimals),
        unit=unit_after(load, high if few else size.centre, language, decimals=size.decimals),
        level=kept_level(load, language),
        kept=kept_level(load, language, most=size.high)
        + (_slight(load, high, language) or _middle(load, language)),
    )


def _slight(load: Load, most: Decimal, language: str) -> str:
    """Say how little a change is of the level, where it is under a hundredth of it."""
    level = level_of(load).centre
    if is_percent(load) or not level or most >= level * _SLIGHT:
        return ""
    share = most / level
    unit = Decimal(1).scaleb(share.adjusted())
    above = share.quantize(unit, rounding=ROUND_CEILING)
    decimals = max(0, -int(above.normalize().as_tuple().exponent) - 2)
    return say(
        " (a change under {share})", language, share=percent(above, language, decimals=decimals)
    )


def _middle(load: Load, language: str) -> str:
    """Say that the middle of a change is under a hundredth of the level, where it is."""
    if not middle_is_slight(load):
        return ""
    share = percent(_SLIGHT, language)
    return say(" (in the median future a change under {share})", language, share=share)


def kept_level(load: Load, language: str, *, most: Decimal = Decimal(0)) -> str:
    """Write the level with the services kept; with its range where the most lost is above it."""
    found = level_of(load)
    if is_percent(load):
        return percent(found.centre / 100, language)
    if load.difference.p50 < 0 and most > found.centre:
        return with_bounds(found, language)
    return number(found.centre, language, decimals=found.decimals)


def difference_unit(load: Load, language: str) -> str:
    """Return the unit of a difference: points where the level is in percent."""
    if is_percent(load):
        return say("percentage points", language)
    return plain_unit(load, language)


def unit_after(load: Load, value: Decimal, language: str, *, decimals: int = 0) -> str:
    """Return the unit of a difference in the form that goes with the number before it."""
    unit = difference_unit(load, "en")
    if language == "en":
        return _singular(unit) if value == 1 else unit
    form = after_number(unit, value, language, decimals=decimals)
    return form or difference_unit(load, language)


def unit_after_level(outcome: Outcome, found: Estimate, language: str) -> str:
    """Return the unit of a level in the form that goes with the number of `level_cell`."""
    level = rounded(found, least=unit_of(outcome))
    unit = outcome.unit.en
    form = after_number(unit, level.centre, language, decimals=level.decimals)
    return form or outcome.unit.of(language)


def _singular(unit: str) -> str:
    """Return the English singular of a unit."""
    for plural, single in (("people", "person"), ("children", "child")):
        if unit.startswith(plural):
            return single + unit.removeprefix(plural)
    return unit.removesuffix("s")
