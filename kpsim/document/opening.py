"""The opening of the report: summary for councillors, why it was made, the question, today."""

from collections.abc import Iterator

from kpsim.document.context import Context
from kpsim.document.groups import GROUPS, Group
from kpsim.document.money_sentences import net_sentence, payer_sentence
from kpsim.document.parts import Block, Bullets, Column, Heading, Paragraph, Row, Table
from kpsim.document.sentences import difference_unit, load_sentence
from kpsim.inputs.records import GRADES
from kpsim.report.cells import common_scale, crowns, level
from kpsim.report.findings import Findings, Load, Payer, estimate
from kpsim.report.terminal import moved, unpriced
from kpsim.wording.numbers import budget_percent, money, money_unit, number, percent, years
from kpsim.wording.words import likelihood, not_a_forecast

SURE = 0.9
REGION_BUDGET = "the region's own budget ({year})"
_OF_SUMMARY = ("contact_clients", "new_hcv_infections", "deaths", "unseen_share", "removals")
_OF_TODAY = (
    "true_users",
    "recorded_users",
    "contact_clients",
    "counselling_clients",
    "staff",
    "users_without_home",
    "prison_population",
    "children_in_zdvop",
    "children_in_institutions",
    "child_psychiatry_waiting_time",
    "wards_of_municipalities",
    "people_in_debt_enforcement",
)


def summary(context: Context) -> Iterator[Block]:
    """Write the two pages a councillor reads: people first, then money, then what is not known."""
    yield Heading(context.say("Summary for councillors"), 1, "summary", new_page=True)
    yield Paragraph(conditional(context), "lead")
    for name in context.comparison.compared:
        found = context.found(name)
        if context.several:
            yield Heading(context.title(name), 2, f"summary.{name}", scenario=name)
        yield Paragraph(context.say("What happens to people"), "note")
        yield Bullets(tuple(people_points(context, found)))
        yield Paragraph(context.say("Money"), "note")
        yield Bullets((*money_points(context, found), *not_in_money(context, found)))
        yield Paragraph(context.say("What speaks against great harm"), "note")
        yield Bullets(tuple(context.say(each.against) for each in against(found)))
    yield Paragraph(evidence(context))
    yield Paragraph(
        context.say(
            "What stands in no sum: {what}",
            what=context.say(
                "pain, grief and lost health of people, a childhood in an institution, the load on "
                "families. The report lists them with their direction."
            ),
        )
    )
    if context.several:
        yield from context.figure("scenario_dots")


def not_in_money(context: Context, found: Findings, *, most: int | None = None) -> Iterator[str]:
    """Name the loads that surely grow worse and stand in no sum, so that a saving is not all."""
    names = [
        f"{load.outcome.label.of(context.language)}: {moved(load, context.language)} "
        f"{difference_unit(load, context.language)}"
        for load in unpriced(context.comparison, found)
        if (load.worse or 0) >= SURE and abs(load.difference.p50) >= 1
    ]
    if names:
        yield context.say(
            "Not turned into crowns, direction worse in 9 of 10 futures or more: {names}.",
            names="; ".join(names[:most]),
        )


def evidence(context: Context) -> str:
    """Say what the numbers stand on, before anybody has to look for it."""
    inputs = context.inputs.values()
    assumed = sum(each.grade == GRADES[-1] for each in inputs)
    checked = sum(each.checked_on is not None for each in inputs)
    return context.say(
        "What the numbers stand on: of {all} inputs, {assumed} are assumptions (grade D, {share}) "
        "and {checked} were verified at the source. Chapter 6 says what that does to the result.",
        all=len(inputs),
        assumed=assumed,
        share=percent(assumed / len(inputs), context.language),
        checked=checked,
    )


def conditional(context: Context) -> str:
    """Say what a scenario is, before anything else."""
    text = context.say(
        "It shows what would happen if the decision were taken and nobody stepped in. All "
        "differences are from keeping the services, in the same {draws} simulated futures.",
        draws=number(context.comparison.results.draws, context.language),
    )
    return f"{not_a_forecast(context.language)} {text}"


def people_points(context: Context, found: Findings) -> Iterator[str]:
    """Say the loads of the summary."""
    by_name = {load.outcome.name: load for load in found.loads}
    for name in _OF_SUMMARY:
        if name in by_name:
            yield load_sentence(by_name[name], context.language, years=found.years)


def money_points(context: Context, found: Findings) -> Iterator[str]:
    """Say the range of the public purse, how sure its sign is, and the outermost payers."""
    budget = context.region_budget
    yield net_sentence(
        found, context.language, budget=budget.amount, named=REGION_BUDGET, year=budget.year
    )
    yield from without_forgone(context, found)
    yield worse_off(context, found)
    for payer in outermost(found):
        yield payer_sentence(payer, context.language, name=context.payer(payer.name))
    yield who_pays_more(context, found)


def without_forgone(context: Context, found: Findings) -> Iterator[str]:
    """Say the net without care that people do not get, which is no saving to anybody."""
    floor, central = (found.money[view] for view in ("floor", "central"))
    if central.care_forgone.p95 >= 0:
        return
    scale = common_scale([floor.net, central.net])
    yield context.say(
        "In it is care that people do not get: {amount} over the years counted (mean). That is no "
        "benefit; without it the net is {floor} in the floor view and {central} in the central "
        "view, {unit}.",
        amount=money(abs(central.care_forgone.mean), context.language),
        floor=crowns(floor.net_without_forgone, scale, context.language),
        central=crowns(central.net_without_forgone, scale, context.language),
        unit=money_unit(scale, context.language),
    )


def worse_off(context: Context, found: Findings) -> str:
    """Say how likely public budgets end worse off, once where both views say the same."""
    central, floor = (
        likelihood(found.money[view].worse, context.language) for view in ("central", "floor")
    )
    full = likelihood(found.money["full"].worse, context.language)
    if central == floor:
        return context.say(
            "Public budgets end worse off with probability {both} in the floor and the central "
            "view, {full} at average instead of marginal costs. The probabilities hold within the "
            "model only.",
            both=central,
            full=full,
        )
    return context.say(
        "Public budgets end worse off with probability {central} in the central view, {floor} in "
        "the floor view, {full} at average instead of marginal costs. The probabilities hold "
        "within the model only.",
        central=central,
        floor=floor,
        full=full,
    )


def outermost(found: Findings) -> tuple[Payer, ...]:
    """Return the two public payers that surely save most and the one that surely bears most."""
    public = [each for each in found.payers if each.public]
    saving = sorted((e for e in public if e.net.p95 < 0), key=lambda each: each.net.mean)
    paying = sorted((e for e in public if _surely_pays(e)), key=lambda each: -each.net.mean)
    return (*saving[:2], *paying[:1])


def who_pays_more(context: Context, found: Findings) -> str:
    """Name the public payers that surely pay noticeably more, or say that none does."""
    names = ", ".join(context.payer(each.name) for each in found.payers if _surely_pays(each))
    if names:
        return context.say(
            "Payers that pay noticeably more in 9 of 10 futures or more: {names}.", names=names
        )
    return context.say("For no public payer is it sure that it pays noticeably more.")


def _surely_pays(payer: Payer) -> bool:
    """Tell whether a payer pays more by more than a change nobody would notice."""
    return payer.public and payer.odds.worse >= SURE


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


def question(context: Context) -> Iterator[Block]:
    """Say what was asked and which variants are compared."""
    yield Heading(context.say("The question and the variants"), 1, "question")
    asked = context.about.question or context.say(
        "What would happen in the region if services for people at risk of addiction did not work "
        "as they do today, and what would it cost whom?"
    )
    yield Paragraph(asked, "lead")
    names = context.comparison.results.scenarios
    rows = tuple(
        Row((context.title(name), description(context, name), counted_years(context, name)))
        for name in names
    )
    yield Table(
        "variants",
        context.say("Variants that are compared"),
        (
            Column(context.say("Variant"), 1.1),
            Column(context.say("What is decided"), 3.2),
            Column(context.say("Years counted"), 0.8),
        ),
        rows,
        context.say("The first row is the zero variant; the others are differences from it."),
    )
    yield Paragraph(
        context.say(
            "In each variant nobody else reacts: no other service opens, no bed or post is added. "
            "Such a reaction is a decision of its own and can be computed as another scenario."
        )
    )


def description(context: Context, scenario: str) -> str:
    """Return what a scenario decides, as its file says."""
    return context.comparison.results.descriptions[scenario].of(context.language).strip()


def counted_years(context: Context, scenario: str) -> str:
    """Return the years counted of a scenario."""
    if scenario not in context.comparison.compared:
        return "–"
    found = context.found(scenario)
    return years(found.first_year, found.last_year)


def today(context: Context) -> Iterator[Block]:
    """Say how things stand in the first year, before anything changes."""
    results = context.comparison.results
    yield Heading(context.say("How things stand in the region"), 1, "today")
    yield Paragraph(
        context.say(
            "The table shows the first simulated year, {year}, with the services kept. Where the "
            "model was fed with a published number they agree by construction; only predictions "
            "prove anything (chapter 6).",
            year=results.years[0],
        )
    )
    rows = []
    for name in _OF_TODAY:
        if name in results.outcomes:
            outcome = results.outcomes[name]
            values = results.loads["central"][name][0, 0]
            found = estimate(values)
            rows.append(
                Row(
                    (
                        outcome.label.of(context.language),
                        outcome.unit.of(context.language),
                        level(found, context.language),
                    ),
                    card=name,
                )
            )
    yield Table(
        "start",
        context.say("People and services at the start, {region}", region=context.region),
        (
            Column(context.say("Quantity"), 2.4),
            Column(context.say("Unit"), 1.6),
            Column(context.say("Model, {year}", year=results.years[0]), 1, numeric=True),
        ),
        tuple(rows),
    )
    yield from funding(context)


def funding(context: Context) -> Iterator[Block]:
    """Say who pays for the services today."""
    lines = context.comparison.world.funding.lines
    total = sum(line.value for line in lines)
    by_funder: dict[str, float] = {}
    for line in lines:
        by_funder[line.funder] = by_funder.get(line.funder, 0.0) + line.value
    rows = [
        Row(
            (
                context.payer(name),
                number(amount / 1e6, context.language, decimals=1),
                budget_percent(amount / total, context.language),
            )
        )
        for name, amount in sorted(by_funder.items(), key=lambda item: -item[1])
    ]
    rows.append(
        Row(
            (
                context.say("in total"),
                number(total / 1e6, context.language, decimals=1),
                budget_percent(1, context.language),
            ),
            strong=True,
        )
    )
    yield Table(
        "funders",
        context.say("Who pays for the services, 2025"),
        (
            Column(context.say("Funder"), 2.4),
            Column(context.say("CZK million"), 1, numeric=True),
            Column(context.say("Share"), 1, numeric=True),
        ),
        tuple(rows),
        context.say(
            "No such table is published for the region; it was put together from published grants "
            "and assumptions, line by line in the file of the funding."
        ),
    )
