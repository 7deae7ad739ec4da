"""The brief: one page for a councillor, in a fixed order and at most 350 words."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpsim import __version__
from kpsim.charts.house_style import Chart
from kpsim.charts.joint_tipping import sentence as pair_sentence
from kpsim.charts.switching_value import sentence
from kpsim.document.context import Context
from kpsim.document.doubt import OWNER
from kpsim.document.evidence import effects_for_services
from kpsim.document.group_sentences import group_sentences
from kpsim.document.identity import Identity
from kpsim.document.money_sentences import payers_scale, views_scale
from kpsim.document.sentences import listed
from kpsim.document.summary import (
    against,
    not_in_money,
    who_pays_more,
)
from kpsim.language import translate
from kpsim.report.cells import common_scale, crowns, mean_crowns, share_of_budget
from kpsim.report.findings import Findings, Load
from kpsim.report.terminal_money import worse_off_cell
from kpsim.wording.numbers import date_text, money_unit, number, percent, unbreakable
from kpsim.wording.words import likelihood, not_a_forecast, years_long

CHART = "view_dots"
_ALWAYS = ("region", "city_of_liberec")
_OUTERMOST = 2
_STRONGEST, _UNPRICED, _OTHER_VARIANTS = 2, 2, 3
_ASKED = ("deaths", "removals")
"""Loads that are asked for first, whatever became of them."""
_PEOPLE = ("new_hcv_infections", "relatives_without_help", "contact_clients", "removals")


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
    footer: str
    identity: Identity

    @property
    def words(self) -> int:
        """Count the words of the page, not its numbers, and not those of the chart."""
        texts = [self.title, self.question, *(text for pair in self.answers for text in pair)]
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
        question=context.about.question
        or context.say(
            "What happens when “{title}” is decided, and who pays for it?",
            title=context.title(scenario),
        ),
        answers=tuple(answers(context, found)),
        chart=context.charts[scenario, CHART],
        payers_title=context.say(
            "Who saves and who pays: yearly average, {unit}",
            unit=money_unit(scale, context.language),
        ),
        payers=tuple(payer_rows(context, found, scale)),
        payers_note=who_pays_more(context, found),
        sections=tuple(sections(context, scenario)),
        options_title=context.say(
            "What can be decided (no advice), {unit}",
            unit=money_unit(options_scale(context), context.language),
        ),
        options=tuple(options(context, scenario)),
        footer=footer(context),
        identity=context.identity,
    )


def sections(context: Context, scenario: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Head the lists of the page; one with nothing in it is left out."""
    found = context.found(scenario)
    facts = [context.say(each.against) for each in against(found)[:1]]
    facts.append(
        context.say(
            "Studies of {count} effects speak for the services; {open} of them leave room for "
            "none.",
            **effects_for_services(context),
        )
    )
    for title, items in (
        ("What speaks against great harm and for the services", facts),
        ("What would change it", would_change(context, scenario)),
        ("What we do not know and who does", unknown(context)),
        ("What is not counted", not_counted(context, found)),
    ):
        if shown := tuple(items):
            yield context.say(title), shown


def answers(context: Context, found: Findings) -> Iterator[tuple[str, str]]:
    """Say people, money and how sure it is, one sentence each."""
    by_name = {load.outcome.name: load for load in found.loads}
    surest = sorted((by_name[name] for name in _PEOPLE if name in by_name), key=_weight)
    loads = (*surest[:2], *(by_name[name] for name in _ASKED if name in by_name))
    people = group_sentences(tuple(dict.fromkeys(loads)), context.language, years=found.years)
    yield context.say("People"), " ".join(people)
    yield context.say("Money"), net(context, found)
    yield context.say("How sure"), _how_sure(context, found)


def _how_sure(context: Context, found: Findings) -> str:
    central, full = (
        likelihood(found.money[view].worse, context.language) for view in ("central", "full")
    )
    if central == full:
        return context.say(
            "Public budgets end worse off with probability {both}, with each case at its average "
            "cost too. This holds within the model only.",
            both=central,
        )
    return context.say(
        "Public budgets end worse off with probability {central}; with each case at its average "
        "cost {full}. This holds within the model only.",
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
            "Net effect on public budgets over {years}, {unit}: {net}; without care that people "
            "do not get, which is no saving, {without}. Minus is not spent.",
            **values,
        )
    return context.say(
        "Net effect on public budgets over {years}, {unit}: {net}. Minus is not spent.", **values
    )


def _weight(load: Load) -> tuple[bool, float]:
    """Order loads: those whose direction is known first, then the largest for their level."""
    spans = load.difference.p05 < 0 < load.difference.p95
    return spans, -abs(load.difference.p50) / max(load.reference.p50, 1.0)


def payer_rows(context: Context, found: Findings, scale: str) -> Iterator[tuple[str, ...]]:
    """Put in rows who saves most, region and city, and who bears most, in the order of crowns."""
    ordered = sorted(found.payers, key=lambda payer: payer.net.mean)
    bearing = [each for each in ordered if each.net.mean > 0]
    chosen = {each.name for each in (*ordered[:_OUTERMOST], *bearing[-_OUTERMOST:])}
    for each in ordered:
        if each.name in chosen or each.name in _ALWAYS:
            yield (
                context.payer(each.name),
                share_of_budget(each.share, context.language) if each.share else ".",
                crowns(each.net, scale, context.language),
                worse_off_cell(each, context.language),
            )


def would_change(context: Context, scenario: str) -> Iterator[str]:
    """Say which unknowns carry the result, and whether one of them would turn it."""
    drivers = context.drivers.get(scenario)
    if drivers is None:
        return
    yield context.say(
        "The largest parts of the uncertainty of the money: {names}.",
        names=listed(
            [
                f"{each.label} ({percent(each.share, context.language)})"
                for each in drivers.shares[:_STRONGEST]
            ],
            context.language,
        ),
    )
    turning = [pair for pair in drivers.turning if pair[0].value is not None]
    yield from (sentence(found, named, context.language) for found, named in turning)
    two = drivers.together
    if two is not None and two.found.values is not None:
        yield pair_sentence(two.found, two.named, context.language)
    elif not turning and two is not None:
        yield context.say(
            "Neither one of them nor the two strongest together turn the conclusion between their "
            "1st and 99th percentiles."
        )
    elif not turning:
        yield context.say(
            "None of them turns the conclusion alone between its 1st and 99th percentile."
        )


def unknown(context: Context) -> Iterator[str]:
    """Say how much was measured by nobody, and who can supply most of it."""
    columns = context.inputs.values()
    missing = [each for each in columns if each.is_assumption and each.owner]
    owners = [str(each.owner) for each in missing]
    most = sorted(dict.fromkeys(owners), key=lambda owner: -owners.count(owner))[:2]
    names = ", ".join(translate(owner, context.language, context=OWNER) for owner in most)
    yield context.say(
        "{count} of {all} inputs were measured by nobody, {checked} were checked at the source. "
        "Those who can supply most: {names}.",
        count=number(len(missing), context.language),
        all=number(len(columns), context.language),
        checked=number(sum(each.checked_on is not None for each in columns), context.language),
        names=names,
    )


def not_counted(context: Context, found: Findings) -> Iterator[str]:
    """Name what stands in no sum."""
    yield context.say("Pain, grief, lost health and a childhood in an institution.")
    yield from not_in_money(context, found, most=_UNPRICED, told=_PEOPLE)


def options(context: Context, scenario: str) -> Iterator[tuple[str, ...]]:
    """Put the variants in rows with what they save and their net: this one and the first others.

    The page has room for so many; the report has them all.
    """
    scale = options_scale(context)
    compared = context.comparison.compared
    others = [name for name in compared if name != scenario][:_OTHER_VARIANTS]
    yield (context.title("reference"), "0", "0")
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
    parts = [
        context.say(
            "Source: kpsim {version}, run {run}", version=__version__, run=context.identity.run
        ),
        date_text(about.day, context.language) if about.day else "",
        context.say("paid by: {payer}", payer=about.payer or missing),
        context.say("contact: {contact}", contact=about.contact or missing),
    ]
    source = "; ".join(part for part in parts if part)
    return unbreakable(f"{source}. {not_a_forecast(context.language)}", context.language)
