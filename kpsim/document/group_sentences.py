"""Sentences about several loads at once, so that what is alike is said once."""

from collections.abc import Iterator, Sequence

from kpsim.document.sentences import (
    cannot_be_told,
    fewer_to_more,
    listed,
    load_sentence,
    practically_none,
    when,
)
from kpsim.report.cells import say
from kpsim.report.findings import Load
from kpsim.wording.words import in_ten


def group_sentences(
    loads: Sequence[Load], language: str, *, years: int, ranges: bool = False
) -> Iterator[str]:
    """Say the loads whose direction is known one by one, the undecided and the unmoved together.

    `ranges` puts the range to each undecided load; beside a table it stands in the table.
    """
    undecided = [load for load in loads if cannot_be_told(load)]
    unmoved = [load for load in loads if unchanged(load)]
    for load in loads:
        if load not in undecided and load not in unmoved:
            yield load_sentence(load, language, years=years)
    if undecided:
        yield _undecided(undecided, language, years=years if ranges else 0)
    if unmoved:
        yield say(
            "By the model practically unchanged: {names}.",
            language,
            names=listed([load.outcome.label.of(language) for load in unmoved], language),
        )


def unchanged(load: Load) -> bool:
    """Tell whether a load does not move, or too little to speak of."""
    return load.difference.is_zero or practically_none(load)


def _undecided(loads: Sequence[Load], language: str, *, years: int) -> str:
    if not years:
        return say(
            "The model cannot tell whether there will be more or fewer: {items}.",
            language,
            items=listed([load.outcome.label.of(language) for load in loads], language),
        )
    return say(
        "The model cannot tell whether there will be more or fewer; in brackets 9 in 10 "
        "futures: {items}.",
        language,
        items=listed([_item(load, language, years=years) for load in loads], language),
    )


def _item(load: Load, language: str, *, years: int) -> str:
    text = say(
        "{label} (between {ends} {when}",
        language,
        label=load.outcome.label.of(language),
        ends=fewer_to_more(load, language),
        when=when(load, language, years=years),
    )
    if load.worse is None:
        return text + ")"
    return text + say(", worse {odds}", language, odds=in_ten(load.worse, language)) + ")"
