"""The book is complete in both languages: no label, sentence, unit or formula is missing."""

import re
from xml.etree import ElementTree

import pytest

from kpsim.export.book import book
from kpsim.export.book_pages import mathml, page
from kpsim.export.book_words import Words
from kpsim.language import catalogue
from kpsim.wording.descriptions import paragraphs, untranslated

MATH = "{http://www.w3.org/1998/Math/MathML}"


@pytest.fixture(scope="session")
def written(world, language):
    return book(world, language)


@pytest.fixture(scope="session")
def html(written) -> str:
    return page(written, "html", figures={"overview": "<svg/>"})


def variables(world):
    return [world.model.variable(name) for name in (*world.model.stocks, *world.model.order)]


def entries(written):
    return [entry for sector in written.sectors for entry in sector.entries]


def test_every_variable_has_an_entry(world, written):
    assert sorted(e.name for e in entries(written)) == sorted(v.name for v in variables(world))


def test_every_variable_has_a_sentence_in_english(world):
    assert [v.name for v in variables(world) if not paragraphs(v)] == []


def test_every_sentence_is_translated_into_czech(world):
    missing = {v.name: untranslated(v, "cs") for v in variables(world)}
    assert {name: texts for name, texts in missing.items() if texts} == {}


def test_every_entry_has_label_unit_sentence_and_equation(written):
    incomplete = [
        entry.name
        for entry in entries(written)
        if not (entry.label and entry.unit and entry.sentence)
        or not all(equation.latex.strip() for equation in entry.equations)
        or not entry.equations
    ]
    assert incomplete == []


def test_every_parameter_shows_value_grade_and_source(written):
    incomplete = [
        each.name
        for each in written.parameters
        if not (each.label and each.unit and each.figures and each.sources)
        or not all(figure.value and figure.grade for figure in each.figures)
    ]
    assert incomplete == []


def test_every_unit_of_the_model_is_said_in_czech_words(world):
    words, known = Words(world, "cs"), catalogue("cs")
    units = {v.unit for v in variables(world)} | {r.unit for r in world.parameters.records.values()}
    assert {unit for unit in units if not words.unit(unit)} == set()
    assert ("book", "people") in known
    assert words.unit("person/month") == "osoby za měsíc"


def test_every_text_of_the_book_is_translated(world, monkeypatch):
    asked: set[str] = set()

    def listening(text: str, *_: str, **__: str) -> str:
        asked.add(text)
        return text

    monkeypatch.setattr("kpsim.export.book_words.translate", listening)
    page(book(world, "cs"), "html", figures={})
    known = {text for context, text in catalogue("cs") if context == "book"}
    # A key such as "effects:NSP-01" that no source has would be a name, not a text.
    assert {text for text in asked if text not in known and ":" not in text} == set()


def test_every_link_of_the_page_leads_somewhere(html):
    anchors = set(re.findall(r'id="([^"]+)"', html))
    assert {link for link in re.findall(r'href="#([^"]+)"', html) if link not in anchors} == set()


def test_no_two_entries_share_an_anchor(html):
    anchors = re.findall(r'id="([^"]+)"', html)
    assert {each for each in anchors if anchors.count(each) > 1} == set()


def test_every_formula_is_mathml_that_shows_the_names_it_reads(world, written):
    wrong = []
    for entry in entries(written):
        tree = ElementTree.fromstring(str(mathml(entry.equations[0].latex)))
        assert tree.tag == f"{MATH}math"
        shown = "".join(tree.itertext()).replace("\xa0", "").replace(" ", "")
        labels = [row.label.replace(" ", "") for row in entry.inputs]
        wrong += [(entry.name, label) for label in labels if label not in shown]
    assert wrong == []


def test_no_command_of_latex_is_left_in_the_page(html):
    formulas = re.findall(r"<math.*?</math>", html, re.DOTALL)
    assert len(formulas) >= len(re.findall(r'class="formula"', html)) > 0
    assert [each for each in formulas if "\\" in each] == []


def test_the_page_needs_nothing_from_the_network(html):
    assert re.findall(r"<(?:script|link|img)\b[^>]*", html) == []


def test_markdown_has_every_entry_and_no_table_row_of_another_width(written):
    text = page(written, "md", figures={"overview": "overview.svg"})
    assert [e.name for e in entries(written) if f'<a id="{e.name}"></a>' not in text] == []
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}
    assert text.count("```math") == sum(len(entry.equations) for entry in entries(written))


def test_assumptions_are_listed_with_reason_and_owner(written):
    assert written.assumptions
    assert [each.name for each in written.assumptions if not each.remarks or not each.owners] == []


def test_the_book_uses_the_words_of_its_language(html, language):
    assert ("Kniha modelu" in html) == (language == "cs")
    assert ("The model book" in html) == (language == "en")
