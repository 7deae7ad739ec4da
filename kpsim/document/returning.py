"""What comes back after a reopening and what does not."""

from collections.abc import Iterator, Sequence

import numpy as np

from kpsim.analysis.recovery import RECOVERED, Recovery
from kpsim.document.context import Context
from kpsim.document.load_cells import signed_cell
from kpsim.document.load_range import ONE_CASE, unit_of
from kpsim.document.parts import Block, Column, Heading, Paragraph, Row, Table
from kpsim.document.sentences import listed
from kpsim.report.cells import rounded
from kpsim.report.findings import estimate
from kpsim.report.terminal import undone_cells
from kpsim.results import Outcome
from kpsim.wording.numbers import number, percent
from kpsim.wording.units import after_number

HALF, RARE = 0.5, 0.05


def returning(context: Context, name: str) -> Iterator[Block]:
    """Write the section on the return of a variant that reopens what it closed."""
    lost = [each for each in context.comparison.recovery(name) if _worth_telling(each)]
    if not lost:
        return
    language, outcomes = context.language, context.comparison.results.outcomes
    heading = context.caption(context.say("What comes back and what does not"), name)
    yield Heading(heading, 2, f"return.{name}", name)
    yield from _in_words(context, name, lost)
    yield Table(
        context.key("years-until-back", name),
        context.say("Return after the services reopen"),
        (
            Column(context.say("Quantity"), 2.4),
            Column(context.say("Years until back, or what stays"), 2),
            Column(context.say("not back"), 1, numeric=True),
        ),
        tuple(
            Row(
                (
                    outcomes[each.outcome].label.of(language),
                    *_undone(each, outcomes[each.outcome], language),
                ),
                card=each.outcome,
            )
            for each in lost
        ),
        context.say(
            "Back: 90% of the level with the services kept. Not back: share of futures in which "
            "it is not back by the end of {last}. A count that stays is the sum until then, longer "
            "than the years counted elsewhere, in whole cases; counts whose whole range rounds to "
            "one case at most are left out.",
            last=context.comparison.results.years[-1],
        ),
    )
    yield from context.figure("return_after_reopening", name)


def _in_words(context: Context, name: str, found: Sequence[Recovery]) -> Iterator[Paragraph]:
    """Say within which years the levels are back, and which counts surely stay higher."""
    language = context.language
    back = [each for each in found if each.kind == "returns"]
    middles = [float(np.nanmedian(each.values)) for each in back if each.share_never < HALF]
    if middles:
        yield Paragraph(
            context.say(
                "What comes back is back at {share} of its level after {first} to {last} years "
                "(medians).",
                share=percent(RECOVERED, language),
                first=number(min(middles), language, decimals=1),
                last=number(max(middles), language, decimals=1),
            )
        )
    stays = [
        _with_what_goes_on(context, name, each)
        for each in found
        if each.kind == "stays" and np.quantile(each.values, RARE) > 0
    ]
    if stays:
        yield Paragraph(
            context.say(
                "What happened in the meantime stays: {names}.", names=listed(stays, language)
            )
        )


def _with_what_goes_on(context: Context, scenario: str, found: Recovery) -> str:
    """Name a count that stays, with how many more there still are in the last simulated year."""
    results, language = context.comparison.results, context.language
    outcome, yearly = results.outcomes[found.outcome], results.loads["central"][found.outcome]
    label = outcome.label.of(language)
    more = estimate(yearly[-1, results.position(scenario)] - yearly[-1, 0])
    if more.p05 <= 0 or more.p50 < 1:
        return label
    amount = rounded(more, least=unit_of(outcome))
    return context.say(
        "{name} (in {year} still {more} more a year)",
        name=label,
        year=results.years[-1],
        more=number(amount.centre, language, decimals=amount.decimals),
    )


def _worth_telling(found: Recovery) -> bool:
    """Tell whether a quantity comes back at all, or leaves more than one case behind."""
    return found.kind != "stays" or bool(
        abs(np.quantile(found.values, (0.05, 0.95))).max() >= ONE_CASE
    )


def _undone(found: Recovery, outcome: Outcome, language: str) -> tuple[str, str]:
    """Write how long a return takes; a count that stays, in whole cases, has no share of return."""
    if found.kind != "stays":
        return undone_cells(found, outcome, language)
    stays = rounded(estimate(found.values), least=unit_of(outcome))
    named = after_number(outcome.unit.en.removesuffix(" a year"), stays.high, language)
    unit = named or outcome.unit.of(language).removesuffix(" za rok").removesuffix(" a year")
    middle = float(np.median(found.values))
    return f"{signed_cell(stays, language, middle=middle)} {unit}", "–"
