from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from kpsim.wording import numbers
from kpsim.wording.numbers import NBSP, interval, number, percent, unbreakable


def test_the_width_of_the_interval_decides_the_rounding() -> None:
    text = interval(41.3, 26.2, 63.1)
    table = interval(41.3, 26.2, 63.1, finer=1)
    assert (text.centre, text.low, text.high) == tuple(map(Decimal, (40, 30, 60)))
    assert (table.centre, table.low, table.high) == tuple(map(Decimal, (41, 26, 63)))


@pytest.mark.parametrize(
    ("error", "centre"), [(0, "41"), (0.4, "41"), (1.0, "41"), (1.1, "40"), (10.1, "0")]
)
def test_a_coarser_monte_carlo_error_decides_instead(error: float, centre: str) -> None:
    assert interval(41.3, 26.2, 63.1, error=error, finer=1).centre == Decimal(centre)


def test_a_third_of_the_width_is_taken_in_decimals_not_in_binary() -> None:
    # 0.7 - 0.4 is 0.29999999999999993 in binary; a third of 0.3 is exactly 0.1.
    assert numbers.rounding_unit(0.4, 0.7) == Decimal("0.1")


def test_a_certain_value_keeps_two_digits_and_zero_stays_zero() -> None:
    assert interval(0.0123, 0.0123, 0.0123).centre == Decimal("0.012")
    assert interval(1234.0, 1234.0, 1234.0).centre == 1234
    assert interval(100.0, 99.99999999999999, 100.00000000000001).decimals == 0
    assert numbers.with_bounds(interval(30.0, 30.0, 30.0), "cs") == "30"
    assert number(interval(0, 0, 0).centre, "cs") == "0"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.5, 0, "3"),
        (-2.5, 0, "−3"),
        (-0.4, 0, "0"),
        (-0.04, 1, "0,0"),
        (2500, 0, "2 500"),
        (1234567.891, 2, "1 234 567,89"),
        (np.float64(-3.14), 1, "−3,1"),
        (Decimal("1E+2"), 0, "100"),
    ],
)
def test_czech_numbers(value: float, decimals: int, text: str) -> None:
    assert number(value, "cs", decimals=decimals) == text.replace(" ", NBSP)


def test_english_numbers_and_signs() -> None:
    assert number(1234.5, "en", decimals=1) == "1,234.5"
    assert number(12, "en", signed=True) == "+12"
    assert number(0, "cs", signed=True) == "0"
    assert number(-12, "en", signed=True) == "−12"


def test_percent_is_spaced_in_czech_and_closed_in_english() -> None:
    assert percent(0.05, "cs") == f"5{NBSP}%"
    assert percent(0.05, "en") == "5%"
    assert numbers.budget_percent(0.0004, "cs") == f"méně než 0,1{NBSP}%"
    assert numbers.budget_percent(0.0056, "en") == "0.6%"
    assert numbers.budget_percent(0, "en") == "0.0%"


def test_money_has_its_unit_on_the_right_side() -> None:
    assert numbers.money(40e6, "cs") == f"40{NBSP}mil.{NBSP}Kč"
    assert numbers.money(40e6, "en") == f"CZK{NBSP}40{NBSP}million"
    assert numbers.money(6.92e9, "cs", decimals=2) == f"6,92{NBSP}mld.{NBSP}Kč"
    assert numbers.money(94, "en") == f"CZK{NBSP}94"
    assert numbers.money(999_950, "cs", decimals=1, scale="million") == f"1,0{NBSP}mil.{NBSP}Kč"
    assert numbers.money_unit("million", "cs") == f"mil.{NBSP}Kč"


def test_one_scale_is_chosen_for_a_table() -> None:
    assert numbers.scale_for(-2e6, 3e9) == "billion"
    assert numbers.scale_for(0, -25_000) == "thousand"
    assert numbers.scale_for(0.0) == "one"


def test_ranges_use_a_dash_and_words_where_a_sign_would_meet_it() -> None:
    assert numbers.years(2027, 2036) == "2027–2036"
    assert numbers.years(2027, 2027) == "2027"
    assert numbers.span(5, 10, "cs") == "5–10"
    assert numbers.span(-12, 30, "cs") == "−12 až 30"
    assert numbers.with_bounds(interval(41.3, 26.2, 63.1), "cs") == f"40 (30{NBSP}až{NBSP}60)"


def test_dates_keep_day_and_month_together() -> None:
    assert numbers.date_text(date(2026, 11, 21), "cs") == f"21.{NBSP}11. 2026"
    assert numbers.date_text(date(2026, 11, 21), "en") == f"21{NBSP}November 2026"


@pytest.mark.parametrize(
    "text",
    [
        "k~lesu, s~prací, v~roce 2027 se změní",
        "peníze a~čas i~v~obci; U~soudu",
        "(v~9~z~10~vývojů)",
        "2~500~lidí a~1~234~567~Kč",
        "40~mil.~Kč ročně",
        "51,5~milionu~Kč",
        "5~% rozpočtu, § ~37".replace("§ ~", "§~"),
        "graf~3 a~tabulka~4",
        "zákon č.~108/2006~Sb.",
        "Firma s.~r.~o.",
        "do 30. června 2027 platí".replace("30. ", "30.~"),
        "dne 21.~11. 2026",
        "30 až 60~mil.~Kč",
    ],
)
def test_czech_lines_do_not_end_where_they_must_not(text: str) -> None:
    assert unbreakable(text.replace("~", " "), "cs").replace(NBSP, "~") == text


def test_joining_twice_changes_nothing() -> None:
    once = unbreakable("v 8 z 10 vývojů a 2 500 lidí", "cs")
    assert unbreakable(once, "cs") == once


@pytest.mark.parametrize(
    "text",
    [
        "CZK~40~million in Figure~3",
        "likely): CZK~+1.3~million, CZK~−2~million",
        "falls by 64.5 (CZK~million, central view)",
        "an average wage of 49,215~CZK, 51.5~million~CZK in all",
        "(§~94)",
    ],
)
def test_english_lines_do_not_end_where_they_must_not(text: str) -> None:
    assert unbreakable(text.replace("~", " "), "en").replace(NBSP, "~") == text
