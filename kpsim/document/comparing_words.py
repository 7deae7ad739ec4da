"""What reproducing and comparing found, in words."""

from collections.abc import Iterator

from kpsim.document.reproducing import Difference, Figure, Reproduction
from kpsim.language import translate
from kpsim.report.cells import say
from kpsim.wording.numbers import number

MOST = 20
_DIGITS = 4


def reproduction_lines(found: Reproduction, language: str) -> Iterator[str]:
    """Say whether every figure is the same, and which inputs differ."""
    for each in found.changed:
        yield f"{each.name}: {translate(each.how, language).format(then=each.then)}"
    if not found.different:
        yield say(
            "Run {run}: all {count} figures are the same.",
            language,
            run=found.identity.run,
            count=number(found.figures, language),
        )
        return
    yield say(
        "Run {run}: {different} of {count} figures differ.",
        language,
        run=found.identity.run,
        different=number(len(found.different), language),
        count=number(found.figures, language),
    )
    yield from _figures(found.different, language)
    if not found.changed:
        yield translate(
            "No input differs; the program itself or the libraries compute otherwise.", language
        )


def difference_lines(found: Difference, language: str) -> Iterator[str]:
    """Say which settings, inputs and figures differ."""
    for name, one, other in found.settings:
        yield f"{name}: {one} → {other}"
    for name in found.inputs:
        yield f"{name}: {translate('differs', language)}"
    if not found.figures:
        yield say(
            "All {count} figures are the same.", language, count=number(found.compared, language)
        )
        return
    yield say(
        "{different} figures differ, {count} were compared.",
        language,
        different=number(len(found.figures), language),
        count=number(found.compared, language),
    )
    yield from _figures(found.figures, language)


def _figures(figures: tuple[Figure, ...], language: str) -> Iterator[str]:
    for each in figures[:MOST]:
        yield f"  {each.name}: {_written(each.then, language)} → {_written(each.now, language)}"
    if len(figures) > MOST:
        yield "  " + say("and {count} more", language, count=number(len(figures) - MOST, language))


def _written(value: float | None, language: str) -> str:
    if value is None:
        return "–"
    return number(value, language, decimals=0 if abs(value) >= 10**_DIGITS else _DIGITS)
