"""The brief: one page for a councillor, in a fixed order and at most 350 words."""

from collections.abc import Iterator

import numpy as np

from kpsim import __version__
from kpsim.analysis.money import horizon_years, net_public_cost
from kpsim.document.bridge import of_own_budget, saved_by_the_model
from kpsim.document.brief_doubt import not_counted, unknown, would_change
from kpsim.document.brief_evidence import evidence
from kpsim.document.brief_page import DOUBT, MOST_WORDS, UNKNOWN, Brief, shortened
from kpsim.document.brief_rows import Headline, headline, payer_rows, people
from kpsim.document.by_year import NOTICED, TURNED, sum_text
from kpsim.document.closing import part_above_whole
from kpsim.document.context import Context
from kpsim.document.deciders import no_council_alone, what_it_takes
from kpsim.document.money_sentences import negated, payers_scale, views_scale
from kpsim.document.opening import description, first_sentence
from kpsim.document.payer_sentences import bearing_sentences
from kpsim.report.cells import common_scale, crowns, in_scale, mean_crowns, odds
from kpsim.report.findings import Findings, estimate
from kpsim.report.terminal_money import noticeable
from kpsim.results import Array
from kpsim.wording.numbers import (
    bounds,
    date_text,
    money_text,
    money_unit,
    number,
    unbreakable,
)
from kpsim.wording.words import not_a_forecast, years_long

CHART = "view_dots"
_OTHER_VARIANTS = 3


def brief(context: Context, scenario: str) -> Brief:
    """Write the brief of one scenario; where it has too many words, the least needed go."""
    return shortened(whole(context, scenario), lambda page: page.words <= MOST_WORDS)


def whole(context: Context, scenario: str) -> Brief:
    """Write everything that would stand on the page."""
    found = context.found(scenario)
    scale = payers_scale(found)
    first, others = people(context, found)
    return Brief(
        title=context.title(scenario),
        region=context.region,
        language=context.language,
        question=" ".join(filter(None, (context.about.question, defining(context, scenario)))),
        headlines=(first, net(context, found), how_sure(context, found)),
        told=(*others, *turned(context, scenario)),
        chart=context.charts[scenario, CHART],
        payers_title=context.say(
            "Who saves (−) and who pays (+): yearly average, {unit}",
            unit=money_unit(scale, context.language),
        ),
        payers=tuple(payer_rows(context, found, scale)),
        payers_note=" ".join(
            (
                *bearing_sentences(found, context.language, bare=True),
                noticeable(found.measures, context.language),
                *of_own_budget(context, scenario),
                *part_above_whole(context, found),
            )
        ),
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
    parts = (what, what_it_takes(context, scenario), *saved_by_the_model(context, scenario))
    return unbreakable(" ".join(filter(None, parts)), context.language)


def sections(context: Context, scenario: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Head the lists of the page; one with nothing in it is left out."""
    found = context.found(scenario)
    for title, items in (
        ("Evidence on both sides", evidence(context, scenario)),
        (DOUBT, would_change(context, scenario)),
        (UNKNOWN, (*unknown(context), *not_counted(context, found))),
    ):
        if shown := tuple(items):
            yield context.say(title), shown


def net(context: Context, found: Findings) -> Headline:
    """Say what public budgets spend more or less, with and without care not given."""
    central, language = found.money["central"], context.language
    scale = views_scale(found)
    words = context.say(
        "{unit} over {years} (plus: more spent)"
        if central.net.mean > 0
        else "{unit} over {years} (minus: less spent)",
        unit=money_unit(scale, language),
        years=years_long(found.years, language),
    )
    if central.care_forgone.p95 < 0:
        words = context.say(
            "{words}; without care not given {without}",
            words=words,
            without=crowns(central.net_without_forgone, scale, language),
        )
    return headline(context.say("Public budgets"), crowns(central.net, scale, language), words)


def how_sure(context: Context, found: Findings) -> Headline:
    """Say how often public budgets spend more, at marginal and at average costs."""
    central, full = (
        odds(found.money[view].worse, context.language) for view in ("central", "full")
    )
    words = context.say("of futures; at average costs {full}", full=full)
    return Headline(context.say("Risk of higher spending"), central, "", words)


def turned(context: Context, scenario: str) -> Iterator[str]:
    """Say when the sum is largest, where spending then lies on the other side in every year."""
    results = context.comparison.results
    window = horizon_years(results, scenario)
    yearly = net_public_cost(results, scenario, "central", public=context.comparison.public)
    means = yearly[window].mean(axis=1)
    at = turning_point(means)
    if at is None:
        return
    sums, years, language = np.cumsum(means), results.years[window], context.language
    later = np.abs(means)[at + 1 :]
    worst = at + 1 + int(later.argmax())
    found = estimate(yearly[window][worst])
    amount = in_scale(found if found.mean > 0 else negated(found), "million")
    yield context.say(
        "On average the sum saved falls from {most} ({year}) to {last_sum} ({last}): from {next} "
        "yearly spending is on average higher, most in {worst}, by {amount} ({bounds})."
        if sums[at] < 0
        else "On average the sum spent more falls from {most} ({year}) to {last_sum} ({last}): "
        "from {next} yearly spending is on average lower, most in {worst}, by {amount} ({bounds}).",
        year=years[at],
        most=sum_text(sums[at], language),
        last_sum=sum_text(sums[-1], language),
        next=years[at + 1],
        last=years[-1],
        worst=years[worst],
        amount=money_text(
            number(amount.centre, language, decimals=amount.decimals), "million", language
        ),
        bounds=bounds(amount, language),
    )


def turning_point(means: Array) -> int | None:
    """Return the year after which every year takes something back, if the sum loses enough.

    >>> turning_point(np.array([-5e6, -4e6, 1e6, 2e6]))
    1
    """
    sums = np.cumsum(means)
    at = int(np.abs(sums).argmax())
    later = means[at + 1 :]
    lost = abs(sums[at]) - abs(sums[-1])
    enough = lost >= max(10 * NOTICED, TURNED * abs(sums[at]))
    return at if enough and bool(np.all(later * np.sign(sums[at]) < 0)) else None


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
