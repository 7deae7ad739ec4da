"""Sentences about several loads at once, so that what is alike is said once."""

from collections.abc import Iterator, Sequence

from kpsim.document.sentences import (
    bound,
    cannot_be_told,
    load_sentence,
    rounded_difference,
    unit_after,
    when,
)
from kpsim.report.cells import say
from kpsim.report.findings import Load
from kpsim.wording.words import in_ten


def group_sentences(loads: Sequence[Load], language: str, *, years: int) -> Iterator[str]:
    """Say the loads whose direction is known one by one, and the undecided ones together."""
    undecided = [load for load in loads if cannot_be_told(load)]
    for load in loads:
        if load not in undecided or len(undecided) == 1:
            yield load_sentence(load, language, years=years)
    if len(undecided) > 1:
        items = "; ".join(_item(load, language, years=years) for load in undecided)
        yield say(
            "The model cannot tell whether there will be more or fewer; in brackets 9 in 10 "
            "futures: {items}.",
            language,
            items=items,
        )


def _item(load: Load, language: str, *, years: int) -> str:
    rounded = rounded_difference(load)
    text = say(
        "{label} ({low} fewer to {high} more {unit} {when}",
        language,
        label=load.outcome.label.of(language),
        low=bound(-rounded.low, rounded.decimals, language),
        high=bound(rounded.high, rounded.decimals, language),
        unit=unit_after(load, rounded.high, language, decimals=rounded.decimals, genitive=True),
        when=when(load, language, years=years),
    )
    if load.worse is None:
        return text + ")"
    return text + say(", worse {odds}", language, odds=in_ten(load.worse, language)) + ")"
