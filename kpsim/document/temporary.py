"""Loads that move for some years and come back: how far, in which year, and how the return goes.

The sums and last years that the other sentences tell would hide such a change.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from kpsim.analysis.money import horizon_years
from kpsim.analysis.recovery import RECOVERED
from kpsim.document.context import Context
from kpsim.document.load_range import practically_none, unit_of
from kpsim.report.cells import rounded, say
from kpsim.report.findings import Estimate, Load, estimate
from kpsim.results import Array, Outcome
from kpsim.wording.numbers import Rounded, bounds, number, percent
from kpsim.wording.units import after_number
from kpsim.wording.words import in_ten, lowered

TIMES_THE_LAST = 10.0
"""A change is temporary if its largest year is this many times the last year counted."""

NOTICED = 0.1
"""Share of the level that the largest year must reach."""

_POSTS = "full-time equivalents"
"""A unit that the name of a level does not tell."""

_WORTH_NAMING = 0.05
"""Share of the futures from which those without a return are named."""


@dataclass(frozen=True)
class Temporary:
    """A level in the year in which it is furthest from keeping the services."""

    load: Load
    year: int
    there: Estimate
    kept: Estimate
    back: Array | None
    """Years from the reopening until it is back, NaN where it is not; None if nothing reopens."""

    @property
    def share(self) -> float:
        """Return the change in that year as a share of the level."""
        return abs(self.there.p50 - self.kept.p50) / max(self.kept.p50, 1.0)


def temporary(context: Context, scenario: str) -> dict[str, Temporary]:
    """Find the loads of a scenario that move for some years only, by name."""
    back = {
        each.outcome: each.values
        for each in context.comparison.recovery(scenario)
        if each.kind == "returns"
    }
    found = {}
    for load in context.found(scenario).loads:
        name = load.outcome.name
        if load.outcome.aggregate == "sum" or load.is_event:
            continue
        kept, there = _levels(context, scenario, name)
        at = furthest(np.median(there - kept, axis=-1), np.median(kept, axis=-1))
        if at is not None:
            year = context.found(scenario).first_year + at
            levels = estimate(there[at]), estimate(kept[at])
            found[name] = Temporary(load, year, *levels, back.get(name))
    return found


def furthest(differences: Array, levels: Array) -> int | None:
    """Return the year with the largest difference, if that is large and passes; else nothing."""
    sizes = np.abs(differences)
    at = int(sizes.argmax())
    large = sizes[at] > 0 and sizes[at] >= NOTICED * abs(levels[at])
    return at if large and sizes[at] >= TIMES_THE_LAST * sizes[-1] else None


def _levels(context: Context, scenario: str, name: str) -> tuple[Array, Array]:
    results = context.comparison.results
    load = results.loads["central"][name][horizon_years(results, scenario)]
    return load[:, 0], load[:, results.position(scenario)]


def temporary_sentence(found: Temporary, context: Context) -> str:
    """Say how far a level moves, in which year, and when it is back."""
    template = (
        "{label}: only {there} in {year} (9 in 10 futures: {bounds}), with the services "
        "kept {kept}; {back}."
        if found.there.p50 < found.kept.p50
        else "{label}: already {there} in {year} (9 in 10 futures: {bounds}), with the "
        "services kept {kept}; {back}."
    )
    outcome, language = found.load.outcome, context.language
    level, kept = levels(found)
    return context.say(
        template,
        label=outcome.label.of(language),
        there=_with_unit(outcome, level.centre, language),
        bounds=bounds(level, language),
        year=found.year,
        kept=_bare(outcome, kept, language),
        back=_back(
            found,
            context,
            "back at {share} of that {years} years after the reopening (9 in 10 futures: {low} to "
            "{high})",
        ),
    )


def temporary_item(found: Temporary, context: Context) -> str:
    """Say the same as one of several in a sentence that explains its brackets."""
    outcome, language = found.load.outcome, context.language
    level, kept = levels(found)
    return context.say(
        "{label}: {there} ({bounds}) in {year} instead of {kept}, {back}",
        label=lowered(outcome.label.of(language)),
        there=_bare(outcome, level, language)
        if outcome.unit.en != _POSTS
        else _with_unit(outcome, level.centre, language),
        bounds=bounds(level, language),
        year=found.year,
        kept=_bare(outcome, kept, language),
        back=_back(
            found,
            context,
            "back at {share} {years} years ({low} to {high}) after reopening",
        )
        if found.back is not None
        else say("then back", language),
    )


def levels(found: Temporary) -> tuple[Rounded, Rounded]:
    """Return the level in that year and the one with the services kept, rounded."""
    kept = rounded(found.kept, least=unit_of(found.load.outcome))
    return rounded(found.there, least=Decimal(1), finer=0), kept


def _bare(outcome: Outcome, level: Rounded, language: str) -> str:
    if _in_percent(outcome):
        return percent(level.centre / 100, language)
    return number(level.centre, language, decimals=level.decimals)


def _in_percent(outcome: Outcome) -> bool:
    return outcome.unit.en.startswith("%")


def _with_unit(outcome: Outcome, value: Decimal, language: str) -> str:
    if _in_percent(outcome):
        return percent(value / 100, language)
    unit = after_number(outcome.unit.en, value, language) or outcome.unit.of(language)
    return f"{number(value, language)} {unit}"


def _back(found: Temporary, context: Context, reopened: str) -> str:
    """Say when a level is back after a reopening, or how it stands in the last year counted."""
    language, last = context.language, found.load.when
    if found.back is None:
        if practically_none(found.load) or found.load.difference.is_zero:
            return say("in {year} practically as with the services kept", language, year=last)
        return say(
            "in {year} at most a tenth of this difference is left (median)", language, year=last
        )
    parts, years = [], found.back[~np.isnan(found.back)]
    if len(years):
        low, middle, high = (
            number(each, language, decimals=1) for each in np.quantile(years, (0.05, 0.5, 0.95))
        )
        share = percent(RECOVERED, language)
        parts.append(say(reopened, language, share=share, years=middle, low=low, high=high))
    never = float(np.isnan(found.back).mean())
    if never >= _WORTH_NAMING:
        odds = in_ten(never, language)
        parts.append(
            say("{odds} futures it is not back within the years simulated", language, odds=odds)
        )
    return ", ".join(parts)
