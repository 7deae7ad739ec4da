"""Cards of the page: they print a number as the tables do, and grade only what was measured."""

import pytest

from kpsim.document.cards import Card, cards
from kpsim.document.making import Wanted
from kpsim.document.parts import Document, Table


@pytest.fixture(scope="module", params=["cs", "en"])
def document(request: pytest.FixtureRequest, documents: dict[str, Document]) -> Document:
    return documents[request.param]


@pytest.fixture(scope="module")
def found(document: Document, wanted: Wanted) -> dict[str, Card]:
    return {each.name: each for each in cards(document, wanted.comparison.world)}


def test_a_card_prints_an_input_as_its_row_does(document: Document, found: dict[str, Card]) -> None:
    (table,) = (
        block
        for block in document.blocks
        if isinstance(block, Table) and block.key == "list-of-assumptions"
    )
    for row in table.rows:
        if not row.card:
            continue
        card = found[row.card]
        assert row.cells[0].startswith(card.label)
        assert card.value.startswith(row.cells[1])
        assert row.cells[2] in (*card.value.split(": "), card.value.rpartition(": ")[2][:-1], "–")


def test_a_definition_lends_no_grade_to_what_rests_on_it(
    found: dict[str, Card], wanted: Wanted
) -> None:
    columns = wanted.comparison.world.parameters.columns
    defined = {name.partition(".")[0] for name, each in columns.items() if each.is_definition}
    card = found["true_users"]
    assert any(row.name in defined and row.figures for row in card.inputs)
    assert card.behind
    assert not any(row.name in defined for row in card.behind)
    measured = {number.grade for row in card.behind for number in row.figures}
    best, worst = min(measured), max(measured)
    assert len(measured) > 2
    assert card.grade in (f"{best} to {worst}", f"{best} až {worst}")
