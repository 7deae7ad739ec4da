"""The summary for councillors: people first, then money, then what is not known."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from kpsim.document.assumptions import weakest
from kpsim.document.bridge import bridge, costs_of_keeping
from kpsim.document.by_year import single_years
from kpsim.document.context import Context
from kpsim.document.deciders import no_council_alone, what_it_takes
from kpsim.document.evidence import effects_for_services
from kpsim.document.group_sentences import group_sentences, unchanged
from kpsim.document.groups import GROUPS, Group
from kpsim.document.load_cells import level_cell
from kpsim.document.load_range import (
    VERY_LIKELY,
    cannot_be_told,
    is_slight,
    practically_none,
)
from kpsim.document.money_sentences import (
    bearing_sentences,
    net_sentence,
    payer_sentence,
    payers_scale,
    paying_more,
    told,
    views_scale,
)
from kpsim.document.opening import description, first_sentence
from kpsim.document.parts import Block, Bullets, Heading, Paragraph
from kpsim.document.sentences import unit_after_level
from kpsim.document.temporary import temporary, temporary_sentence
from kpsim.report.cells import in_scale
from kpsim.report.findings import Estimate, Findings, Load, Payer, estimate
from kpsim.report.terminal import unpriced
from kpsim.wording.numbers import exact, money, money_text, number, round_to, unbreakable
from kpsim.wording.words import likelihood, lowered, not_a_forecast

SURE = 0.9
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
    "removals",
)
_ALWAYS = ("region", "city_of_liberec")
VICTIMS = "victims"
_FACTS = 3
_FEWEST_TOLD = 2
_NOTICED = 0.01


def summary(context: Context) -> Iterator[Block]:
    """Write the two pages a councillor reads: people first, then money, then what is not known."""
    yield Heading(context.say("Summary for councillors"), 1, "summary", new_page=True)
    yield Paragraph(conditional(context), "lead")
    yield Paragraph(f"{services_today(context)} {costs_of_keeping(context)}")
    alone = no_council_alone(context)
    if alone:
        yield Paragraph(alone)
    for name in context.comparison.compared:
        found = context.found(name)
        if context.several:
            yield Heading(context.title(name), 2, f"summary.{name}", scenario=name)
        what = (first_sentence(description(context, name)), what_it_takes(context, name))
        yield Paragraph(unbreakable(" ".join(filter(None, what)), context.language))
        yield Paragraph(context.say("What happens to people"), "note")
        yield Bullets(tuple(people_points(context, found)))
        yield Paragraph(context.say("Money"), "note")
        yield Bullets((*money_points(context, found), *not_in_money(context, found)))
    yield Heading(context.say("All variants"), 2, "summary.all")
    yield Paragraph(context.say("What speaks against great harm"), "note")
    yield Bullets(tuple(context.say(each.against) for each in counter_facts(context)))
    yield Paragraph(
        context.say(
            "Studies of {count} effects speak for the services, among them substitution, clean "
            "syringes and work with families ([[evidence-for]]). Of these {open} do not rule out "
            "no effect; in the wider ranges of the model {used} do not. The model takes both sides "
            "into account.",
            **effects_for_services(context),
        )
    )
    yield Paragraph(evidence(context))
    yield Paragraph(
        context.say(
            "What stands in no sum: {what}",
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
        for name in ("staff", "contact_clients", "counselling_clients")
    }
    posts = unit_after_level(
        results.outcomes["staff"], estimate(results.loads["central"]["staff"][0, 0]), language
    )
    return context.say(
        "Today the services cost {amount} a year ([[funders]]) and have {staff} {posts}; by the "
        "model {contact} people are in low-threshold contact and {counselling} in counselling.",
        amount=money(
            sum(line.value for line in context.comparison.world.funding.lines),
            language,
            scale="million",
            decimals=1,
        ),
        staff=reached["staff"],
        posts=posts,
        contact=reached["contact_clients"],
        counselling=reached["counselling_clients"],
    )


def counter_facts(context: Context) -> tuple[Group, ...]:
    """Return the groups whose counter-facts the summary prints, once for all variants."""
    chosen = [
        group for name in context.comparison.compared for group in against(context.found(name))
    ]
    return tuple(dict.fromkeys(chosen))[:_FACTS]


def not_in_money(
    context: Context,
    found: Findings,
    *,
    most: int | None = None,
    told: Collection[str] = (),
) -> Iterator[str]:
    """Name the loads that surely grow worse and stand in no sum, so that a saving is not all."""
    sure = [
        load
        for load in unpriced(context.comparison, found)
        if surely_worse(load) and load.outcome.name not in told
    ]
    clear = [load for load in sure if not is_slight(load)]
    slight = [load for load in sure if is_slight(load)] if most is None else []
    for text, loads in (
        ("Not turned into crowns and worse in at least 9 of 10 futures: {names}.", clear[:most]),
        (
            "Not turned into crowns and worse in at least 9 of 10 futures, though by less than a "
            "hundredth of the level: {names}.",
            slight,
        ),
    ):
        if loads:
            labels = (lowered(load.outcome.label.of(context.language)) for load in loads)
            yield context.say(text, names="; ".join(labels))


def surely_worse(load: Load) -> bool:
    """Tell whether a load is worse as often as tables call very likely."""
    often = round_to(exact(100 * (load.worse or 0.0)), Decimal(1))
    return often >= VERY_LIKELY and not practically_none(load)


def evidence(context: Context) -> str:
    """Say what the numbers stand on, before anybody has to look for it."""
    return context.say(
        "What the numbers stand on: {counted} Chapter 6 says what that does to the result.",
        counted=counted_inputs(context),
    )


def counted_inputs(context: Context) -> str:
    """Say how many inputs are assumptions and how many were checked, one way everywhere."""
    inputs = context.inputs.values()
    checked = sum(each.checked_on is not None for each in inputs)
    text = (
        "of {all} inputs {assumed} are assumptions (grade D); {checked} of the {all} have been "
        "checked at the source."
        if checked
        else "of {all} inputs {assumed} are assumptions (grade D); none of the {all} has been "
        "checked at the source yet."
    )
    return context.say(text, all=len(inputs), assumed=len(weakest(context)), checked=checked)


def conditional(context: Context) -> str:
    """Say what a scenario is, before anything else."""
    text = context.say(
        "It shows what would happen if the decision were taken and nobody stepped in. All "
        "differences are counted from the state in which the services are kept, in the same "
        "{draws} simulated futures.",
        draws=number(context.comparison.results.draws, context.language),
    )
    return f"{not_a_forecast(context.language)} {text}"


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


def money_points(context: Context, found: Findings) -> Iterator[str]:
    """Say the range of the public purse, how sure its sign is, and what payers bear."""
    yield net_sentence(found, context.language, paid=bridge(context).public.mean)
    yield from filter(None, [" ".join(single_years(context, found.scenario))])
    yield from without_forgone(context, found)
    yield worse_off(context, found)
    scale = payers_scale(found)
    for payer in outermost(found):
        yield payer_sentence(payer, context.language, name=context.payer(payer.name), scale=scale)
    yield who_pays_more(context, found)
    yield from victims(context, found)


def victims(context: Context, found: Findings) -> Iterator[str]:
    """Say what victims of crime lose or are spared, where one direction is very likely."""
    for each in found.payers:
        if each.name == VICTIMS and max(each.more, 1 - each.more) >= SURE:
            name, scale = context.payer(each.name), payers_scale(found)
            yield payer_sentence(each, context.language, name=name, scale=scale)


def without_forgone(context: Context, found: Findings) -> Iterator[str]:
    """Say the net without care that people do not get, which is no saving to anybody."""
    central = found.money["central"]
    if central.care_forgone.p95 >= 0:
        return
    scale, language, without = views_scale(found), context.language, central.net_without_forgone
    yield context.say(
        "The central view counts {amount} of care that people do not get as not spent (mean of the "
        "sum). That is no benefit; leaving it out, public budgets spend {without} less."
        if without.p95 < 0
        else "The central view counts {amount} of care that people do not get as not spent (mean "
        "of the sum). That is no benefit; leaving it out, public budgets spend {without} more."
        if without.p05 > 0
        else "The central view counts {amount} of care that people do not get as not spent (mean "
        "of the sum). That is no benefit; leaving it out, the difference is {without}.",
        amount=_mean(central.care_forgone, scale, language),
        without=told(without, scale, language),
    )


def _mean(found: Estimate, scale: str, language: str) -> str:
    """Write the size of a mean in the digits of the table of views."""
    rounded = in_scale(found, scale)
    digits = number(abs(rounded.centre), language, decimals=rounded.decimals)
    return money_text(digits, scale, language)


def worse_off(context: Context, found: Findings) -> str:
    """Say how likely public budgets end worse off, once where both views say the same."""
    central, floor, full = (
        str(likelihood(found.money[view].worse, context.language))
        for view in ("central", "floor", "full")
    )
    if central == floor == full:
        return context.say(
            "Public budgets end worse off with probability {all} in all three views (chapter 5). "
            "The probabilities hold within the model only.",
            all=central,
        )
    if central == floor:
        return context.say(
            "Public budgets end worse off with probability {both} in the floor and the central "
            "view, {full} in the full view, which counts each case at its average cost (chapter "
            "5). The probabilities hold within the model only.",
            both=central,
            full=full,
        )
    return context.say(
        "Public budgets end worse off with probability {central} in the central view, {floor} in "
        "the floor view, {full} in the full view, which counts each case at its average cost "
        "(chapter 5). The probabilities hold within the model only.",
        central=central,
        floor=floor,
        full=full,
    )


def outermost(found: Findings) -> tuple[Payer, ...]:
    """Return whoever surely saves and surely bears most, and always the region and the city."""
    public = [each for each in found.payers if each.public]
    saving = sorted((e for e in public if e.net.p95 < 0), key=lambda each: each.net.mean)
    spends = found.money["central"].net.mean > 0
    paying = paying_more(found) if spends else ()
    always = [each for name in _ALWAYS for each in public if each.name == name]
    return tuple({each.name: each for each in (*saving[:1], *always, *paying[:1])}.values())


def who_pays_more(context: Context, found: Findings) -> str:
    """Name the public payers that surely pay more."""
    return " ".join(bearing_sentences(found, context.language))


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
