"""Sentences about several loads at once, so that what is alike is said once."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from kpsim.document.load_range import (
    Lean,
    cannot_be_told,
    is_slight,
    leans,
    practically_none,
    rounded_difference,
    share_without,
    spans_zero,
    touches_zero,
)
from kpsim.document.sentences import (
    fewer_to_more,
    kept_level,
    listed,
    load_sentence,
    unit_after,
    when,
)
from kpsim.report.cells import say
from kpsim.report.findings import Load
from kpsim.wording.numbers import number, percent

_OPEN: Mapping[Lean, str] = {
    "very likely more": "A rise is very likely (90 to 95% of futures), but no change and a fall "
    "lie within the range: {items}.",
    "likely more": "A rise is likely (66 to 90% of futures), but no change and a fall lie within "
    "the range: {items}.",
    "very likely fewer": "A fall is very likely (90 to 95% of futures), but no change and a rise "
    "lie within the range: {items}.",
    "likely fewer": "A fall is likely (66 to 90% of futures), but no change and a rise lie within "
    "the range: {items}.",
    "mostly none": "No change in most futures (their share in brackets): {items}.",
    "": "The model cannot tell whether there will be more or fewer; in brackets the share of "
    "futures with more: {items}.",
}
"""What is said of loads whose range spans zero, by the side they lean to."""

_SLIGHT: Mapping[str, str] = {
    "very likely": "These change one way in 90 to 95% of futures, but by less than a hundredth of "
    "their level with the services kept: {items}.",
    "likely": "These change one way in 66 to 90% of futures, but by less than a hundredth of their "
    "level with the services kept: {items}.",
}
"""What is said of slight changes whose range only touches zero, by how likely their side is."""

_MADE_OF = {"official_estimate": "recorded_users"}
"""Loads computed from another one: neither can be told where the other cannot."""


def group_sentences(
    loads: Sequence[Load], language: str, *, years: int, ranges: bool = False
) -> Iterator[str]:
    """Say the loads that surely move one by one; the slight, the undecided, the unmoved together.

    `ranges` puts the range to each load said together; beside a table it stands in the table.
    """
    unmoved = [load for load in loads if unchanged(load)]
    moved = [load for load in loads if load not in unmoved]
    slight = [load for load in moved if _slightly_sure(load)]
    likely = {side: [load for load in moved if _slight_side(load) == side] for side in _SLIGHT}
    for load in moved:
        if load not in slight and not _slight_side(load) and not _is_open(load):
            yield load_sentence(load, language, years=years)
    years = years if ranges else 0
    if slight:
        yield say(
            "These change in at least 95% of futures, but by less than a hundredth of their level "
            "with the services kept: {items}.",
            language,
            items=listed([_sure_item(load, language, years=years) for load in slight], language),
        )
    for word, some in likely.items():
        if some:
            items = [_sure_item(load, language, years=years) for load in some]
            yield say(_SLIGHT[word], language, items=listed(items, language))
    untold = {load.outcome.name for load in moved if cannot_be_told(load)}
    sides = {load.outcome.name: _side(load, untold) for load in moved if _is_open(load)}
    for side, text in _OPEN.items():
        if some := [load for load in moved if sides.get(load.outcome.name) == side]:
            items = [_open_item(load, language, side=side, years=years) for load in some]
            yield say(text, language, items=listed(items, language))
    if unmoved:
        yield say(
            "By the model practically unchanged: {names}.",
            language,
            names=listed([load.outcome.label.of(language) for load in unmoved], language),
        )


def _is_open(load: Load) -> bool:
    return spans_zero(load) and (not touches_zero(load) or leans(load) == "mostly none")


def _side(load: Load, untold: Collection[str]) -> Lean:
    """Return the side a load leans to; none where what it is made of cannot be told."""
    return "" if _MADE_OF.get(load.outcome.name) in untold else leans(load)


def _slight_side(load: Load) -> str:
    """Return how likely the side of a slight change is whose range only touches zero."""
    word, _, side = leans(load).rpartition(" ")
    told = side in ("more", "fewer") and touches_zero(load) and is_slight(load)
    return word if told else ""


def unchanged(load: Load) -> bool:
    """Tell whether a load does not move, or too little to speak of."""
    return load.difference.is_zero or practically_none(load)


def _slightly_sure(load: Load) -> bool:
    sure = load.difference.p05 > 0 or load.difference.p95 < 0
    return sure and not load.is_event and is_slight(load)


def _sure_item(load: Load, language: str, *, years: int) -> str:
    """Name a load and between which ends it differs."""
    label, ends = load.outcome.label.of(language), _to_one_side(load, language)
    return f"{label} ({ends} {when(load, language, years=years)})" if years else f"{label} ({ends})"


def _to_one_side(load: Load, language: str) -> str:
    """Write the ends of a range that lies on one side of zero as it is printed."""
    found = rounded_difference(load)
    low, high = sorted((abs(found.low), abs(found.high)))
    return say(
        "{low} to {high} {unit} more"
        if found.high > -found.low
        else "{low} to {high} {unit} fewer",
        language,
        low=number(low, language, decimals=found.decimals if low else 0),
        high=number(high, language, decimals=found.decimals),
        unit=unit_after(load, high, language, decimals=found.decimals),
    )


def _open_item(load: Load, language: str, *, side: Lean, years: int) -> str:
    """Name a load whose range spans zero, how often there is more, and its range if asked for."""
    label = load.outcome.label.of(language)
    share = {"fewer": load.fewer, "none": share_without(load)}.get(
        side.rpartition(" ")[2], load.more
    )
    touches, text = touches_zero(load), percent(share, language)
    if side == "mostly none" and not touches:
        text = say(
            "{share}, fewer in {fewer}, more in {more}",
            language,
            share=text,
            fewer=percent(load.fewer, language),
            more=percent(load.more, language),
        )
    if not years:
        return f"{label} ({text})"
    return say(
        "{label} ({share}; 9 in 10 futures: {ends} {when}; with the services kept {kept})"
        if touches
        else "{label} ({share}; 9 in 10 futures: between {ends} {when}; with the services kept "
        "{kept})",
        language,
        label=label,
        share=text,
        ends=(_to_one_side if touches else fewer_to_more)(load, language),
        when=when(load, language, years=years),
        kept=kept_level(load, language),
    )
