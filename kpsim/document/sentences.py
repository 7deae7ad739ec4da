"""Sentences made from numbers by rules: none says more than its interval holds.

An interval that spans zero is said to; the word for a probability stands beside its digits;
rounding follows the interval and the Monte Carlo error.
"""

from decimal import Decimal

from kpsim.report.cells import say
from kpsim.report.findings import Estimate, Load
from kpsim.wording.numbers import (
    Rounded,
    bounds,
    exact,
    interval,
    number,
    percent,
    with_bounds,
)
from kpsim.wording.units import after_number
from kpsim.wording.words import in_ten, likelihood, years_long

SMALL = 5
"""Expected counts below this are said as a range of whole cases."""

ONE_CASE = 1.5
"""A difference below this rounds to one case at most."""

_FINEST = Decimal("0.1")


def load_sentence(load: Load, language: str, *, years: int) -> str:
    """Say how a load differs from keeping the services."""
    label = load.outcome.label.of(language)
    if load.difference.is_zero:
        return say("{label}: no change by the model.", language, label=label)
    if load.is_event:
        return _event(load, language)
    if _unit_of(load) == 1 and _size_of(load.difference) < ONE_CASE:
        return say(
            "{label}: practically no change by the model (at most 1 case {when}).",
            language,
            label=label,
            when=when(load, language, years=years),
        )
    if _size_of(load.difference) < _least(load):
        return say(
            "{label}: practically no change by the model (under {least} {unit} {when}).",
            language,
            label=label,
            least=number(_least(load), language, decimals=1),
            unit=unit_after(load, _least(load), language, decimals=1, genitive=True),
            when=when(load, language, years=years),
        )
    if cannot_be_told(load):
        return _cannot_tell(load, language, years=years)
    if load.outcome.chance and abs(load.difference.p50) < SMALL:
        return _small(load, language, years=years)
    rounded = rounded_difference(load)
    if 0 in (rounded.centre, rounded.low, rounded.high):
        return _range_only(load, language, years=years)
    return _differs(load, language, years=years)


def practically_none(load: Load) -> bool:
    """Tell whether a difference is too small to speak of."""
    least = float(_least(load))
    return _size_of(load.difference) < (max(least, ONE_CASE) if _unit_of(load) == 1 else least)


def cannot_be_told(load: Load) -> bool:
    """Tell whether the range of a load spans zero and is wide enough to be said."""
    if load.is_event or load.difference.is_zero or practically_none(load):
        return False
    return load.difference.p05 < 0 < load.difference.p95


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


def _event(load: Load, language: str) -> str:
    kept = load.reference.mean
    here = kept + load.difference.mean
    return say(
        "{label}: by {year} it happens with probability {here} instead of {kept} with the "
        "services kept ({word}); in the other futures it does not.",
        language,
        label=load.outcome.label.of(language),
        year=load.when.rpartition("–")[2],
        here=percent(here, language),
        kept=percent(kept, language),
        word=likelihood(here, language, step=1).word,
    )


def _cannot_tell(load: Load, language: str, *, years: int) -> str:
    rounded = rounded_difference(load)
    parts = {
        "label": load.outcome.label.of(language),
        "when": when(load, language, years=years),
        "low": bound(-rounded.low, rounded.decimals, language),
        "high": bound(rounded.high, rounded.decimals, language),
        "unit": unit_after(load, rounded.high, language, decimals=rounded.decimals, genitive=True),
        "kept": kept_level(load, language),
    }
    text = say(
        "{label}: the model cannot tell whether there will be more or fewer; 9 in 10 futures lie "
        "between {low} fewer and {high} more {unit} {when} (with the services kept: {kept})",
        language,
        **parts,
    )
    if load.worse is None:
        return text + "."
    return text + say("; it is worse {odds} futures.", language, odds=in_ten(load.worse, language))


def _small(load: Load, language: str, *, years: int) -> str:
    low, high = (max(0, round(abs(end))) for end in (load.difference.p05, load.difference.p95))
    low, high = min(low, high), max(low, high)
    template = (
        "{label}: {low} to {high} more {unit} {when}; single cases the model does not foresee."
        if load.difference.p50 >= 0
        else "{label}: {low} to {high} fewer {unit} {when}; single cases the model does not "
        "foresee."
    )
    return say(
        template,
        language,
        label=load.outcome.label.of(language),
        when=when(load, language, years=years),
        low=low,
        high=high,
        unit=unit_after(load, Decimal(high), language),
    )


def _range_only(load: Load, language: str, *, years: int) -> str:
    """Say a difference that begins at nothing by its range alone."""
    rounded = rounded_difference(load)
    ends = sorted((abs(rounded.low), abs(rounded.high)))
    more = load.difference.p50 >= 0
    template = (
        "{label}: {low} to {high} more {unit} {when} than with the services kept ({kept}), in 9 "
        "of 10 futures."
        if more
        else "{label}: {low} to {high} fewer {unit} {when} than with the services kept ({kept}), "
        "in 9 of 10 futures."
    )
    return say(
        template,
        language,
        label=load.outcome.label.of(language),
        low=plain(ends[0], rounded.decimals, language),
        high=plain(ends[1], rounded.decimals, language),
        unit=unit_after(load, ends[1], language, decimals=rounded.decimals),
        when=when(load, language, years=years),
        kept=kept_level(load, language),
    )


def bound(value: Decimal, decimals: int, language: str) -> str:
    """Write a bound of a range over zero; one that rounds to zero is said to be under a digit."""
    if value:
        return plain(value, decimals, language)
    least = number(Decimal(1).scaleb(-decimals), language, decimals=decimals)
    return say("under {least}", language, least=least)


def plain(value: Decimal, decimals: int, language: str) -> str:
    """Write a bound; a zero has no decimals."""
    return number(value, language, decimals=decimals if value else 0)


def _differs(load: Load, language: str, *, years: int) -> str:
    more = load.difference.p50 >= 0
    rounded = rounded_difference(load)
    size = (
        rounded if more else Rounded(-rounded.centre, -rounded.high, -rounded.low, rounded.decimals)
    )
    template = (
        "{label}: {centre} more {unit} {when} than with the services kept (9 in 10 futures: "
        "{bounds}); with them there would be {kept}."
        if more
        else "{label}: {centre} fewer {unit} {when} than with the services kept (9 in 10 "
        "futures: {bounds}); with them there would be {kept}."
    )
    return say(
        template,
        language,
        label=load.outcome.label.of(language),
        when=when(load, language, years=years),
        centre=number(size.centre, language, decimals=size.decimals),
        bounds=bounds(size, language),
        unit=unit_after(load, size.centre, language, decimals=size.decimals),
        kept=kept_level(load, language, most=size.high),
    )


def kept_level(load: Load, language: str, *, most: Decimal = Decimal(0)) -> str:
    """Write the level with the services kept; with its range where the most lost is above it."""
    rounded = _rounded(load.reference, least=_unit_of(load))
    if _is_percent(load):
        return percent(rounded.centre / 100, language)
    if load.difference.p50 < 0 and most > rounded.centre:
        return with_bounds(rounded, language)
    return number(rounded.centre, language, decimals=rounded.decimals)


def difference_unit(load: Load, language: str) -> str:
    """Return the unit of a difference: points where the level is in percent."""
    if _is_percent(load):
        return say("percentage points", language)
    return plain_unit(load, language)


def unit_after(
    load: Load, value: Decimal, language: str, *, decimals: int = 0, genitive: bool = False
) -> str:
    """Return the unit of a difference in the form that goes with the number before it."""
    if language == "en":
        return difference_unit(load, language)
    unit = difference_unit(load, "en")
    form = after_number(unit, value, language, decimals=decimals, genitive=genitive)
    return form or difference_unit(load, language)


def rounded_difference(load: Load) -> Rounded:
    """Round a difference for text: by its interval, to three digits at most, cases to whole ones.

    A bound that is not zero is not printed as zero where one more digit helps: it would hide the
    direction.
    """
    rounded = _rounded(load.difference, least=_unit_of(load))
    if 0 in (rounded.low, rounded.high):
        return _rounded(load.difference, least=_unit_of(load), finer=1)
    return rounded


def _rounded(found: Estimate, *, least: Decimal, finer: int = 0) -> Rounded:
    largest = max(abs(found.p05), abs(found.p95))
    digits = Decimal(1).scaleb(exact(largest).adjusted() - 2) if largest else Decimal(0)
    return interval(
        found.p50,
        found.p05,
        found.p95,
        error=found.error,
        finer=finer,
        least=max(least, min(digits, Decimal(1))),
    )


def _unit_of(load: Load) -> Decimal:
    """Return what is never split: cases and people are whole, other levels have a decimal."""
    outcome = load.outcome
    whole = outcome.aggregate == "sum" or outcome.unit.en in ("people", "children", "jobs")
    return Decimal(1) if whole else _FINEST


def _is_percent(load: Load) -> bool:
    return load.outcome.unit.en.startswith("%")


def _least(load: Load) -> Decimal:
    """Return the difference below which nothing is said of its direction."""
    return 5 * _FINEST if _is_percent(load) else _FINEST


def _size_of(found: Estimate) -> float:
    return max(abs(found.p05), abs(found.p50), abs(found.p95))
