"""Cards of the page: they print a number as the tables do, and grade only what was measured."""

import re

import pytest

from kpsim.document.cards import Card, cards
from kpsim.document.making import Wanted
from kpsim.document.parts import Document, Table
from kpsim.report.explanation import records_of


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


def test_a_count_of_the_whole_country_says_so(
    document: Document, found: dict[str, Card], wanted: Wanted
) -> None:
    words = {"cs": "celá Česká republika", "en": "all of the Czech Republic"}[document.language]
    records = wanted.comparison.world.parameters.records
    marked = 0
    for card in found.values():
        for row in (*card.inputs, *card.behind):
            if not row.figures:
                continue
            of = [bool(each.scale_with) for each in records_of(records[row.name]).values()]
            said = [words in number.element for number in row.figures]
            assert (any(said), all(said)) == (any(of), all(of)), row.name
            marked += sum(said)
    assert marked
    columns = wanted.comparison.world.parameters.columns
    for name in columns.keys() & found.keys():
        assert (words in found[name].unit) == bool(columns[name].scale_with)


def test_a_card_names_sources_and_parameters_instead_of_their_keys(
    found: dict[str, Card], wanted: Wanted
) -> None:
    parameters = wanted.comparison.world.parameters
    with_keys = 0
    for name, card in found.items():
        assert re.findall(r"\[[\w:-]+[],]", card.definition) == []
        assert re.findall(r"\w+_\w+", " ".join((card.definition, *_titles(card)))) == []
        if name in parameters.columns:
            with_keys += "[" in (parameters.columns[name].reason or "")
    assert with_keys
    by_key = {key.rpartition(":")[2]: source for key, source in parameters.sources.items()}
    basis = parameters.columns["counselling_clients_at_start.pervitin"].reason or ""
    (key,) = re.findall(r"\[([\w]+)\]", basis)
    card = found["counselling_clients_at_start.pervitin"]
    assert by_key[key].url in [each.url for each in card.sources]


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


def _titles(card: Card) -> list[str]:
    return [source.title for source in card.sources if "://" not in source.title]
