"""How the first year agrees with published figures: how many, how closely, and on which side."""

import re
from collections.abc import Iterator, Sequence

from kpsim.analysis.reconciliation import ReconciliationResult
from kpsim.document.context import Context

OLD = 5
"""Years after which a published figure may no longer be that of the first year."""


def is_inside(found: ReconciliationResult) -> bool:
    """Tell whether the median lies in the published range itself."""
    return found.published.low <= found.modelled.median <= found.published.high


def agreement_words(context: Context, compared: Sequence[ReconciliationResult]) -> Iterator[str]:
    """Say how many figures agree and how closely, which way the others lie, how old they are."""
    inside = sum(map(is_inside, compared))
    agreeing = sum(each.agrees for each in compared)
    yield context.say(
        "Of {all} published figures that were not fed into the model, the median of the model lies "
        "within the published range for {inside}, only within that range widened by its error "
        "for {near}, and outside both for {outside}.",
        all=len(compared),
        inside=inside,
        near=agreeing - inside,
        outside=len(compared) - agreeing,
    )
    yield from _sides(context, compared)
    first = context.comparison.results.years[0]
    years = [_last_year(each.row.period) for each in compared]
    old = sum(year < first - OLD for year in years)
    if old:
        yield context.say(
            "Some of the published figures are old: {old} of {all} date from {last} or earlier, "
            "the oldest from {oldest}.",
            all=len(compared),
            old=old,
            last=first - OLD - 1,
            oldest=min(years),
        )


def _sides(context: Context, compared: Sequence[ReconciliationResult]) -> Iterator[str]:
    """Say on which side the medians outside the published ranges lie, and what it would do."""
    above = sum(each.modelled.median > each.published.high for each in compared)
    below = sum(each.modelled.median < each.published.low for each in compared)
    if above and below:
        yield context.say(
            "Of those beyond the published range the model lies above it for {above} and below it "
            "for {below}.",
            above=above,
            below=below,
        )
    elif above:
        yield context.say(
            "All that lie beyond the published range lie above it ({count}). If the model counts "
            "too many people or cases, the differences between the variants that rest on them are "
            "too large by about the same share.",
            count=above,
        )
    elif below:
        yield context.say(
            "All that lie beyond the published range lie below it ({count}). If the model counts "
            "too few people or cases, the differences between the variants that rest on them are "
            "too small by about the same share.",
            count=below,
        )


def _last_year(period: str) -> int:
    """Return the last year a text names.

    >>> _last_year("2010-2011")
    2011
    """
    return max(int(year) for year in re.findall(r"\d{4}", period))
