"""Whether a picture would show a change at all, and what is said where it would not."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import numpy as np

from kpsim.charts.services_kept import digits
from kpsim.language import translate
from kpsim.results import Array
from kpsim.wording.numbers import interval, unbreakable, with_bounds
from kpsim.wording.words import lowered

SEEN = 0.1
"""Centimetres by which two lines must part in print before they are seen as two."""

_FINEST = Decimal("0.1")
"""No smaller difference is told of what cannot be seen."""

_LINES = (0.05, 0.5, 0.95)


def is_seen(here: Array, kept: Array, *, height: float) -> bool:
    """Tell whether the middle or an edge of the band parts from its like in any year.

    Both are (year, draw), the highest edge so many cm above zero. Lines nearer than a millimetre
    at print size run into each other.
    """
    lines = [np.quantile(draws, _LINES, axis=-1) for draws in (here, kept)]
    highest = max(float(np.abs(part).max()) for part in lines)
    apart = float(np.abs(lines[0] - lines[1]).max())
    return highest > 0 and height * apart / highest >= SEEN


def difference(name: str, load: Array, position: int, language: str) -> str:
    """Name a load with its last level when services are kept, and its difference.

    The level has the digits of the labels beside the lines.
    """
    level = _printed(load[-1, 0], language, finer=digits(load, position)[1])
    text = translate("{name} {level} with the services kept, difference {difference}", language)
    return text.format(
        name=lowered(name),
        level=level,
        difference=_printed(load[-1, position] - load[-1, 0], language),
    )


def differences(loads: Mapping[str, Array], position: int, year: int, language: str) -> str:
    """Say by how much loads differ in the last year, which bands that overlap do not show."""
    text = translate(
        "Difference from keeping the services in {year}, taken within each future: {parts}.",
        language,
    )
    parts = (
        f"{lowered(name)} {_printed(load[-1, position] - load[-1, 0], language, finer=1)}"
        for name, load in loads.items()
    )
    return unbreakable(text.format(year=year, parts="; ".join(parts)), language)


def _printed(draws: Array, language: str, *, finer: int = 0) -> str:
    middle, low, high = (float(q) for q in np.quantile(draws, (0.5, 0.05, 0.95)))
    return with_bounds(interval(middle, low, high, finer=finer, least=_FINEST), language)


def no_change(parts: Sequence[str], year: int, language: str) -> str:
    """Say that nothing can be seen, with the numbers."""
    text = translate(
        "No visible change from keeping the services; {year}: {parts}.", language
    ).format(year=year, parts="; ".join(parts))
    return unbreakable(text, language)
