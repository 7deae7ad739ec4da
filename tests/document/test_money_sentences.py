"""Sentences about crowns: what a range over zero lets them say, and against which budget."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.analysis.money import Odds, PerCrown
from kpsim.document.by_year import Year, growth, turn_of_sum, years_across
from kpsim.document.money_sentences import kinds_of_numbers, net_sentence, share_of_bearer, side
from kpsim.document.payer_sentences import (
    bearing_sentences,
    payer_sentence,
    saving_sentence,
    unsure_sentence,
    unsurely_bearing,
)
from kpsim.document.system_sentences import in_crowns
from kpsim.report.cells import share_of_budget, share_size
from kpsim.report.findings import Budget, Estimate, Findings, Measures, Money, Payer, System
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
        (-3e5, -1e5, Odds(0.0, 1.0, 0.0), "<\xa05%"),
        (-3e6, 6e6, Odds(0.15, 0.80, 0.05), "15%"),
        (2e6, 6e6, Odds(0.99, 0.01, 0.0), ">\xa095%"),
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


NONE = Estimate(0, 0, 0, 0, 0)
MEASURES = Measures({}, 1e-5, 1e5, None)


def purse(low: float, high: float, *, worse: float) -> Money:
    net = amount(low, high)
    per = PerCrown("caused per crown saved", 0, 0, 0, 1)
    return Money(*[NONE] * 6, net, net, net, per, worse)


def found(
    payers: tuple[Payer, ...] = (), *, worse: float = 0.0, **nets: tuple[float, float]
) -> Findings:
    money = {name: purse(*ends, worse=worse) for name, ends in nets.items()}
    return Findings("x", 2027, 2036, (), money, payers, (), MEASURES)


def test_the_purse_is_told_central_first_in_all_three_views() -> None:
    whole = found(floor=(-70e6, -50e6), central=(-60e6, -40e6), full=(-60e6, -10e6))
    assert plain(net_sentence(whole, "en", paid=6e6)) == (
        "Public budgets spend less: on average by about 83% of the CZK 6.0 million a year they pay "
        "for the services kept, that is by CZK 5.00 million a year. Over 10 years they spend CZK "
        "50.0 million (9 in 10 futures: 40.0 to 60.0) less in the central view, 60.0 (50.0 to "
        "70.0) less in the floor view and 35 (10 to 60) less in the full view."
    )


def test_a_view_over_zero_keeps_its_signs() -> None:
    whole = found(floor=(-70e6, -50e6), central=(-60e6, -40e6), full=(-60e6, 10e6))
    text = plain(net_sentence(whole, "en", paid=6e6))
    assert "minus: less is spent" in text
    assert "−25 (−60 to 10) in the full view" in text


@pytest.mark.parametrize(
    ("ends", "worse", "words"),
    [
        ((40e6, 60e6), 1.0, "Public budgets spend more: "),
        ((-40e6, 60e6), 0.6, "The model cannot tell whether public budgets spend more or less: "),
    ],
)
def test_the_purse_claims_no_more_than_its_range(
    ends: tuple[float, float], worse: float, words: str
) -> None:
    text = net_sentence(found(worse=worse, floor=ends, central=ends, full=ends), "en", paid=6e6)
    assert plain(text).startswith(words)


def test_shares_of_budgets_are_announced_only_where_some_are_told() -> None:
    net = amount(1e6, 3e6)
    system = System("health", {"central": net}, 1.0, "region")
    small = found()
    assert share_of_bearer(system, small) == 0
    budgets = {"region": Budget(1e9, 2025)}
    large = replace(small, measures=replace(MEASURES, budgets=budgets))
    assert share_of_bearer(system, large) == pytest.approx(0.002)
    assert "budget" not in kinds_of_numbers("en", shares=False)
    assert "at least 0.1%" in kinds_of_numbers("en", shares=True)


def test_income_is_lost_not_spent() -> None:
    lost = System("revenue", {"central": amount(1e6, 3e6)}, 1.0, "")
    assert plain(in_crowns(lost, "en", scale="million")) == (
        "In crowns (lost taxes and insurance) public budgets lose income: CZK 2.00 million (9 in "
        "10 futures: 1.00 to 3.00) a year."
    )
    open_ended = System("revenue", {"central": amount(-1e6, 3e6)}, 0.8, "")
    assert "CZK 1.0 million (9 in 10 futures: from 1.0 gained to 3.0 lost)" in plain(
        in_crowns(open_ended, "en", scale="million")
    )


def test_a_difference_whose_parts_have_signs_keeps_its_own() -> None:
    less = System("health", {"central": amount(-3e6, -1e6)}, 0.0, "")
    assert plain(in_crowns(less, "en", scale="million", signed=True)) == (
        "In crowns (health care) public budgets spend less, the difference is CZK −2.00 million (9 "
        "in 10 futures: −3.00 to −1.00) a year."
    )


def test_the_percent_is_of_the_amounts_as_printed() -> None:
    ends = (-723e6, -369e6)
    text = plain(net_sentence(found(floor=ends, central=ends, full=ends), "en", paid=58.52e6))
    # The mean is 54.6 a year, printed as 55: the percent is of the printed digits.
    printed = re.search(r"about ([\d.]+)% of the CZK ([\d.]+) million .* by CZK ([\d.]+) m", text)
    assert printed is not None
    share, paid, amount = map(float, printed.groups())
    assert abs(100 * amount / paid - share) <= 0.5


def test_those_that_save_are_told_in_one_sentence() -> None:
    one = replace(payer(-8e6, -2e6, more=0.0), name="city_of_liberec")
    shared = replace(one, name="region", share=Estimate(-0.0012, -0.002, -0.0012, -0.0005, 0))
    text = saving_sentence((shared, one), "en", scale="million")
    assert plain(text) == (
        "These save a year (in brackets 9 in 10 futures): Liberec Region 0.12% of the budget, that "
        "is CZK 5.0 million (2.0 to 8.0); city of Liberec CZK 5.0 million (2.0 to 8.0)."
    )
    carried = replace(one, forgone=amount(-6e6, -4e6))
    text = saving_sentence((carried,), "en", scale="million")
    assert "city of Liberec (care not given alone 5.00) CZK 5.0 million" in plain(text)


def test_payers_that_surely_pay_more_are_named_with_what_they_pay() -> None:
    noticed = Odds(1.0, 0.0, 0.0)
    much = replace(payer(2e5, 4e5, more=1.0), odds=noticed)
    little = replace(payer(1e4, 3e4, more=1.0), name="city_of_liberec")
    (sentence,) = bearing_sentences(found((much, little)), "en")
    assert plain(sentence) == (
        "In 19 of 20 futures or more these pay more a year: Liberec Region CZK 300 thousand (9 in "
        "10 futures: 200 to 400); city of Liberec (less than CZK 0.05 million)."
    )
    (bare,) = bearing_sentences(found((much, little)), "en", bare=True)
    assert "Liberec Region; city of Liberec (less than" in bare
    few, many = (
        plain(*bearing_sentences(found((much, *[little] * count)), "en")) for count in (2, 3)
    )
    assert "; city of Liberec, city of Liberec (less than CZK 0.05 million each)." in few
    assert "; others (3) less than CZK 0.05 million each." in many
    unsure = payer(-2e5, 4e5, more=0.6)
    assert list(bearing_sentences(found((unsure,)), "en")) == [
        "No public payer pays more in 9 of 10 futures or more."
    ]


def test_more_that_nobody_notices_is_said_to_be_so() -> None:
    unseen = replace(payer(1e5, 3e5, more=1.0), odds=Odds(0.0, 1.0, 0.0))
    seen = replace(unseen, name="city_of_liberec", odds=Odds(1.0, 0.0, 0.0))
    (sentence,) = bearing_sentences(found((unseen,)), "en")
    assert "these pay more a year, but not noticeably: Liberec Region" in plain(sentence)
    (sentence,) = bearing_sentences(found((unseen, seen)), "en")
    assert "noticeably" not in sentence


def test_a_payer_whose_range_begins_below_zero_has_its_own_probability() -> None:
    surely, open_ended = payer(2e6, 4e6, more=1.0), payer(-1e5, 11e5, more=0.92)
    sure, unsure = bearing_sentences(found((surely, open_ended)), "en")
    assert plain(sure).startswith("In 19 of 20 futures or more these pay more a year: Liberec")
    assert plain(unsure) == (
        "In 9 of 10 futures or more these pay more a year: Liberec Region (92% of futures) CZK "
        "+0.50 million (9 in 10 futures: −0.10 to 1.10)."
    )
    assert "9 of 10 futures or more" not in sure


def test_who_bears_more_on_average_is_told_with_a_direction_that_is_not_sure() -> None:
    leaning = payer(-3e6, 7e6, more=0.7)
    sure = replace(leaning, name="city_of_liberec", more=0.92)
    little = replace(payer(-3e4, 5e4, more=0.7), name="mpsv")
    less = replace(payer(-7e6, 3e6, more=0.3), name="health_insurers")
    assert unsurely_bearing(found((little, sure, leaning, less))) == (leaning,)
    assert plain(unsure_sentence((leaning,), "en", scale="million")) == (
        "On average these bear more a year, but the direction is not sure (in brackets 9 in 10 "
        "futures): Liberec Region CZK +2.0 million (−3.0 to 7.0)."
    )


def test_a_saving_that_grows_is_told_by_its_first_and_last_year() -> None:
    rising = {2027: year(-2e6, -1e6, 0), 2028: year(-5e6, -3e6, 0), 2029: year(-30e6, -10e6, 0)}
    assert plain(growth(rising, "en")).endswith(
        "on average it is CZK 1.5 million in 2027 and CZK 20.0 million (9 in 10 futures: 10.0 to "
        "30.0) in 2029."
    )


def test_a_saving_that_melts_is_told_with_its_best_year_and_what_is_left() -> None:
    melting = {2027: year(-30e6, -20e6, 0), 2028: year(-15e6, -5e6, 0), 2029: year(1e6, 9e6, 1)}
    (sentence,) = turn_of_sum(melting, "en", higher=True)
    assert plain(sentence) == (
        "The sum saved is largest in 2028 (CZK 35 million on average) and falls to CZK 30 million "
        "by 2029, the last year counted; in that year spending is higher by CZK 5.0 million on "
        "average. Later years are in no sum of money, though the model follows people further."
    )
    assert not list(turn_of_sum({2027: year(-3e6, -1e6, 0)}, "en", higher=True))
    growing = {2027: year(-3e6, -1e6, 0), 2028: year(-3e6, -1e6, 0)}
    assert not list(turn_of_sum(growing, "en", higher=True))
