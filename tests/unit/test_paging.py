"""How a section's texts, tables and figures share its pages."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.document.paging import LETTERS, WHOLE, filled, is_long, names_rows
from kpsim.document.parts import Block, Bullets, Column, Figure, Heading, Paragraph, Row, Table

PAGE = 700.0
CHART: Any = None


def _table(key: str, rows: int) -> Table:
    return Table(key, key, (Column("a"),), (Row(("1",)),) * rows)


def _figure(key: str) -> Figure:
    return Figure(key, key, CHART)


def _order(*parts: tuple[Block, float]) -> list[int]:
    blocks = [block for block, _ in parts]
    return filled(blocks, {place: high for place, (_, high) in enumerate(parts)}, page=PAGE)


def test_a_text_that_has_room_goes_before_a_figure_that_has_none() -> None:
    parts = (Paragraph("a"), 500.0), (_figure("f"), 300.0), (Paragraph("b"), 150.0)
    assert _order(*parts) == [0, 2, 1]


def test_what_fits_stays_as_it_was_written() -> None:
    parts = (Paragraph("a"), 100.0), (_figure("f"), 300.0), (Paragraph("b"), 150.0)
    assert _order(*parts) == [0, 1, 2]


def _figure_between_sections(*, before: float, level: int) -> list[int]:
    return _order(
        (Heading("1", 1), 0.0),
        (Paragraph("a"), before),
        (_figure("f"), 300.0),
        (Heading("2", level), 0.0),
        (Bullets(("b",)), 100.0),
        (_table("t", 3), 150.0),
    )


def test_a_figure_that_would_leave_much_blank_lets_text_of_the_next_section_go_before_it() -> None:
    assert _figure_between_sections(before=420.0, level=2) == [0, 1, 3, 4, 2, 5]


def test_a_figure_that_leaves_little_blank_stays_in_its_section() -> None:
    assert _figure_between_sections(before=590.0, level=2) == [0, 1, 2, 3, 4, 5]


def test_a_figure_never_leaves_its_chapter() -> None:
    assert _figure_between_sections(before=420.0, level=1) == [0, 1, 2, 3, 4, 5]


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


BLOCKS = st.lists(
    st.tuples(st.sampled_from(["text", "note", "table", "long", "figure", "heading"]),
              st.floats(5, 690)),
    max_size=14,
)  # fmt: skip


@given(BLOCKS)
def test_nothing_is_lost_and_numbers_go_up(made: list[tuple[str, float]]) -> None:
    kinds: dict[str, Any] = {
        "text": lambda place: Paragraph(f"p{place}"),
        "note": lambda place: Paragraph(f"n{place}", "note"),
        "table": lambda place: _table(f"t{place}", 2),
        "long": lambda place: _table(f"l{place}", WHOLE + 1),
        "figure": lambda place: _figure(f"f{place}"),
        "heading": lambda _: Heading("h", 2),
    }
    blocks: list[Block] = [kinds[kind](place) for place, (kind, _) in enumerate(made)]
    order = filled(blocks, {place: high for place, (_, high) in enumerate(made)}, page=PAGE)
    assert sorted(order) == list(range(len(blocks)))
    for kind in (Heading, Table, Figure, Paragraph):
        places = [place for place in order if isinstance(blocks[place], kind)]
        assert places == sorted(places)


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
