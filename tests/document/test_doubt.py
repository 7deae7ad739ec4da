"""What the report says of its doubts: inputs by who knows them, agreement, what would turn it."""

import re
from dataclasses import replace

import numpy as np
import pytest

from kpsim.analysis.reconciliation import Modelled, ReconciliationResult
from kpsim.document.agreement import agreement_words
from kpsim.document.annexes import (
    annexes,
    comparison_words,
    ordered_words,
    run_facts,
    weak_effects_words,
)
from kpsim.document.assumptions import (
    assumptions_table,
    by_institution,
    institution_words,
    is_absent,
    is_choice,
    weakest,
)
from kpsim.document.brief_doubt import unknown as doubt_of_brief
from kpsim.document.certainty import sourced_and_checked, verified_words
from kpsim.document.context import Context
from kpsim.document.doubt import against, unknown
from kpsim.document.groups import GROUPS
from kpsim.document.load_cells import worse_cell
from kpsim.document.no_sum import BURDENS, burdens, sized, sized_as_worse
from kpsim.document.origin import PROVIDERS, why
from kpsim.document.parts import Document, Paragraph, Table
from kpsim.document.source_list import (
    has_source,
    without_source,
)
from kpsim.document.summary import counted_inputs
from kpsim.document.turning import conclusion_words, multiple_words, turning_multiple
from kpsim.inputs.draws import HIGH, draw
from kpsim.report.base_year import reconciliation
from kpsim.report.findings import Estimate, Findings
from kpsim.sensitivity.no_gain import no_gain
from kpsim.sensitivity.worst_effects import effects_of, held


def test_annex_c_lists_every_input_of_the_weakest_grade_but_zeros_and_switches(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    listed = [name for names in by_institution(context).values() for name in names]
    assert len(listed) == len(set(listed))
    left_out = {n for n, each in weakest(context).items() if is_absent(each) or is_choice(each)}
    assert set(listed) == set(weakest(context)) - left_out
    assert all(each.role == "switch" for each in weakest(context).values() if is_choice(each))
    assert (
        f"These are {len(listed)} of the {len(weakest(context))}" in assumptions_table(context).note
    )


@pytest.mark.parametrize("language", ["cs", "en"])
def test_an_institution_is_named_once_and_with_a_capital(
    contexts: dict[str, Context], language: str
) -> None:
    headings = [r.cells[0] for r in assumptions_table(contexts[language]).rows if r.strong]
    assert len(headings) == len(set(headings))
    assert all(each[0].isupper() for each in headings)


def test_those_who_provide_services_are_counted_where_their_interest_is_told(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    supplied = by_institution(context)
    assert set(PROVIDERS) <= set(supplied)
    theirs = sum(len(supplied[each]) for each in PROVIDERS)
    told = " ".join(block.text for block in why(context) if isinstance(block, Paragraph))
    assert f"those who provide services can supply {theirs} more" in told.replace("\xa0", " ")
    headings = {row.cells[0] for row in assumptions_table(context).rows if row.strong}
    for each in PROVIDERS:
        assert institution_words(each, "en") in headings
        assert institution_words(each, "en") in told


def test_requests_for_data_give_examples_that_annex_c_lists(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    listed = " ".join(row.cells[0].lower() for row in assumptions_table(context).rows)
    (table,) = (block for block in unknown(context) if isinstance(block, Table))
    assert table.rows[:-1]
    for row in table.rows[:-1]:
        for example in row.cells[3].split("; "):
            assert example.lower() in listed


def test_without_drivers_no_share_of_the_uncertainty_has_a_column(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    bare = replace(context, drivers=dict.fromkeys(context.drivers))
    for each, shown in ((context, True), (bare, False)):
        (requests,) = (block for block in unknown(each) if isinstance(block, Table))
        for table in (requests, assumptions_table(each)):
            heads = [column.heading for column in table.columns]
            assert ("Share" in heads) is shown
            assert ("Share:" in (table.note or "")) is shown
            assert {len(row.cells) for row in table.rows} == {len(heads)}
    assert "inputs of section 6.2" in verified_words(context).replace("\xa0", " ")
    assert "inputs of chapter 8" in verified_words(bare).replace("\xa0", " ")


def test_weak_effects_that_have_one_direction_only_are_named(contexts: dict[str, Context]) -> None:
    text = weak_effects_words(contexts["en"])
    assert "“Share of counselling that ends in abstinence beyond natural remission”" in text
    assert "Relapse in aftercare" not in text
    assert text.endswith("nobody offends while living in the therapeutic community.")


@pytest.mark.parametrize(("language", "listed"), [("cs", True), ("en", False)])
def test_the_glossary_has_no_word_that_stands_nowhere_else(
    contexts: dict[str, Context], language: str, listed: bool
) -> None:
    tables = [block for block in annexes(contexts[language]) if isinstance(block, Table)]
    (words,) = (table for table in tables if table.key == "words-used")
    assert any(row.cells[0] == "OSPOD" for row in words.rows) is listed


def result(found: ReconciliationResult, *, median: float, agrees: bool) -> ReconciliationResult:
    return replace(found, modelled=Modelled(median, median / 2, 2 * median), agrees=agrees)


def test_agreement_is_told_by_how_close_and_on_which_side(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    first = reconciliation(context.comparison.world, seed=1, draws=256)[0]
    high = first.published.high
    compared = [
        result(first, median=high, agrees=True),
        result(first, median=high * 1.001, agrees=True),
        result(first, median=high * 10, agrees=False),
    ]
    text = " ".join(agreement_words(context, compared))
    assert (
        "range for 1, only within that range widened by its error for 1, and outside both for 1"
        in text
    )
    assert "lie above it (2)" in text
    below = [result(first, median=first.published.low / 10, agrees=False), compared[2]]
    assert "above it for 1 and below it for 1" in " ".join(agreement_words(context, below))


def test_the_multiple_is_the_one_at_which_the_sum_is_nothing(contexts: dict[str, Context]) -> None:
    for found in contexts["en"].comparison.findings.values():
        assert found.money
        for money in found.money.values():
            multiple = turning_multiple(money)
            assert multiple is not None
            more = (multiple - 1) * money.gross.mean
            assert money.net.mean + more == pytest.approx(0, abs=1)


def test_the_multiple_printed_is_that_of_the_amounts_beside_it(
    contexts: dict[str, Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = contexts["en"]
    first = context.comparison.compared[0]
    here = context.found(first)
    central = here.money["central"]

    def amount(mean: float, low: float, high: float) -> Estimate:
        return replace(central.saved, mean=mean, p05=low, p50=mean, p95=high, error=0.0)

    money = replace(
        central,
        saved=amount(30.498e6, 24.8e6, 37.2e6),
        gross=amount(7.2e6, -7e6, 26e6),  # alone it would be printed as 7
        caused=amount(-1.17e6, -21e6, 19e6),
        net=amount(-31.7e6, -53e6, -10e6),
    )
    found = replace(here, money={**here.money, "central": money})
    monkeypatch.setattr(Context, "found", lambda *_: found)
    words = multiple_words(context, first).replace("\xa0", " ")
    assert "save 30.5 on services; elsewhere their spending rises by 7.2 and falls by 8.4" in words
    assert "would have to be 5.4 times" in words  # (30.5 + 8.4) / 7.2


def test_the_conclusion_meant_is_what_the_middle_future_shows(
    contexts: dict[str, Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = contexts["en"]
    first, *others = context.comparison.compared

    def said(nets: dict[str, float]) -> str:
        def found(self: Context, name: str) -> Findings:
            here = self.comparison.findings[name]
            central = here.money["central"]
            middle = replace(central, net=replace(central.net, p50=nets[name]))
            return replace(here, money={**here.money, "central": middle})

        monkeypatch.setattr(Context, "found", found)
        return conclusion_words(context)

    assert "spend less than with" in said(dict.fromkeys((first, *others), -1.0))
    assert "spend more than with" in said(dict.fromkeys((first, *others), 1.0))
    mixed = said({**dict.fromkeys(others, -1.0), first: 1.0})
    assert mixed.endswith(f"and more with “{context.title(first)}”.")
    assert not said(dict.fromkeys((first, *others), 0.0))


def test_where_services_cost_more_it_is_the_fall_elsewhere_that_would_have_to_grow(
    contexts: dict[str, Context],
) -> None:
    money = next(iter(contexts["en"].comparison.findings.values())).money["central"]
    dearer = replace(
        money,
        saved=replace(money.saved, mean=-20.0),
        gross=replace(money.gross, mean=4.0),
        caused=replace(money.caused, mean=-2.0),
    )
    assert turning_multiple(dearer) == pytest.approx(4)  # falls of 6 would have to be 24
    assert turning_multiple(replace(dearer, caused=replace(money.caused, mean=4.0))) is None


def test_a_load_without_a_price_stands_in_one_table(contexts: dict[str, Context]) -> None:
    tables = [block for block in against(contexts["en"]) if isinstance(block, Table)]
    of = {table.key: {row.card for row in table.rows} for table in tables}
    assert not of["burdens"] & of.get("without-a-price", set())


def test_loads_without_a_price_are_shown_once_and_pointed_to_in_chapter_4(
    contexts: dict[str, Context], documents: dict[str, Document]
) -> None:
    blocks = documents["en"].blocks
    told = [e.text for e in blocks if isinstance(e, Paragraph) and "tables of chapter 4" in e.text]
    assert len(told) == 1
    pointed = set(re.findall(r"\[\[(.*?)\]\]", told[0]))
    assert pointed
    assert pointed <= {each.key for each in blocks if isinstance(each, Table)}
    tables = [block for block in against(contexts["en"]) if isinstance(block, Table)]
    grouped = {name for group in GROUPS for name in group.loads}
    without = {row.card for each in tables if each.key == "without-a-price" for row in each.rows}
    assert not without & grouped


@pytest.mark.parametrize("language", ["cs", "en"])
def test_each_caution_stands_in_the_report_once(
    contexts: dict[str, Context], documents: dict[str, Document], language: str
) -> None:
    texts = [e.text for e in documents[language].blocks if isinstance(e, Paragraph)]
    for group in GROUPS:
        if not group.sources:
            caution = contexts[language].say(group.against)
            assert sum(caution in text for text in texts) == 1, group.key


def test_the_answer_whether_sources_were_verified_is_the_count(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    sourced, checked = sourced_and_checked(context)
    assert sourced == sum(has_source(context, each) for each in context.inputs.values())
    said = comparison_words(context).replace("\xa0", " ")
    assert f"of the {sourced} inputs with a source {checked or 'none'}" in said


def test_an_unknown_whose_cheaper_end_is_no_gain_is_found() -> None:
    column = np.linspace(0, 1, 512)
    noise = np.random.default_rng(1).normal(size=512)
    nothing = np.zeros(512)
    dear = -10 * column
    assert no_gain(column, net=dear, care=0.8 * dear, deaths=noise) == "untreated"
    assert no_gain(column, net=dear, care=nothing, deaths=3 * column + 0.1 * noise) == "dead"
    assert no_gain(column, net=dear, care=-dear, deaths=-3 * column) is None
    assert no_gain(column, net=dear, care=0.1 * dear, deaths=noise) is None


@pytest.mark.parametrize("language", ["cs", "en"])
def test_a_count_of_the_whole_country_is_marked_in_annex_c(
    contexts: dict[str, Context], language: str
) -> None:
    context = contexts[language]
    marked = {
        row.card.partition(".")[0]
        for row in assumptions_table(context).rows
        if row.card and context.say("all of the Czech Republic") in row.cells[0]
    }
    scaled = {n.partition(".")[0] for n, each in weakest(context).items() if each.scale_with}
    assert marked == scaled


def test_the_share_of_an_input_stands_once_in_annex_c(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    shown = [row.card for row in assumptions_table(context).rows if row.cells[3]]
    assert len(shown) == len({card.partition(".")[0] for card in shown if card})


def test_nothing_is_said_to_be_verified_that_is_not(contexts: dict[str, Context]) -> None:
    sourced, _ = sourced_and_checked(contexts["en"])
    assert f"Of the {sourced} inputs with a source" in verified_words(contexts["en"]).replace(
        "\xa0", " "
    )


@pytest.mark.parametrize("language", ["cs", "en"])
def test_chapters_and_annexes_count_the_weakest_grade_alike(
    contexts: dict[str, Context], language: str
) -> None:
    context = contexts[language]
    every = weakest(context)
    assumed = without_source(context, context.inputs.values())
    sourced, _ = sourced_and_checked(context)
    assert assumed + sourced == len(context.inputs)
    assert assumed == without_source(context, every.values())  # none has a better grade
    listed = sum(map(len, by_institution(context).values()))
    introduction = next(block for block in unknown(context) if isinstance(block, Paragraph))
    for text, counts in (
        (verified_words(context), (sourced, assumed, len(every) - assumed)),
        (counted_inputs(context), (len(context.inputs), len(every), assumed, sourced)),
        (" ".join(doubt_of_brief(context)), (assumed, len(context.inputs))),
        (introduction.text, (assumed, len(every) - assumed, listed)),
        (assumptions_table(context).note, (listed, len(every), assumed)),
    ):
        assert all(re.search(rf"\b{count}\b", text) for count in counts)


def test_the_facts_of_a_run_end_with_what_changed_since(contexts: dict[str, Context]) -> None:
    changed = ("Changed since the run: params/people.toml", "What needs it is left out.")
    stale = replace(contexts["en"], changed=changed)
    said = [block.text for block in run_facts(stale) if isinstance(block, Paragraph)]
    assert said[-2:] == list(changed)


def test_a_result_goes_against_those_who_asked_only_where_all_variants_save(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    nets = [context.found(name).money["central"].net for name in context.comparison.compared]
    said = "goes against the interest of the providers" in ordered_words(context)
    assert said == all(each.p95 < 0 for each in nets)


def test_held_effects_stand_still_and_all_else_is_as_drawn(contexts: dict[str, Context]) -> None:
    parameters = contexts["en"].comparison.world.parameters
    base = draw(parameters, seed=1, draws=256, view="central")
    names = effects_of(parameters)
    found = held(base, parameters, dict.fromkeys(names, HIGH))
    still = {name.partition(".")[0] for name in names}
    for name, array in base.values.items():
        if name not in still:
            assert np.array_equal(found.values[name], array)
    one = "death_ratio_in_contact"
    assert np.ptp(found.values[one]) == 0
    assert found.values[one].flat[0] == np.quantile(base.values[one], HIGH)


def test_each_scenario_was_asked_with_all_effects_at_once(contexts: dict[str, Context]) -> None:
    assert contexts["en"].drivers
    for drivers in contexts["en"].drivers.values():
        assert drivers is not None
        assert drivers.worst_effects is not None
        against = -np.sign(np.median(drivers.values))
        moved = drivers.worst_effects.medians["central"] - np.median(drivers.values)
        assert moved * against > 0


def test_burdens_without_a_sum_have_a_load_and_how_often_it_is_worse(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    rows = dict(zip((name for _, name in BURDENS), burdens(context).rows, strict=True))
    for at, scenario in enumerate(context.comparison.compared, start=2):
        for load in context.found(scenario).loads:
            if load.outcome.name in rows:
                told, odds = rows[load.outcome.name].cells[at], worse_cell(load, "en")
                assert told.endswith(f"; {odds}") or (odds == "–" and ";" not in told)


def test_a_load_that_grows_worse_says_that_its_range_holds_the_other_side(
    contexts: dict[str, Context],
) -> None:
    found = contexts["en"].found(contexts["en"].comparison.compared[0])
    load = next(each for each in found.loads if each.outcome.name == "health_lost_to_death")
    over, above = (
        replace(load, difference=Estimate(4.0, low, 4.0, 11.0, 0.1)) for low in (-1.0, 1.0)
    )
    assert sized_as_worse(over, "en", years=10).endswith(" (the range includes improvement)")
    assert sized_as_worse(above, "en", years=10) == sized(above, "en", years=10)
