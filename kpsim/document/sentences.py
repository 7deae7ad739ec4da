"""Sentences made from numbers by rules: none says more than its interval holds.

An interval that spans zero is said to; the word for a probability stands beside its digits;
rounding follows the interval and the Monte Carlo error.
"""

from decimal import Decimal

from kpsim.report.cells import say
from kpsim.report.findings import Estimate, Findings, Load, Payer
from kpsim.wording.numbers import (
    Rounded,
    bounds,
    budget_percent,
    exact,
    interval,
    money_text,
    number,
    percent,
    round_to,
    rounding_unit,
    scale_for,
    scaled,
)
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
            unit=difference_unit(load, language),
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


def cannot_be_told(load: Load) -> bool:
    """Tell whether the range of a load spans zero and is wide enough to be said."""
    if load.is_event or load.difference.is_zero or _size_of(load.difference) < _least(load):
        return False
    if _unit_of(load) == 1 and _size_of(load.difference) < ONE_CASE:
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
        "low": plain(-rounded.low, rounded.decimals, language),
        "high": plain(rounded.high, rounded.decimals, language),
        "unit": difference_unit(load, language),
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
        unit=plain_unit(load, language),
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
        unit=difference_unit(load, language),
        when=when(load, language, years=years),
        kept=kept_level(load, language),
    )


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
        unit=difference_unit(load, language),
        kept=kept_level(load, language),
    )


def kept_level(load: Load, language: str) -> str:
    """Write the level with the services kept."""
    rounded = _rounded(load.reference, least=_unit_of(load))
    text = number(rounded.centre, language, decimals=rounded.decimals)
    return percent(rounded.centre / 100, language) if _is_percent(load) else text


def difference_unit(load: Load, language: str) -> str:
    """Return the unit of a difference: points where the level is in percent."""
    if _is_percent(load):
        return say("percentage points", language)
    return plain_unit(load, language)


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
    counts_people = outcome.unit.en in ("people", "children")
    return Decimal(1) if outcome.aggregate == "sum" or counts_people else _FINEST


def net_sentence(found: Findings, language: str, *, budget: float, named: str, year: int) -> str:
    """Say the range from floor to central: percent of a named budget first, crowns after."""
    floor, central = found.money["floor"].net, found.money["central"].net
    scale = scale_for(floor.p05, floor.p95, central.p05, central.p95)
    if max(floor.p95, central.p95) < 0:
        template = (
            "Public budgets spend less: by the equal of {percent} of {budget} a year on average, "
            "that is over {years} less by {floor} (floor) and {central} (central view)."
        )
    elif min(floor.p05, central.p05) > 0:
        template = (
            "Public budgets spend more: by the equal of {percent} of {budget} a year on average, "
            "that is over {years} more by {floor} (floor) and {central} (central view)."
        )
    else:
        return _net_cannot_tell(
            found, language, budget=budget, named=say(named, language, year=year), scale=scale
        )
    shares = [each.mean / found.years / budget for each in (floor, central)]
    unit = min(_unit_of_crowns(each, scale) for each in (floor, central))
    return say(
        template,
        language,
        percent=_percent_range(shares, language),
        budget=say(named, language, year=year),
        years=years_long(found.years, language),
        floor=_size(floor, scale, language, unit=unit),
        central=_size(central, scale, language, unit=unit),
    )


def _net_cannot_tell(
    found: Findings, language: str, *, budget: float, named: str, scale: str
) -> str:
    floor, central = found.money["floor"].net, found.money["central"].net
    shares = [each.mean / found.years / budget for each in (floor, central)]
    return say(
        "The model cannot tell whether public budgets spend more or less. The means are "
        "{percent} of {budget} a year; over {years} {floor} (floor) and {central} (central "
        "view). Spending rises {floor_odds} and {central_odds} futures.",
        language,
        percent=_percent_range(shares, language, signed=True),
        budget=named,
        years=years_long(found.years, language),
        floor=signed_crowns(floor, scale, language),
        central=signed_crowns(central, scale, language),
        floor_odds=in_ten(found.money["floor"].worse, language),
        central_odds=in_ten(found.money["central"].worse, language),
    )


def _percent_range(shares: list[float], language: str, *, signed: bool = False) -> str:
    sizes = shares if signed else sorted(map(abs, shares))
    written = [budget_percent(each, language) for each in sizes]
    if written[0] == written[1]:
        return written[0]
    ends = [each.removesuffix("%").rstrip() for each in written]
    if all(each.endswith("%") for each in written) and not any(end == "0,1" for end in ends):
        return say("{low} to {high}", language, low=ends[0], high=written[1])
    return say("{low} to {high}", language, low=written[0], high=written[1])


def _size(found: Estimate, scale: str, language: str, *, unit: Decimal | None = None) -> str:
    """Write an amount without its sign, with its interval; two amounts may share a unit."""
    less = found.mean < 0
    low, high = (-found.p95, -found.p05) if less else (found.p05, found.p95)
    to = unit or _unit_of_crowns(found, scale)
    centre, low_, high_ = (
        round_to(scaled(value, scale), to) for value in (abs(found.mean), low, high)
    )
    rounded = Rounded(centre, low_, high_, max(0, -int(to.adjusted())))
    digits = number(rounded.centre, language, decimals=rounded.decimals)
    return say(
        "{amount} (9 in 10 futures: {bounds})",
        language,
        amount=money_text(digits, scale, language),
        bounds=bounds(rounded, language),
    )


def _unit_of_crowns(found: Estimate, scale: str) -> Decimal:
    """Return the unit an amount is rounded to, finer where a bound would be printed as zero."""
    low, high = scaled(found.p05, scale), scaled(found.p95, scale)
    error = scaled(found.error, scale)
    unit = max(_FINEST, rounding_unit(low, high, error=error))
    if 0 in (round_to(low, unit), round_to(high, unit)):
        unit = max(_FINEST / 10, rounding_unit(low, high, error=error, finer=1))
    return unit


def signed_crowns(found: Estimate, scale: str, language: str) -> str:
    """Write an amount with its sign and interval."""
    rounded = _crowns(found.mean, found.p05, found.p95, error=found.error, scale=scale)
    digits = number(rounded.centre, language, decimals=rounded.decimals, signed=True)
    return say(
        "{amount} (9 in 10 futures: {bounds})",
        language,
        amount=money_text(digits, scale, language),
        bounds=bounds(rounded, language),
    )


def _crowns(centre: float, low: float, high: float, *, error: float, scale: str) -> Rounded:
    parts = [scaled(value, scale) for value in (centre, low, high)]
    return interval(*parts, error=scaled(error, scale), least=_FINEST)


def payer_sentence(payer: Payer, language: str, *, name: str) -> str:
    """Say what a payer saves or bears a year: percent of its budget before crowns."""
    net = payer.net
    if net.p05 < 0 < net.p95:
        return say(
            "{payer}: the model cannot tell whether it saves or pays; on average {amount} a year.",
            language,
            payer=name,
            amount=signed_crowns(net, scale_for(net.p05, net.p95), language),
        )
    scale = scale_for(net.p05, net.p95)
    share = budget_percent(abs(payer.share.mean), language) if payer.share else ""
    if net.mean < 0:
        template = (
            "{payer} saves {share} of its yearly budget, that is {amount} a year."
            if share
            else "{payer} saves {amount} a year."
        )
    else:
        template = (
            "{payer} pays more: {share} of its yearly budget, that is {amount} a year."
            if share
            else "{payer} pays more: {amount} a year."
        )
    return say(template, language, payer=name, share=share, amount=_size(net, scale, language))


def _is_percent(load: Load) -> bool:
    return load.outcome.unit.en.startswith("%")


def _least(load: Load) -> Decimal:
    """Return the difference below which nothing is said of its direction."""
    return 5 * _FINEST if _is_percent(load) else _FINEST


def _size_of(found: Estimate) -> float:
    return max(abs(found.p05), abs(found.p50), abs(found.p95))
