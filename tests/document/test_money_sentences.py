"""Sentences about crowns: what a range over zero lets them say, and against which budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.analysis.money import Odds
from kpsim.document.by_year import Year, years_across
from kpsim.document.money_sentences import (
    in_crowns,
    payer_sentence,
    side,
)
from kpsim.report.cells import share_of_budget, share_size
from kpsim.report.findings import Estimate, Payer, System
from kpsim.report.terminal_money import worse_off_cell

ANY = Odds(0.5, 0, 0.5)
FINITE = st.floats(min_value=-1e7, max_value=1e7, allow_nan=False)


def amount(low: float, high: float) -> Estimate:
    return Estimate((low + high) / 2, low, (low + high) / 2, high, 1e4)


def payer(low: float, high: float, *, more: float, odds: Odds = ANY) -> Payer:
    net = amount(low, high)
    return Payer("region", True, net, net, net, None, None, odds, more)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("low", "high", "more", "words"),
    [
        (
            2e6,
            8e6,
            1.0,
            "Region: CZK 5.0 million (9 in 10 futures: 2.0 to 8.0) a year more to pay.",
        ),
        (
            -8e6,
            -2e6,
            0.0,
            "Region: a saving of CZK 5.0 million (9 in 10 futures: 2.0 to 8.0) a year.",
        ),
        (
            -8e6,
            2e6,
            0.4,
            "Region: the model cannot tell whether it saves or pays; on average CZK −3.0 million "
            "(9 in 10 futures: −8.0 to 2.0) a year.",
        ),
        (
            -1e6,
            8e6,
            0.93,
            "Region: more to pay with probability 93% (very likely), on average CZK +3.5 million "
            "(9 in 10 futures: −1.0 to 8.0) a year; the range begins below zero.",
        ),
        (
            -8e6,
            1e6,
            0.3,
            "Region: a saving with probability 70% (likely), on average CZK −3.5 million (9 "
            "in 10 futures: −8.0 to 1.0) a year; the range ends above zero.",
        ),
    ],
)
def test_a_payer_saves_or_pays_as_surely_as_its_range_says(
    low: float, high: float, more: float, words: str
) -> None:
    found = payer(low, high, more=more)
    assert plain(payer_sentence(found, "en", name="Region", scale="million")) == words


@given(st.tuples(FINITE, FINITE).map(sorted), st.floats(0, 1))
def test_a_range_over_zero_is_never_said_without_its_signs(ends: list[float], more: float) -> None:
    net = amount(*ends)
    system = System("health", {"central": net}, more, "")
    sentence = in_crowns(system, "en", scale="million")
    if net.p05 < 0 < net.p95:
        assert side(net, more) in ("cannot tell", "likely more", "likely less")
        assert ("cannot tell" in sentence) == (1 - 0.66 < more < 0.66)
        assert "range that" in sentence or "cannot tell" in sentence
    else:
        assert "cannot tell" not in sentence
        assert "probability" not in sentence


@pytest.mark.parametrize(
    ("share", "table", "sentence"),
    [
        (0.0012, "+0.12% (0.06 to 0.24)", "0.12%"),
        (0.0003, "+0.03% (0.02 to 0.06)", "0.03%"),
        (0.00002, "less than 0.01%", "less than 0.01%"),
    ],
)
def test_a_share_of_a_budget_has_the_same_digits_in_tables_and_sentences(
    share: float, table: str, sentence: str
) -> None:
    found = Estimate(share, share / 2, share, share * 2, 0)
    assert share_of_budget(found, "en").replace("\u00a0", " ") == table
    assert share_size(found, "en") == sentence


@pytest.mark.parametrize(
    ("low", "high", "odds", "cell"),
    [
        (-3e6, 6e6, Odds(0.02, 0.97, 0.01), "not noticeable"),
        (1e5, 3e5, Odds(0.0, 1.0, 0.0), "more, not noticeably"),
        (-3e5, -1e5, Odds(0.0, 1.0, 0.0), "< 5%"),
        (-3e6, 6e6, Odds(0.15, 0.80, 0.05), "15%"),
        (2e6, 6e6, Odds(0.99, 0.01, 0.0), "> 95%"),
    ],
)
def test_odds_are_printed_unless_nearly_all_futures_go_unnoticed(
    low: float, high: float, odds: Odds, cell: str
) -> None:
    assert worse_off_cell(payer(low, high, more=0.5, odds=odds), "en") == cell


def year(low: float, high: float, share: float) -> Year:
    return Year(amount(low, high), share)


def test_years_across_zero_are_told_as_open_with_their_odds() -> None:
    by_year = {2029: year(-9e6, -5e6, 0), 2030: year(-2e5, 3e6, 0.89), 2031: year(-1e6, 2e6, 0.6)}
    (sentence,) = years_across(by_year, "en", higher=True)
    assert plain(sentence) == (
        "Yearly spending can be higher or lower than with the services kept in the years "
        "2030–2031; the mean is higher, most in 2030, by CZK 1.4 million (9 in 10 futures: −0.2 "
        "to 3.0); in that year spending is higher with probability 89% (likely)."
    )


def test_years_whose_whole_range_lies_across_are_claimed() -> None:
    by_year = {2029: year(-9e6, -5e6, 0), 2030: year(1e6, 3e6, 1), 2031: year(-1e6, 2e6, 0.6)}
    sure, undecided = years_across(by_year, "en", higher=True)
    assert plain(sure) == (
        "Yearly spending is higher than with the services kept in 2030, by CZK 2.00 million (9 in "
        "10 futures: 1.00 to 3.00)."
    )
    assert "can be higher or lower" in undecided
    assert " in 2031; " in undecided


def test_years_on_the_side_of_the_sum_are_not_told() -> None:
    by_year = {2029: year(-9e6, -5e6, 0), 2030: year(-1e4, 3e4, 0.8)}
    assert list(years_across(by_year, "en", higher=True)) == []
