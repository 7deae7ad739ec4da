"""What the brief says of doubt: what would change the result, what is not known or in no sum."""

from collections.abc import Iterator

import numpy as np

from kpsim.charts.joint_tipping import sentence as pair_sentence
from kpsim.charts.of_drivers import Drivers
from kpsim.charts.switching_value import sentence
from kpsim.document.assumptions import by_institution
from kpsim.document.brief_rows import ASKED, TOLD
from kpsim.document.context import Context
from kpsim.document.load_range import is_slight, spans_zero, touches_zero
from kpsim.document.no_sum import BURDENS, sized, worse_in_no_sum
from kpsim.document.origin import PROVIDERS
from kpsim.document.source_list import without_source
from kpsim.report.findings import Findings
from kpsim.report.tipping_text import two_digits
from kpsim.wording.numbers import percent
from kpsim.wording.record_texts import owner_text
from kpsim.wording.words import lowered, years_long

_UNPRICED = 2


def would_change(context: Context, scenario: str) -> Iterator[str]:
    """Say whether unknowns would turn the result, the strongest and all effects, what carries it.

    The last are the first to go where the page is full.
    """
    drivers = context.drivers.get(scenario)
    if drivers is None or not drivers.shares:
        return
    yield from _effects_together(context, drivers, years=context.found(scenario).years)
    turning = [pair for pair in drivers.turning if pair[0].value is not None]
    yield from (sentence(found, named, context.language) for found, named in turning)
    two = drivers.together
    if two is not None and two.found.values is not None:
        yield pair_sentence(two.found, two.named, context.language)
    elif not turning:
        side = "more" if float(np.median(drivers.values)) > 0 else "less"
        yield context.say(_STEADY[two is not None, side])
    yield context.say(
        "Most uncertain for the money ({share}): {name}.",
        name=lowered(drivers.shares[0].label),
        share=percent(drivers.shares[0].share, context.language),
    )


_STEADY = {
    (True, "less"): "Even at extreme values of the two strongest unknowns less is spent.",
    (True, "more"): "Even at extreme values of the two strongest unknowns more is spent.",
    (False, "less"): "Even at an extreme value of any one strong unknown less is spent.",
    (False, "more"): "Even at an extreme value of any one strong unknown more is spent.",
}
"""What is said where nothing turns: by whether two were asked together, and what is spent."""


def _effects_together(context: Context, drivers: Drivers, *, years: int) -> Iterator[str]:
    """Say what public budgets spend with all effects at their worse ends: "still" if no sign turns.

    The words are for the sign.
    """
    worst = drivers.worst_effects
    if worst is None:
        return
    central, full = (_spent(context, worst.medians[view]) for view in ("central", "full"))
    stays = worst.medians["central"] * float(np.median(drivers.values)) > 0
    yield context.say(
        "With all {count} effects at once at the end of their range that speaks most against "
        "this result, public budgets would still spend {central} over {years}; at average costs "
        "{full}."
        if stays
        else "With all {count} effects at once at the end of their range that speaks most "
        "against this result, public budgets would spend {central} over {years}; at average costs "
        "{full}.",
        count=worst.count,
        years=years_long(years, context.language),
        central=central,
        full=full,
    )


def _spent(context: Context, amount: float) -> str:
    size = two_digits(abs(amount), context.language).replace("+", "")
    return context.say("{amount} less" if amount < 0 else "{amount} more", amount=size)


def unknown(context: Context) -> Iterator[str]:
    """Say for how much no source was found, and who can supply the largest part of it."""
    inputs = context.inputs.values()
    bare = without_source(context, inputs)
    checked = sum(each.checked_on is not None for each in inputs)
    owner, count = owners(context)[0]
    yield context.say(
        "{bare} of {all} inputs are without a source; {checked} of the others were compared with "
        "theirs."
        if checked
        else "{bare} of {all} inputs are without a source; none of the others was compared with "
        "its source yet.",
        bare=bare,
        all=len(inputs),
        checked=checked,
    )
    yield context.say(
        "Most of the missing and weak inputs ({count}) can be supplied by providers of services, "
        "an interested party."
        if owner in PROVIDERS
        else "Most of the missing and weak inputs ({count}) can be supplied by: {owner}.",
        count=count,
        owner=owner_text(owner, context.language),
    )


def owners(context: Context) -> list[tuple[str, int]]:
    """Count the missing inputs by who can supply them, from the most down: all providers as one."""
    found: dict[str, int] = {}
    for owner, names in by_institution(context).items():
        group = PROVIDERS[0] if owner in PROVIDERS else owner
        found[group] = found.get(group, 0) + len(names)
    return sorted(found.items(), key=lambda each: -each[1])


def not_counted(context: Context, found: Findings) -> Iterator[str]:
    """Name what stands in no sum, with the size of what surely grows worse and is not told yet.

    Lost health counts at any size; other loads not under a hundredth of their level. A range that
    holds improvement too would need more words than the page has.
    """
    burdens = [name for _, name in BURDENS]
    sure = [
        each
        for each in worse_in_no_sum(context, found)
        if each.outcome.name not in (*TOLD, *ASKED)
        and (each.outcome.name in burdens or not is_slight(each))
        and (touches_zero(each) or not spans_zero(each))
    ]
    items = [
        sized(each, context.language, years=found.years, level=True) for each in sure[:_UNPRICED]
    ]
    yield context.say(
        "In no sum: pain, grief, a childhood in an institution; worse in at least 9 of 10 "
        "futures: {items}."
        if items
        else "In no sum: pain, grief, lost health, a childhood in an institution.",
        items="; ".join(items),
    )
