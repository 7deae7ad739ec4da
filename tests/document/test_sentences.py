"""No sentence says more than its interval, whatever the numbers."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.document.group_sentences import group_sentences
from kpsim.document.load_cells import difference_cell, worse_cell
from kpsim.document.sentences import listed, load_sentence
from kpsim.report.findings import Estimate, Load
from kpsim.results import Outcome, Text

OUTCOME = Outcome(
    "beds",
    Text("Ošetřovací dny", "Bed-days"),
    Text("dnů za rok", "days a year"),
    "health",
    "sum",
    "up",
    headline=True,
)
FINITE = st.floats(min_value=-1e5, max_value=1e5, allow_nan=False)


def load(
    low: float,
    middle: float,
    high: float,
    *,
    kept: float = 5000.0,
    chance: bool = False,
    over_zero: float = 0.6,
    none: float = 0.0,
) -> Load:
    difference = Estimate((low + high) / 2, low, middle, high, (high - low) / 100)
    reference = Estimate(kept, 0.9 * kept, kept, 1.1 * kept, kept / 1000)
    more = 1.0 if low > 0 else 0.0 if high < 0 else over_zero
    outcome = replace(OUTCOME, chance=chance)
    fewer = 1 - more - none
    return Load(outcome, "2027–2036", reference, difference, more, fewer, is_event=False)


def test_a_bound_printed_as_zero_is_no_fall_where_a_rise_is_likely() -> None:
    ends = Estimate(300, -17, 120, 1600, 60)
    nights = replace(load(-17, 120, 1600, over_zero=0.94), difference=ends)
    (sentence,) = group_sentences([nights], "en", years=10)
    assert "0 to 1,600" in sentence
    assert "more at all in 94% of futures" in sentence
    assert difference_cell(nights, "en").replace("\u00a0", " ") == "+100 (0 to 1,600)"
    unsure = replace(nights, more=0.5, fewer=0.5)
    assert "cannot tell" in next(group_sentences([unsure], "en", years=10))


@given(st.tuples(FINITE, FINITE, FINITE).map(sorted))
def test_a_range_over_zero_is_never_said_as_more_or_fewer(ends: list[float]) -> None:
    sentence = load_sentence(load(*ends), "en", years=10)
    spans = ends[0] < 0 < ends[2] and max(-ends[0], ends[2]) >= 1.5
    if spans and min(-ends[0], ends[2]) >= 0.5:
        assert "cannot tell" in sentence
    elif spans:
        assert " at all in " in sentence
    else:
        assert "cannot tell" not in sentence
        assert " at all in " not in sentence


@given(st.tuples(FINITE, FINITE, FINITE).map(sorted))
def test_the_direction_is_that_of_the_whole_range(ends: list[float]) -> None:
    sentence = load_sentence(load(*ends), "en", years=10)
    if ends[0] > 0 and " more " in sentence:
        assert " fewer " not in sentence
    if ends[2] < 0 and ends[0] < -1.5:
        assert " fewer " in sentence


@given(st.tuples(FINITE, FINITE, FINITE).map(sorted), st.sampled_from(["cs", "en"]))
def test_no_slot_is_left_and_no_negative_zero_is_printed(ends: list[float], language: str) -> None:
    sentence = load_sentence(load(*ends), language, years=10)
    assert "{" not in sentence
    assert not re.search(r"[−-]0(?![.,\d])", sentence)


def test_a_difference_is_said_with_its_range_and_the_level_kept() -> None:
    assert load_sentence(load(26.2, 41.3, 63.1), "en", years=10).replace("\u00a0", " ") == (
        "Bed-days: 41 days more over 10 years (9 in 10 futures: 26 to 63); with the services kept "
        "5,000 (in the median future a change under 1%)."
    )


def test_czech_says_the_same() -> None:
    assert load_sentence(load(26.2, 41.3, 63.1), "cs", years=10).replace("\u00a0", " ") == (
        "Ošetřovací dny: za 10 let o 41 dnů více (9 z 10 vývojů: 26 až 63); při zachování služeb "
        "5 000 (uprostřed rozpětí změna pod 1 %)."
    )


@pytest.mark.parametrize("low", [0.0, 26.0])
@pytest.mark.parametrize(("kept", "told"), [(5000.0, True), (4000.0, False)])
def test_a_sure_change_whose_middle_is_under_a_hundredth_says_so(
    low: float, kept: float, told: bool
) -> None:
    sentence = load_sentence(load(low, 41.3, 63.1, kept=kept), "en", years=10)
    assert ("in the median future a change under 1%" in sentence.replace("\u00a0", " ")) == told


def test_a_range_over_zero_is_said_to_be_undecided() -> None:
    assert load_sentence(load(-12, 8, 30), "en", years=10).replace("\u00a0", " ") == (
        "Bed-days: the model cannot tell whether there will be more or fewer; 9 in 10 futures lie "
        "between 12 fewer and 30 more days over 10 years (with the services kept: 5,000); more in "
        "60% of futures."
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (
            0.949,
            "more in 95% of futures (very likely), but the range includes no change and a fall",
        ),
        (
            0.895,
            "more in 90% of futures (very likely), but the range includes no change and a fall",
        ),
        (0.894, "more in 89% of futures (likely), but the range includes no change and a fall"),
        (0.655, "more in 66% of futures (likely), but the range includes no change and a fall"),
        (0.654, "the model cannot tell"),
        (0.346, "the model cannot tell"),
        (0.344, "fewer in 66% of futures (likely), but the range includes no change and a rise"),
        (
            0.104,
            "fewer in 90% of futures (very likely), but the range includes no change and a rise",
        ),
    ],
)
def test_a_side_that_the_scale_calls_likely_is_told_with_the_range(
    share: float, words: str
) -> None:
    made = load(-2, 8, 30, over_zero=share)
    sentence = load_sentence(made, "en", years=10).replace("\u00a0", " ")
    assert words in sentence
    assert "between 2 fewer and 30 more days" in sentence


def test_most_futures_without_a_change_are_no_undecided_direction() -> None:
    made = load(-33, 0, 2, over_zero=0.19, none=0.7)
    sentence = load_sentence(made, "en", years=10).replace("\u00a0", " ")
    assert sentence.startswith(
        "Bed-days: no change in 70% of futures; 9 in 10 lie between 33 fewer"
    )
    (joint,) = group_sentences([made], "en", years=10)
    assert "bed-days (70%, fewer in 11%, more in 19%)" in joint


def test_a_bound_under_half_a_case_beyond_zero_counts_as_zero_and_says_how_often() -> None:
    made = load(-0.31, 3, 70, over_zero=0.89)
    sentence = load_sentence(made, "en", years=10).replace("\u00a0", " ")
    assert "3 days more over 10 years (9 in 10 futures: 0 to 70), more at all in 89%" in sentence
    assert difference_cell(made, "en").replace("\u00a0", " ") == "+3 (0 to 70)"


def test_a_middle_that_rounds_to_zero_beside_a_sure_direction_is_not_called_none() -> None:
    made = load(0.1, 0.4, 6.2)
    sentence = load_sentence(made, "en", years=10).replace("\u00a0", " ")
    assert "0 to 6 days more over 10 years in 9 of 10 futures, less than 1 in the median" in (
        sentence
    )
    assert difference_cell(made, "en").replace("\u00a0", " ") == "under 1 more (0 to 6)"
    fewer = difference_cell(load(-6.2, -0.4, -0.1), "en").replace("\u00a0", " ")
    assert fewer == "under 1 fewer (−6 to 0)"


def test_a_middle_of_most_futures_without_a_change_is_zero() -> None:
    made = load(-9, 0, 0, over_zero=0.0, none=0.88)
    assert difference_cell(made, "en").replace("\u00a0", " ") == "0 (−9 to 0)"


@pytest.mark.parametrize(
    ("ends", "more", "none", "cell"),
    [
        ((-1, 0.3, 2), 0.83, 0.0, "under 1 more (−1 to 2)"),
        ((-1, -0.3, 2), 0.17, 0.0, "under 1 fewer (−1 to 2)"),
        ((-9, 0.06, 0.3), 0.65, 0.0, "0 (−9 to 0)"),
        ((-33, 0, 2), 0.19, 0.69, "0 (−33 to 2)"),
        ((-5, 0, 0), 0.03, 0.48, "0 (−5 to 0)"),
        ((-400, 3, 500), 0.6, 0.0, "under 10 more (−400 to 500)"),
    ],
)
def test_a_middle_that_rounds_to_zero_agrees_with_the_share_beside_it(
    ends: tuple[float, float, float], more: float, none: float, cell: str
) -> None:
    made = load(*ends, over_zero=more, none=none)
    assert difference_cell(made, "en").replace("\u00a0", " ") == cell


@pytest.mark.parametrize(("points", "cell"), [(0.2, "at most ±0.5 pp"), (0.9, "+0.9 pp")])
def test_a_probability_that_moves_by_less_than_half_a_point_is_unchanged(
    points: float, cell: str
) -> None:
    outcome = replace(OUTCOME, unit=Text("pravděpodobnost", "probability"), aggregate="end")
    difference = Estimate(points / 100, 0, 0, 0, 0)
    event = replace(load(0, 0, 1), outcome=outcome, is_event=True, difference=difference)
    assert difference_cell(event, "en").replace("\u00a0", " ") == cell
    (sentence,) = group_sentences([event], "en", years=10)
    assert ("practically unchanged" in sentence) == (points < 0.5)


def test_sure_but_slight_changes_are_said_together_with_how_slight() -> None:
    slight = [load(5, 14, 40), load(5, 15, 41)]
    (sentence,) = group_sentences(slight, "en", years=10)
    sentence = sentence.replace("\u00a0", " ")
    assert "by less than a hundredth of their level" in sentence
    assert sentence.count("bed-days (5 to 4") == 2


@pytest.mark.parametrize(("share", "words"), [(0.92, "90 to 95%"), (0.72, "66 to 90%")])
def test_a_slight_change_that_touches_zero_is_told_to_be_slight(share: float, words: str) -> None:
    made = load(-0.3, 8, 30, over_zero=share)
    (sentence,) = group_sentences([made], "en", years=10)
    assert sentence.replace("\u00a0", " ") == (
        f"These rise in {words} of futures, but by less than a hundredth of their level with the "
        "services kept: bed-days (0 to 30 days more)."
    )
    (large,) = group_sentences([load(-0.3, 8, 30, over_zero=share, kept=40)], "en", years=10)
    assert "hundredth" not in large


def test_a_sure_rise_whose_least_is_printed_as_zero_is_told_by_its_most() -> None:
    (sentence,) = group_sentences([load(0.2, 2, 9)], "en", years=10)
    assert "(in 19 of 20 futures at most 9 days more)" in sentence.replace("\u00a0", " ")
    (fewer,) = group_sentences([load(-9, -2, -0.2)], "en", years=10)
    assert fewer.startswith("These fall")


def test_a_middle_under_a_hundredth_of_the_level_is_said_to_be_so() -> None:
    small, large = load(-20, 8, 90, over_zero=0.7), load(-20, 60, 90, over_zero=0.7)
    told_large, told_small = group_sentences([small, large], "en", years=10, ranges=True)
    assert "in the median future by less than a hundredth" in told_small.replace("\u00a0", " ")
    assert "bed-days (10 days more over 10 years, 9 in 10 futures: −20 to 90; a rise in 70%" in (
        told_small.replace("\u00a0", " ")
    )
    assert "hundredth" not in told_large
    assert "60 days more" in told_large.replace("\u00a0", " ")


def test_undecided_changes_are_said_to_be_small_only_where_all_are() -> None:
    small, large = load(-20, 10, 30), load(-20, 10, 90)
    assert "a\u00a0hundredth" in next(group_sentences([small], "en", years=10))
    (joint,) = group_sentences([small, large], "en", years=10)
    assert "hundredth" not in joint


@pytest.mark.parametrize(("kept", "told"), [(5000.0, True), (200.0, False)])
def test_a_few_cases_of_very_many_are_practically_none(kept: float, told: bool) -> None:
    made = load(-2, 1, 4, over_zero=0.72, kept=kept)
    (sentence,) = group_sentences([made], "en", years=10)
    assert ("practically unchanged" in sentence) == told
    assert ("(between 2 fewer and 4 more days)" in sentence.replace("\u00a0", " ")) == told


def test_what_is_computed_from_a_load_is_told_no_surer_than_that_load() -> None:
    outcomes = (replace(OUTCOME, name=name) for name in ("recorded_users", "official_estimate"))
    recorded, estimate = (
        replace(load(-57, -1, 2, over_zero=more), outcome=outcome)
        for more, outcome in zip((0.35, 0.31), outcomes, strict=True)
    )
    assert "is likely" in next(group_sentences([estimate], "en", years=10))
    (joint,) = group_sentences([recorded, estimate], "en", years=10)
    joint = joint.replace("\u00a0", " ")
    assert joint.startswith("In most futures these fall")
    assert "a fall in 65%" in joint
    assert "a fall in 69%" in joint
    (undecided,) = group_sentences(
        [replace(recorded, more=0.55, fewer=0.45), estimate], "en", years=10
    )
    assert undecided.startswith("The model cannot tell")


def test_a_slight_change_over_zero_is_never_said_to_be_sure() -> None:
    over = [load(-0.9, 3, 9), load(-0.9, 3, 9)]
    (sentence,) = group_sentences(over, "en", years=10)
    assert sentence.startswith("The model cannot tell")


def test_small_counts_are_whole_and_told_by_their_range_first() -> None:
    sentence = load_sentence(load(0, 2, 4.2, chance=True), "en", years=10).replace("\u00a0", " ")
    assert sentence == (
        "Bed-days: 0 to 4 days more over 10 years in 9 of 10 futures, 2 in the median future "
        "(with the services kept: 5,000)."
    )


def test_a_side_few_futures_reach_is_told_as_no_change_in_most() -> None:
    made = load(-9, -0.2, 0.3, over_zero=0.88, none=0.0)
    (joint,) = group_sentences([made], "en", years=10, ranges=True)
    assert joint.replace("\u00a0", " ") == (
        "No change in most futures (their share in brackets): bed-days (88%; 9 in 10 futures: 0 to "
        "9 days fewer over 10 years; with the services kept 5,000)."
    )


def test_a_change_that_some_futures_lack_is_not_said_to_be_in_95_percent() -> None:
    (sentence,) = group_sentences([load(0, 3, 9)], "en", years=10)
    assert "at least 95%" not in sentence


def test_a_bound_that_is_not_zero_is_not_printed_as_zero() -> None:
    sentence = load_sentence(load(20, 120, 350), "en", years=10).replace("\u00a0", " ")
    assert "20 to 350" in sentence


@given(st.tuples(FINITE, FINITE, FINITE).map(sorted))
def test_a_sentence_prints_the_digits_of_its_table(ends: list[float]) -> None:
    made = load(*ends)
    digits = re.findall(r"[\d,.]+", difference_cell(made, "en"))
    sentence = load_sentence(made, "en", years=10)
    if " more over " in sentence and " at all " not in sentence:
        assert all(each in sentence for each in digits)


def test_a_change_too_small_to_speak_of_has_neither_direction_nor_odds() -> None:
    made = load(0.2, 0.4, 0.9)
    assert difference_cell(made, "en") == "at most ±1"
    assert worse_cell(made, "en") == "–"


def test_names_in_a_sentence_begin_small_but_abbreviations_do_not() -> None:
    assert listed(["Deaths", "HIV", "Nights"], "en") == "deaths, HIV and nights"
    assert listed(["Blízcí, kteří hledali", "Úmrtí"], "cs") == "blízcí, kteří hledali a\xa0úmrtí"


def test_less_than_one_case_has_no_direction() -> None:
    sentence = load_sentence(load(0.2, 0.4, 0.9), "en", years=10).replace("\u00a0", " ")
    assert sentence == "Bed-days: practically no change by the model (at most 1 day over 10 years)."


def test_nothing_is_said_to_change_where_nothing_does() -> None:
    assert load_sentence(load(0, 0, 0), "en", years=10) == "Bed-days: no change by the model."
