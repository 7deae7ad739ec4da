"""How a section's texts, tables and figures share its pages."""

from collections.abc import Collection
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.document.flow import LETTERS, WHOLE, Piece, Spot, flow, is_long, names_rows, pieces
from kpsim.document.paging import SHARES, THREE_LINES, Placed, filled
from kpsim.document.parts import (
    Block,
    Bullets,
    Column,
    Figure,
    Heading,
    Paragraph,
    Row,
    Style,
    Table,
)

PAGE = 700.0
CAPTION = 13.0
LINE = 13.734
CHART: Any = None


def _table(key: str, rows: int) -> Table:
    return Table(key, key, (Column("a"),), (Row(("1",)),) * rows)


def _figure(key: str) -> Figure:
    return Figure(key, key, CHART)


def _placed(*parts: tuple[Block, float]) -> list[Placed]:
    blocks = [block for block, _ in parts]
    heights = {
        place: (CAPTION, high - CAPTION) if isinstance(block, Figure) else (high,)
        for place, (block, high) in enumerate(parts)
    }
    return filled(blocks, heights, page=PAGE)


def _order(*parts: tuple[Block, float]) -> list[int]:
    return [each.place for each in _placed(*parts)]


def test_a_text_that_has_room_goes_before_a_figure_that_has_none() -> None:
    parts = (Paragraph("a"), 500.0), (_figure("f"), 300.0), (Paragraph("b"), 150.0)
    assert _order(*parts) == [0, 2, 1]


def test_what_a_line_under_the_heading_points_at_follows_the_texts_before_it() -> None:
    """A figure that a text speaks of may stand anywhere after it."""
    orders: dict[Style, list[int]] = {"pointer": [0, 1, 2, 3], "text": [0, 1, 3, 2]}
    for style, order in orders.items():
        parts = (
            (Heading("1", 1), 11.0),
            (Paragraph("[[f]]", style), 60.0),
            (Paragraph("a"), 300.0),
            (_figure("f"), 500.0),
        )
        assert _order(*parts) == order


def test_what_fits_stays_as_it_was_written() -> None:
    parts = (Paragraph("a"), 100.0), (_figure("f"), 300.0), (Paragraph("b"), 150.0)
    assert _placed(*parts) == [Placed(0), Placed(1), Placed(2)]


def test_a_figure_is_printed_smaller_where_it_fits_so() -> None:
    parts = (Heading("1", 1), 11.0), (Paragraph("a"), 400.0), (_figure("f"), 280.0)
    shares = [each.share for each in _placed(*parts)]
    assert shares[2] == SHARES[2]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_a_figure_never_leaves_its_section(level: int) -> None:
    parts = (
        (Heading("1", 1), 11.0),
        (Paragraph("a"), 420.0),
        (_figure("f"), 400.0),
        (Heading("2", level), 8.0),
        (Bullets(("b",)), 100.0),
        (_table("t", 3), 150.0),
    )
    assert _order(*parts) == [0, 1, 2, 3, 4, 5]


def test_a_section_that_has_no_room_for_its_figure_begins_on_a_new_page() -> None:
    parts = (
        (Heading("1", 1), 11.0),
        (Paragraph("a"), 520.0),
        (Heading("2", 2), 8.0),
        (Paragraph("the whole"), 7.0),
        (_figure("f"), 300.0),
    )
    assert [each.place for each in _placed(*parts) if each.new_page] == [2]


def test_a_figure_stands_after_the_text_that_names_it() -> None:
    parts = (
        (_table("t", WHOLE), 600.0),
        (Paragraph("see [[f]]"), 80.0),
        (_figure("f"), 90.0),
    )
    order = _order(*parts)
    assert order.index(1) < order.index(2)


def test_a_small_heading_and_the_sentence_before_a_table_stay_with_what_follows() -> None:
    parts = (
        (Paragraph("a"), 600.0),
        (_figure("f"), 300.0),
        (Paragraph("small heading", "note"), 20.0),
        (Bullets(("b",)), 60.0),
        (Paragraph("the table [[t]]"), 20.0),
        (_table("t", 2), 90.0),
    )
    order = _order(*parts)
    assert order.index(3) == order.index(2) + 1
    assert order.index(5) == order.index(4) + 1


def test_of_a_text_no_line_stands_alone_on_a_page() -> None:
    of_five = 6.91 + 4 * LINE
    made = pieces([Paragraph("a")], [0], {0: (of_five,)})
    assert [round(each.high / LINE, 1) for each in made] == [1.5, 0.5, 1.5]
    assert len(pieces([Paragraph("a")], [0], {0: (6.91 + 2 * LINE,)})) == 1


@pytest.mark.parametrize("headed", [False, True])
def test_a_long_table_begins_with_rows_that_stay_together(headed: bool) -> None:
    plain = _table("t", 3 * WHOLE)
    first = (Row(("police", ""), strong=True),) if headed else ()
    table = Table("t", "t", plain.columns, (*first, *plain.rows))
    heights = (0.0, 30.0, *(10.0 for _ in table.rows), 20.0)
    made = pieces([table], [0], {0: heights})
    assert made[0].high == 30.0 + 10.0 * (3 + headed)


def test_what_has_no_room_begins_the_next_page_without_the_space_over_it() -> None:
    run = flow([Piece(90.0, above=20.0), Piece(30.0, above=20.0)], Spot(), 100.0)
    assert run.end == Spot(30.0)
    assert run.blank == (10.0,)
    assert run.first == 90.0


KINDS: dict[str, Any] = {
    "text": lambda place: Paragraph(f"p{place}"),
    "note": lambda place: Paragraph(f"n{place}", "note"),
    "table": lambda place: _table(f"t{place}", 2),
    "long": lambda place: _table(f"l{place}", WHOLE + 1),
    "figure": lambda place: _figure(f"f{place}"),
    "heading": lambda _: Heading("h", 2),
}


def _blocks(kinds: Collection[str], most: float) -> Any:
    made = st.tuples(st.sampled_from(sorted(kinds)), st.floats(20, most))
    return st.lists(made, max_size=14).map(
        lambda found: [(KINDS[kind](place), high) for place, (kind, high) in enumerate(found)]
    )


@given(_blocks(KINDS, 690))
def test_nothing_is_lost_nothing_leaves_its_section_and_numbers_go_up(
    parts: list[tuple[Block, float]],
) -> None:
    blocks = [block for block, _ in parts]
    order = _order(*parts)
    assert sorted(order) == list(range(len(blocks)))
    for kind in (Heading, Table, Figure, Paragraph):
        places = [place for place in order if isinstance(blocks[place], kind)]
        assert places == sorted(places)
    for place, block in enumerate(blocks):
        if isinstance(block, Heading):
            assert order[place] == place


@given(_blocks(("text", "figure", "heading"), 200))
def test_letters_of_figures_stay_legible_and_no_heading_stands_alone(
    parts: list[tuple[Block, float]],
) -> None:
    parts = [(block, 8.0 if isinstance(block, Heading) else high) for block, high in parts]
    spot, under = Spot(), inf
    for each in _placed(*parts):
        assert each.share in SHARES
        block, high = parts[each.place]
        heights = {0: (CAPTION, high - CAPTION) if isinstance(block, Figure) else (high,)}
        made = pieces([block], [0], heights, share=each.share)
        begins = each.new_page and spot.at > 0
        run = flow(made, Spot() if begins else spot, PAGE)
        here = under + (0.0 if begins else run.first)
        assert here >= THREE_LINES or not (begins or run.broken)
        spot = run.end
        if isinstance(block, Heading):
            under = 0.0
        else:
            under = inf if isinstance(block, Figure) or run.broken else under + run.first


def test_a_table_of_few_rows_and_many_words_may_go_on_over_pages() -> None:
    few = _table("t", WHOLE)
    assert not is_long(few)
    assert is_long(Table("t", "t", few.columns, (Row(("a" * (LETTERS + 1),)),)))


@pytest.mark.parametrize(
    ("row", "names"),
    [
        (Row(("police", "", ""), strong=True), True),
        (Row(("total", "5", ""), strong=True), False),
        (Row(("one", "", "")), False),
    ],
)
def test_a_row_that_names_others_is_told_from_a_total(row: Row, names: bool) -> None:
    assert names_rows(row) == names
