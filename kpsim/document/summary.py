"""The summary for councillors: people first, then money, then what is not known."""

from collections.abc import Collection, Iterator

from kpsim.document.assumptions import weakest
from kpsim.document.bridge import costs_of_keeping, of_own_budget, saved_by_the_model
from kpsim.document.closing import part_above_whole
from kpsim.document.context import Context
from kpsim.document.deciders import no_council_alone, what_it_takes
from kpsim.document.evidence import effects_for_services, surest_effects
from kpsim.document.group_sentences import group_sentences, unchanged
from kpsim.document.groups import GROUPS, Group
from kpsim.document.load_cells import level_cell, reference_cell
from kpsim.document.load_range import FEW, cannot_be_told, is_slight, size_of, unit_of
from kpsim.document.no_sum import named, sized_as_worse, worse_in_no_sum
from kpsim.document.opening import description, first_sentence
from kpsim.document.parts import Block, Bullets, Heading, Paragraph
from kpsim.document.remarks import of_reserve, users_hardly_change, with_others
from kpsim.document.sentences import unit_after_level
from kpsim.document.source_list import without_source
from kpsim.document.summary_money import money_points
from kpsim.document.temporary import temporary, temporary_sentence
from kpsim.report.cells import rounded
from kpsim.report.findings import Findings, Load, estimate
from kpsim.wording.numbers import bounds, money, number, unbreakable
from kpsim.wording.words import not_a_forecast

OF_SUMMARY = (
    "staff",
    "contact_clients",
    "counselling_clients",
    "new_hcv_infections",
    "unseen_share",
    "relatives_without_help",
    "users_without_home",
    "all_recorded_offences",
    "deaths",
    "health_lost_to_death",
    "removals",
)
_FACTS = 3
_FEWEST_TOLD = 2
_NOTICED = 0.01


def summary(context: Context) -> Iterator[Block]:
    """Write the two pages a councillor reads: people first, then money, then what is not known."""
    yield Heading(context.say("Summary for councillors"), 1, "summary", new_page=True)
    yield Paragraph(conditional(context), "lead")
    yield Paragraph(how_to_read(context))
    yield Paragraph(f"{services_today(context)} {costs_of_keeping(context)}")
    alone = no_council_alone(context)
    if alone:
        yield Paragraph(alone)
    for name in context.comparison.compared:
        found = context.found(name)
        if context.several:
            yield Heading(context.title(name), 2, f"summary.{name}", scenario=name)
        what = (
            first_sentence(description(context, name)),
            what_it_takes(context, name),
            *saved_by_the_model(context, name),
            *of_own_budget(context, name),
            *part_above_whole(context, found),
        )
        yield Paragraph(unbreakable(" ".join(filter(None, what)), context.language))
        yield Paragraph(context.say("What happens to people"), "note")
        yield Bullets(tuple(people_points(context, found)))
        yield Paragraph(context.say("Money"), "note")
        yield Bullets((*money_points(context, found), *not_in_money(context, found)))
    yield Heading(context.say("Evidence and doubts"), 2, "summary.all")
    yield Paragraph(context.say("What speaks against great harm"), "note")
    yield Bullets(tuple(context.say(each.against) for each in counter_facts(context)))
    yield Paragraph(context.say("What speaks for the services"), "note")
    yield Paragraph(
        context.say(
            "Studies of {count} effects speak for the services, among them substitution, clean "
            "syringes and work with families ([[evidence-for]]). For {open} of them the study "
            "leaves room for no effect; in the ranges that the model uses, some of them wider, "
            "that holds for {used}.",
            **effects_for_services(context),
        )
        + surest_effects(context)
    )
    yield Paragraph(evidence(context))
    yield Paragraph(
        context.say(
            "Not in any sum: {what}",
            what=context.say(
                "pain, grief and lost health of people, a childhood in an institution, the load on "
                "families. Chapter 7 lists what can be counted and has no price."
            ),
        )
    )
    if context.several:
        yield Paragraph(context.say("The variants differ in net spending of public budgets."))
        yield from context.figure("scenario_dots")


def services_today(context: Context) -> str:
    """Say what the services cost and whom they reach before anything changes."""
    results, language = context.comparison.results, context.language
    reached = {
        name: level_cell(
            results.outcomes[name], estimate(results.loads["central"][name][0, 0]), language
        )
        for name in ("contact_clients", "counselling_clients")
    }
    posts = estimate(results.loads["central"]["staff"][0, 0])
    staff = rounded(posts, least=unit_of(results.outcomes["staff"]))
    return context.say(
        "By the table put together here the services cost {amount} a year today ([[funders]]); "
        "by the model they have {staff} {posts} (9 in 10 futures: {bounds}), {contact} people in "
        "low-threshold contact at one time and {counselling} in counselling.",
        amount=money(
            sum(line.value for line in context.comparison.world.funding.lines),
            language,
            scale="million",
            decimals=1,
        ),
        staff=number(staff.centre, language, decimals=staff.decimals),
        posts=unit_after_level(results.outcomes["staff"], posts, language),
        bounds=bounds(staff, language),
        contact=reached["contact_clients"],
        counselling=reached["counselling_clients"],
    )


def counter_facts(context: Context) -> tuple[Group, ...]:
    """Return the groups whose counter-facts the summary prints, once for all variants."""
    chosen = [
        group for name in context.comparison.compared for group in against(context.found(name))
    ]
    return tuple(dict.fromkeys(chosen))[:_FACTS]


def not_in_money(context: Context, found: Findings) -> Iterator[str]:
    """Name the loads that surely grow worse and stand in no sum, so that a saving is not all."""
    language, years = context.language, found.years
    worse = [
        each for each in worse_in_no_sum(context, found) if each.outcome.name not in OF_SUMMARY
    ]
    large = [sized_as_worse(e, language, years=years) for e in worse if not is_slight(e)]
    if large:
        yield context.say(
            "These have no price in crowns either and are worse in at least 9 of 10 futures: "
            "{names}.",
            names="; ".join(large),
        )
    small = [
        context.say(
            "{load}, of {kept}",
            load=sized_as_worse(each, language, years=years),
            kept=reference_cell(each, language),
        )
        for each in worse
        if is_slight(each) and size_of(each.difference) >= FEW
    ]
    if small:
        yield context.say(
            "These have no price in crowns and are worse in at least 9 of 10 futures, but by less "
            "than a hundredth of the level with the services kept: {names}.",
            names="; ".join(small),
        )
    fewest = [e for e in worse if is_slight(e) and size_of(e.difference) < FEW]
    if fewest:
        yield context.say(
            "Worse in at least 9 of 10 futures, but by less than {few} cases each: {names}.",
            names="; ".join(named(each, language).removesuffix(",") for each in fewest),
            few=FEW,
        )


def evidence(context: Context) -> str:
    """Say what the numbers stand on, before anybody has to look for it."""
    return context.say(
        "What the numbers stand on: {counted} Chapter 6 says what that does to the result.",
        counted=counted_inputs(context),
    )


def counted_inputs(context: Context) -> str:
    """Say how many inputs are assumptions and how many were checked, one way everywhere."""
    inputs, weak = context.inputs.values(), weakest(context).values()
    checked = sum(each.checked_on is not None for each in inputs)
    text = (
        "of {all} inputs {weak} have the weakest grade D, {bare} of these without any source; "
        "{checked} of the {sourced} with a source have been compared with it."
        if checked
        else "of {all} inputs {weak} have the weakest grade D, {bare} of these without any source; "
        "none of the {sourced} with a source has been compared with it yet."
    )
    return context.say(
        text,
        all=len(inputs),
        weak=len(weak),
        bare=without_source(context, weak),
        checked=checked,
        sourced=len(inputs) - without_source(context, inputs),
    )


def conditional(context: Context) -> str:
    """Say what a scenario is, before anything else."""
    text = context.say(
        "It shows what would happen if the variant came about and nobody stepped in. All "
        "differences are counted from the state in which the services are kept, in the same "
        "{draws} simulated futures.",
        draws=number(context.comparison.results.draws, context.language),
    )
    return f"{not_a_forecast(context.language)} {text}"


def how_to_read(context: Context) -> str:
    """Say once what the words of every variant mean."""
    return context.say(
        "Probabilities hold within the model only. Public budgets are those of the state, the "
        "region, municipalities and health insurers together. Three views differ in what they "
        "count: the central view all effects, the floor view only effects with strong evidence, "
        "the full view all effects at the average cost of a case (chapter 5). Levels beside a "
        "difference are often those of far larger groups than the clients of the services: deaths "
        "and offences are those of all dependent people, on alcohol too, removals of children "
        "those of the whole region."
    )


def people_points(context: Context, found: Findings) -> Iterator[str]:
    """Say the loads of the summary."""
    by_name = {load.outcome.name: load for load in found.loads}
    loads = [by_name[name] for name in OF_SUMMARY if name in by_name]
    if sum(map(_is_told, loads)) < _FEWEST_TOLD:
        loads += most_moved(found, without=loads)
    passing = temporary(context, found.scenario)
    told = [load for load in loads if load.outcome.name in passing]
    told.sort(key=lambda load: passing[load.outcome.name].share, reverse=True)
    yield from (temporary_sentence(passing[each.outcome.name], context) for each in told)
    rest = [load for load in loads if load not in told]
    yield from group_sentences(rest, context.language, years=found.years, ranges=True)
    yield from with_others(context, found.scenario)
    yield from of_reserve(context, found.scenario)
    yield from users_hardly_change(context, found.scenario)


def most_moved(found: Findings, *, without: Collection[Load]) -> list[Load]:
    """Return the reported loads that move most for their level, where the usual ones do not."""

    def share(load: Load) -> float:
        return abs(load.difference.p50) / max(abs(load.reference.p50), 1.0)

    others = [
        load
        for load in found.loads
        if load.outcome.headline and load not in without and share(load) >= _NOTICED
    ]
    return sorted(others, key=share, reverse=True)[:_FEWEST_TOLD]


def _is_told(load: Load) -> bool:
    return not (unchanged(load) or cannot_be_told(load))


def against(found: Findings) -> tuple[Group, ...]:
    """Return the two groups whose counter-facts the summary prints: the most sure to move."""
    by_name = {load.outcome.name: load for load in found.loads}
    cited = [group for group in GROUPS if group.sources]

    def surest(group: Group) -> float:
        loads = [by_name[name] for name in group.loads if name in by_name]
        return max((abs((load.worse or 0.5) - 0.5) for load in loads if _moved(load)), default=0.0)

    return tuple(sorted(cited, key=surest, reverse=True)[:2])


def _moved(load: Load) -> bool:
    return load.outcome.headline and not load.difference.is_zero
