"""How texts, tables and figures go over pages: pieces that do not break, and the space between."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from kpsim.document.parts import Block, Bullets, Figure, Heading, Paragraph, Row, Table

Heights = Mapping[int, Sequence[float]]
"""By the place of a block, in points: a text; each text of a list; a figure's caption and picture;
a table, and of one that may break also what stands over its rows, each row and the note."""

SPACE = 9.45
"""Space between blocks that ask for none, in points; texts, lists and tables do not."""

_AROUND = {"h1": (32.3, 14.7), "h2": (20.2, 10.1), "h3": (13.7, 7.4), "note": (10.5, 6.3)}
"""Space a heading asks for above and below it."""

_AROUND_FIGURE = 11.55

_LINE, _SMALL_LINE = 13.734, 9.843
"""From line to line of a text, and of one that is looked up."""

_LETTER = 6.91
"""Height of a text of one line, from the foot of its letters."""

_BETWEEN, _BETWEEN_SMALL = 7.35, 4.68
"""Space between the items of a list."""

_CAPTION = 13.0
"""Height of the caption of a table of one line, which is not repeated on its next page."""

WHOLE, LETTERS = 11, 1400
"""A table of at most so many rows and letters stays on one page."""


@dataclass(frozen=True)
class Piece:
    """What stays on one page: lines, rows, a figure; with the space it asks for."""

    high: float
    above: float | None = None
    below: float | None = None
    again: float = 0.0
    """What stands over it where it begins a page: the head of its table."""


@dataclass(frozen=True)
class Spot:
    """A place on a page, and the space asked for by what stands over it."""

    at: float = 0.0
    below: float | None = None


@dataclass(frozen=True)
class Run:
    """Where pieces end, what of the pages they left blank, and how much the first holds of them."""

    end: Spot
    blank: tuple[float, ...]
    first: float
    broken: bool


def flow(pieces: Iterable[Piece], start: Spot, page: float) -> Run:
    """Put pieces on pages, one under another."""
    at, below = start.at, start.below
    blank: list[float] = []
    first = 0.0
    for piece in pieces:
        space = _space(below, piece.above) if at else 0.0
        if at and at + space + piece.high > page:
            blank.append(page - at)
            at = piece.again + piece.high
        else:
            at += space + piece.high
            first += 0.0 if blank else space + piece.high
        at, below = at if at <= page else at % page, piece.below
    return Run(Spot(at, below), tuple(blank), first, bool(blank))


def _space(below: float | None, above: float | None) -> float:
    asked = [each for each in (below, above) if each is not None]
    return max(asked, default=SPACE)


def pieces(
    blocks: Sequence[Block], places: Sequence[int], heights: Heights, *, share: float = 1.0
) -> tuple[Piece, ...]:
    """Return the pieces of blocks of which each stays whole with the next; a figure at a share."""
    found: tuple[Piece, ...] = ()
    for place in places:
        made = tuple(_pieces(blocks[place], heights.get(place, (0.0,)), share))
        if place != places[-1]:
            made = (reduce(_joined, made),)
        found = (*found[:-1], _joined(found[-1], made[0]), *made[1:]) if found else made
    return found


def _pieces(block: Block, heights: Sequence[float], share: float) -> Iterator[Piece]:
    if isinstance(block, Heading):
        yield Piece(sum(heights), *_AROUND[f"h{block.level}"])
    elif isinstance(block, Figure):
        caption, high = heights
        yield Piece(caption + share * high, _AROUND_FIGURE, _AROUND_FIGURE)
    elif isinstance(block, Table):
        yield from _rows(block, heights)
    elif isinstance(block, Bullets):
        yield from _items(block, heights)
    elif block.style == "note":
        yield Piece(sum(heights), *_AROUND["note"])
    else:
        yield from _lines(sum(heights), _LINE)


def _items(block: Bullets, heights: Sequence[float]) -> Iterator[Piece]:
    line, space = (_SMALL_LINE, _BETWEEN_SMALL) if block.small else (_LINE, _BETWEEN)
    for item, high in enumerate(heights):
        first, *others = _lines(high, line)
        if item:
            first = replace(first, above=space)
        elif block.lead:
            first = _joined(Piece(_LETTER), first)
        made = [first, *others]
        if item + 1 < len(heights):
            made[-1] = replace(made[-1], below=space)
        yield from made


def _lines(high: float, line: float) -> Iterator[Piece]:
    """Split a text at its lines: two stay together at its beginning, and two at its end."""
    count = 1 + round((high - _LETTER) / line)
    if count <= 3:
        yield Piece(high)
        return
    one = high - (count - 1) * line
    space = line - one
    yield Piece(one + line, below=space)
    for _ in range(count - 4):
        yield Piece(one, space, space)
    yield Piece(one + line, above=space)


def _rows(table: Table, heights: Sequence[float]) -> Iterator[Piece]:
    """Split a long table at its rows; the first stay together, and the last with the note."""
    whole, *parts = heights
    if not is_long(table) or not parts:
        yield Piece(whole)
        return
    over, *high, note = parts
    kept = 3 if len(high) > WHOLE else 2
    heads = [names_rows(row) for row in table.rows]
    named_first = int(heads[0])
    held = heads[named_first : named_first + kept]
    kept_first = kept + named_first if len(high) > 2 * kept and not any(held) else 1
    kept_last = kept if len(high) > 2 * kept and not any(heads[-kept:]) else 1
    again = over - _CAPTION
    made = Piece(over, below=0.0)
    named = 0.0
    for place, (each, head) in enumerate(zip(high, heads, strict=True)):
        if place >= kept_first and place <= len(high) - kept_last and not heads[place - 1]:
            yield made
            made = Piece(0.0, 0.0, 0.0, again + (0.0 if head else named))
        made = replace(made, high=made.high + each)
        named = each if head else named
    yield replace(made, high=made.high + note, below=None)


def _joined(over: Piece, under: Piece) -> Piece:
    high = over.high + _space(over.below, under.above) + under.high
    return Piece(high, over.above, under.below, over.again)


def is_long(table: Table) -> bool:
    """Tell whether a table may go on over pages, its head repeated."""
    letters = sum(len(cell) for row in table.rows for cell in row.cells)
    return len(table.rows) > WHOLE or letters > LETTERS


def names_rows(row: Row) -> bool:
    """Tell whether a row is a heading within a table, which stays with the rows under it."""
    return row.strong and not any(row.cells[1:])


def is_tied(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a text stays with what follows: a small heading, or what names a table."""
    block, after = blocks[place], blocks[place + 1 : place + 2]
    if not after or isinstance(after[0], Heading) or not isinstance(block, Paragraph):
        return False
    return block.style == "note" or isinstance(after[0], Table)
