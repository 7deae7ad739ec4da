"""What stands on the page of a brief, and what is left out where it has no room."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kpsim.charts.house_style import Chart
from kpsim.document.brief_rows import Headline
from kpsim.document.identity import Identity
from kpsim.language import translate

MOST_WORDS = 350

DOUBT, UNKNOWN = "Could it be otherwise?", "Unknown and not counted"
"""Lists of the page that may lose a point."""

_RANGE = re.compile(r"\([^()a-zá-ž]*\b(?:to|až)\b[^()a-zá-ž]*\)")
"""A range in brackets."""

_FEWEST = 2
"""Other variants from which on one may go."""


@dataclass(frozen=True)
class Brief:
    """What stands on the page, in its order."""

    title: str
    region: str
    language: str
    question: str
    headlines: tuple[Headline, ...]
    told: tuple[str, ...]
    """What follows the three numbers."""
    chart: Chart
    payers_title: str
    payers: tuple[tuple[str, ...], ...]
    payers_note: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    options_title: str
    options: tuple[tuple[str, ...], ...]
    options_note: str
    footer: str
    identity: Identity

    @property
    def words(self) -> int:
        """Count the words of the page, not numbers with their ranges, nor those of the chart."""
        texts = [self.title, self.question, self.options_note]
        texts += [text for each in self.headlines for text in (each.title, each.words)]
        texts += self.told
        rows = (*self.payers, *self.options)
        texts += [cell for row in rows for cell in row if cell[:1].isalpha()]
        texts += [item for title, items in self.sections for item in (title, *items)]
        words = (word for text in texts for word in _RANGE.sub("", text).split())
        return sum(any(map(str.isalpha, word)) for word in words)


def shortened(page: Brief, fits: Callable[[Brief], bool]) -> Brief:
    """Leave out what is least needed until the page fits; no number of the first lines goes.

    First goes who can supply what is missing, then what carries the doubt, then other variants
    down to one: the report has it all.
    """
    shorter = (_without_owners, _without_a_doubt, _without_a_variant, _without_a_variant)
    for step in (*shorter, _without_note, _without_a_doubt, _without_variants):
        if fits(page):
            break
        page = step(page)
    return page


def _without_note(page: Brief) -> Brief:
    return replace(page, options_note="")


def _without_a_variant(page: Brief) -> Brief:
    """Leave out the last of several other variants."""
    others = [row for row in page.options if row[0] != page.title]
    left = [row for row in page.options if len(others) < _FEWEST or row != others[-1]]
    return replace(page, options=tuple(left))


def _without_variants(page: Brief) -> Brief:
    return replace(page, options=(), options_note="")


def _without_a_doubt(page: Brief) -> Brief:
    """Leave out the last of several points of the list of what would change the result."""
    return _without_point(page, DOUBT, -1)


def _without_owners(page: Brief) -> Brief:
    """Leave out who can supply what is missing."""
    return _without_point(page, UNKNOWN, 1)


def _without_point(page: Brief, name: str, at: int) -> Brief:
    """Leave out a point of a list, unless it is the only one."""
    named = translate(name, page.language)
    return replace(
        page,
        sections=tuple(
            (title, tuple(each for each in items if len(items) == 1 or each != items[at]))
            if title == named
            else (title, items)
            for title, items in page.sections
        ),
    )
