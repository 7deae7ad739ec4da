"""Price history and drawn price paths."""

import numpy as np
import pytest

from kpsim.errors import ParameterError
from kpsim.inputs.indices import FUTURE, Array, draw_indices, history_factor

YEARS = tuple(range(2026, 2041))
CERTAIN = {
    "cpi_growth_next_year": 0.016,
    "cpi_growth_second_year": 0.021,
    "long_run_cpi_growth": 0.02,
    "real_wage_growth_next_year": 0.04,
    "real_wage_growth_second_year": 0.029,
    "real_wage_growth": 0.02,
    "service_cost_spread": -0.004,
    "cpi_shock": 0.0,
    "real_wage_shock": 0.0,
    "service_cost_shock": 0.0,
    "wage_price_correlation": -0.5,
    "shock_persistence": 0.4,
}
SHOCKS = {"cpi_shock": 0.012, "real_wage_shock": 0.015, "service_cost_shock": 0.01}


def values(draws: int, **changed: float) -> dict[str, Array]:
    numbers = {**CERTAIN, **changed}
    return {name: np.full((1, 1, 1, draws), number) for name, number in numbers.items()}


def test_prices_of_2018_are_raised_by_the_inflation_of_every_later_year() -> None:
    expected = 1.028 * 1.032 * 1.038 * 1.151 * 1.107 * 1.024 * 1.025
    assert history_factor("cpi", 2018) == pytest.approx(expected, rel=1e-12)


def test_wages_of_2018_are_raised_by_the_ratio_of_the_published_means() -> None:
    assert history_factor("wages", 2018) == pytest.approx(49215 / 31885, rel=1e-12)


def test_the_cost_of_services_has_no_history_of_its_own_and_follows_wages() -> None:
    assert history_factor("service_cost", 2016) == history_factor("wages", 2016)


def test_statutory_benefits_follow_consumer_prices() -> None:
    assert history_factor("statute", 2012) == history_factor("cpi", 2012)


def test_money_without_an_index_is_not_raised() -> None:
    assert history_factor("none", 1995) == 1.0


def test_a_factor_between_two_past_years_is_the_quotient_of_their_factors() -> None:
    between = history_factor("wages", 2015, 2019)
    assert between == pytest.approx(history_factor("wages", 2015) / history_factor("wages", 2019))


def test_a_year_without_a_figure_is_an_error_that_names_index_and_year() -> None:
    with pytest.raises(ParameterError) as error:
        history_factor("wages", 2009)
    assert str(error.value) == (
        "params/indices.toml: index 'wages' has no figure for 2009; it covers 2010 to 2025; "
        "use a price year inside that span or add the year with its source"
    )


def test_an_unknown_index_gets_a_suggestion() -> None:
    with pytest.raises(ParameterError, match=r"unknown index 'wage'; did you mean 'wages'"):
        history_factor("wage", 2020)


def test_without_shocks_the_paths_are_the_forecasts_chained() -> None:
    paths = draw_indices(values(1), seed=1, years=YEARS)
    assert paths.cpi[:3, 0] == pytest.approx([1.016, 1.016 * 1.021, 1.016 * 1.021 * 1.02])
    first_wages = 1.016 * 1.04
    assert paths.wages[0, 0] == pytest.approx(first_wages)
    assert paths.service_cost[0, 0] == pytest.approx(first_wages - 0.004)


def test_shocks_to_prices_begin_after_the_two_forecast_years() -> None:
    paths = draw_indices(values(256, **SHOCKS), seed=1, years=YEARS)
    assert np.ptp(paths.cpi[1]) == 0
    assert np.std(paths.cpi[2] / paths.cpi[1]) == pytest.approx(0.012 * np.sqrt(1 - 0.16), rel=0.05)


def test_the_same_seed_gives_the_same_paths_and_more_draws_change_none() -> None:
    few = draw_indices(values(256, **SHOCKS), seed=7, years=YEARS)
    many = draw_indices(values(512, **SHOCKS), seed=7, years=YEARS)
    assert np.array_equal(few.service_cost, many.service_cost[:, :256])
    other = draw_indices(values(256, **SHOCKS), seed=8, years=YEARS)
    assert not np.array_equal(few.cpi, other.cpi)


def test_a_shorter_run_has_the_same_first_years() -> None:
    long = draw_indices(values(256, **SHOCKS), seed=7, years=YEARS)
    short = draw_indices(values(256, **SHOCKS), seed=7, years=YEARS[:5])
    assert np.array_equal(short.wages, long.wages[:5])


def test_real_wages_fall_where_prices_jump() -> None:
    paths = draw_indices(values(1024, **SHOCKS), seed=3, years=YEARS)
    prices = paths.cpi[2] / paths.cpi[1]
    real = paths.wages[2] / paths.wages[1] / prices
    # The records ask for -0.5; a thousand draws leave a few hundredths.
    assert np.corrcoef(prices, real)[0, 1] == pytest.approx(-0.5, abs=0.06)


def test_an_index_is_one_before_its_path_begins() -> None:
    paths = draw_indices(values(4), seed=1, years=YEARS)
    assert np.array_equal(paths.at("wages", 2025), np.ones(4))
    assert np.array_equal(paths.of("none"), np.ones((15, 4)))


def test_every_record_of_the_future_is_used() -> None:
    assert set(FUTURE) == set(CERTAIN)
