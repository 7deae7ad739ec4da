"""Money has a type: crowns of different years, or real and nominal ones, do not add."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpsim.errors import ParameterError, UnitError
from kpsim.inputs.indices import history_factor
from kpsim.ledger.amounts import Amount

crowns = st.floats(-1e12, 1e12)
years = st.integers(2010, 2025)


def test_adding_2019_crowns_to_2025_crowns_is_an_error() -> None:
    with pytest.raises(UnitError, match="CZK2025 cannot be turned into CZK2019"):
        Amount(100.0, 2019) + Amount(100.0, 2025)


def test_real_and_nominal_crowns_do_not_add() -> None:
    with pytest.raises(UnitError, match="real and nominal crowns of 2025 do not add"):
        Amount(100.0, 2025) + Amount(100.0, 2025, nominal=True)


def test_a_nominal_amount_has_no_other_price_year() -> None:
    with pytest.raises(UnitError, match="a nominal amount of 2019 has no other price year"):
        Amount(100.0, 2019, nominal=True).in_prices_of(2025, "cpi")


def test_a_share_needs_both_sides_in_one_year() -> None:
    assert Amount(5.0, 2025).share_of(Amount(20.0, 2025)) == 0.25
    with pytest.raises(UnitError):
        Amount(5.0, 2025).share_of(Amount(20.0, 2024))


def test_a_price_year_outside_all_records_is_refused() -> None:
    with pytest.raises(UnitError, match="price year 1900 is outside 1995 to 2040"):
        Amount(1.0, 1900)


def test_2024_crowns_become_2025_crowns_by_the_published_inflation_of_that_year() -> None:
    # The statistical office published 2.5 % for 2025: 1,000 becomes 1,025.
    assert Amount(1000.0, 2024).in_prices_of(2025, "cpi").value == pytest.approx(1025.0)


def test_two_years_of_inflation_multiply() -> None:
    # 2.4 % in 2024 and 2.5 % in 2025: 1,000 x 1.024 x 1.025 = 1,049.60.
    assert Amount(1000.0, 2023).in_prices_of(2025, "cpi").value == pytest.approx(1049.6)


def test_wages_carry_by_the_published_averages() -> None:
    # 34,110 CZK in 2019 and 49,215 CZK in 2025.
    assert history_factor("wages", 2019) == pytest.approx(49_215 / 34_110)


def test_an_index_without_data_for_a_year_names_its_span() -> None:
    with pytest.raises(ParameterError, match="index 'wages' has no figure for 2003; it covers"):
        Amount(1.0, 2003).in_prices_of(2025, "wages")


@given(a=crowns, b=crowns, year=years)
def test_amounts_of_one_year_add_as_numbers_do(a: float, b: float, year: int) -> None:
    whole = Amount(a, year) + Amount(b, year)
    assert whole.value == a + b
    assert whole.price_year == year
    assert (whole - Amount(b, year)).value == pytest.approx(a, abs=1e-3)


@given(a=st.floats(1, 1e9), year=years, factor=st.floats(0, 10))
def test_carrying_and_multiplying_can_change_places(a: float, year: int, factor: float) -> None:
    first = (Amount(a, year) * factor).in_prices_of(2025, "cpi")
    second = factor * Amount(a, year).in_prices_of(2025, "cpi")
    assert first.value == pytest.approx(second.value)


@given(a=st.floats(1, 1e9), year=years)
def test_carrying_there_and_back_changes_nothing(a: float, year: int) -> None:
    there = Amount(a, year).in_prices_of(2025, "wages")
    assert there.in_prices_of(year, "wages").value == pytest.approx(a)
