"""Sentences about several loads at once, so that what is alike is said once."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from kpsim.document.load_range import (
    HALF,
    Lean,
    cannot_be_told,
    is_slight,
    is_tiny,
    leans,
    middle_is_slight,
    practically_none,
    rounded_difference,
    share_without,
    spans_zero,
    touches_zero,
    unit_above,
)
from kpsim.document.sentences import (
    bound,
    fewer_to_more,
    kept_level,
    listed,
    load_sentence,
    unit_after,
    when,
)
from kpsim.report.cells import say
from kpsim.report.findings import Load
from kpsim.wording.numbers import bounds, number, percent

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

_OPEN_LITTLE: Mapping[Lean, str] = {
    "very likely more": "A rise is very likely (90 to 95% of futures), in the median future by "
    "less than a hundredth of the level with the services kept; no change and a fall lie within "
    "the range: {items}.",
    "likely more": "A rise is likely (66 to 90% of futures), in the median future by less than a "
    "hundredth of the level with the services kept; no change and a fall lie within the range: "
    "{items}.",
    "very likely fewer": "A fall is very likely (90 to 95% of futures), in the median future by "
    "less than a hundredth of the level with the services kept; no change and a rise lie within "
    "the range: {items}.",
    "likely fewer": "A fall is likely (66 to 90% of futures), in the median future by less than a "
    "hundredth of the level with the services kept; no change and a rise lie within the range: "
    "{items}.",
    "": "The model cannot tell whether there will be more or fewer, but in 9 of 10 futures the "
    "difference is less than a hundredth of the level with the services kept; in brackets the "
    "share of futures with more: {items}.",
}
"""The same of loads that change by less than a hundredth of their level.

Where a side is likely, it is the middle that does; where none is, the whole range.
"""

_SLIGHT: Mapping[str, str] = {
    "more": "These rise in at least 95% of futures, but by less than a hundredth of their level "
    "with the services kept: {items}.",
    "fewer": "These fall in at least 95% of futures, but by less than a hundredth of their level "
    "with the services kept: {items}.",
    "very likely more": "These rise in 90 to 95% of futures, but by less than a hundredth of their "
    "level with the services kept: {items}.",
    "likely more": "These rise in 66 to 90% of futures, but by less than a hundredth of their "
    "level with the services kept: {items}.",
    "very likely fewer": "These fall in 90 to 95% of futures, but by less than a hundredth of "
    "their level with the services kept: {items}.",
    "likely fewer": "These fall in 66 to 90% of futures, but by less than a hundredth of their "
    "level with the services kept: {items}.",
}
"""What is said of slight changes, by their side: whose range has one, or only touches zero."""

_MADE_OF = {"official_estimate": "recorded_users"}
"""Loads computed from another one: neither can be told where the other cannot."""


def group_sentences(
    loads: Sequence[Load], language: str, *, years: int, ranges: bool = False
) -> Iterator[str]:
    """Say the loads that surely move one by one; the slight, the undecided, the unmoved together.

    `ranges` puts the range to each load said together; beside a table it stands in the table.
    """
    unmoved = [load for load in loads if unchanged(load)]
    tiny = [load for load in loads if is_tiny(load) and load not in unmoved]
    moved = [load for load in loads if load not in (*unmoved, *tiny)]
    for load in moved:
        if not _slight_side(load) and not _is_open(load):
            yield load_sentence(load, language, years=years)
    told = years if ranges else 0
    for side, text in _SLIGHT.items():
        if some := [load for load in moved if _slight_side(load) == side]:
            items = [_sure_item(load, language, years=told) for load in some]
            yield say(text, language, items=listed(items, language))
    pairs = list(_made_pairs(moved))
    for pair in pairs:
        yield _pair_sentence(pair, language, years=years)
    paired = [load for pair in pairs for load in pair]
    untold = {load.outcome.name for load in moved if cannot_be_told(load)}
    rest = [load for load in moved if _is_open(load) and load not in paired]
    for side, text in _OPEN.items():
        every = [load for load in rest if _side(load, untold) == side]
        little = _little(every, side)
        large = [load for load in every if load not in little]
        for words, some in ((text, large), (_OPEN_LITTLE.get(side, ""), little)):
            if some:
                items = [_open_item(load, language, side=side, years=told) for load in some]
                yield say(words, language, items=listed(items, language))
    if tiny:
        yield say(
            "By the model practically unchanged, in 9 of 10 futures by less than a hundredth of "
            "the level with the services kept: {items}.",
            language,
            items=listed([_tiny_item(load, language, years=told) for load in tiny], language),
        )
    if unmoved:
        yield say(
            "By the model practically unchanged: {names}.",
            language,
            names=listed([load.outcome.label.of(language) for load in unmoved], language),
        )


def _made_pairs(loads: Sequence[Load]) -> Iterator[tuple[Load, Load]]:
    """Yield a load and one computed from it where only one of them leans to a side.

    Most futures of both must lie to that side.
    """
    by_name = {load.outcome.name: load for load in loads if _is_open(load)}
    for made, of in _MADE_OF.items():
        if made in by_name and of in by_name:
            pair = by_name[of], by_name[made]
            sides = {"more": min(each.more for each in pair),
                     "fewer": min(each.fewer for each in pair)}  # fmt: skip
            one_leans = sum(map(cannot_be_told, pair)) == 1
            if one_leans and 100 * max(sides.values()) > HALF:
                yield pair


def _pair_sentence(pair: tuple[Load, Load], language: str, *, years: int) -> str:
    side: Lean = "likely more" if pair[0].more > pair[0].fewer else "likely fewer"
    items = [_open_item(load, language, side=side, years=years) for load in pair]
    return say(
        "In most futures these rise, but no change and a fall lie within the range; the latter is "
        "computed from the former: {items}."
        if side == "likely more"
        else "In most futures these fall, but no change and a rise lie within the range; the "
        "latter is computed from the former: {items}.",
        language,
        items=listed(items, language),
    )


def _is_open(load: Load) -> bool:
    return spans_zero(load) and (not touches_zero(load) or leans(load) == "mostly none")


def _side(load: Load, untold: Collection[str]) -> Lean:
    """Return the side a load leans to; none where what it is made of cannot be told."""
    return "" if _MADE_OF.get(load.outcome.name) in untold else leans(load)


def _little(loads: Sequence[Load], side: Lean) -> list[Load]:
    """Return the loads that are said to change by less than a hundredth of their level.

    Where no side is likely they are said so only if they all do.
    """
    if side == "mostly none":
        return []
    if side:
        return [load for load in loads if middle_is_slight(load)]
    return [*loads] if all(map(is_slight, loads)) else []


def _slight_side(load: Load) -> str:
    """Return the side of a slight change, and how likely it is where its range touches zero."""
    if load.is_event or not is_slight(load):
        return ""
    if load.difference.p05 > 0 or load.difference.p95 < 0:
        return "more" if load.difference.p05 > 0 else "fewer"
    return leans(load) if touches_zero(load) and leans(load) != "mostly none" else ""


def unchanged(load: Load) -> bool:
    """Tell whether a load does not move, or too little to speak of."""
    return load.difference.is_zero or practically_none(load)


def _sure_item(load: Load, language: str, *, years: int) -> str:
    """Name a load and between which ends it differs."""
    return _with_ends(load, _to_one_side(load, language), language, years=years)


def _tiny_item(load: Load, language: str, *, years: int) -> str:
    """Name a load that hardly moves, with its range over zero."""
    if touches_zero(load):
        return _sure_item(load, language, years=years)
    ends = say("between {ends}", language, ends=fewer_to_more(load, language))
    return _with_ends(load, ends, language, years=years)


def _with_ends(load: Load, ends: str, language: str, *, years: int) -> str:
    label = load.outcome.label.of(language)
    if not years:
        return f"{label} ({ends})"
    return say(
        "{label} ({ends} {when}; with the services kept {kept})",
        language,
        label=label,
        ends=ends,
        when=when(load, language, years=years),
        kept=kept_level(load, language),
    )


def _to_one_side(load: Load, language: str) -> str:
    """Write the ends of a range that lies on one side of zero as it is printed.

    An end that is not zero but would be printed as zero is left to what is most.
    """
    found = rounded_difference(load)
    low, high = sorted((abs(found.low), abs(found.high)))
    more = found.high > -found.low
    parts = {
        "high": number(high, language, decimals=found.decimals),
        "unit": unit_after(load, high, language, decimals=found.decimals),
    }
    if not low and not spans_zero(load):
        return say(
            "in 19 of 20 futures at most {high} {unit} more"
            if more
            else "in 19 of 20 futures at most {high} {unit} fewer",
            language,
            **parts,
        )
    return say(
        "{low} to {high} {unit} more" if more else "{low} to {high} {unit} fewer",
        language,
        low=number(low, language, decimals=found.decimals if low else 0),
        **parts,
    )


def _open_item(load: Load, language: str, *, side: Lean, years: int) -> str:
    """Name a load whose range spans zero, how often there is more, and its range if asked for."""
    label = load.outcome.label.of(language)
    share = {"fewer": load.fewer, "none": share_without(load)}.get(
        side.rpartition(" ")[2], load.more
    )
    touches, text = touches_zero(load), percent(share, language)
    if years and side not in ("", "mostly none"):
        return _with_middle(load, language, share=text, years=years)
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


def _with_middle(load: Load, language: str, *, share: str, years: int) -> str:
    """Name a load that leans to a side with its middle, its range and how often it does."""
    found, more = rounded_difference(load), load.more > load.fewer
    middle, exact = abs(found.centre), load.difference.p50
    after = middle or unit_above(exact, found.decimals)
    return say(
        "{label} ({centre} {unit} more {when}, 9 in 10 futures: {bounds}; a rise in {share}; with "
        "the services kept {kept})"
        if more
        else "{label} ({centre} {unit} fewer {when}, 9 in 10 futures: {bounds}; a fall in {share}; "
        "with the services kept {kept})",
        language,
        label=load.outcome.label.of(language),
        centre=bound(middle, found.decimals, language, unrounded=exact),
        unit=unit_after(load, after, language, decimals=found.decimals),
        when=when(load, language, years=years),
        bounds=bounds(found, language),
        share=share,
        kept=kept_level(load, language),
    )
