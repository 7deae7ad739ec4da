"""The report as a whole: its chapters, words, numbers and languages."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from kpsim.analysis.money import over_horizon
from kpsim.document.brief import brief
from kpsim.document.closing import closing
from kpsim.document.context import Context
from kpsim.document.costs import buys_ever_less, buys_least, costs, largest
from kpsim.document.document_toml import About
from kpsim.document.evidence import FOR_SERVICES
from kpsim.document.groups import GROUPS
from kpsim.document.markdown import markdown
from kpsim.document.origin import facts
from kpsim.document.paging import Placed
from kpsim.document.parts import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Reference,
    Table,
    runs,
)
from kpsim.document.source_list import source_texts
from kpsim.document.typeset import typst_text

LANGUAGES = ["cs", "en"]
AS_GIVEN = ("run", "list-of-assumptions", "data-requests", "evidence-for")
"""Tables of names: of the run, of studies, and of inputs as their files call them."""

CITING = ("evidence-against",)
"""Tables whose last column names studies."""

NAMES = r"\[\[[^\]]*\]\]|[\w.-]+\.csv|kpsim \w+|[\w-]+\.toml"
"""Names of files and commands, and keys of tables, are English in every language."""

FORBIDDEN = {
    "cs": (
        r"\b(nejspíš|asi|snad|spíše|možná|často|občas|určitě|významně|prokazatelně|predikce|exploze"
        r"|katastrofa|narkoman\w*)\b"
    ),
    "en": r"\b(may|could be|up to a|significant|proves|catastroph\w*|addicts)\b",
}
# "mimořádně/velmi pravděpodobné" is the scale; the bare adverb says nothing.
BARE = {"cs": r"\bpravděpodobně\b", "en": r"\bprobably\b"}
ENGLISH = re.compile(
    r"\b(the|with|without|and|from|which|years?|people|children|services|spending|futures?)\b", re.I
)


def texts(document: Document) -> Iterator[str]:
    """Yield what the report itself says: not sources, nor the author's statements."""
    skipped = False
    for block in document.blocks:
        if isinstance(block, Heading):
            skipped = block.key == "sources"
            yield block.text
        elif skipped:
            continue
        elif isinstance(block, Paragraph):
            yield from (block.lead, block.text)
        elif isinstance(block, Bullets):
            yield from (block.lead, *block.items)
        elif isinstance(block, Table):
            yield block.caption
            yield block.note
            yield from (column.heading for column in block.columns)
            if block.key not in AS_GIVEN:
                said = slice(-1) if block.key in CITING else slice(None)
                yield from (cell for row in block.rows for cell in row.cells[said])
        elif isinstance(block, Figure):
            yield block.caption
            yield block.chart.alt_text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_uses_no_word_that_claims_or_hedges(
    documents: dict[str, Document], language: str
) -> None:
    assert any(texts(documents[language]))
    for text in texts(documents[language]):
        assert not re.search(FORBIDDEN[language], text, re.I), text
        assert not re.search(BARE[language], text, re.I), text


def test_the_czech_report_has_no_english_sentence(documents: dict[str, Document]) -> None:
    own = [re.sub(NAMES, "", text) for text in texts(documents["cs"])]
    assert [text for text in own if ENGLISH.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_chapter_is_empty(documents: dict[str, Document], language: str) -> None:
    blocks = documents[language].blocks
    assert any(isinstance(block, Heading) for block in blocks)
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if isinstance(block, Heading):
            assert following is not None, block.text
            deeper = isinstance(following, Heading) and following.level > block.level
            assert deeper or not isinstance(following, Heading), block.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_row_and_a_cell_for_each_column(
    documents: dict[str, Document], language: str
) -> None:
    tables = [block for block in documents[language].blocks if isinstance(block, Table)]
    assert tables
    for block in tables:
        assert block.rows, block.key
        assert {len(row.cells) for row in block.rows} == {len(block.columns)}


def test_keys_are_given_once(documents: dict[str, Document]) -> None:
    keys = [b.key for b in documents["cs"].blocks if not isinstance(b, Paragraph | Bullets)]
    assert len(keys) == len(set(keys))


def test_people_stand_before_money(documents: dict[str, Document]) -> None:
    headings = [b.key for b in documents["cs"].blocks if isinstance(b, Heading)]
    assert headings.index("consequences") < headings.index("costs")


def test_every_worry_has_its_counter_fact_or_caution(documents: dict[str, Document]) -> None:
    against = ("What speaks against: ", "To be kept in mind: ")
    found = [
        block.text
        for block in documents["en"].blocks
        if isinstance(block, Paragraph) and block.text.startswith(against)
    ]
    groups = [b for b in documents["en"].blocks if isinstance(b, Heading) and b.system]
    headed = {group.title for group in GROUPS} & {each.text for each in groups}
    cautions = [g for g in GROUPS if g.title not in headed and not g.sources]
    assert len(groups) == len(headed) > 0
    assert len(found) == len(groups) + len(cautions)


def test_percent_of_a_budget_stands_before_crowns(documents: dict[str, Document]) -> None:
    lines = [
        item
        for block in documents["en"].blocks
        if isinstance(block, Bullets)
        for item in block.items
        if item.startswith("Public budgets spend")
    ]
    assert lines
    for line in lines:
        assert line.index("%") < line.index("CZK")


@pytest.mark.parametrize("language", LANGUAGES)
def test_alternative_texts_are_short_and_name_their_numbers(
    documents: dict[str, Document], language: str
) -> None:
    figures = [block for block in documents[language].blocks if isinstance(block, Figure)]
    assert figures
    for block in figures:
        assert len(block.chart.alt_text) <= 300, block.key
        assert f"{block.chart.name}.csv" in block.chart.alt_text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brief_has_at_most_350_words(contexts: dict[str, Context], language: str) -> None:
    assert contexts[language].comparison.compared
    for scenario in contexts[language].comparison.compared:
        assert 0 < brief(contexts[language], scenario).words <= 350


HOSTILE = '<script>alert(1)</script> "$x$" #evil[] {{ x }} =1+1 [a](b) `c` \\u{41}'


@pytest.fixture(scope="module")
def hostile(contexts: dict[str, Context]) -> Document:
    from kpsim.document.outline import report
    from kpsim.results import Text

    context = contexts["en"]
    results = context.comparison.results
    titles = {name: Text(HOSTILE, HOSTILE) for name in results.titles}
    comparison = replace(context.comparison, results=replace(results, titles=titles))
    return report(replace(context, comparison=comparison))


def test_a_title_with_code_is_text_in_typst(hostile: Document) -> None:
    from kpsim.document.typeset import string

    source = typst_text(hostile, [Placed(place) for place in range(len(hostile.blocks))])
    rest = source.replace(string(HOSTILE), "")
    assert string(HOSTILE) in source
    assert "#evil" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", rest)


def test_a_title_with_code_is_text_in_markdown(hostile: Document) -> None:
    text = markdown(hostile)
    assert "\\<script\\>" in text
    assert "<script>" not in text


def test_a_title_with_code_is_text_on_the_page(hostile: Document) -> None:
    from kpsim.document.page import page

    text = page(hostile, [])
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_figure_is_cited_that_a_heading_does_not_introduce(
    documents: dict[str, Document], language: str
) -> None:
    document = documents[language]
    cited = {
        each.key for text in texts(document) for each in runs(text) if isinstance(each, Reference)
    }
    assert cited <= set(document.numbers)
    under_heading = False
    for block in document.blocks:
        if isinstance(block, Table | Figure):
            assert under_heading or block.key in cited, block.key
        else:
            under_heading = isinstance(block, Heading)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_that_only_points_at_a_table_stands_under_its_heading(
    documents: dict[str, Document], language: str
) -> None:
    """It once began a page, away from the text it belongs to."""
    blocks = documents[language].blocks
    pointers = [place for place, each in enumerate(blocks) if _points(each)]
    assert pointers
    for place in pointers:
        assert isinstance(blocks[place - 1], Heading)
        assert not isinstance(blocks[place + 1], Heading | Table | Figure)


def _points(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style == "pointer"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_scenario_says_what_carries_its_uncertainty(
    contexts: dict[str, Context], documents: dict[str, Document], language: str
) -> None:
    tables = {block.key: block for block in documents[language].blocks if isinstance(block, Table)}
    assert contexts[language].drivers
    for name, drivers in contexts[language].drivers.items():
        assert drivers is not None
        rows = tables[f"strongest.{name}"].rows
        assert rows[0].cells[0] == drivers.shares[0].label
        assert len(rows) <= len(drivers.shares)
        if any(shown.digits for _, shown in drivers.turning):
            assert sum(row.cells[-1] != "–" for row in rows) == len(drivers.turning)
        else:  # no column where nothing turns; the points of 6.3 name what was asked
            assert len(tables[f"strongest.{name}"].columns) == len(rows[0].cells) == 5
            told = " ".join(texts(documents[language])).replace("\xa0", " ")
            labels = [shown.label.replace("\xa0", " ") for _, shown in drivers.turning]
            assert all(label in told for label in labels)


def test_a_run_whose_inputs_changed_says_that_its_drivers_are_not_known(
    contexts: dict[str, Context],
) -> None:
    from kpsim.document.certainty import carrying

    few = replace(contexts["en"], drivers=dict.fromkeys(contexts["en"].drivers))
    stale = replace(few, changed=("Changed since the run: params/people.toml",))
    for context, why in ((few, "too few simulated futures"), (stale, "has to be repeated")):
        (told,) = (block.text for block in carrying(context) if isinstance(block, Paragraph))
        assert why in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_cited_stands_in_the_list_of_sources(
    contexts: dict[str, Context], language: str
) -> None:
    context = contexts[language]
    known = context.comparison.world.parameters.sources
    listed = tuple(source_texts(context))
    assert any(group.sources for group in GROUPS)
    for group in GROUPS:
        for key in group.sources:
            assert any(known[key].url in text for text in listed), key


def test_evidence_for_the_services_was_measured_and_speaks_for_them(
    contexts: dict[str, Context],
) -> None:
    columns = contexts["en"].comparison.world.parameters.columns
    for name in FOR_SERVICES:
        record = columns[name]
        assert record.role == "effect"
        assert not record.is_assumption
        assert record.null == 1
        assert record.value < 1, name


def test_page_one_names_what_is_missing_in_one_line(contexts: dict[str, Context]) -> None:
    context = replace(contexts["cs"], about=About(commissioner="Kraj"))
    assert [(name, text.replace("\xa0", " ")) for name, text in facts(context)] == [
        (
            "Pracovní verze",
            "není vyplněno: kdo dokument zaplatil, autoři, kontakt, střet zájmů",
        ),
        ("Zadavatel", "Kraj"),
    ]
    nothing = replace(context, about=About())
    (line,) = facts(nothing)
    assert line[1].replace("\xa0", " ") == (
        "údaje o zadavateli, plátci, autorech a střetu zájmů nejsou vyplněny"
    )


def test_of_charts_of_payers_only_the_variant_that_changes_most_is_shown(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    net_cost = context.charts["ten-percent-cut", "net_cost"]
    names = context.comparison.compared
    charts = {(name, "cost_by_payer"): replace(net_cost, name="cost_by_payer") for name in names}
    blocks = list(costs(replace(context, charts=charts)))
    assert [block.scenario for block in blocks if isinstance(block, Figure)] == [largest(context)]
    saved = {name: context.found(name).money["central"].saved.mean for name in names}
    assert largest(context) == max(saved, key=lambda name: saved[name])


def test_sums_payers_and_systems_have_a_column_for_each_variant(
    documents: dict[str, Document], contexts: dict[str, Context]
) -> None:
    tables = {block.key: block for block in documents["en"].blocks if isinstance(block, Table)}
    for key in ("public-budgets", "payers", "systems"):
        columns = tables[key].columns[1:]
        assert [each.scenario for each in columns] == list(contexts["en"].comparison.compared)


def test_what_closing_costs_is_named_and_taken_off_the_saving(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    results, public = context.comparison.results, context.comparison.public
    assert context.comparison.compared
    for name in context.comparison.compared:
        (told, *_) = closing(context, name)
        money = context.found(name).money["central"]
        lines = results.costs["central"].lines
        paid = [
            place
            for place, line in enumerate(lines)
            if line.kind == "service_money" and line.payer in public
        ]
        amounts = results.costs["central"].amounts[paid].sum(axis=0)
        less = amounts[:, 0] - amounts[:, results.position(name)]
        whole = over_horizon(results, name, less).mean()
        assert money.saved.mean + money.closing.mean == pytest.approx(whole)
        assert "The saving on the services is net of that" in told.replace("\u00a0", " ")


def test_the_budget_that_buys_least_at_the_end_is_the_one_that_was_cut(
    contexts: dict[str, Context],
) -> None:
    comparison = contexts["en"].comparison
    assert buys_least(comparison.results, comparison.compared) == "ten-percent-cut"


def test_only_money_that_buys_less_every_year_is_told_to_erode(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    results = context.comparison.results
    name = context.comparison.compared[0]
    assert not any(buys_ever_less(context, each) for each in context.comparison.compared)
    frozen = results.service_money.copy()
    frozen[:, results.position(name)] = frozen[0, results.position(name)]
    money = replace(results, service_money=frozen)
    made = replace(context, comparison=replace(context.comparison, results=money))
    assert buys_ever_less(made, name)
