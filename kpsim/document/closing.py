"""What closing services costs once, when, and whom; and why the first year saves less."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

import numpy as np

from kpsim.analysis.money import (
    CARE_FORGONE,
    SERVICE_MONEY_KINDS,
    SERVICES,
    WELFARE,
    closing_costs,
    horizon_years,
    net_public_cost,
    saved,
)
from kpsim.document.by_year import saving_grows
from kpsim.document.context import Context
from kpsim.document.money_sentences import size_of
from kpsim.document.payer_sentences import paying_more
from kpsim.report.cells import common_scale, in_scale, mean_crowns
from kpsim.report.findings import Estimate, Findings, estimate
from kpsim.results import Array, CostLine
from kpsim.wording.numbers import money_text, number, scale_for
from kpsim.wording.words import payer_name, years_long

LEAST = 1e5
"""Crowns below which neither a sum nor a part of it is told."""

_NEARLY_ALL = 0.9
"""Share of what a payer pays more from which on closed posts are said to be all of it.

So it is with the year in which closed posts are paid for.
"""

_MOST = 0.5
"""Share of the costs of closed posts from which on a year is said to bear most of them."""

_AS_LITTLE = 0.98
"""Share of what the second year loses from which on nothing was still paid in the first."""

_STILL_PAID = "services still paid"

FIRST_LESS = 0.1
"""Share by which the first year must save less than the second for its parts to be told."""


def closing(context: Context, scenario: str) -> Iterator[str]:
    """Say the one-off costs of closing by payer, and what makes the first year save less."""
    results, public = context.comparison.results, context.comparison.public
    total = context.found(scenario).money["central"].closing
    if total.mean >= LEAST:
        scale, language = scale_for(total.mean), context.language
        window = horizon_years(results, scenario)
        yearly = closing_costs(results, scenario, "central", public=public)[window].mean(axis=-1)
        share = float(yearly.max() / yearly.sum())
        yield context.say(
            "Closing posts costs {amount} over {years}: {payers}; nearly all of it falls in "
            "{year}. The saving on the services is net of that."
            if share >= _NEARLY_ALL
            else "Closing posts costs {amount} over {years}: {payers}; most of it falls in {year}. "
            "The saving on the services is net of that."
            if share >= _MOST
            else "Closing posts costs {amount} over {years}: {payers}; the cost is spread over "
            "several years. The saving on the services is net of that.",
            amount=size_of(total, scale, language),
            years=years_long(len(yearly), language),
            year=results.years[window][int(yearly.argmax())],
            payers="; ".join(_by_payer(context, scenario, scale)),
        )
        yield from _shared(context, scenario)
    if not saving_grows(context, scenario):
        yield from _first_year(context, scenario)


def _shared(context: Context, scenario: str) -> Iterator[str]:
    """Say that closing falls on payers whose money stays too, and what the one that leaves saves.

    The ledger shares it by what each public funder pays for the service in the first year.
    """
    results, language = context.comparison.results, context.language
    window = horizon_years(results, scenario)
    falls, stays = [], 0.0
    for payer in context.comparison.public:
        once = closing_costs(results, scenario, "central", public=(payer,))[window].sum(axis=0)
        net = saved(results, scenario, "central", public=(payer,))[window].sum(axis=0)
        if (net + once).mean() >= 1:
            falls.append(payer)
        else:
            stays += float(once.mean())
    if stays < LEAST:
        return
    yield context.say(
        "The model assumes that public funders share the cost of closed posts by what each pays "
        "for the service, also those whose contributions do not change; contracts decide who would "
        "really pay."
    )
    if len(falls) == 1:
        own, every = (
            saved_a_year(context, scenario, some) for some in (falls, context.comparison.public)
        )
        scale, part, whole = side_by_side(own, every, language)
        yield context.say(
            "On the services {payer} therefore saves {own} a year on average, public budgets "
            "together {every}.",
            payer=payer_name(falls[0], language),
            own=money_text(part, scale, language),
            every=whole,
        )


def part_above_whole(context: Context, found: Findings) -> Iterator[str]:
    """Say why a payer saves more on the services than all public budgets together, where one does.

    The ledger shares what closing costs among all who pay for a service.
    """
    public, language = context.comparison.public, context.language
    every = saved_a_year(context, found.scenario, public)
    parts = {payer: saved_a_year(context, found.scenario, (payer,)) for payer in public}
    most = max(parts, key=lambda payer: parts[payer].mean)
    scale, part, whole = side_by_side(parts[most], every, language)
    if every.mean > 0 and parts[most].mean > every.mean and part != whole:
        yield context.say(
            "On the services {payer} saves {own} a year, public budgets together {every}: the "
            "model lets public funders share the one-off cost of closed posts; contracts decide "
            "who would really pay.",
            payer=payer_name(most, language),
            own=money_text(part, scale, language),
            every=whole,
        )


def paying_by_sharing(context: Context, found: Findings) -> Iterator[str]:
    """Name the payers that surely pay more and nearly all of it for closed posts."""
    results = context.comparison.results
    window = horizon_years(results, found.scenario)
    names = []
    for each in paying_more(found):
        once = closing_costs(results, found.scenario, "central", public=(each.name,))[window]
        if once.mean() >= _NEARLY_ALL * each.net.mean:
            names.append(payer_name(each.name, context.language))
    if names:
        yield context.say(
            "Only because the model lets public funders share the cost of closed posts do these "
            "pay more: {names}; contracts decide who would really pay.",
            names=", ".join(names),
        )


def saved_a_year(context: Context, scenario: str, payers: Collection[str]) -> Estimate:
    """Return what payers save on the services together, crowns a year on average."""
    results = context.comparison.results
    window = horizon_years(results, scenario)
    return estimate(saved(results, scenario, "central", public=payers)[window].mean(axis=0))


def side_by_side(own: Estimate, every: Estimate, language: str) -> tuple[str, str, str]:
    """Return the unit of what a payer saves and what all do, and both amounts in it."""
    scale = common_scale([own, every])
    part, whole = (mean_crowns(each, scale, language, signed=False) for each in (own, every))
    return scale, part, whole


def _first_year(context: Context, scenario: str) -> Iterator[str]:
    """Say by how much the first year saves less than the second, and on which accounts."""
    results, language = context.comparison.results, context.language
    window = horizon_years(results, scenario)
    net = net_public_cost(results, scenario, "central", public=context.comparison.public)[window]
    if len(net) < 2 or not net[:2].mean(axis=-1).max() < 0:
        return
    less = net[0] - net[1]
    if less.mean() < max(LEAST, -FIRST_LESS * net[1].mean()):
        return
    scale = scale_for(float(less.mean()))
    named = {
        words: each for words, each in _parts(context, scenario).items() if each.mean() >= LEAST
    }
    if named:
        parts = [
            f"{context.say(words)} {_mean(each, scale, language)}" for words, each in named.items()
        ]
        rest = _rest(context, less, list(named.values()), scale)
        first = results.years[window][0]
        yield context.say(
            "The first year, {first}, saves {less} less than {second} (means). Compared with "
            "{second} more is spent on: {parts}.",
            first=first,
            second=first + 1,
            less=_mean(less, scale, language, unit=True),
            parts="; ".join((*parts, *rest)),
        )


def _rest(context: Context, less: Array, parts: Sequence[Array], scale: str) -> Iterator[str]:
    """Say what other accounts add or take, so that the printed parts add up to their sum."""
    whole, *printed = (in_scale(estimate(each), scale) for each in (less, *parts))
    rest = whole.centre - sum(each.centre for each in printed)
    if abs(rest) >= Decimal(1).scaleb(-whole.decimals):
        text = "the rest {amount}" if rest > 0 else "less on the rest, by {amount}"
        amount = number(abs(rest), context.language, decimals=whole.decimals)
        yield context.say(text, amount=amount)


def _parts(context: Context, scenario: str) -> Mapping[str, Array]:
    """Return what the first year costs more than the second, by reason."""
    results = context.comparison.results
    costs, position = results.costs["central"], results.position(scenario)
    start = horizon_years(results, scenario).start
    found: dict[str, Array] = {}
    for line, amounts in zip(costs.lines, costs.amounts, strict=True):
        words = _reason(line)
        if line.payer in context.comparison.public and words:
            more = amounts[start : start + 2, position] - amounts[start : start + 2, 0]
            found[words] = found.get(words, np.zeros(results.draws)) + more[0] - more[1]
    if not _still_paid(context, scenario, start):
        found.pop(_STILL_PAID, None)
    return dict(sorted(found.items(), key=lambda each: -float(each[1].mean())))


def _still_paid(context: Context, scenario: str, start: int) -> bool:
    """Tell whether services lose a smaller share of their money in the first year counted.

    Where they lose the same share, the first year saves less only as wages grow.
    """
    results = context.comparison.results
    costs, position = results.costs["central"], results.position(scenario)
    paid = np.array(
        [
            amounts[start : start + 2].mean(axis=-1)
            for line, amounts in zip(costs.lines, costs.amounts, strict=True)
            if line.kind == "service_money" and line.payer in context.comparison.public
        ]
    ).sum(axis=0)
    first, second = 1 - paid[:, position] / paid[:, 0]
    return bool(first < _AS_LITTLE * second)


def _reason(line: CostLine) -> str:
    """Name what an account has to do with the end of a service; nothing for other accounts."""
    if line.system == SERVICES and line.kind in SERVICE_MONEY_KINDS:
        return _STILL_PAID if line.kind == "service_money" else "closed posts"
    if line.kind == CARE_FORGONE:
        return "care still given"
    if line.kind == WELFARE:
        return ""
    return {
        "social": "benefits (to dismissed staff too)",
        "revenue": "lost taxes and insurance (those of dismissed staff too)",
    }.get(line.system, "")


def _by_payer(context: Context, scenario: str, scale: str) -> Iterator[str]:
    """Name the payers from the largest part down, small parts together."""
    results, language = context.comparison.results, context.language
    window = horizon_years(results, scenario)
    parts = {
        payer: closing_costs(results, scenario, "central", public=(payer,))[window].sum(axis=0)
        for payer in context.comparison.public
    }
    small = [part for part in parts.values() if 0 < part.mean() < LEAST]
    told = [name for name, part in parts.items() if part.mean() >= LEAST]
    for name in sorted(told, key=lambda name: -float(parts[name].mean())):
        yield f"{payer_name(name, language)} {_mean(parts[name], scale, language)}"
    if small:
        others = context.say("the other payers")
        yield f"{others} {_mean(sum(small, np.zeros(1)), scale, language)}"


def _mean(amounts: Array, scale: str, language: str, *, unit: bool = False) -> str:
    text = mean_crowns(estimate(amounts), scale, language, signed=False)
    return money_text(text, scale, language) if unit else text
