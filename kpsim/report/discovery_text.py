"""Conditions of harm as one sentence."""

from collections.abc import Iterator
from math import ceil

from rich.console import RenderableType

from kpsim.language import translate
from kpsim.report.cells import say
from kpsim.report.question import Question
from kpsim.report.sensitivity_tables import column_label
from kpsim.sensitivity.asked import label_of, measure
from kpsim.sensitivity.discover import LEAST_CASES, Condition, Discovery, discover
from kpsim.sensitivity.parts import Progress
from kpsim.wording.numbers import number, percent
from kpsim.wording.record_values import value_words
from kpsim.wording.units import short


def discovered(asked: Question, progress: Progress | None) -> Iterator[RenderableType]:
    """Look for conditions under which each outcome is above zero, and say them."""
    results = asked.results(progress)
    numbers = asked.columns(results.draws)
    for one in asked.bench.asked:
        values = measure(results, asked.scenario, one, public=asked.world.ledger.public)
        name = label_of(asked.world, one, asked.language)
        yield ""
        yield name[:1].upper() + name[1:]
        yield words(discover(numbers, values > 0), asked)


def words(found: Discovery, asked: Question) -> str:
    """Say the rule, or how rare the cases are."""
    language = asked.language
    counts = {
        "cases": number(found.cases, language),
        "draws": number(found.draws, language),
    }
    if found.cases == found.draws:
        return say("It is above zero in all {draws} futures; no condition is needed.", language,
                   draws=counts["draws"])  # fmt: skip
    if found.cases >= LEAST_CASES and (found.rule is None or not found.rule.conditions):
        return say(
            "It is above zero in {cases} of {draws} futures; no small set of conditions picks them "
            "out.",
            language,
            **counts,
        )
    if found.rule is None:
        return say(
            "It is above zero in {cases} of {draws} futures, too few for a rule; the chance is "
            "below {bound}.",
            language,
            **counts,
            # Upwards, because it is a bound.
            bound=percent(ceil(1000 * found.bound) / 1000, language, decimals=1),
        )
    joined = translate(" and ", language).join(
        condition(each, asked) for each in found.rule.conditions
    )
    return say(
        "It is above zero mostly where {conditions}: these futures hold {coverage} of such cases, "
        "and {density} of them are such cases ({cases} of {draws} in all).",
        language,
        conditions=joined,
        coverage=percent(found.rule.coverage, language),
        density=percent(found.rule.density, language),
        **counts,
    )


def condition(each: Condition, asked: Question) -> str:
    """Write one limit in the record's unit."""
    name = column_label(asked, each.name)
    limit = each.low if each.low is not None else each.high
    assert limit is not None
    base = each.name.partition(".")[0]
    known = base in asked.world.parameters.records
    shown = (
        value_words(asked.world.parameters, base, limit, asked.language, digits=3)
        if known
        else short(limit, asked.language)
    )
    text = "“{name}” is above {limit}" if each.low is not None else "“{name}” is below {limit}"
    return translate(text, asked.language).format(name=name, limit=shown)
