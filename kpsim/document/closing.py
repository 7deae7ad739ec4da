"""What closing services costs once, when, and whom; and why the first year saves less."""

from collections.abc import Iterator, Mapping

import numpy as np

from kpsim.analysis.money import (
    CARE_FORGONE,
    SERVICE_MONEY_KINDS,
    SERVICES,
    WELFARE,
    closing_costs,
    horizon_years,
    net_public_cost,
)
from kpsim.document.context import Context
from kpsim.document.money_sentences import size_of
from kpsim.report.cells import mean_crowns
from kpsim.report.findings import estimate
from kpsim.results import Array, CostLine
from kpsim.wording.numbers import money_text, scale_for
from kpsim.wording.words import payer_name

LEAST = 1e5
"""Crowns below which neither a sum nor a part of it is told."""

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
        yield context.say(
            "Closed posts cost {amount} once, most of it in {year}: {payers}; the saving on the "
            "services is net of that.",
            amount=size_of(total, scale, language),
            year=results.years[window][int(yearly.argmax())],
            payers="; ".join(_by_payer(context, scenario, scale)),
        )
    yield from _first_year(context, scenario)


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
    parts = {
        words: _mean(each, scale, language)
        for words, each in _parts(context, scenario).items()
        if each.mean() >= LEAST
    }
    if parts:
        first = results.years[window][0]
        yield context.say(
            "The first year, {first}, saves {less} less than {second} (means). More than in "
            "{second} goes to: {parts}.",
            first=first,
            second=first + 1,
            less=_mean(less, scale, language, unit=True),
            parts="; ".join(f"{context.say(words)} {amount}" for words, amount in parts.items()),
        )


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
    return dict(sorted(found.items(), key=lambda each: -float(each[1].mean())))


def _reason(line: CostLine) -> str:
    """Name what an account has to do with the end of a service; nothing for other accounts."""
    if line.system == SERVICES and line.kind in SERVICE_MONEY_KINDS:
        return "services still paid" if line.kind == "service_money" else "closed posts"
    if line.kind == CARE_FORGONE:
        return "care still given"
    if line.kind == WELFARE:
        return ""
    return {
        "social": "benefits, to dismissed staff too",
        "revenue": "lost taxes and insurance, of dismissed staff too",
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
