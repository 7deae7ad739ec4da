"""What would happen: one part for each worry, with table, sentences and its counter-fact."""

from collections.abc import Iterator

import numpy as np

from kpsim.analysis.recovery import Recovery
from kpsim.document.context import Context
from kpsim.document.group_sentences import group_sentences, unchanged
from kpsim.document.groups import GROUPS, WHY_FEWER, Group
from kpsim.document.money_sentences import in_crowns, systems_scale
from kpsim.document.parts import Block, Bullets, Column, Heading, Paragraph, Row, Table
from kpsim.document.sentences import (
    NEGLIGIBLE,
    ONE_CASE,
    difference_cell,
    listed,
    plain_unit,
    reference_cell,
    worse_cell,
)
from kpsim.report.findings import Findings, Load
from kpsim.report.terminal import undone_cells
from kpsim.results import Outcome
from kpsim.wording.numbers import percent
from kpsim.wording.words import name_of

LEAST_CROWNS = 1e5
"""Public crowns a year that are worth a sentence."""


def consequences(context: Context) -> Iterator[Block]:
    """Write the chapter on people, scenario by scenario."""
    yield Heading(context.say("What would happen"), 1, "consequences")
    yield Paragraph(
        context.say(
            "Differences are medians with the range of 9 in 10 simulated futures. Where the range "
            "spans zero, the model does not know the direction, and the text says so. Deaths, "
            "convictions, benefits and jobs count people dependent on alcohol and gamblers too, "
            "who are many more than those who use drugs."
        )
    )
    for name in context.comparison.compared:
        yield from _scenario(context, name)


def _scenario(context: Context, name: str) -> Iterator[Block]:
    found = context.found(name)
    depth = 2
    if context.several:
        yield Heading(context.title(name), 2, f"people.{name}", scenario=name)
        depth = 3
    overview = [*context.figure("loads_by_system", name), *context.figure("stock_and_flow", name)]
    if overview:
        yield Paragraph(context.say("First the whole, then worry by worry."))
        yield from overview
    by_name = {load.outcome.name: load for load in found.loads}
    unmoved: list[tuple[Group, list[Load]]] = []
    for group in GROUPS:
        loads = [by_name[load] for load in group.loads if load in by_name]
        if all(map(unchanged, loads)):
            unmoved += [(group, loads)] if loads else []
            continue
        yield Heading(context.say(group.title), depth, f"{group.key}.{name}", name, group.key)
        yield from _group(context, group, loads, found=found)
    if unmoved:
        yield Heading(context.say("Practically unchanged"), depth, f"unchanged.{name}", name)
        yield from _unmoved(context, unmoved, name)
    yield from context.figure("probability_by_horizon", name)
    yield from _return(context, name, depth)


def _group(
    context: Context, group: Group, loads: list[Load], *, found: Findings
) -> Iterator[Block]:
    language, name = context.language, found.scenario
    sentences = tuple(group_sentences(loads, language, years=found.years))
    yield Paragraph(sentences[0]) if len(sentences) == 1 else Bullets(sentences)
    yield loads_table(
        context,
        context.key(f"loads-{group.key.replace('_', '-')}", name),
        context.say(
            "{group}: difference from keeping the services", group=context.say(group.title)
        ),
        loads,
        scenario=name,
    )
    for chart in group.charts:
        yield from context.figure(chart, name)
    crowns = " ".join(_crowns(context, group, found))
    if crowns:
        yield Paragraph(crowns)
    for load in loads:
        if load.outcome.name in WHY_FEWER and load.difference.p50 < 0:
            yield Paragraph(context.say(WHY_FEWER[load.outcome.name]))
    yield Paragraph(_counter_fact(context, group, name))


def _counter_fact(context: Context, group: Group, name: str) -> str:
    """Say what speaks against a worry; in full where it comes first."""
    told = "What speaks against: {what}" if group.sources else "To be kept in mind: {what}"
    if name == context.comparison.compared[0]:
        return context.say(told, what=context.say(group.against))
    key = "evidence-against" if group.sources else "list-of-cautions"
    return context.say(told, what=f"[[{key}]].")


def _unmoved(
    context: Context, groups: list[tuple[Group, list[Load]]], name: str
) -> Iterator[Block]:
    """Put the worries in which nothing moves into one table."""
    yield Paragraph(
        context.say(
            "In these worries the model finds a change too small to be told: {names}. It is at "
            "most one case, a tenth of the unit or {share} of the level with the services kept.",
            share=percent(NEGLIGIBLE, context.language, decimals=2),
            names=listed([context.say(group.title) for group, _ in groups], context.language),
        )
    )
    loads = [load for _, each in groups for load in each]
    caption = context.say("Practically unchanged: difference from keeping the services")
    key = context.key("loads-unchanged", name)
    yield loads_table(context, key, caption, loads, scenario=name)


def loads_table(
    context: Context, key: str, caption: str, loads: list[Load], *, scenario: str
) -> Table:
    """Put loads in rows."""
    language = context.language
    notes = [context.say("Worse: share of futures in which the load is worse.")]
    if any(load.outcome.chance for load in loads):
        notes.append(context.say("*: includes the chance of small counts."))
    return Table(
        key,
        context.caption(caption, scenario),
        (
            Column(context.say("Load"), 2.3),
            Column(context.say("Unit and time"), 1.75),
            Column(context.say("Kept"), 0.9, numeric=True),
            Column(context.say("Difference"), 1.7, numeric=True),
            Column(context.say("Worse"), 0.7, numeric=True),
        ),
        tuple(
            Row(
                (
                    load.outcome.label.of(language) + ("*" if load.outcome.chance else ""),
                    f"{plain_unit(load, language)}, {load.when}",
                    reference_cell(load, language),
                    difference_cell(load, language),
                    worse_cell(load, language),
                ),
                card=load.outcome.name,
            )
            for load in loads
        ),
        " ".join(notes),
    )


def _crowns(context: Context, group: Group, found: Findings) -> Iterator[str]:
    """Say what the systems of a group cost public budgets, percent of the region's budget first."""
    budget = context.region_budget.amount
    for system in found.systems:
        net = system.by_view["central"]
        if system.name in group.systems and max(abs(net.p05), abs(net.p95)) >= LEAST_CROWNS:
            yield in_crowns(
                net,
                context.language,
                name=name_of(system.name, context.language),
                share=abs(net.mean) / budget,
                scale=systems_scale(found),
            )


def _return(context: Context, name: str, depth: int) -> Iterator[Block]:
    lost = [each for each in context.comparison.recovery(name) if _worth_telling(each)]
    if not lost:
        return
    language, outcomes = context.language, context.comparison.results.outcomes
    yield Heading(context.say("What comes back and what does not"), depth, f"return.{name}", name)
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
            "than the years counted elsewhere; counts that change by one case at most are left "
            "out.",
            last=context.comparison.results.years[-1],
        ),
    )
    yield from context.figure("return_after_reopening", name)


def _worth_telling(found: Recovery) -> bool:
    """Tell whether a quantity comes back at all, or leaves more than one case behind."""
    return found.kind != "stays" or bool(
        abs(np.quantile(found.values, (0.05, 0.95))).max() >= ONE_CASE
    )


def _undone(found: Recovery, outcome: Outcome, language: str) -> tuple[str, str]:
    """Write how long a return takes; a count that stays has no share that comes back."""
    text, share = undone_cells(found, outcome, language)
    return text, "–" if found.kind == "stays" else share
