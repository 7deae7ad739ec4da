"""No sentence says more than its interval, whatever the numbers."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.analysis.money import Odds
from kpsim.document.money_sentences import payer_sentence
from kpsim.document.sentences import difference_cell, listed, load_sentence, worse_cell
from kpsim.report.findings import Estimate, Load, Payer
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
    low: float, middle: float, high: float, *, kept: float = 5000.0, chance: bool = False
) -> Load:
    difference = Estimate((low + high) / 2, low, middle, high, (high - low) / 100)
    reference = Estimate(kept, 0.9 * kept, kept, 1.1 * kept, kept / 1000)
    worse = 1.0 if low > 0 else 0.0 if high < 0 else 0.6
    outcome = replace(OUTCOME, chance=chance)
    return Load(outcome, "2027–2036", reference, difference, worse, is_event=False)


@given(st.tuples(FINITE, FINITE, FINITE).map(sorted))
def test_a_range_over_zero_is_never_said_as_more_or_fewer(ends: list[float]) -> None:
    sentence = load_sentence(load(*ends), "en", years=10)
    if ends[0] < 0 < ends[2] and max(-ends[0], ends[2]) >= 1.5:
        assert "cannot tell" in sentence
    else:
        assert "cannot tell" not in sentence


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
        "Bed-days: 41 days more over 10 years than with the services kept (9 in 10 futures: 26 to "
        "63); with them 5,000."
    )


def test_czech_says_the_same() -> None:
    assert load_sentence(load(26.2, 41.3, 63.1), "cs", years=10).replace("\u00a0", " ") == (
        "Ošetřovací dny: za 10 let o 41 dnů více než při zachování služeb (9 z 10 vývojů: 26 až "
        "63); při zachování 5 000."
    )


def test_a_range_over_zero_is_said_to_be_undecided() -> None:
    assert load_sentence(load(-12, 8, 30), "en", years=10).replace("\u00a0", " ") == (
        "Bed-days: the model cannot tell whether there will be more or fewer; 9 in 10 futures lie "
        "between 12 fewer and 30 more days over 10 years (with the services kept: 5,000); it is "
        "worse in 6 of 10 futures."
    )


def test_small_counts_are_whole_and_foresee_no_case() -> None:
    sentence = load_sentence(load(0, 2, 4.2, chance=True), "en", years=10).replace("\u00a0", " ")
    assert sentence == (
        "Bed-days: 9 in 10 futures 0 to 4 more days over 10 years; single cases the model does not "
        "foresee."
    )


def test_a_bound_that_is_not_zero_is_not_printed_as_zero() -> None:
    sentence = load_sentence(load(20, 120, 350), "en", years=10).replace("\u00a0", " ")
    assert "20 to 350" in sentence


@given(st.tuples(FINITE, FINITE, FINITE).map(sorted))
def test_a_sentence_prints_the_digits_of_its_table(ends: list[float]) -> None:
    made = load(*ends)
    digits = re.findall(r"[\d,.]+", difference_cell(made, "en"))
    sentence = load_sentence(made, "en", years=10)
    if "cannot tell" not in sentence and " than with " in sentence:
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


def payer(low: float, high: float) -> Payer:
    net = Estimate((low + high) / 2, low, (low + high) / 2, high, 1e4)
    return Payer("region", True, net, net, net, None, None, Odds(0.5, 0, 0.5))


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (2e6, 8e6, "Region: CZK 5.0 million (9 in 10 futures: 2.0 to 8.0) a year more to pay."),
        (-8e6, -2e6, "Region: a saving of CZK 5.0 million (9 in 10 futures: 2.0 to 8.0) a year."),
        (
            -8e6,
            2e6,
            "Region: the model cannot tell whether it saves or pays; on average CZK −3.0 million "
            "(9 in 10 futures: −8.0 to 2.0) a year.",
        ),
    ],
)
def test_a_payer_saves_or_pays_only_where_its_range_says_so(
    low: float, high: float, words: str
) -> None:
    assert (
        payer_sentence(payer(low, high), "en", name="Region", scale="million").replace(
            "\u00a0", " "
        )
        == words
    )
