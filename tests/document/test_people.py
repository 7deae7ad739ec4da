"""The chapter on people: every worry once, every variant in it, every load in one table."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.document.context import Context
from kpsim.document.groups import WHY_FEWER
from kpsim.document.loads_table import ABREAST, loads_of, loads_tables
from kpsim.document.no_sum import sized
from kpsim.document.parts import Block, Bullets, Document, Figure, Heading, Paragraph, Table
from kpsim.document.payer_sentences import paying_more
from kpsim.document.people import small_and_full, small_is_surer, too_few_places
from kpsim.document.summary import summary
from kpsim.document.summary_money import outermost
from kpsim.report.findings import Estimate
from kpsim.results import Text
from tests.document.test_sentences import load

OVER_PLACES = "children_over_zdvop_capacity"


def worries(document: Document) -> dict[str, list[Block]]:
    """Return what stands under each worry."""
    found: dict[str, list[Block]] = {}
    key = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            key = block.system
        elif key:
            found.setdefault(key, []).append(block)
    return found


def test_every_variant_is_told_once_in_every_worry(documents: dict[str, Document]) -> None:
    assert worries(documents["cs"])
    for blocks in worries(documents["cs"]).values():
        told = [b.scenario for b in blocks if isinstance(b, Paragraph | Bullets) and b.scenario]
        assert told == list(documents["cs"].scenarios)


def test_what_a_variant_is_said_to_do_opens_with_its_name(documents: dict[str, Document]) -> None:
    names = documents["cs"].scenarios
    for blocks in worries(documents["cs"]).values():
        for block in blocks:
            if isinstance(block, Paragraph | Bullets) and block.scenario:
                assert block.lead == names[block.scenario]


@pytest.mark.parametrize(("change", "told"), [(0.4, True), (5.0, False)])
def test_more_often_too_few_places_is_said_to_be_practically_no_change(
    contexts: dict[str, Context], change: float, told: bool
) -> None:
    context, scenario = contexts["en"], "close-and-reopen"
    found, results = context.found(scenario), context.comparison.results
    values = np.zeros_like(results.loads["central"][OVER_PLACES])
    values[:, results.position(scenario), ::5] = change
    loads = {**results.loads["central"], OVER_PLACES: values}
    every = replace(results, loads={**results.loads, "central": loads})
    context = replace(context, comparison=replace(context.comparison, results=every))
    moved = replace(
        load(0, change, change), outcome=replace(load(0, 1, 2).outcome, name=OVER_PLACES)
    )
    (sentence,) = too_few_places(context, replace(found, loads=(moved,)))
    assert "services kept in 0%" in sentence.replace("\u00a0", " ")
    assert ("by 1 at most" in sentence.replace("\u00a0", " ")) == told


def test_every_load_stands_in_one_table(
    documents: dict[str, Document], contexts: dict[str, Context]
) -> None:
    rows = [
        row.card
        for block in documents["en"].blocks
        if isinstance(block, Table) and block.key.startswith("loads-")
        for row in block.rows
    ]
    assert len(rows) == len(set(rows))
    grouped = {name for found in loads_of(contexts["en"]).values() for name in found}
    assert set(rows) <= grouped
    assert {"deaths", "child_psychiatry_waiting_time", "wards_of_municipalities"} <= set(rows)


@pytest.mark.parametrize("language", ["cs", "en"])
def test_why_a_load_falls_is_said_once_for_all_variants(
    documents: dict[str, Document], contexts: dict[str, Context], language: str
) -> None:
    told = [b.text for b in documents[language].blocks if isinstance(b, Paragraph)]
    counts = [told.count(contexts[language].say(why)) for why in WHY_FEWER.values()]
    assert max(counts) == 1


def test_a_table_without_a_direction_explains_none(documents: dict[str, Document]) -> None:
    tables = [b for b in documents["en"].blocks if isinstance(b, Table) and "loads-" in b.key]
    assert {table.key for table in tables} >= {"loads-unchanged", "loads-health"}
    for table in tables:
        odds = any(";" in cell for row in table.rows for cell in row.cells[2:])
        assert ("after the semicolon" in table.note.replace("\xa0", " ")) == odds


def test_what_all_variants_share_is_told_once_in_the_summary(
    contexts: dict[str, Context],
) -> None:
    blocks = list(summary(contexts["en"]))
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    texts += [item for block in blocks if isinstance(block, Bullets) for item in block.items]
    assert sum("within the model only" in text for text in texts) == 1
    for name in contexts["en"].comparison.compared:
        found = contexts["en"].found(name)
        payers = {each.name for each in outermost(found)}
        assert not payers & {each.name for each in paying_more(found)}


def test_figures_of_a_variant_name_it_for_the_filter(documents: dict[str, Document]) -> None:
    names = set(documents["cs"].scenarios)
    figures = [b for b in documents["cs"].blocks if isinstance(b, Figure) and "." in b.key]
    assert figures
    assert all(each.scenario in names and each.key.endswith(each.scenario) for each in figures)


def test_more_variants_than_fit_abreast_take_more_tables(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    found = next(iter(loads_of(context).values()))
    loads = {f"variant-{number}": found for number in range(ABREAST + 2)}
    results = context.comparison.results
    titles = {**results.titles, **{name: Text(name, name) for name in loads}}
    many = replace(
        context, comparison=replace(context.comparison, results=replace(results, titles=titles))
    )
    tables = list(loads_tables(many, "loads-x", "Loads", ["deaths", "removals"], loads=loads))
    assert [[c.scenario for c in table.columns if c.scenario] for table in tables] == [
        list(loads)[:ABREAST],
        list(loads)[ABREAST:],
    ]
    assert len({table.key for table in tables}) == len(tables)


def test_a_smaller_cut_is_called_surer_only_where_it_is() -> None:
    sure, wide, slight = load(5, 15, 41), load(-640, 210, 1090), load(-2, 3, 9)
    assert small_is_surer({"stop": {"beds": wide}, "cut": {"beds": sure}})
    assert not small_is_surer({"stop": {"beds": wide}, "cut": {"beds": slight}})
    assert not small_is_surer({"stop": {"beds": slight}, "cut": {"beds": sure}})
    assert not small_is_surer({"cut": {"beds": sure}})


def test_a_cut_stands_beside_a_full_stop_only_where_there_are_both() -> None:
    kept, part, ended = (
        {"contact_clients": load(1.2 * lost, lost, 0.8 * lost, kept=860.0)}
        for lost in (-23.0, -165.0, -850.0)
    )
    assert set(small_and_full({"cut": kept, "half": part, "stop": ended})) == {
        "cut",
        "half",
        "stop",
    }
    assert not small_and_full({"cut": kept})
    assert not small_and_full({"half": part, "stop": ended})


def test_a_unit_stands_with_the_words_of_a_small_middle(contexts: dict[str, Context]) -> None:
    found = contexts["en"].found("close-and-reopen")
    unseen = next(each for each in found.loads if each.outcome.name == "unseen_share")
    little = replace(unseen, difference=Estimate(0.03, 0, 0.03, 1.1, 0), more=0.9, fewer=0.0)
    text = sized(little, "en", years=10).replace("\u00a0", " ")
    assert "under 0.1 percentage points more (0.0 to 1.1)" in text
