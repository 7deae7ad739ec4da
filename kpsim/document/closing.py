"""What closing services costs once, when, and whom."""

from collections.abc import Iterator

import numpy as np

from kpsim.analysis.money import closing_costs, horizon_years
from kpsim.document.context import Context
from kpsim.document.money_sentences import size_of
from kpsim.report.cells import mean_crowns
from kpsim.report.findings import estimate
from kpsim.results import Array
from kpsim.wording.numbers import scale_for
from kpsim.wording.words import payer_name

LEAST = 1e5
"""Crowns below which neither a sum nor a payer's part of it is told."""


def closing(context: Context, scenario: str) -> Iterator[str]:
    """Say the one-off costs of closing by payer, and that the saving is less by them."""
    results, public = context.comparison.results, context.comparison.public
    total = context.found(scenario).money["central"].closing
    if total.mean < LEAST:
        return
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
    months = max(
        (
            each.over_months
            for each in context.comparison.scenario(scenario).changes
            if each.action == "close"
        ),
        default=1,
    )
    if months > 1:
        yield context.say(
            "The services close within {months} months and are paid for until then, so that the "
            "first year saves less than the later ones.",
            months=months,
        )


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


def _mean(amounts: Array, scale: str, language: str) -> str:
    return mean_crowns(estimate(amounts), scale, language, signed=False)
