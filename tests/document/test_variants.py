"""Whose decision a variant is, what passes and returns, and sums that add up."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.document.bridge import bridge
from kpsim.document.brief import brief, options
from kpsim.document.brief_rows import ASKED, TOLD, payer_rows, people
from kpsim.document.context import Context
from kpsim.document.deciders import (
    comes_by_itself,
    deciders,
    decides_alone,
    no_council_alone,
    of_one_payer,
    of_several,
    title_of_shipped,
    whose_money,
)
from kpsim.document.opening import first_sentence
from kpsim.document.options import options as options_of_report
from kpsim.document.parts import Paragraph, Table
from kpsim.document.people_of_options import people_of_options
from kpsim.document.returning import returning
from kpsim.document.temporary import furthest, temporary, temporary_sentence
from kpsim.inputs.funding import load_funding
from kpsim.inputs.scenarios import load_scenario
from kpsim.report.findings import Findings

FUNDING = load_funding()


@pytest.mark.parametrize(
    ("name", "payer"),
    [
        ("the-region-withdraws", "region"),
        ("the-city-leaves-the-key", "city_of_liberec"),
        ("least-harmful-cut", "mpsv"),
        ("the-region-withdraws-matched", ""),
        ("municipalities-leave-the-key", ""),
        ("all-services-stop", ""),
        ("cofinancing-is-mandatory", ""),
        ("state-money-late", ""),
    ],
)
def test_one_payer_decides_where_only_its_own_money_changes(name: str, payer: str) -> None:
    assert decides_alone(load_scenario(name), FUNDING) == payer


def test_a_full_stop_and_a_freeze_change_the_money_of_everybody() -> None:
    for name in ("all-services-stop", "ten-percent-cut", "frozen-budgets"):
        assert deciders(load_scenario(name), FUNDING) == FUNDING.funders


@pytest.mark.parametrize(
    ("name", "told"),
    [("frozen-budgets", True), ("ten-percent-cut", False), ("reference", False)],
)
def test_only_a_freeze_comes_about_where_nobody_decides(name: str, told: bool) -> None:
    assert comes_by_itself(load_scenario(name)) == told


@pytest.mark.parametrize(
    ("names", "several"),
    [
        (("the-region-withdraws", "frozen-budgets"), False),
        (("the-region-withdraws", "ten-percent-cut"), True),
        (("cofinancing-is-mandatory",), False),
    ],
)
def test_decisions_of_several_payers_are_told_where_a_variant_needs_them(
    contexts: dict[str, Context],
    monkeypatch: pytest.MonkeyPatch,
    names: tuple[str, ...],
    several: bool,
) -> None:
    context = contexts["en"]
    monkeypatch.setattr(type(context.comparison), "compared", names)
    monkeypatch.setattr(type(context.comparison), "scenario", lambda _, name: load_scenario(name))
    assert of_several(context) == several


def test_clients_are_not_said_to_decide(contexts: dict[str, Context]) -> None:
    assert "clients_and_families" in FUNDING.funders
    assert "clients and families decide nothing" in whose_money(contexts["en"], "ten-percent-cut")


def test_variants_of_many_payers_are_said_to_be_no_council_s_own(
    contexts: dict[str, Context],
) -> None:
    assert "“The region withdraws its contribution”" in no_council_alone(contexts["en"])
    assert set(of_one_payer(contexts["en"]).values()) == {"region", "city_of_liberec", "mpsv"}


def test_a_closure_that_ends_is_told_by_its_worst_year_and_its_return(
    contexts: dict[str, Context],
) -> None:
    found = temporary(contexts["en"], "close-and-reopen")
    clients = found["contact_clients"]
    assert clients.year in (2027, 2028)
    assert clients.there.p95 < clients.kept.p05
    text = temporary_sentence(clients, contexts["en"]).replace("\xa0", " ")
    assert f"in {clients.year} (9 in 10 futures:" in text
    assert "back at 90% of that" in text
    assert not temporary(contexts["en"], "ten-percent-cut")


def test_what_stays_after_a_reopening_is_told_in_whole_cases(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    (table,) = [
        block for block in returning(context, "close-and-reopen") if isinstance(block, Table)
    ]
    stays = [row.cells[1] for row in table.rows if row.cells[2] == "–"]
    assert stays
    for cell in stays:
        assert not re.search(r"\d\.\d", cell)
    infections = next(row for row in table.rows if row.card == "new_hcv_infections")
    assert infections.cells[1].startswith("+")
    assert infections.cells[1].endswith("infections")


LEVEL = np.full(10, 100.0)


def test_the_table_of_options_shows_the_worst_year_of_a_closure_that_ends(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    table = people_of_options(context)
    found = temporary(context, "close-and-reopen")["contact_clients"]
    row = next(r for r in table.rows if r.cells[0] == context.title("close-and-reopen"))
    assert f"; {found.year}: " in row.cells[1]
    assert " instead of " in row.cells[1]
    assert "takes money only from these services: contact centre and outreach" in table.note
    assert context.title("ten-percent-cut") not in table.note


def test_a_change_is_temporary_if_it_is_large_and_passes() -> None:
    passing = np.array([0.0, -50, -80, -30, -10, -5, -2, -1, 0, 0])
    assert furthest(passing, LEVEL) == 2
    assert furthest(passing / 10, LEVEL) is None  # a hundredth of the level
    assert furthest(np.linspace(0, -80, 10), LEVEL) is None  # stays
    assert furthest(np.zeros(10), LEVEL) is None


@given(st.lists(st.floats(-1e3, 1e3, allow_nan=False), min_size=2, max_size=14))
def test_what_is_left_of_a_temporary_change_is_a_tenth_at_most(found: list[float]) -> None:
    differences = np.array(found)
    at = furthest(differences, np.full(len(found), 50.0))
    if at is not None:
        assert abs(differences[-1]) <= abs(differences[at]) / 10
        assert abs(differences[at]) >= 5


def test_the_parts_of_the_cost_add_up_to_what_public_budgets_pay(
    contexts: dict[str, Context],
) -> None:
    found = bridge(contexts["en"])
    parts = found.table + found.unknown_cost + found.growth - found.not_public
    assert parts == pytest.approx(found.public.mean)


def test_the_payers_of_the_brief_add_up_to_the_total(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    assert context.comparison.compared
    for name in context.comparison.compared:
        rows = list(payer_rows(context, context.found(name), "one"))
        amounts = [float(row[2].split()[0].replace("−", "-").replace(",", "")) for row in rows]
        labels = [row[0] for row in rows]
        total = labels.index("Public budgets in total")
        assert sum(amounts[:total]) == pytest.approx(amounts[total], rel=0.05)
        assert "Victims of crime" in labels[total:]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Od 1. ledna 2027 skončí vše. Nic víc.", "Od 1. ledna 2027 skončí vše."),
        ("From 1 January 2027 all ends. No more.", "From 1 January 2027 all ends."),
        ("Bez tečky", "Bez tečky"),
    ],
)
def test_the_first_sentence_does_not_end_at_a_date(text: str, first: str) -> None:
    assert first_sentence(text) == first


def _told(context: Context, found: Findings) -> str:
    first, others = people(context, found)
    return " ".join((first.words, *others))


def test_a_brief_says_what_becomes_of_staff_and_of_every_load_it_is_asked_for(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    for name in context.comparison.compared:
        found = context.found(name)
        text = _told(context, found)
        asked = [e for e in found.loads if e.outcome.name in ("staff", "deaths", "removals")]
        assert len(asked) == 3
        for load in asked:
            assert load.outcome.label.en.lower() in text.lower()


def test_a_brief_of_one_variant_does_not_compare_it_with_itself(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    assert len(brief(context, "ten-percent-cut").options) == 2
    comparison = context.comparison
    kept = comparison.results.scenarios[0]
    results = replace(comparison.results, scenarios=(kept, "ten-percent-cut"))
    alone = replace(context, comparison=replace(comparison, results=results))
    assert list(options(alone, "ten-percent-cut")) == []


def test_the_brief_names_every_load_that_is_asked_for(contexts: dict[str, Context]) -> None:
    # A range over zero in which most futures have no change belongs to neither side.
    for context in contexts.values():
        for scenario in context.comparison.compared:
            found = context.found(scenario)
            told = _told(context, found).replace("\u00a0", " ").lower()
            labels = {load.outcome.name: load.outcome.label for load in found.loads}
            missing = [
                n for n in (*TOLD, *ASKED) if labels[n].of(context.language).lower() not in told
            ]
            assert missing == [], scenario


def test_a_freeze_that_is_not_computed_is_said_to_need_no_decision(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    texts = [e.text for e in options_of_report(context) if isinstance(e, Paragraph)]
    frozen = title_of_shipped(context, "frozen-budgets")
    told = [text for text in texts if frozen in text]
    assert len(told) == 1
    assert told[0].startswith("No decision is needed")
