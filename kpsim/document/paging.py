"""In which order the parts of a section stand, and how large its figures are, to fill the pages.

The rule. No part leaves its section. Texts keep their order, and so do tables and figures, whose
numbers go up; a figure stands after the text that names it and never within a list. Under a heading
stand three lines of text, or a whole table or figure, on its page. Within that a text or table may
go before a figure that has no room, a figure may be printed smaller as long as its letters have
7 points, and a section may begin on a new page. Of all that is allowed the pages are taken that
leave least blank; a large blank counts for more than several small ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpsim.charts.house_style import SMALL
from kpsim.document.flow import Heights, Piece, Run, Spot, flow, is_tied, pieces
from kpsim.document.parts import (
    Block,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Reference,
    Table,
    runs,
)

SHARES = (1.0, 0.94, 7.0 / SMALL)
"""Shares of its size a figure may be printed at: in the last one its letters have 7 points."""

THREE_LINES = 40.0
"""Height, in points, that three lines of text under a heading have at least, with the space
between; two lines have less."""

_LARGE = 0.22
"""Share of a page beyond which a blank is large."""

_BLANK, _BLANK_LARGE, _SMALLER, _MOVED, _BROKEN, _ALONE = 100.0, 600.0, 8.0, 0.5, 1.0, 1e6
"""What counts against pages: blanks, squared; what of one is large; figures printed smaller; parts
out of turn; tables broken; headings with nothing under them."""

_NEAR = 2.0
"""Pages that end so near to each other, in points, are compared by what counts against them."""

KINDS = ("text", "table", "figure")
Counts = tuple[int, ...]


@dataclass(frozen=True)
class Placed:
    """A block at its turn; the share of its size a figure has; whether a page begins with it."""

    place: int
    share: float = 1.0
    new_page: bool = False


@dataclass(frozen=True)
class Unit:
    """What stays together: a figure, or a table with the sentence that names it, or a text."""

    places: tuple[int, ...]
    kind: str
    forms: Mapping[float, tuple[Piece, ...]]
    """The pieces it consists of, by the share of its size it is printed at."""
    after: Counts
    """How many of each kind must stand before it."""
    rank: int


@dataclass(frozen=True)
class Pages:
    """Pages filled so far: where they end, what counts against them, what a heading still needs."""

    end: Spot = field(default_factory=Spot)
    against: float = 0.0
    needs: float = 0.0
    last: Placed | None = None
    before: "Pages | None" = None

    def put(self, unit: Placed) -> "Pages":
        """Return them with a block noted."""
        return replace(self, last=unit, before=self)

    def order(self) -> list[Placed]:
        """Return the blocks from the first."""
        found: list[Placed] = []
        pages: Pages | None = self
        while pages is not None and pages.last is not None:
            found.append(pages.last)
            pages = pages.before
        return found[::-1]


def filled(blocks: Sequence[Block], heights: Heights, *, page: float) -> list[Placed]:
    """Return the blocks in the order, and figures at the size, that leave least of pages blank.

    Heights and the page are in points. Where two orders count alike, the one written stays.
    """
    pages = [Pages()]
    for section in _sections(blocks):
        first = blocks[section[0]]
        if isinstance(first, Heading):
            pages = _near(
                each for start in pages for each in _headed(start, first, section[0], heights, page)
            )
            section = section[1:]
        pages = _filled(pages, _units(blocks, section, heights), page)
    return min(pages, key=lambda each: each.against).order()


def _headed(
    pages: Pages, heading: Heading, place: int, heights: Heights, page: float
) -> Iterator[Pages]:
    """Put a heading where pages end, and on a new page."""
    made = pieces([heading], [0], {0: heights.get(place, (0.0,))})
    if not (heading.new_page and pages.end.at):
        run = flow(made, pages.end, page)
        put = Placed(place, new_page=heading.new_page)
        yield replace(_with(pages, run, page), needs=THREE_LINES).put(put)
    if pages.end.at:
        end = flow(made, Spot(), page).end
        run = Run(end, () if heading.new_page else (page - pages.end.at,), 0.0, broken=True)
        fresh = replace(_with(pages, run, page), needs=THREE_LINES)
        yield fresh.put(Placed(place, new_page=True))


def _with(pages: Pages, run: Run, page: float) -> Pages:
    """Return pages with what a run adds, and what counts against it."""
    against = pages.against + sum(_cost(blank / page) for blank in run.blank)
    if run.broken and run.first < pages.needs:
        against += _ALONE
    needs = 0.0 if run.broken else max(pages.needs - run.first, 0.0)
    return Pages(run.end, against, needs, pages.last, pages.before)


def _cost(blank: float) -> float:
    return _BLANK * blank**2 + _BLANK_LARGE * max(blank - _LARGE, 0.0)


def _near(pages: Iterator[Pages] | list[Pages]) -> list[Pages]:
    """Keep the best of pages that end near each other."""
    found: dict[tuple[float, float | None, bool], Pages] = {}
    for each in pages:
        key = round(each.end.at / _NEAR), each.end.below, each.needs > 0
        if key not in found or each.against < found[key].against:
            found[key] = each
    return list(found.values())


def _filled(pages: list[Pages], units: Sequence[Unit], page: float) -> list[Pages]:
    """Put the units of a section on pages in every order there may be."""
    rows = {kind: [unit for unit in units if unit.kind == kind] for kind in KINDS}
    reached = {(0,) * len(KINDS): pages}
    for _ in units:
        following: dict[Counts, list[Pages]] = {}
        for counts, starts in reached.items():
            for which, kind in enumerate(KINDS):
                if counts[which] == len(rows[kind]):
                    continue
                unit = rows[kind][counts[which]]
                if any(have < least for have, least in zip(counts, unit.after, strict=True)):
                    continue
                passed = sum(
                    other.rank < unit.rank
                    for had, each in zip(counts, KINDS, strict=True)
                    for other in rows[each][had:]
                )
                after = tuple(had + (place == which) for place, had in enumerate(counts))
                following.setdefault(after, []).extend(
                    each for start in starts for each in _put(start, unit, passed, page)
                )
        reached = {counts: _near(found) for counts, found in following.items()}
    return next(iter(reached.values()))


def _put(pages: Pages, unit: Unit, passed: int, page: float) -> Iterator[Pages]:
    """Put a unit where pages end, at each size it may have."""
    for share, made in unit.forms.items():
        run = flow(made, pages.end, page)
        found = _with(pages, run, page)
        against = found.against + _MOVED * passed + _SMALLER * (1.0 - share)
        if unit.kind == "table" and run.broken and run.first:
            against += _BROKEN
        needs = found.needs if unit.kind == "text" else 0.0
        found = replace(found, against=against, needs=needs)
        for place in unit.places:
            found = found.put(Placed(place, share))
        yield found


def _sections(blocks: Sequence[Block]) -> list[list[int]]:
    """Split at every heading, whatever its level."""
    found: list[list[int]] = []
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) or not found:
            found.append([])
        found[-1].append(place)
    return found


def _units(blocks: Sequence[Block], places: Sequence[int], heights: Heights) -> list[Unit]:
    units: list[Unit] = []
    waiting: list[int] = []
    counts = dict.fromkeys(KINDS, 0)
    worded = _counted(counts)
    named: dict[str, Counts] = {}
    for place in places:
        block = blocks[place]
        if is_tied(blocks, place):
            waiting.append(place)
            continue
        together, waiting = (*waiting, place), []
        kind = (
            "figure"
            if isinstance(block, Figure)
            else "table"
            if isinstance(block, Table)
            else "text"
        )
        has_words = kind == "text" or len(together) > 1
        # Words keep their order; what has none may stand anywhere after the text that names it.
        before = worded if has_words else named.get(getattr(block, "key", ""), _counted(counts))
        forms = {
            share: pieces(blocks, together, heights, share=share)
            for share in (SHARES if kind == "figure" else SHARES[:1])
        }
        units.append(Unit(together, kind, forms, before, len(units)))
        counts[kind] += 1
        if has_words:
            worded = tuple(
                max(had, counts[each] if each in ("text", kind) else 0)
                for had, each in zip(worded, KINDS, strict=True)
            )
        for each in together:
            named |= dict.fromkeys(_names(blocks[each]), _counted(counts))
    return units


def _counted(counts: Mapping[str, int]) -> Counts:
    return tuple(counts[kind] for kind in KINDS)


def _names(block: Block) -> set[str]:
    """Return what a text speaks of; what a line under the heading points at follows its texts."""
    if isinstance(block, Paragraph) and block.style == "pointer":
        return set()
    texts = block.items if isinstance(block, Bullets) else (getattr(block, "text", ""),)
    return {each.key for text in texts for each in runs(text) if isinstance(each, Reference)}
