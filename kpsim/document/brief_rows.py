"""What the brief says of people and payers: chosen by rules from the numbers, rows that add up."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpsim.analysis.money import by_payer, horizon_years
from kpsim.document.bridge import of_a_year
from kpsim.document.context import Context
from kpsim.document.cost_tables import signed_share
from kpsim.document.group_sentences import unchanged
from kpsim.document.load_range import (
    SURE,
    is_slight,
    is_tiny,
    leans,
    middle_is_slight,
    rounded_difference,
    spans_zero,
    touches_zero,
)
from kpsim.document.no_sum import bare_cell, named, ranged, sized, unit_in_words
from kpsim.document.payer_sentences import WORTH_SAYING, carried_by_forgone, paying_more
from kpsim.document.remarks import reserve, reserve_spares
from kpsim.document.sentences import kept_level, listed, when
from kpsim.document.temporary import temporary, temporary_item
from kpsim.report.cells import crowns, mean_crowns
from kpsim.report.findings import Estimate, Findings, Load, Payer, estimate
from kpsim.report.terminal_money import worse_off_cell
from kpsim.wording.numbers import percent
from kpsim.wording.words import payer_name

_REGION = "region"
ASKED = ("deaths", "removals")
"""Loads that are asked for first, whatever became of them."""
TOLD = (
    "staff",
    "new_hcv_infections",
    "unseen_share",
    "relatives_without_help",
    "contact_clients",
)
"""What stands for people, next to what is asked for."""
_STAFF = "staff"
_SAVING, _BEARING = 2, 1
_VICTIMS = "victims"
_LEAST = 1e-4
"""A share of a budget that would be printed as nothing."""
NOTHING = "–"
"""Stands where a row has nothing to say."""


@dataclass(frozen=True)
class Headline:
    """A number a reader finds at once, its range, and what it is."""

    title: str
    number: str
    bounds: str
    words: str


def headline(title: str, cell: str, words: str) -> Headline:
    """Part a cell of a table into its number and its range.

    >>> headline("Money", "−550 (−730 to −380)", "").bounds
    '(−730 to −380)'
    """
    middle, bracket, rest = cell.partition(" (")
    return Headline(title, middle, f"({rest}" if bracket else "", words)


def people(context: Context, found: Findings) -> tuple[Headline, tuple[str, ...]]:
    """Say what changes for people: the surest and largest first, in sentences the others."""
    language, years = context.language, found.years
    by_name = {load.outcome.name: load for load in found.loads}
    passing = temporary(context, found.scenario)
    loads = [by_name[name] for name in (*TOLD, *ASKED) if name in by_name]
    told = [each for each in loads if each.outcome.name in passing]
    told.sort(key=lambda load: passing[load.outcome.name].share, reverse=True)
    rest = [each for each in loads if each not in told and not _is_still(each)]
    open_ = [load for load in rest if spans_zero(load) and not touches_zero(load)]
    small = [e for e in rest if e not in open_ and (touches_zero(e) or is_slight(e))]
    clear = [load for load in rest if load not in open_ and load not in small]
    clear.sort(key=_sureness, reverse=True)
    items = [temporary_item(passing[each.outcome.name], context) for each in told]
    first = _headlined(clear, small)
    items += [
        sized(e, language, years=years, level=True) for e in (*clear, *small) if e is not first
    ]
    sentences = []
    if items:
        text = "Against services kept (9 in 10 futures) [level with them]: {items}."
        sentences.append(context.say(text, items="; ".join(items)))
    elif open_:
        text = "Against services kept (9 in 10 futures) [level with them]:"
        sentences.append(context.say(text))
    still = [_name(e, language) for e in loads if e not in told and _is_still(e)]
    unsure = [ranged(each, language, years=years) for each in open_ if not leans(each)]
    for text, names in (
        (
            "Likely more (share of futures): {names}.",
            _leaning(open_, "more", language, years=years),
        ),
        (
            "Likely fewer (share of futures): {names}.",
            _leaning(open_, "fewer", language, years=years),
        ),
        (
            "No change in most futures, a reserve of {reserve} being assumed: {names}."
            if reserve_spares(context, found.scenario)
            else "No change in most futures: {names}.",
            _leaning(open_, "none", language, years=years),
        ),
        ("Direction unsure: {names}.", unsure),
        ("Practically unchanged: {names}.", still),
    ):
        if names:
            all_names = listed(names, language)
            sentences.append(context.say(text, names=all_names, reserve=reserve(context)))
    return _first(context, first, years=years), tuple(sentences)


def _is_still(load: Load) -> bool:
    """Tell whether nothing is to be said of a change: none, or one of a few cases over zero."""
    return unchanged(load) or is_tiny(load)


def _headlined(clear: Sequence[Load], small: Sequence[Load]) -> Load | None:
    """Choose what stands first: the surest clear change of people, if none a small one, else staff.

    A middle under a hundredth of the level is none; of small ones the largest for its level.
    """
    told = [e for e in small if rounded_difference(e).centre and not middle_is_slight(e)]
    of_people = [e for e in clear if e.outcome.name != _STAFF and not middle_is_slight(e)]
    largest = sorted(told, key=lambda load: _sureness(load)[1], reverse=True)
    staff = [load for load in clear if load.outcome.name == _STAFF]
    return next(iter((*of_people, *largest, *staff)), None)


def _first(context: Context, first: Load | None, *, years: int) -> Headline:
    """Make the headline of a change, or say that there is none."""
    title, language = context.say("People"), context.language
    if first is None:
        return Headline(
            title, "≈ 0", "", context.say("no lasting large change is sure (see below)")
        )
    unit = unit_in_words(first, language)
    words = f"{named(first, language)} {when(first, language, years=years)}"
    kept = context.say("{level} with services kept", level=kept_level(first, language))
    return headline(title, bare_cell(first, language), ", ".join(filter(None, (unit, words, kept))))


def _name(load: Load, language: str) -> str:
    return load.outcome.label.of(language)


def _leaning(
    loads: Sequence[Load],
    side: Literal["more", "fewer", "none"],
    language: str,
    *,
    years: int = 0,
) -> list[str]:
    """Name the loads whose range spans zero and that lean to a side, with its share of futures.

    With `years` the range stands with it.
    """
    found = []
    for load in loads:
        if leans(load).rpartition(" ")[2] != side:
            continue
        share = {"more": load.more, "fewer": load.fewer, "none": 1 - load.more - load.fewer}
        name = _name(load, language)
        if years:
            told = ranged(load, language, years=years)
            name = told if side == "none" else sized(load, language, years=years, level=True)
        found.append(f"{name} ({percent(share[side], language)})")
    return found


def _sureness(load: Load) -> tuple[float, float]:
    """Order loads: by how sure the direction is, then by how large the change is for the level."""
    sure = round(max(load.worse or 0.0, 1 - (load.worse or 0.0)), 2)
    return sure, abs(load.difference.p50) / max(load.reference.p50, 1.0)


def payer_rows(context: Context, found: Findings, scale: str) -> Iterator[tuple[str, ...]]:
    """Put payers in rows that add up: who saves and bears most, the others, the total, victims."""
    language = context.language
    public = sorted((e for e in found.payers if e.public), key=lambda payer: payer.net.mean)
    chosen = _chosen(public, paying_more(found))
    for each in public:
        if each.name in chosen:
            yield (
                _named_payer(context, each, scale),
                _share(each.share, language) if each.share else NOTHING,
                crowns(each.net, scale, language),
                worse_off_cell(each, language),
            )
    others = [each.name for each in public if each.name not in chosen]
    if others:
        label = context.say("Other public payers ({count})", count=len(others))
        sum_ = crowns(together(context, found, others), scale, language)
        yield label, NOTHING, sum_, _surely_among(context, public, others)
    money = found.money["central"]
    total = of_a_year(money.net, found.years)
    label = context.say("Public budgets in total")
    yield label, NOTHING, crowns(total, scale, language), NOTHING
    private = [each for each in found.payers if not each.public]
    for each in private:
        if each.name == _VICTIMS:
            odd = worse_off_cell(each, language)
            yield context.payer(each.name), NOTHING, crowns(each.net, scale, language), odd
    rest = [each.name for each in private if each.name != _VICTIMS]
    joint = together(context, found, rest) if rest else None
    if joint is not None and abs(joint.mean) >= WORTH_SAYING:
        names = ", ".join(payer_name(name, language) for name in rest)
        yield names[:1].upper() + names[1:], NOTHING, crowns(joint, scale, language), NOTHING


def _surely_among(context: Context, public: Sequence[Payer], others: Collection[str]) -> str:
    """Name the payers in a joint row that nearly surely pay noticeably more, each with its odds."""
    sure = (each for each in public if each.name in others and each.odds.worse >= SURE)
    cells = (f"{context.payer(e.name)} {worse_off_cell(e, context.language)}" for e in sure)
    return "; ".join(cells) or NOTHING


def _chosen(public: Sequence[Payer], paying: Sequence[Payer]) -> set[str]:
    """Choose who saves and bears most, who surely pays, the region, and all as large as those."""
    bearing = [each for each in public if each.net.mean > 0][-_BEARING:]
    more = [*paying, *(each for each in public if each.name == _REGION)]
    told = [each for each in more if abs(each.net.mean) >= WORTH_SAYING]
    least = min(abs(each.net.mean) for each in (*public[:_SAVING], *bearing, *told))
    return {each.name for each in public if abs(each.net.mean) >= least}


def _named_payer(context: Context, payer: Payer, scale: str) -> str:
    """Name a payer, with the care not given where that carries what it saves."""
    name = context.payer(payer.name)
    if not carried_by_forgone(payer):
        return name
    return context.say(
        "{payer} (care not given {amount})",
        payer=name,
        amount=mean_crowns(payer.forgone, scale, context.language),
    )


def _share(share: Estimate, language: str) -> str:
    """Write the mean share of a budget as the table of payers does; the range is in the crowns."""
    least = percent(_LEAST, language, decimals=2)
    return signed_share(share, language) or f"<\u00a0{least}"


def together(context: Context, found: Findings, names: Collection[str]) -> Estimate:
    """Add up what payers pay more a year, draw by draw, so that the sum has its own range."""
    results = context.comparison.results
    window = horizon_years(results, found.scenario)
    by_name = by_payer(results, found.scenario, "central")
    nets = [by_name[name].net[window].mean(axis=0) for name in names]
    return estimate(np.sum(nets, axis=0))
