"""What would happen: worry by worry, the variants side by side, each with its counter-fact."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from kpsim.analysis.reconciliation import beyond
from kpsim.document.context import Context
from kpsim.document.group_sentences import group_sentences, unchanged
from kpsim.document.groups import GROUPS, WHY_FEWER, Group
from kpsim.document.load_range import size_of, spans_zero
from kpsim.document.loads_table import Loads, loads_of, loads_tables
from kpsim.document.money_sentences import kinds_of_numbers, share_of_bearer
from kpsim.document.parts import Block, Bullets, Heading, Paragraph
from kpsim.document.remarks import (
    grows_anyway,
    of_reserve,
    of_services,
    sure_infections,
    users_hardly_change,
    with_others,
)
from kpsim.document.returning import returning
from kpsim.document.sentences import limit, listed
from kpsim.document.system_sentences import crowns_of_systems
from kpsim.document.temporary import Temporary, temporary, temporary_sentence
from kpsim.report.findings import Findings, Load, System
from kpsim.wording.numbers import percent
from kpsim.wording.words import lowered

LEAST_CROWNS = 1e5
"""Public crowns a year that are worth a sentence."""

Passing = Mapping[str, Mapping[str, Temporary]]
"""Loads that move for some years only, by scenario and name."""

_OVER_PLACES, _USERS = "children_over_zdvop_capacity", "true_users"
NOTICED = 0.01
"""Share of the level from which on a fall is explained."""

_CONTACT = "contact_clients"
KEPT, ENDED = 0.95, 0.85
"""Share of the clients in contact from which on contact is kept, and up to which many lose it."""

_CHARTS_OF_ALL = ("loads_by_system", "stock_and_flow", "probability_by_horizon")


def consequences(context: Context) -> Iterator[Block]:
    """Write the chapter on people, worry by worry."""
    loads = loads_of(context)
    passing = {name: temporary(context, name) for name in loads}
    yield Heading(context.say("What would happen"), 1, "consequences")
    yield Paragraph(
        context.say(
            "Differences are given with the range of 9 in 10 simulated futures. Where the range "
            "spans zero, the text says so. Deaths, convictions, benefits and jobs count people "
            "dependent on alcohol and gamblers too, who are many more than those who use drugs."
        )
    )
    if small_is_surer(small_and_full(loads)):
        yield Paragraph(
            context.say(
                "A smaller cut can have a surer direction than a larger one. A small cut mostly "
                "takes treatment away, while services stay in contact with their clients; where "
                "contact services lose money too, a reserve that is assumed makes up for it. That "
                "treatment works one way is assumed as well: how many people it helps to stop is "
                "open, but never fewer than none, and nobody offends while living in the "
                "therapeutic community. The sure direction of small changes rests on these "
                "assumptions. A larger cut takes contact away as well, and studies leave open "
                "whether contact lowers or raises crime, hospital use and removals of children: "
                "the change is then larger, but its sign is not known."
            )
        )
    yield Paragraph(kinds_of_numbers(context.language, shares=_shares_told(context)))
    yield Heading(context.say("The whole"), 2, "whole")
    yield from _overview(context)
    every = in_every_variant(loads)
    still: list[str] = []
    cautions: list[str] = []
    for group in GROUPS:
        names = [name for name in group.loads if name in every]
        moving = [
            name
            for name in names
            if any(name in passing[each] or not unchanged(loads[each][name]) for each in loads)
        ]
        still += [name for name in names if name not in moving]
        if moving:
            yield Heading(context.say(group.title), 2, group.key, system=group.key)
            yield from _group(context, group, moving, loads=loads, passing=passing)
        elif names and not group.sources:  # what is evidence stands in chapter 7 too
            cautions.append(
                context.say("To be kept in mind: {what}", what=_against(context, group))
            )
    if still:
        yield Heading(context.say("Practically unchanged"), 2, "unchanged")
        yield from _unmoved(context, still, loads)
        yield from map(Paragraph, cautions)
    for name in context.comparison.compared:
        yield from returning(context, name)


def _overview(context: Context) -> Iterator[Block]:
    yield Paragraph(context.say("First the overall picture, then each concern."))
    for name in context.comparison.compared:
        for chart in _CHARTS_OF_ALL:
            yield from context.figure(chart, name)
    if any(chart.unchanged for chart in context.charts.values()):
        yield Paragraph(context.say("Some charts that would hardly show a change are left out."))


def _group(
    context: Context, group: Group, names: Sequence[str], *, loads: Loads, passing: Passing
) -> Iterator[Block]:
    for scenario, found in loads.items():
        chosen = [found[name] for name in names]
        yield from _variant(context, group, chosen, scenario=scenario, passing=passing[scenario])
    yield from loads_tables(
        context,
        f"loads-{group.key.replace('_', '-')}",
        context.say(
            "{group}: difference from keeping the services", group=context.say(group.title)
        ),
        names,
        loads=loads,
        note="The table shows the last year counted; changes that pass are told above."
        if any(name in found for found in passing.values() for name in names)
        else "",
    )
    for scenario in loads:
        for chart in group.charts:
            yield from context.figure(chart, scenario)
    yield from _why_fewer(context, names, loads)
    if still := [
        name for name in group.loads if name in in_every_variant(loads) and name not in names
    ]:
        yield _still(context, still, loads)
    yield from _missed(context, group)
    told = "What speaks against: {what}" if group.sources else "To be kept in mind: {what}"
    yield Paragraph(context.say(told, what=_against(context, group)))


def _against(context: Context, group: Group) -> str:
    """Say what speaks against a worry, and what grows with the services kept too."""
    more = (*grows_anyway(context, group.loads), *sure_infections(context, group.loads))
    return " ".join((context.say(group.against), *more))


def _variant(
    context: Context,
    group: Group,
    loads: Sequence[Load],
    *,
    scenario: str,
    passing: Mapping[str, Temporary],
) -> Iterator[Block]:
    """Say what a variant does to a worry: one sentence as a paragraph, several as a list."""
    found = context.found(scenario)
    lead, only = (context.title(scenario), scenario) if context.several else ("", "")
    sentences = [
        temporary_sentence(passing[load.outcome.name], context)
        for load in loads
        if load.outcome.name in passing
    ]
    hardly = tuple(users_hardly_change(context, scenario)) if _USERS in group.loads else ()
    told = {*passing, _USERS} if hardly else {*passing}
    rest = [load for load in loads if load.outcome.name not in told]
    if sentences or not all(map(unchanged, rest)):
        sentences += group_sentences(rest, context.language, years=found.years)
    else:
        sentences = [context.say("Practically unchanged by the model.")]
    if group.key == "services":
        sentences += (
            *with_others(context, scenario),
            *of_services(context, scenario),
            *of_reserve(context, scenario),
        )
    sentences += hardly
    if _OVER_PLACES in group.loads:
        sentences += too_few_places(context, found)
    sentences += _crowns(group, found, context.language)
    if len(sentences) == 1:
        yield Paragraph(sentences[0], lead=lead, scenario=only)
    else:
        yield Bullets(tuple(sentences), lead=lead, scenario=only)


def _why_fewer(context: Context, names: Sequence[str], loads: Loads) -> Iterator[Paragraph]:
    """Say once why a load falls although services are cut, where it does in any variant."""
    for name in names:
        some = [found[name] for found in loads.values()]
        if name in WHY_FEWER and any(
            -load.difference.p50 >= NOTICED * max(load.reference.p50, 1.0) for load in some
        ):
            yield Paragraph(context.say(WHY_FEWER[name]))


def too_few_places(context: Context, found: Findings) -> Iterator[str]:
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
    if here == kept:
        return
    load = next(each for each in found.loads if each.outcome.name == _OVER_PLACES)
    if unchanged(load):
        yield context.say(
            "In {year} facilities for immediate help (ZDVOP) have more children than places in "
            "{here} of futures, with the services kept in {kept}; but the number of children "
            "without a place practically does not change (by {most} at most in 9 of 10 futures).",
            year=found.last_year,
            here=here,
            kept=kept,
            most=limit(load, language),
        )
    else:
        yield context.say(
            "In {year} facilities for immediate help (ZDVOP) have more children than places in "
            "{here} of futures, with the services kept in {kept}.",
            year=found.last_year,
            here=here,
            kept=kept,
        )


def _crowns(group: Group, found: Findings, language: str) -> Iterator[str]:
    """Say what the systems of a group cost public budgets."""
    return crowns_of_systems(_told(group, found), found, language)


def _told(group: Group, found: Findings) -> list[System]:
    own = [each for each in found.systems if each.name in group.systems]
    return [each for each in own if size_of(each.by_view["central"]) >= LEAST_CROWNS]


def _shares_told(context: Context) -> bool:
    """Tell whether any sentence of the chapter holds a share of a budget."""
    every = [context.found(name) for name in context.comparison.compared]
    return any(
        share_of_bearer(system, found)
        for found in every
        for group in GROUPS
        for system in _told(group, found)
    )


def _missed(context: Context, group: Group) -> Iterator[Paragraph]:
    """Say where the first year disagrees with a published figure of a load of this worry."""
    outcomes = context.comparison.world.outcomes
    variables = {outcomes[name].variable for name in group.loads if name in outcomes}
    for each in context.predictions:
        if each.agrees or each.row.measure.variable not in variables:
            continue
        high = each.modelled.median > each.published.high
        yield Paragraph(
            context.say(
                "In its first year the model has more than is published: {label}, by {gap} beyond "
                "the upper end of what is published (chapter 6); the differences can be too large "
                "by that share or more."
                if high
                else "In its first year the model has fewer than is published: {label}, by {gap} "
                "beyond the lower end of what is published (chapter 6); the differences can be too "
                "small by that share or more.",
                label=lowered(each.row.label.of(context.language)),
                gap=percent(beyond(each.published, each.modelled), context.language),
            )
        )


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
            "In these loads the model finds no change worth reporting: at most one case or a tenth "
            "of the unit, in percentages half a point."
        )
    )
    caption = context.say("Practically unchanged: difference from keeping the services")
    yield from loads_tables(context, "loads-unchanged", caption, names, loads=loads)


def in_every_variant(loads: Loads) -> Collection[str]:
    """Return the loads that every variant reports."""
    first, *others = loads.values()
    return [name for name in first if all(name in found for found in others)]


def small_and_full(loads: Loads) -> Loads:
    """Return the variants that keep contact with clients or lose much of it, where there are both.

    Only beside each other do they show what a small cut and a large one differ in.
    """
    left = {
        name: 1 + found[_CONTACT].difference.p50 / found[_CONTACT].reference.p50
        for name, found in loads.items()
        if _CONTACT in found and found[_CONTACT].reference.p50 > 0
    }
    keep = [name for name, share in left.items() if share >= KEPT]
    end = [name for name, share in left.items() if share <= ENDED]
    return {name: loads[name] for name in (*keep, *end)} if keep and end else {}


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
