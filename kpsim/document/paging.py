"""In which order texts, tables and figures of a section stand, so that pages are filled.

A figure that does not fit would leave the rest of its page blank. It stands after the text that
names it; what it may do is to let text or a table of its section go before it, and, where much of
the page would still be blank, text of the next section of its chapter, so that it stands on top of
the next page. Texts keep their order, and so do tables and figures, whose numbers go up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import inf

from kpsim.document.parts import (
    Block,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Reference,
    Row,
    Table,
    runs,
)

_HEADING = {1: 46.0, 2: 34.0, 3: 28.0}
"""Height of a heading with the space around it, in points, by its level."""

_LEAST_LINES = 60.0
"""Height under a heading, in points, below which it goes to the next page with what follows."""


_LEAST_ROWS = 110.0
"""Height below which a table that may break begins on the next page instead."""

_BLANK = 0.12
"""Share of a page that may stay blank under the text before a figure of the same section."""

WHOLE, LETTERS = 11, 1400
"""A table of at most so many rows and letters stays on one page."""


KINDS = ("text", "table", "figure")
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Unit:
    """What stays together: a figure, or a table with the sentence that names it, or a text."""

    places: tuple[int, ...]
    kind: str
    height: float
    breaks: bool
    after: Counts
    """How many of each kind must stand before it."""


def filled(
    blocks: Sequence[Block],
    heights: Mapping[int, float],
    *,
    page: float,
) -> list[int]:
    """Return the places of the blocks in the order that leaves least of the pages blank.

    Heights and the page are in points. Where two orders end alike, the one written stays.
    """
    order: list[int] = []
    waiting: list[Unit] = []
    at = 0.0
    for section in _sections(blocks):
        first = blocks[section[0]]
        head = section[:1] if isinstance(first, Heading) else []
        units = _units(blocks, section[len(head) :], heights)
        if isinstance(first, Heading):
            if not _may_pass(first, units, at, page):
                order += _places(waiting)
                for unit in waiting:
                    at = _after(at, unit, page)
                waiting = []
            at = _under(first, at, page)
        chosen, _ = _best(_behind(waiting, units), at, page)
        chosen, waiting, at = _held_back(chosen, at, page)
        order += [*head, *_places(chosen)]
    return [*order, *_places(waiting)]


def _places(units: Sequence[Unit]) -> list[int]:
    return [place for unit in units for place in unit.places]


def _may_pass(heading: Heading, units: Sequence[Unit], at: float, page: float) -> bool:
    """Tell whether a section may begin before figures of the one before it."""
    if heading.level == 1 or heading.new_page or not units:
        return False
    first = units[0]
    least = _LEAST_LINES if first.kind == "text" else first.height
    return first.kind != "figure" and page - at % page >= _HEADING[heading.level] + least


def _behind(waiting: Sequence[Unit], units: Sequence[Unit]) -> list[Unit]:
    """Put waiting figures among the units of a section, behind the first of them."""
    if not waiting:
        return list(units)
    first = tuple(int(kind == units[0].kind) for kind in KINDS)
    figures = KINDS.index("figure")
    later = [
        replace(
            unit,
            after=tuple(
                least + len(waiting) if place == figures and least else least
                for place, least in enumerate(unit.after)
            ),
        )
        for unit in units
    ]
    return [later[0], *(replace(unit, after=first) for unit in waiting), *later[1:]]


def _held_back(
    chosen: Sequence[Unit], at: float, page: float
) -> tuple[list[Unit], list[Unit], float]:
    """Split off figures at the end that leave much of a page blank; tell where the rest ends."""
    last = len(chosen)
    while last and chosen[last - 1].kind == "figure" and len(chosen[last - 1].places) == 1:
        last -= 1
    for place, unit in enumerate(chosen):
        room = page - at % page
        if place >= last and room < page and unit.height > room > _BLANK * page:
            return list(chosen[:place]), list(chosen[place:]), at
        at = _after(at, unit, page)
    return list(chosen), [], at


def _sections(blocks: Sequence[Block]) -> list[list[int]]:
    """Split at every heading, whatever its level."""
    found: list[list[int]] = []
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) or not found:
            found.append([])
        found[-1].append(place)
    return found


def _under(heading: Heading, at: float, page: float) -> float:
    """Return where what a heading is over begins."""
    high = _HEADING[heading.level]
    if heading.new_page or page - at % page < high + _LEAST_LINES:
        at = _next_page(at, page)
    return at + high


def _units(
    blocks: Sequence[Block], places: Sequence[int], heights: Mapping[int, float]
) -> list[Unit]:
    units: list[Unit] = []
    waiting: list[int] = []
    counts = dict.fromkeys(KINDS, 0)
    worded = _counted(counts)
    named: dict[str, Counts] = {}
    afters = [*(blocks[place] for place in places[1:]), None]
    for place, after in zip(places, afters, strict=False):
        block = blocks[place]
        if is_tied(block, after):
            waiting.append(place)
            continue
        together, waiting = (*waiting, place), []
        kind = "figure" if isinstance(block, Figure) else "table" if _is_table(block) else "text"
        has_words = kind == "text" or len(together) > 1
        # Words keep their order; what has none may stand anywhere after the text that names it.
        before = worded if has_words else named.get(getattr(block, "key", ""), _counted(counts))
        high = sum(heights.get(each, 0.0) for each in together)
        breaks = kind == "text" or (isinstance(block, Table) and is_long(block))
        units.append(Unit(together, kind, high, breaks, before))
        counts[kind] += 1
        if has_words:
            worded = tuple(
                max(had, counts[each] if each in ("text", kind) else 0)
                for had, each in zip(worded, KINDS, strict=True)
            )
        for each in together:
            named |= dict.fromkeys(_names(blocks[each]), _counted(counts))
    return units


def _is_table(block: Block) -> bool:
    return isinstance(block, Table)


def _counted(counts: Mapping[str, int]) -> Counts:
    return tuple(counts[kind] for kind in KINDS)


def is_long(table: Table) -> bool:
    """Tell whether a table may go on over pages, its head repeated."""
    letters = sum(len(cell) for row in table.rows for cell in row.cells)
    return len(table.rows) > WHOLE or letters > LETTERS


def names_rows(row: Row) -> bool:
    """Tell whether a row is a heading within a table, which stays with the rows under it."""
    return row.strong and not any(row.cells[1:])


def is_tied(block: Block, after: Block | None) -> bool:
    """Tell whether a text stays with what follows: a small heading, or what names a table."""
    if after is None or not isinstance(block, Paragraph):
        return False
    return block.style == "note" or isinstance(after, Table)


def _names(block: Block) -> set[str]:
    texts = block.items if isinstance(block, Bullets) else (getattr(block, "text", ""),)
    return {each.key for text in texts for each in runs(text) if isinstance(each, Reference)}


def _best(units: Sequence[Unit], start: float, page: float) -> tuple[list[Unit], float]:
    """Return the order that ends first, of all that keep texts, tables and figures in theirs."""
    rows = {kind: [unit for unit in units if unit.kind == kind] for kind in KINDS}
    rank = {unit.places: place for place, unit in enumerate(units)}

    @cache
    def until(counts: Counts) -> tuple[float, int, tuple[Unit, ...]]:
        """Return where the units end at best, how many stand out of turn, and their order."""
        if not any(counts):
            return start, 0, ()
        found = []
        for which, kind in enumerate(KINDS):
            before = tuple(count - (place == which) for place, count in enumerate(counts))
            if before[which] < 0:
                continue
            unit = rows[kind][before[which]]
            if any(have < least for have, least in zip(before, unit.after, strict=True)):
                continue
            at, moved, order = until(before)
            if at == inf:
                continue
            moved += sum(rank[each.places] > rank[unit.places] for each in order)
            found.append((_after(at, unit, page), moved, (*order, unit)))
        return min(found, key=lambda each: each[:2], default=(inf, 0, ()))

    ends, _, order = until(tuple(len(rows[kind]) for kind in KINDS))
    return list(order), ends


def _after(at: float, unit: Unit, page: float) -> float:
    """Return where a page is filled up to after a unit."""
    room = page - at % page
    if unit.height <= room or (unit.breaks and (unit.kind == "text" or room > _LEAST_ROWS)):
        return at + unit.height
    return _next_page(at, page) + unit.height


def _next_page(at: float, page: float) -> float:
    return at if at % page == 0 else at + page - at % page
