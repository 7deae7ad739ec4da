"""The pages of the typeset report, as they come out: filled, and no heading alone at a foot."""

from dataclasses import dataclass

import numpy as np
import pypdfium2
import pytest

from kpsim.document.flow import Spot, flow, is_tied, pieces
from kpsim.document.paging import THREE_LINES, filled
from kpsim.document.parts import Document, Heading
from kpsim.document.typeset import PAGE, compiled, heights, pictures, typst_text

BLANK = 1 / 3
"""Share of a page of the chapters that may be blank at most."""

MARGIN = 2.5 * 72 / 2.54
INK = 250


@dataclass(frozen=True)
class Typeset:
    """A report as PDF: where its text ends on each page, its headings, and those reckoned."""

    ends: tuple[float, ...]
    """In points from the head of the text."""
    headings: tuple[tuple[str, int, float], ...]
    """Their words, page and place."""
    reckoned: tuple[int, ...]
    chapters: int
    """How many of the headings stand before the annexes."""


@pytest.fixture(scope="module", params=["cs", "en"])
def typeset(request: pytest.FixtureRequest, documents: dict[str, Document]) -> Typeset:
    document = documents[request.param]
    figures = pictures(document)
    high = heights(document, figures)
    order = filled(document.blocks, high, page=PAGE)
    file = pypdfium2.PdfDocument(compiled(typst_text(document, order), figures, kind="pdf"))
    ends = tuple(_end(page) for page in file)
    found = []
    for each in file.get_toc():
        place = each.get_dest()
        top = file[place.get_index()].get_height() - place.get_view()[1][1] - MARGIN
        found.append((each.get_title(), place.get_index(), top))
    page, spot = 1, Spot()
    reckoned = []
    waiting: list[int] = []
    for placed in order:
        block = document.blocks[placed.place]
        waiting.append(placed.place)
        if is_tied(document.blocks, placed.place):
            continue
        if placed.new_page and spot.at:
            page, spot = page + 1, Spot()
        run = flow(pieces(document.blocks, waiting, high, share=placed.share), spot, PAGE)
        page, spot, waiting = page + len(run.blank), run.end, []
        if isinstance(block, Heading):
            reckoned.append(page)
    file.close()
    keys = [block.key for block in document.blocks if isinstance(block, Heading)]
    return Typeset(ends, tuple(found), tuple(reckoned), keys.index("annexes"))


def _end(page: pypdfium2.PdfPage) -> float:
    """Return where the last ink of the text stands, the footer left out."""
    drawn = page.render(scale=1, grayscale=True).to_numpy()
    head = round(MARGIN)
    text = drawn[head : head + round(PAGE) + 3].reshape(round(PAGE) + 3, -1).min(axis=1)
    return float(np.flatnonzero(text < INK).max(initial=0))


def test_pages_break_where_they_were_reckoned_to(typeset: Typeset) -> None:
    pages = [page for _, page, _ in typeset.headings]
    assert pages[: typeset.chapters] == list(typeset.reckoned[: typeset.chapters])


def test_no_page_of_the_chapters_is_left_blank(typeset: Typeset) -> None:
    last = typeset.headings[typeset.chapters][1]
    blank = {number + 1: 1 - end / PAGE for number, end in enumerate(typeset.ends[:last])}
    assert {number: share for number, share in blank.items() if share > BLANK} == {}


def test_under_every_heading_is_something_on_its_page(typeset: Typeset) -> None:
    alone = [text for text, page, top in typeset.headings if typeset.ends[page] - top < THREE_LINES]
    assert alone == []
