"""What the brief says of people and payers: chosen by rules from the numbers, rows that add up."""

from collections.abc import Collection, Iterator

import numpy as np

from kpsim.analysis.money import by_payer, horizon_years
from kpsim.document.bridge import of_a_year
from kpsim.document.context import Context
from kpsim.document.group_sentences import unchanged
from kpsim.document.load_cells import difference_cell
from kpsim.document.money_sentences import WORTH_SAYING
from kpsim.document.sentences import (
    is_slight,
    listed,
    spans_zero,
    when,
)
from kpsim.document.temporary import temporary, temporary_item
from kpsim.report.cells import crowns, odds, share_of_budget
from kpsim.report.findings import Estimate, Findings, Load, estimate
from kpsim.report.terminal_money import worse_off_cell
from kpsim.wording.words import lowered, payer_name

_ALWAYS = ("region", "city_of_liberec")
_ASKED = ("deaths", "removals")
"""Loads that are asked for first, whatever became of them."""
TOLD = ("new_hcv_infections", "unseen_share", "relatives_without_help", "contact_clients")
"""What stands for people, next to what is asked for."""
_SAVING, _BEARING, _TOLD = 2, 1, 4
_VICTIMS = "victims"


def people(context: Context, found: Findings) -> str:
    """Say what surely changes for people, the surest and largest first, and what is not known."""
    language, years = context.language, found.years
    by_name = {load.outcome.name: load for load in found.loads}
    passing = temporary(context, found.scenario)
    loads = [by_name[name] for name in (*TOLD, *_ASKED) if name in by_name]
    told = [each for each in loads if each.outcome.name in passing]
    told.sort(key=lambda load: passing[load.outcome.name].share, reverse=True)
    rest = [each for each in loads if each not in told]
    moved = [load for load in rest if not (unchanged(load) or spans_zero(load))]
    slight = [load for load in moved if is_slight(load)]
    clear = sorted((e for e in moved if e not in slight), key=_sureness, reverse=True)[:_TOLD]
    items = [temporary_item(passing[each.outcome.name], context) for each in told]
    items += [_item(load, language, years=years) for load in clear]
    sentences = []
    if items:
        text = "Against keeping the services, in brackets 9 in 10 futures: {items}."
        sentences.append(context.say(text, items="; ".join(items)))
    for text, some in (
        ("Direction not sure: {names}.", [load for load in rest if spans_zero(load)]),
        ("Practically unchanged: {names}.", [e for e in rest if unchanged(e) or e in slight]),
    ):
        if some:
            names = listed([load.outcome.label.of(language) for load in some], language)
            sentences.append(context.say(text, names=names))
    return " ".join(sentences)


def _sureness(load: Load) -> tuple[float, float]:
    """Order loads: by how sure the direction is, then by how large the change is for the level."""
    sure = round(max(load.worse or 0.0, 1 - (load.worse or 0.0)), 2)
    return sure, abs(load.difference.p50) / max(load.reference.p50, 1.0)


def _item(load: Load, language: str, *, years: int) -> str:
    label = load.outcome.label.of(language)
    text = f"{lowered(label)} {difference_cell(load, language)}"
    return f"{text} {when(load, language, years=years)}"


def payer_rows(context: Context, found: Findings, scale: str) -> Iterator[tuple[str, ...]]:
    """Put payers in rows that add up: who saves and bears most, the others, the total, victims."""
    language = context.language
    public = sorted((e for e in found.payers if e.public), key=lambda payer: payer.net.mean)
    bearing = [each for each in public if each.net.mean > 0]
    chosen = {each.name for each in (*public[:_SAVING], *bearing[-_BEARING:])} | set(_ALWAYS)
    for each in public:
        if each.name in chosen:
            yield (
                context.payer(each.name),
                share_of_budget(each.share, language) if each.share else ".",
                crowns(each.net, scale, language),
                worse_off_cell(each, language),
            )
    others = [each.name for each in public if each.name not in chosen]
    if others:
        label = context.say("Other public payers ({count})", count=len(others))
        yield label, ".", crowns(together(context, found, others), scale, language), "."
    money = found.money["central"]
    total = of_a_year(money.net, found.years)
    label = context.say("Public budgets in total")
    yield label, ".", crowns(total, scale, language), odds(money.worse, language)
    private = [each for each in found.payers if not each.public]
    for each in private:
        if each.name == _VICTIMS:
            odd = worse_off_cell(each, language)
            yield context.payer(each.name), ".", crowns(each.net, scale, language), odd
    rest = [each.name for each in private if each.name != _VICTIMS]
    joint = together(context, found, rest) if rest else None
    if joint is not None and abs(joint.mean) >= WORTH_SAYING:
        names = ", ".join(payer_name(name, language) for name in rest)
        yield names[:1].upper() + names[1:], ".", crowns(joint, scale, language), "."


def together(context: Context, found: Findings, names: Collection[str]) -> Estimate:
    """Add up what payers pay more a year, draw by draw, so that the sum has its own range."""
    results = context.comparison.results
    window = horizon_years(results, found.scenario)
    by_name = by_payer(results, found.scenario, "central")
    nets = [by_name[name].net[window].mean(axis=0) for name in names]
    return estimate(np.sum(nets, axis=0))
