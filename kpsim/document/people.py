"""What would happen: one part for each worry, with table, sentences and its counter-fact."""

from collections.abc import Iterator

from kpsim.document.context import Context
from kpsim.document.group_sentences import group_sentences
from kpsim.document.groups import GROUPS, Group
from kpsim.document.money_sentences import signed_crowns
from kpsim.document.parts import Block, Bullets, Column, Heading, Paragraph, Row, Table
from kpsim.document.sentences import plain_unit
from kpsim.report.cells import changed, level, odds
from kpsim.report.findings import Findings, Load
from kpsim.report.terminal import moved, undone_cells
from kpsim.wording.numbers import percent, scale_for
from kpsim.wording.words import name_of


def consequences(context: Context) -> Iterator[Block]:
    """Write the chapter on people, scenario by scenario."""
    yield Heading(context.say("What would happen"), 1, "consequences", new_page=True)
    yield Paragraph(
        context.say(
            "Differences are medians with the range of 9 in 10 simulated futures. Where the range "
            "spans zero, the model does not know the direction, and the text says so."
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
    yield from context.figure("loads_by_system", name)
    yield from context.figure("stock_and_flow", name)
    by_name = {load.outcome.name: load for load in found.loads}
    for group in GROUPS:
        loads = [by_name[load] for load in group.loads if load in by_name]
        if loads:
            yield Heading(context.say(group.title), depth, f"{group.key}.{name}", name, group.key)
            yield from _group(context, group, loads, found=found)
    yield from context.figure("probability_by_horizon", name)
    yield from _return(context, name, depth)


def _group(
    context: Context, group: Group, loads: list[Load], *, found: Findings
) -> Iterator[Block]:
    language, name = context.language, found.scenario
    yield Bullets(tuple(group_sentences(loads, language, years=found.years)))
    yield loads_table(context, group, loads, scenario=name)
    crowns = _crowns(context, group, found)
    if crowns:
        yield Paragraph(crowns)
    for chart in group.charts:
        yield from context.figure(chart, name)
    told = "What speaks against: {what}" if group.sources else "To be kept in mind: {what}"
    yield Paragraph(context.say(told, what=context.say(group.against)))


def loads_table(context: Context, group: Group, loads: list[Load], *, scenario: str) -> Table:
    """Put the loads of a group in rows."""
    language = context.language
    star = any(load.outcome.chance for load in loads)
    return Table(
        context.key(f"loads-{group.key.replace('_', '-')}", scenario),
        context.say(
            "{group}: difference from keeping the services", group=context.say(group.title)
        ),
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
                    percent(load.reference.mean, language)
                    if load.is_event
                    else level(load.reference, language),
                    moved(load, language) if load.is_event else changed(load.difference, language),
                    odds(None if load.difference.is_zero else load.worse, language),
                ),
                card=load.outcome.name,
            )
            for load in loads
        ),
        context.say("Worse: share of futures in which the load is worse.")
        + (" " + context.say("*: includes the chance of small counts.") if star else ""),
    )


def _crowns(context: Context, group: Group, found: Findings) -> str:
    """Say what the systems of a group cost public budgets, percent of the region's budget first."""
    parts = []
    budget = context.region_budget
    for system in found.systems:
        net = system.by_view["central"]
        if system.name not in group.systems or net.is_zero:
            continue
        if max(abs(net.p05), abs(net.p95)) < 1e5:
            parts.append(
                context.say(
                    "{system}: under CZK 0.1 million a year",
                    system=name_of(system.name, context.language),
                )
            )
            continue
        share = abs(net.mean) / budget.amount
        low = percent(0.001, context.language, decimals=1)
        written = percent(share, context.language, decimals=1)
        parts.append(
            context.say(
                "{system}: the equal of {share} of the region's own budget, {amount} a year{doubt}",
                system=name_of(system.name, context.language),
                share=written if share >= 0.0005 else context.say("less than {least}", least=low),
                amount=signed_crowns(net, scale_for(net.p05, net.p95), context.language),
                doubt=context.say(" (direction not decided)") if net.p05 < 0 < net.p95 else "",
            )
        )
    if not parts:
        return ""
    return context.say(
        "In crowns of public budgets, central view: {parts}.", parts="; ".join(parts)
    )


def _return(context: Context, name: str, depth: int) -> Iterator[Block]:
    lost = context.comparison.recovery(name)
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
                    *undone_cells(each, outcomes[each.outcome], language),
                ),
                card=each.outcome,
            )
            for each in lost
        ),
        context.say(
            "Back: 90 % of the level with the services kept. Not back: share of futures in which "
            "it is not back by the end of the simulation."
        ),
    )
    yield from context.figure("return_after_reopening", name)
