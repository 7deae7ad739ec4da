"""Sentences about several loads at once, so that what is alike is said once."""

from collections.abc import Iterator, Sequence

from kpsim.document.sentences import (
    cannot_be_told,
    fewer_to_more,
    is_slight,
    leans,
    listed,
    load_sentence,
    practically_none,
    rounded_difference,
    spans_zero,
    unit_after,
    when,
)
from kpsim.report.cells import say
from kpsim.report.findings import Load
from kpsim.wording.numbers import number
from kpsim.wording.words import in_ten

_FEWEST_JOINT = 2


def group_sentences(
    loads: Sequence[Load], language: str, *, years: int, ranges: bool = False
) -> Iterator[str]:
    """Say the loads that surely move one by one; the slight, the undecided, the unmoved together.

    `ranges` puts the range to each load said together; beside a table it stands in the table.
    """
    unmoved = [load for load in loads if unchanged(load)]
    moved = [load for load in loads if load not in unmoved]
    slight = [load for load in moved if _slightly_sure(load)]
    if len(slight) < _FEWEST_JOINT:
        slight = []
    for load in moved:
        if load not in slight and not spans_zero(load):
            yield load_sentence(load, language, years=years)
    years = years if ranges else 0
    if slight:
        yield say(
            "The direction is extremely likely (over 95% of futures), but the change is less than "
            "a hundredth of the level with the services kept: {items}.",
            language,
            items=listed([_sure_item(load, language, years=years) for load in slight], language),
        )
    for text, some in (
        (
            "Worse in at least 9 of 10 futures (very likely), although the range includes none or "
            "better: {items}.",
            [load for load in moved if leans(load) == "worse"],
        ),
        (
            "Better in at least 9 of 10 futures (very likely), although the range includes none or "
            "worse: {items}.",
            [load for load in moved if leans(load) == "better"],
        ),
        (
            "The model cannot tell whether there will be more or fewer: {items}.",
            [load for load in moved if cannot_be_told(load)],
        ),
    ):
        if some:
            items = [_open_item(load, language, years=years) for load in some]
            yield say(text, language, items=listed(items, language))
    if unmoved:
        yield say(
            "By the model practically unchanged: {names}.",
            language,
            names=listed([load.outcome.label.of(language) for load in unmoved], language),
        )


def unchanged(load: Load) -> bool:
    """Tell whether a load does not move, or too little to speak of."""
    return load.difference.is_zero or practically_none(load)


def _slightly_sure(load: Load) -> bool:
    sure = not load.difference.p05 < 0 < load.difference.p95
    return sure and not load.is_event and is_slight(load)


def _sure_item(load: Load, language: str, *, years: int) -> str:
    """Name a load and between which ends it differs."""
    label = load.outcome.label.of(language)
    found = rounded_difference(load)
    low, high = sorted((abs(found.low), abs(found.high)))
    more = load.difference.p50 >= 0
    text = say(
        "{label} ({low} to {high} {unit} more" if more else "{label} ({low} to {high} {unit} fewer",
        language,
        label=label,
        low=number(low, language, decimals=found.decimals if low else 0),
        high=number(high, language, decimals=found.decimals),
        unit=unit_after(load, high, language, decimals=found.decimals),
    )
    return f"{text} {when(load, language, years=years)})" if years else f"{text})"


def _open_item(load: Load, language: str, *, years: int) -> str:
    """Name a load whose range spans zero; with its range where it stands in no table."""
    label = load.outcome.label.of(language)
    if not years:
        return label
    text = say(
        "{label} (9 in 10 futures: between {ends} {when}",
        language,
        label=label,
        ends=fewer_to_more(load, language),
        when=when(load, language, years=years),
    )
    if load.worse is None or leans(load):
        return text + ")"
    return text + say(", worse {odds}", language, odds=in_ten(load.worse, language)) + ")"
