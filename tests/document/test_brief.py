"""The brief: its evidence fits the variant, its numbers are the report's, and it fits the page."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kpsim.api import run
from kpsim.document.assumptions import by_institution
from kpsim.document.bridge import cost_ratio, of_own_budget
from kpsim.document.brief import brief, turning_point, whole
from kpsim.document.brief_doubt import not_counted, owners, unknown, would_change
from kpsim.document.brief_evidence import (
    AGAINST,
    EFFECTS,
    against,
    depth,
    effect_for,
    evidence,
    services_of,
)
from kpsim.document.brief_files import write_brief
from kpsim.document.brief_page import MOST_WORDS, shortened
from kpsim.document.brief_rows import NOTHING, payer_rows, people
from kpsim.document.closing import part_above_whole, paying_by_sharing
from kpsim.document.context import Context
from kpsim.document.cost_tables import payers_tables
from kpsim.document.evidence import FOR_SERVICES
from kpsim.document.groups import GROUPS
from kpsim.document.load_range import spans_zero, touches_zero
from kpsim.document.money_sentences import payers_scale
from kpsim.document.no_sum import bare_cell, named, sized, surely_worse, worse_in_no_sum
from kpsim.document.origin import PROVIDERS
from kpsim.document.payer_sentences import paying_more
from kpsim.document.sentences import kept_level
from kpsim.inputs.draws import draw
from kpsim.inputs.scenarios import load_scenario, shipped_scenarios
from kpsim.model.dimensions import SERVICE
from kpsim.report.findings import Estimate
from kpsim.wording.words import payer_name

LANGUAGES = ("cs", "en")


def _as(context: Context, scenario: str) -> Context:
    """Return a context in which one compared variant stands for another scenario."""
    comparison = context.comparison
    decided = replace(load_scenario(scenario), name=comparison.compared[0])
    others = tuple(e for e in comparison.scenarios if e.name != decided.name)
    return replace(context, comparison=replace(comparison, scenarios=(decided, *others)))


def test_every_effect_and_every_cited_worry_is_about_known_services() -> None:
    assert set(EFFECTS) == set(FOR_SERVICES)
    assert set(AGAINST) == {group.key for group in GROUPS if group.sources}
    for services in (*(found for found, _ in EFFECTS.values()), *AGAINST.values()):
        assert services
        assert set(services) <= set(SERVICE.elements)


@pytest.mark.parametrize("scenario", [e for e in shipped_scenarios() if e != "reference"])
def test_the_evidence_of_both_sides_is_about_services_the_variant_changes(
    contexts: dict[str, Context], scenario: str
) -> None:
    context = _as(contexts["en"], scenario)
    name = context.comparison.compared[0]
    touched = services_of(context, name)
    assert set(EFFECTS[effect_for(context, touched)][0]) & set(touched)
    group = against(context, name)
    assert group is not None
    assert set(AGAINST[group.key]) & set(touched)
    assert len(list(evidence(context, name))) == 2
    if not 0 < depth(context, name) <= 1 / 8:
        assert "at most about an eighth" not in group.against


def test_a_closed_contact_centre_is_not_answered_with_substitution(
    contexts: dict[str, Context],
) -> None:
    text = " ".join(evidence(contexts["en"], "close-and-reopen"))
    assert "substitution" not in text
    assert "0.66 times that with too few" in text
    assert "(0.43 to 1.01); the study leaves room for no effect" in text


@pytest.mark.parametrize("scenario", [e for e in shipped_scenarios() if e != "reference"])
def test_a_study_that_rules_out_no_effect_goes_before_one_that_does_not(
    contexts: dict[str, Context], scenario: str
) -> None:
    context = _as(contexts["en"], scenario)
    touched = services_of(context, context.comparison.compared[0])
    columns = context.comparison.world.parameters.columns
    sure = {
        name
        for name, (services, _) in EFFECTS.items()
        if set(services) & set(touched) and 0.0 < (columns[name].high or 0.0) < 1
    }
    assert not sure or effect_for(context, touched) in sure


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_of_a_budget_is_printed_as_in_the_table_of_payers(
    contexts: dict[str, Context], language: str
) -> None:
    context = contexts[language]
    for column, scenario in enumerate(context.comparison.compared, start=1):
        found = context.found(scenario)
        cells = {
            row.cells[0]: row.cells[column]
            for table in payers_tables(context)
            for row in table.rows
        }
        for payer, share, *_ in payer_rows(context, found, payers_scale(found)):
            if payer in cells and "%" in share:
                told = "%" in cells[payer].split(":")[0] and ":" in cells[payer]
                assert cells[payer].startswith(f"{share}:") if told else share.startswith("<")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_all_effects_together_do_is_said_in_words_for_its_sign(
    contexts: dict[str, Context], language: str
) -> None:
    words = {"en": ("more", "less", "still"), "cs": ("více", "méně", "přesto")}
    more, less, still = words[language]
    context = contexts[language]
    for scenario in context.comparison.compared:
        drivers = context.drivers[scenario]
        assert drivers is not None
        assert drivers.worst_effects is not None
        medians = drivers.worst_effects.medians
        text = next(iter(would_change(context, scenario)))
        central, full = text.rsplit("; ", 1)
        assert "−" not in central + full
        for text, amount in ((central, medians["central"]), (full, medians["full"])):
            assert (more if amount > 0 else less) in text
        stays = medians["central"] * float(np.median(drivers.values)) > 0
        assert (still in central.split()) == stays


def test_healthy_years_lost_are_among_what_no_sum_holds(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    for scenario in context.comparison.compared:
        found = context.found(scenario)
        named = [load.outcome.name for load in worse_in_no_sum(context, found)]
        for load in found.loads:
            if load.outcome.name.startswith("health_lost_to_"):
                assert (load.outcome.name in named) == surely_worse(load)
                if surely_worse(load):
                    text = next(not_counted(context, found)).lower()
                    one_sided = touches_zero(load) or not spans_zero(load)
                    assert (load.outcome.label.en.lower() in text) == one_sided


@pytest.mark.parametrize(
    ("means", "at"),
    [
        ((-20e6, -18e6, 1e6, 1e6), 1),
        ((-20e6, -18e6, 1e6, -1e6, 3e6), None),
        ((-20e6, -18e6, 0.1e6, 0.1e6), None),
        ((9e6, 9e6, -2e6), 1),
        ((-1e6, -1e6, -1e6), None),
        ((0.0, 0.0), None),
    ],
)
def test_a_sum_turns_where_every_later_year_takes_something_back(
    means: tuple[float, ...], at: int | None
) -> None:
    assert turning_point(np.array(means)) == at


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_left_out_for_room_is_no_number_of_the_first_lines(
    contexts: dict[str, Context], language: str
) -> None:
    context = contexts[language]
    for scenario in context.comparison.compared:
        full = whole(context, scenario)
        crowded = replace(full, options=(*full.options, *[("a b c d", "1", "2")] * 2))
        page = shortened(crowded, lambda each: each.words <= MOST_WORDS)
        assert page.words <= MOST_WORDS
        assert (page.headlines, page.told, page.payers) == (
            full.headlines, full.told, full.payers,
        )  # fmt: skip
        assert all(items for _, items in page.sections)


def test_other_variants_go_before_the_word_on_councils(contexts: dict[str, Context]) -> None:
    full = whole(contexts["en"], "ten-percent-cut")
    rows = ((full.title, "1", "2"), ("One", "1", "2"), ("Two", "1", "2"))
    page = shortened(
        replace(full, options=rows, options_note="No council."),
        lambda e: len(e.options) < len(rows),
    )
    assert page.options == rows[:2]
    assert page.options_note


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_numbers_come_first_each_with_what_it_is(
    contexts: dict[str, Context], language: str
) -> None:
    for scenario in contexts[language].comparison.compared:
        page = brief(contexts[language], scenario)
        assert len(page.headlines) == 3
        for each in page.headlines:
            assert any(map(str.isdigit, each.number))
            assert each.words


def test_a_page_too_long_loses_what_is_least_needed(
    contexts: dict[str, Context], tmp_path: Path
) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    full = whole(contexts["en"], "ten-percent-cut")
    crowded = replace(full, options=(*full.options, *[("Other", "1", "2")] * 9), told=full.told * 2)
    written = write_brief(crowded, tmp_path, name="crowded")
    path = next(each for each in written if each.suffix == ".pdf")
    assert len(pypdfium2.PdfDocument(str(path))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_payer_in_a_row_is_smaller_than_one_among_the_others(
    contexts: dict[str, Context], language: str
) -> None:
    context = contexts[language]
    for scenario in context.comparison.compared:
        found = context.found(scenario)
        rows = [row[0] for row in payer_rows(context, found, payers_scale(found))]
        sizes: dict[bool, list[float]] = {True: [], False: []}
        for each in found.payers:
            if each.public:
                named = any(row.startswith(context.payer(each.name)) for row in rows)
                sizes[named].append(abs(each.net.mean))
        assert min(sizes[True]) >= max(sizes[False], default=0.0)


def test_a_small_payer_that_surely_pays_noticeably_more_is_named_among_the_others(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    found = context.found(context.comparison.compared[0])
    small = Estimate(4e4, 2e4, 4e4, 7e4, 0)
    for worse, told in ((0.98, "Ministry of Justice >\u00a095%"), (0.5, NOTHING)):
        payers = tuple(
            replace(each, net=small, odds=replace(each.odds, worse=worse, no_visible_change=0.0))
            if each.name == "justice"
            else each
            for each in found.payers
        )
        rows = payer_rows(context, replace(found, payers=payers), "million")
        (last,) = (row[-1] for row in rows if row[0].startswith("Other public payers"))
        assert last == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_payer_that_saves_more_than_all_together_is_explained(
    contexts: dict[str, Context], language: str
) -> None:
    context = contexts[language]
    for scenario in context.comparison.compared:
        assert not list(part_above_whole(context, context.found(scenario)))
    comparison = run("the-region-withdraws", draws=256, lang=language)
    alone = replace(context, comparison=comparison)
    found = alone.found("the-region-withdraws")
    (text,) = part_above_whole(alone, found)
    assert payer_name("region", language) in text
    (text,) = paying_by_sharing(alone, found)
    (own,) = of_own_budget(alone, "the-region-withdraws")
    assert payer_name("region", language) in own
    assert not any(list(of_own_budget(context, each)) for each in context.comparison.compared)
    told = {name for name in comparison.public if payer_name(name, language) in text}
    assert "government_office" in told
    assert told < {each.name for each in paying_more(found)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_of_people_stands_beside_its_level(
    contexts: dict[str, Context], language: str
) -> None:
    context, seen = contexts[language], 0
    for scenario in context.comparison.compared:
        found = context.found(scenario)
        _, sentences = people(context, found)
        text = " ".join(sentences)
        for load in found.loads:
            told = sized(load, language, years=found.years, level=True)
            if told in text:
                seen += 1
                assert f"[{kept_level(load, language)}]" in told
            assert f"{named(load, language)} {bare_cell(load, language)}" not in text.replace(
                told, ""
            )
    assert seen


def test_services_cost_as_many_times_the_table_as_the_input_says(
    contexts: dict[str, Context],
) -> None:
    comparison = contexts["en"].comparison
    seed, draws = comparison.settings.seed, comparison.results.draws
    drawn = draw(comparison.world.parameters, seed=seed, draws=draws, view="central")
    np.testing.assert_allclose(
        cost_ratio(contexts["en"]), drawn.values["network_cost_scale"].ravel()
    )


def test_a_change_under_a_hundredth_is_not_the_headline(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    found = context.found("close-and-reopen")
    first = people(context, found)[0]
    head = next(e for e in found.loads if named(e, "en") in first.words)
    little = head.reference.p50 / 200
    slight = replace(head, difference=Estimate(little, little / 2, little, little * 3, 0))
    loads = tuple(slight if each is head else each for each in found.loads)
    assert named(head, "en") not in people(context, replace(found, loads=loads))[0].words


def test_a_direction_that_is_not_sure_has_no_middle(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    found = context.found("close-and-reopen")
    deaths = next(each for each in found.loads if each.outcome.name == "deaths")
    open_ = replace(deaths, difference=Estimate(2, -40, 2, 60, 0), more=0.52, fewer=0.48)
    loads = tuple(open_ if each is deaths else each for each in found.loads)
    _, sentences = people(context, replace(found, loads=loads))
    (unsure,) = (each for each in sentences if each.startswith("Direction unsure"))
    assert f"{named(deaths, 'en')} (−40\u00a0to\u00a060) [" in unsure


def test_shares_are_in_words_and_middles_are_told(contexts: dict[str, Context]) -> None:
    for scenario in contexts["en"].comparison.compared:
        page = whole(contexts["en"], scenario)
        texts = (*page.told, *(each.words for each in page.headlines))
        assert not any(" pp" in text or text.startswith("pp") for text in texts)
        assert not any(" to " in re.sub(r"\([^()]*\)", "", e) for e in page.told[:1])


def test_a_saving_that_care_not_given_carries_says_so(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    found = context.found(context.comparison.compared[0])
    saving, half = Estimate(-1e8, -2e8, -1e8, -5e7, 0), Estimate(-4e7, -5e7, -4e7, -3e7, 0)
    for forgone, told in ((saving, True), (half, False)):
        payers = tuple(
            replace(each, net=saving, forgone=forgone) if each.name == "health_insurers" else each
            for each in found.payers
        )
        rows = payer_rows(context, replace(found, payers=payers), "million")
        (name,) = (row[0] for row in rows if row[0].startswith("Health insurers"))
        assert ("care not given" in name) == told


def test_all_who_provide_services_are_counted_as_one(contexts: dict[str, Context]) -> None:
    context = contexts["en"]
    supplied = by_institution(context)
    found = dict(owners(context))
    assert found[PROVIDERS[0]] == sum(len(supplied.get(each, ())) for each in PROVIDERS)
    assert not set(PROVIDERS[1:]) & set(found)
    said = list(unknown(context))[1]
    assert f"({found[PROVIDERS[0]]}) can be supplied by providers of services" in said
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_the_first_number_is_of_people_and_staff_only_where_there_is_no_other(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    for scenario in context.comparison.compared:
        first, others = people(context, context.found(scenario))
        if "taff" in first.words:
            assert first.words.startswith("full-time equivalents, ")
            assert not any("(9 in 10 futures)" in text for text in others)


def test_a_change_under_a_hundredth_of_its_level_is_no_example_of_what_grows_worse(
    contexts: dict[str, Context],
) -> None:
    context = contexts["en"]
    found = context.found(context.comparison.compared[0])
    named = "people in debt enforcement"
    for level, told in ((31_000.0, False), (100.0, True)):
        loads = tuple(
            replace(
                load,
                reference=Estimate(level, level, level, level, 0),
                difference=Estimate(4.0, 2.0, 4.0, 9.0, 0),
                more=1.0,
                fewer=0.0,
            )
            if load.outcome.name == "people_in_debt_enforcement"
            else replace(load, more=0.0, fewer=1.0)
            for load in found.loads
        )
        text = next(not_counted(context, replace(found, loads=loads)))
        assert (named in text.lower()) == told
