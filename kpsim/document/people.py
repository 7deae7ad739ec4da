"""What would happen: worry by worry, the variants side by side, each with its counter-fact."""

from collections.abc import Collection, Iterator, Sequence

from kpsim.document.context import Context
from kpsim.document.group_sentences import group_sentences, unchanged
from kpsim.document.groups import GROUPS, WHY_FEWER, Group
from kpsim.document.loads_table import Loads, loads_of, loads_tables
from kpsim.document.money_sentences import crowns_of_systems, left_out
from kpsim.document.parts import Block, Bullets, Heading, Paragraph
from kpsim.document.returning import returning
from kpsim.document.sentences import NEGLIGIBLE, listed, rounded_difference, spans_zero
from kpsim.report.findings import Findings, Load
from kpsim.wording.numbers import percent

LEAST_CROWNS = 1e5
"""Public crowns a year that are worth a sentence."""

_OVER_PLACES = "children_over_zdvop_capacity"
_CHARTS_OF_ALL = ("loads_by_system", "stock_and_flow", "probability_by_horizon")


def consequences(context: Context) -> Iterator[Block]:
    """Write the chapter on people, worry by worry."""
    loads = loads_of(context)
    yield Heading(context.say("What would happen"), 1, "consequences")
    yield Paragraph(
        context.say(
            "Differences are medians with the range of 9 in 10 simulated futures. Where the range "
            "spans zero, the text says so. Deaths, convictions, benefits and jobs count people "
            "dependent on alcohol and gamblers too, who are many more than those who use drugs."
        )
    )
    if small_is_surer(loads):
        yield Paragraph(
            context.say(
                "A smaller cut can have a surer direction than a full stop. A small cut mostly "
                "takes treatment away, whose effects have a known direction, while services stay "
                "in contact with their clients. Closing ends contact as well, and studies leave "
                "open whether contact lowers or raises crime, hospital use and removals of "
                "children: the change is then larger, but its sign is not known."
            )
        )
    yield Paragraph(left_out(context.language))
    yield Heading(context.say("The whole"), 2, "whole")
    yield from _overview(context)
    every = in_every_variant(loads)
    still: list[str] = []
    for group in GROUPS:
        names = [name for name in group.loads if name in every]
        moving = [n for n in names if not all(unchanged(found[n]) for found in loads.values())]
        still += [name for name in names if name not in moving]
        if moving:
            yield Heading(context.say(group.title), 2, group.key, system=group.key)
            yield from _group(context, group, moving, loads=loads)
    if still:
        yield Heading(context.say("Practically unchanged"), 2, "unchanged")
        yield from _unmoved(context, still, loads)
    for name in context.comparison.compared:
        yield from returning(context, name)


def _overview(context: Context) -> Iterator[Block]:
    yield Paragraph(context.say("First the whole, then worry by worry."))
    for name in context.comparison.compared:
        for chart in _CHARTS_OF_ALL:
            yield from context.figure(chart, name)
    if any(chart.unchanged for chart in context.charts.values()):
        yield Paragraph(
            context.say(
                "Charts that would show no change, because no line moves by a millimetre, are left "
                "out; the command kpsim chart draws them."
            )
        )


def _group(
    context: Context, group: Group, names: Sequence[str], *, loads: Loads
) -> Iterator[Block]:
    for scenario, found in loads.items():
        yield from _variant(context, group, [found[n] for n in names], scenario=scenario)
    yield from loads_tables(
        context,
        f"loads-{group.key.replace('_', '-')}",
        context.say(
            "{group}: difference from keeping the services", group=context.say(group.title)
        ),
        names,
        loads=loads,
    )
    for scenario in loads:
        for chart in group.charts:
            yield from context.figure(chart, scenario)
    if still := [
        name for name in group.loads if name in in_every_variant(loads) and name not in names
    ]:
        yield _still(context, still, loads)
    told = "What speaks against: {what}" if group.sources else "To be kept in mind: {what}"
    yield Paragraph(context.say(told, what=context.say(group.against)))


def _variant(
    context: Context, group: Group, loads: Sequence[Load], *, scenario: str
) -> Iterator[Block]:
    """Say what a variant does to a worry: one sentence as a paragraph, several as a list."""
    found = context.found(scenario)
    lead, only = (context.title(scenario), scenario) if context.several else ("", "")
    if all(map(unchanged, loads)):
        sentences = [context.say("Practically unchanged by the model.")]
    else:
        sentences = list(group_sentences(loads, context.language, years=found.years))
    if _OVER_PLACES in group.loads:
        sentences += _too_few_places(context, found)
    sentences += _crowns(group, found, context.language)
    sentences += [
        context.say(WHY_FEWER[load.outcome.name])
        for load in loads
        if load.outcome.name in WHY_FEWER and rounded_difference(load).centre < 0
    ]
    if len(sentences) == 1:
        yield Paragraph(sentences[0], lead=lead, scenario=only)
    else:
        yield Bullets(tuple(sentences), lead=lead, scenario=only)


def _too_few_places(context: Context, found: Findings) -> Iterator[str]:
    """Say how often there are more children than places, where a cut changes that."""
    results, language = context.comparison.results, context.language
    values = results.loads["central"].get(_OVER_PLACES)
    if values is None:
        return
    over = values[results.years.index(found.last_year)] > 0
    here, kept = (
        percent(float(over[place].mean()), language)
        for place in (results.position(found.scenario), 0)
    )
    if here != kept:
        yield context.say(
            "In {year} facilities for immediate help (ZDVOP) have more children than places in "
            "{here} of futures, with the services kept in {kept}.",
            year=found.last_year,
            here=here,
            kept=kept,
        )


def _crowns(group: Group, found: Findings, language: str) -> Iterator[str]:
    """Say what the systems of a group cost public budgets."""
    told = []
    for system in found.systems:
        net = system.by_view["central"]
        if system.name in group.systems and max(abs(net.p05), abs(net.p95)) >= LEAST_CROWNS:
            told.append(system)
    return crowns_of_systems(told, found, language)


def _still(context: Context, names: Sequence[str], loads: Loads) -> Paragraph:
    """Name the loads of a worry that move in no variant."""
    labels = [next(iter(loads.values()))[name].outcome.label.of(context.language) for name in names]
    return Paragraph(
        context.say(
            "Practically unchanged in every variant ([[loads-unchanged]]): {names}."
            if context.several
            else "Practically unchanged ([[loads-unchanged]]): {names}.",
            names=listed(labels, context.language),
        )
    )


def _unmoved(context: Context, names: Sequence[str], loads: Loads) -> Iterator[Block]:
    """Put the loads that move in no variant into one table."""
    yield Paragraph(
        context.say(
            "In these loads the model finds no change worth telling: at most one case, a tenth of "
            "the unit or {share} of the level with the services kept.",
            share=percent(NEGLIGIBLE, context.language, decimals=2),
        )
    )
    caption = context.say("Practically unchanged: difference from keeping the services")
    yield from loads_tables(context, "loads-unchanged", caption, names, loads=loads)


def in_every_variant(loads: Loads) -> Collection[str]:
    """Return the loads that every variant reports."""
    first, *others = loads.values()
    return [name for name in first if all(name in found for found in others)]


def small_is_surer(loads: Loads) -> bool:
    """Tell whether a variant that changes a load less is surer of the direction than another."""
    named = {name for found in loads.values() for name in found}
    for name in named:
        some = [found[name] for found in loads.values() if name in found]
        open_ends = [abs(load.difference.p50) for load in some if spans_zero(load)]
        sure = [
            abs(load.difference.p50)
            for load in some
            if not (spans_zero(load) or unchanged(load) or load.is_event)
        ]
        if open_ends and sure and min(sure) < max(open_ends):
            return True
    return False
