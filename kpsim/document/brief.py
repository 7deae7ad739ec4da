"""The brief: one page for a councillor, in a fixed order and at most 350 words."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpsim import __version__
from kpsim.charts.house_style import Chart
from kpsim.charts.joint_tipping import sentence as pair_sentence
from kpsim.charts.of_drivers import Drivers
from kpsim.charts.switching_value import sentence
from kpsim.document.assumptions import by_institution
from kpsim.document.brief_rows import TOLD, payer_rows, people
from kpsim.document.context import Context
from kpsim.document.deciders import deciders, no_council_alone, what_it_takes
from kpsim.document.evidence import FOR_SERVICES, ratio
from kpsim.document.identity import Identity
from kpsim.document.money_sentences import bearing_sentences, payers_scale, views_scale
from kpsim.document.opening import description, first_sentence
from kpsim.document.summary import (
    against,
    counted_inputs,
    not_in_money,
)
from kpsim.document.turning import which_turn
from kpsim.ledger.cascade_tree import cascade_tree
from kpsim.report.cells import common_scale, crowns, mean_crowns
from kpsim.report.findings import Findings
from kpsim.report.tipping_text import two_digits
from kpsim.wording.numbers import date_text, money, money_unit, number, percent, unbreakable
from kpsim.wording.numbers import years as years_text
from kpsim.wording.record_texts import owner_text
from kpsim.wording.units import column_name
from kpsim.wording.words import likelihood, lowered, not_a_forecast, years_long

CHART = "view_dots"
_UNPRICED, _OTHER_VARIANTS, _OWNERS = 2, 3, 2
"""The end of a sentence: a full stop after a word, before a capital."""


@dataclass(frozen=True)
class Brief:
    """What stands on the page, in its order."""

    title: str
    region: str
    language: str
    question: str
    answers: tuple[tuple[str, str], ...]
    chart: Chart
    payers_title: str
    payers: tuple[tuple[str, ...], ...]
    payers_note: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    options_title: str
    options: tuple[tuple[str, ...], ...]
    options_note: str
    footer: str
    identity: Identity

    @property
    def words(self) -> int:
        """Count the words of the page, not its numbers, and not those of the chart."""
        texts = [self.title, self.question, self.options_note]
        texts += [text for pair in self.answers for text in pair]
        texts += [cell for row in (*self.payers, *self.options) for cell in row]
        texts += [item for title, items in self.sections for item in (title, *items)]
        return sum(any(map(str.isalpha, word)) for text in texts for word in text.split())


def brief(context: Context, scenario: str) -> Brief:
    """Write the brief of one scenario."""
    found = context.found(scenario)
    scale = payers_scale(found)
    return Brief(
        title=context.title(scenario),
        region=context.region,
        language=context.language,
        question=" ".join(filter(None, (context.about.question, defining(context, scenario)))),
        answers=tuple(answers(context, found)),
        chart=context.charts[scenario, CHART],
        payers_title=context.say(
            "Who saves (−) and who pays (+): yearly average, {unit}",
            unit=money_unit(scale, context.language),
        ),
        payers=tuple(payer_rows(context, found, scale)),
        payers_note=" ".join(bearing_sentences(found, context.language, bare=True)),
        sections=tuple(sections(context, scenario)),
        options_title=context.say(
            "Variants compared, {unit} over {years}",
            unit=money_unit(options_scale(context), context.language),
            years=years_long(found.years, context.language),
        ),
        options=tuple(options(context, scenario)),
        options_note=context.say("No council decides any of these alone.")
        if no_council_alone(context)
        else "",
        footer=footer(context),
        identity=context.identity,
    )


def defining(context: Context, scenario: str) -> str:
    """Say in a line what the variant is: what, from when, whose money, and what that grows to."""
    what = first_sentence(description(context, scenario))
    parts = (what, what_it_takes(context, scenario), *_by_the_model(context, scenario))
    return unbreakable(" ".join(filter(None, parts)), context.language)


def _by_the_model(context: Context, scenario: str) -> Iterator[str]:
    """Say what the money of a variant is by the model, where that is more than is paid today."""
    comparison, found = context.comparison, context.found(scenario)
    decided = comparison.scenario(scenario)
    if not deciders(decided, comparison.world.funding):
        return
    taken = cascade_tree(decided, comparison.world.funding).decided
    yearly = found.money["central"].saved.mean / found.years
    if taken and yearly > taken:
        yield context.say(
            "By the model {amount} a year in {years}: wages outgrow prices, true costs are not "
            "known.",
            years=years_text(found.first_year, found.last_year),
            amount=money(yearly, context.language, scale="million", decimals=1),
        )


def sections(context: Context, scenario: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Head the lists of the page; one with nothing in it is left out."""
    found = context.found(scenario)
    facts = [first_sentence(context.say(each.against)) for each in against(found)[:1]]
    facts.append(for_services(context))
    for title, items in (
        ("Evidence on both sides", facts),
        ("What would change it", would_change(context, scenario)),
        ("Unknown and not counted", (*unknown(context), *not_counted(context, found))),
    ):
        if shown := tuple(items):
            yield context.say(title), shown


def for_services(context: Context) -> str:
    """Name one study that speaks for the services with its effect, then how many there are."""
    parameters = context.comparison.world.parameters
    columns = parameters.columns
    sure = [each for each in FOR_SERVICES if (columns[each].high or 0) < (columns[each].null or 0)]
    name = min(sure, key=lambda each: columns[each].grade)
    source = parameters.sources[columns[name].source[0]]
    authors = source.title.partition(",")[0].replace("et al.", context.say("et al."))
    return context.say(
        "For the services ({study}): {effect} {ratio}.",
        effect=lowered(column_name(parameters, name, context.language)),
        ratio=ratio(columns[name], context.language),
        study=f"{authors} {source.year}" if source.year else authors,
    )


def answers(context: Context, found: Findings) -> Iterator[tuple[str, str]]:
    """Say people, money and how sure it is, one sentence each."""
    yield context.say("People"), people(context, found)
    yield context.say("Money"), net(context, found)
    yield context.say("How sure"), _how_sure(context, found)


def _how_sure(context: Context, found: Findings) -> str:
    central, full = (
        likelihood(found.money[view].worse, context.language).digits for view in ("central", "full")
    )
    if central == full:
        return context.say(
            "By the model public budgets spend more with probability {both}, at average costs too.",
            both=central,
        )
    return context.say(
        "By the model public budgets spend more with probability {central}, at average costs "
        "{full}.",
        central=central,
        full=full,
    )


def net(context: Context, found: Findings) -> str:
    """Say what public budgets spend more or less, with and without care not given."""
    central = found.money["central"]
    scale = views_scale(found)
    values = {
        "unit": money_unit(scale, context.language),
        "years": years_long(found.years, context.language),
        "net": crowns(central.net, scale, context.language),
        "without": crowns(central.net_without_forgone, scale, context.language),
    }
    if central.care_forgone.p95 < 0:
        return context.say(
            "Public budgets over {years}, {unit} (minus: less spent): {net}; without care that "
            "people do not get {without}.",
            **values,
        )
    return context.say(
        "Public budgets over {years}, {unit} (minus: less spent): {net}.",
        **values,
    )


def would_change(context: Context, scenario: str) -> Iterator[str]:
    """Say which unknowns carry the result, and whether one of them would turn it."""
    drivers = context.drivers.get(scenario)
    if drivers is None or not drivers.shares:
        return
    yield context.say(
        "Most uncertain for the money ({share}): {name}.",
        name=lowered(drivers.shares[0].label),
        share=percent(drivers.shares[0].share, context.language),
    )
    turning = [pair for pair in drivers.turning if pair[0].value is not None]
    yield from (sentence(found, named, context.language) for found, named in turning)
    two = drivers.together
    if two is not None and two.found.values is not None:
        yield pair_sentence(two.found, two.named, context.language)
    elif not turning and two is not None:
        yield context.say(
            "Extreme values of the two strongest unknowns do not turn the conclusion."
        )
    elif not turning:
        yield context.say(
            "Even at a very unlikely value none of the most important unknowns alone turns the "
            "conclusion."
        )
    yield from _effects_together(context, drivers)


def _effects_together(context: Context, drivers: Drivers) -> Iterator[str]:
    worst = drivers.worst_effects
    if worst is None:
        return
    yield context.say(
        "All {count} effects at their worse ends: {central}, at average costs {full}; {end}.",
        count=worst.count,
        central=two_digits(worst.medians["central"], context.language),
        full=two_digits(worst.medians["full"], context.language),
        end=context.say(which_turn(drivers, worst)),
    )


def unknown(context: Context) -> Iterator[str]:
    """Say for how much no source was found, and who can supply the largest parts of it."""
    groups = by_institution(context)
    most = sorted(groups, key=lambda owner: -len(groups[owner]))[:_OWNERS]
    counted = counted_inputs(context)
    yield context.say(
        "{counted} Those who can supply the most: {names} ({share}).",
        counted=counted[:1].upper() + counted[1:],
        names=", ".join(owner_text(owner, context.language) for owner in most),
        share=number(sum(len(groups[owner]) for owner in most), context.language),
    )


def not_counted(context: Context, found: Findings) -> Iterator[str]:
    """Name what stands in no sum."""
    yield context.say("In no sum: pain, grief, lost health, a childhood in an institution.")
    yield from not_in_money(context, found, most=_UNPRICED, told=TOLD)


def options(context: Context, scenario: str) -> Iterator[tuple[str, ...]]:
    """Put the variants in rows with what they save and their net: this one and the first others.

    The page has room for so many; the report has them all. One alone has its numbers above.
    """
    scale = options_scale(context)
    compared = context.comparison.compared
    others = [name for name in compared if name != scenario][:_OTHER_VARIANTS]
    if not others:
        return
    for name in (each for each in compared if each in (scenario, *others)):
        money = context.found(name).money["central"]
        saved = mean_crowns(money.saved, scale, context.language, signed=False)
        yield (context.title(name), saved, crowns(money.net, scale, context.language))


def options_scale(context: Context) -> str:
    """Choose one unit for the variants."""
    compared = context.comparison.compared
    return common_scale([context.found(name).money["central"].saved for name in compared])


def footer(context: Context) -> str:
    """Say source, version, date, contact and who paid."""
    about = context.about
    missing = context.say("not given")
    named = about.payer or about.contact
    parts = [
        context.say(
            "Source: kpsim {version}, run {run}", version=__version__, run=context.identity.run
        ),
        date_text(about.day, context.language) if about.day else "",
        context.say("paid by: {payer}", payer=about.payer or missing) if named else "",
        context.say("contact: {contact}", contact=about.contact or missing) if named else "",
        "" if named else context.say("working version: payer and contact are not filled in"),
    ]
    source = "; ".join(part for part in parts if part)
    return unbreakable(f"{source}. {not_a_forecast(context.language)}", context.language)
