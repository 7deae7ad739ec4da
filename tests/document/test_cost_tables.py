"""Tables and sentences of crowns side by side: what adds up, what is left to the note, and why."""

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from kpsim.analysis.money import (
    CARE_FORGONE,
    by_system,
    care_forgone,
    horizon_years,
    per_crown_saved,
)
from kpsim.document.by_year import carried_by
from kpsim.document.closing import closing
from kpsim.document.context import Context
from kpsim.document.cost_tables import payers_tables, sums_tables, systems_tables
from kpsim.document.money_sentences import is_less, payers_scale, systems_scale
from kpsim.document.parts import Row
from kpsim.document.system_sentences import crowns_of_systems
from kpsim.report.findings import Estimate
from kpsim.results import VIEWS

CLOSING = "close-and-reopen"


@pytest.fixture(params=["cs", "en"])
def context(request: pytest.FixtureRequest, contexts: dict[str, Context]) -> Context:
    return contexts[request.param]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def cells(rows: tuple[Row, ...]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(map(plain, row.cells))


def test_what_is_caused_and_not_given_less_what_is_saved_is_the_net(context: Context) -> None:
    assert context.comparison.compared
    for name in context.comparison.compared:
        for view in VIEWS:
            money = context.found(name).money[view]
            together = money.without_forgone.mean + money.care_forgone.mean - money.saved.mean
            assert together == pytest.approx(money.net.mean)


def test_care_not_given_of_all_systems_is_that_of_all_payers(context: Context) -> None:
    results, public = context.comparison.results, context.comparison.public
    parts = by_system(results, CLOSING, "central", payers=public, kinds=(CARE_FORGONE,))
    whole = care_forgone(results, CLOSING, "central", public=public)
    assert np.allclose(sum(parts.values(), np.zeros(1)), whole)


def test_discounted_sums_stand_once_beside_other_variants(contexts: dict[str, Context]) -> None:
    (table,) = sums_tables(contexts["en"])
    labels = [row[0] for row in cells(table.rows)]
    assert [label for label in labels if "discounted" in label or "per crown" in label] == [
        "net cost, discounted by 3% a year: central",
        "crowns caused per crown saved, care not given deducted: central",
        "crowns caused per crown saved, care not given left aside: central",
    ]
    assert "of the central view" in table.note


def test_care_not_given_can_be_left_aside_in_what_a_crown_saved_causes(
    contexts: dict[str, Context],
) -> None:
    comparison = contexts["en"].comparison
    money = contexts["en"].found(CLOSING).money["central"]
    ratio = {
        forgone: per_crown_saved(
            comparison.results, CLOSING, "central", public=comparison.public, forgone=forgone
        ).ratio
        for forgone in (True, False)
    }
    assert ratio[True] == pytest.approx(money.caused.mean / money.saved.mean)
    assert ratio[False] == pytest.approx(money.without_forgone.mean / money.saved.mean)


def test_rows_without_a_digit_are_named_in_the_note(contexts: dict[str, Context]) -> None:
    (table,) = systems_tables(contexts["en"])
    assert "guardianship" not in "".join(row[0] for row in cells(table.rows))
    assert "guardianship." in table.note  # none of its views is left, so that none is named
    assert "guardianship:" not in table.note


def test_care_not_given_stands_under_the_payer_that_does_not_pay_it(context: Context) -> None:
    (table,) = payers_tables(context)
    scale = payers_scale(context.found(CLOSING))
    payers = {each.name: each for each in context.found(CLOSING).payers}
    assert is_less(payers["health_insurers"].forgone, scale)
    names = [row[0] for row in cells(table.rows)]
    place = names.index(plain(context.payer("health_insurers")))
    assert names[place + 1].startswith("– ")
    assert sum(name.startswith("– ") for name in names) == 1


def test_the_sentence_on_health_care_names_the_care_not_given(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    found = context.found(CLOSING)
    assert found.systems
    for system, sentence in zip(
        found.systems, crowns_of_systems(found.systems, found, "en"), strict=True
    ):
        told = "no benefit" in sentence
        assert told == is_less(system.forgone, systems_scale(found)) == (system.name == "health")


@pytest.mark.parametrize(("net", "words"), [(-3e6, "This is made of"), (-9e6, "Of this, care")])
def test_care_not_given_above_its_whole_is_a_part_beside_another(
    contexts: dict[str, Context], net: float, words: str
) -> None:
    found = contexts["en"].found(CLOSING)
    (health,) = (each for each in found.systems if each.name == "health")
    forgone = Estimate(-6e6, -9e6, -6e6, -2e6, 1e4)
    central = Estimate(net, net - 1e6, net, net + 1e6, 1e4)
    made = replace(health, forgone=forgone, by_view={**health.by_view, "central": central})
    (sentence,) = map(plain, crowns_of_systems([made], found, "en"))
    assert words in sentence
    assert "no benefit" in sentence


def test_a_range_that_touches_zero_in_print_is_not_less() -> None:
    assert is_less(Estimate(-3e6, -6e6, -3e6, -1e6, 1e4), "million")
    assert not is_less(Estimate(-3e6, -6e6, -3e6, -1.0, 1e4), "million")
    assert not is_less(Estimate(0.0, 0.0, 0.0, 0.0, 0.0), "million")


def first_year_adds_up(sentence: str) -> bool:
    """Tell whether the parts add up to their sum, to its last digit."""
    whole, parts = sentence.split(" less than ", 1)
    less = whole.rpartition("CZK ")[2].removesuffix(" million")
    named = [float(each) for each in re.findall(r"\d+(?:\.\d+)?", parts.partition(": ")[2])]
    if "less goes to the rest" in parts:
        named[-1] = -named[-1]
    last_digit = 10 ** -len(less.partition(".")[2])
    return abs(sum(named) - float(less)) <= last_digit


def test_the_first_year_is_explained_by_what_the_ledger_shows(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    results = context.comparison.results
    first = results.years[horizon_years(results, CLOSING)][0]
    *_, sentence = map(plain, closing(context, CLOSING))
    assert sentence.startswith(f"The first year, {first}, saves CZK ")
    assert "closed posts" in sentence
    assert "services still paid" in sentence
    assert first_year_adds_up(sentence)
    assert "services still paid" not in " ".join(closing(context, "ten-percent-cut"))


def test_what_most_of_the_higher_spending_is_for_is_said_where_one_thing_is(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    results = context.comparison.results
    costs, position = results.costs["central"], results.position("close-and-reopen")
    at = [results.years.index(year) for year in range(2031, 2037)]
    (said,) = carried_by(context, "close-and-reopen", range(2031, 2037))
    more: dict[bool, float] = {True: 0.0, False: 0.0}
    for line, amounts in zip(costs.lines, costs.amounts, strict=True):
        if line.payer in context.comparison.public:
            mean = (amounts[at, position] - amounts[at, 0]).mean()
            more[line.kind == CARE_FORGONE] += float(mean)
    assert ("care that was not given before" in said) == (more[True] > more[False])
    assert not list(carried_by(context, "close-and-reopen", ()))
