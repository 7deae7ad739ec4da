"""The list of sources, and what counts as one."""

import pytest

from kpsim.document.assumptions import assumptions_table
from kpsim.document.context import Context
from kpsim.document.source_list import (
    UNSOURCED,
    by_address,
    cited_keys,
    has_source,
    in_order,
    is_untitled,
    source_texts,
)
from kpsim.wording.record_texts import record_text


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_source_without_a_title_says_which_figure_it_gave(
    contexts: dict[str, Context], language: str
) -> None:
    context = contexts[language]
    known = context.comparison.world.parameters.sources
    cited = by_address(known[key] for key in cited_keys(context) if key in known)
    bare = [e for e in cited if is_untitled(e) and e.measured and "->" not in e.measured]
    assert bare
    listed = " ".join(source_texts(context)).lower().replace("\xa0", " ")
    for each in bare:
        figure = record_text(each.measured, language).partition("; ")[0].partition(" (")[0]
        assert figure.lower().replace("\xa0", " ") in listed, each.title


def test_our_own_estimate_is_no_source_unless_another_stands_beside_it(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    known = context.comparison.world.parameters.sources
    for each in context.inputs.values():
        titles = [known[key].title for key in each.source if key in known]
        ours = [title.startswith((UNSOURCED, "no source found")) for title in titles]
        assert has_source(context, each) == (bool(ours) and not all(ours))
    alone = context.inputs["acute_bed_day_cost"]
    assert not alone.is_assumption  # its range is widened all the same
    assert not has_source(context, alone)
    assert has_source(context, context.inputs["hcv_course_cost"])
    marks = {row.card: row.cells[0].endswith("*") for row in assumptions_table(context).rows}
    assert (marks["acute_bed_day_cost"], marks["hcv_course_cost"]) == (False, True)


@pytest.mark.parametrize("language", ["cs", "en"])
def test_no_source_is_hidden_in_a_file(contexts: dict[str, Context], language: str) -> None:
    assert not [text for text in source_texts(contexts[language]) if ".toml" in text]


def test_czech_letters_are_sorted_by_the_language(contexts: dict[str, Context]) -> None:
    names = ["Hall", "Chalfin", "Černý", "Dvořák", "Cibulka"]
    assert in_order(names, contexts["cs"]) == ["Cibulka", "Černý", "Dvořák", "Hall", "Chalfin"]
    assert in_order(names, contexts["en"]) == ["Černý", "Chalfin", "Cibulka", "Dvořák", "Hall"]
