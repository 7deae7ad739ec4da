"""Fits hit what the record says, and quantiles are those of scipy."""

import math
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from kpsim.inputs.distributions import FitError, Fitted, fit, worst_miss
from kpsim.inputs.records import Label, Record

POSITIVE = st.floats(1e-3, 1e6)
RATIO = st.floats(1.02, 20)
LEVEL = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.992])


def record(**keys: Any) -> Record:
    usual: dict[str, Any] = {
        "label": Label(cs="Číslo", en="Number"),
        "unit": "1",
        "role": "definition",
        "source": "assumption",
        "place": "CZ",
        "period": "2025",
        "grade": "D",
        "collected_on": date(2026, 11, 21),
    }
    return Record(**{**usual, **keys})


def quantiles(fitted: Fitted, *probabilities: float) -> list[float]:
    return [float(x) for x in fitted.ppf(np.array(probabilities))]


@given(POSITIVE, RATIO, LEVEL)
def test_a_lognormal_hits_median_and_bounds(median: float, ratio: float, level: float) -> None:
    low, high = median / ratio, median * ratio
    one = record(value=median, low=low, high=high, level=level, distribution="lognormal")
    tail = (1 - level) / 2
    assert quantiles(fit(one), tail, 0.5, 1 - tail) == pytest.approx([low, median, high], rel=1e-9)


@given(st.floats(-1e4, 1e4), st.floats(1e-2, 1e4), LEVEL)
def test_a_normal_hits_median_and_bounds(median: float, half: float, level: float) -> None:
    one = record(
        value=median, low=median - half, high=median + half, level=level, distribution="normal"
    )
    tail = (1 - level) / 2
    found = quantiles(fit(one), tail, 0.5, 1 - tail)
    assert found == pytest.approx([median - half, median, median + half], abs=1e-7)


@settings(max_examples=60)
@given(st.floats(0.3, 200), st.floats(0.3, 200), LEVEL)
def test_a_beta_is_found_again_from_its_quantiles(a: float, b: float, level: float) -> None:
    tail = (1 - level) / 2
    low, median, high = stats.beta.ppf([tail, 0.5, 1 - tail], a, b)
    assume(low > 1e-6 and high < 1 - 1e-6)
    one = record(value=median, low=low, high=high, level=level, distribution="beta", role="share")
    assert fit(one).parameters == pytest.approx((a, b), rel=1e-4)


@settings(max_examples=60)
@given(st.floats(0.3, 500), st.floats(1e-3, 1e4), LEVEL)
def test_a_gamma_is_found_again_from_its_quantiles(
    shape: float, scale: float, level: float
) -> None:
    tail = (1 - level) / 2
    low, median, high = stats.gamma.ppf([tail, 0.5, 1 - tail], shape, scale=scale)
    assume(low > 1e-9)
    one = record(value=median, low=low, high=high, level=level, distribution="gamma")
    assert fit(one).parameters == pytest.approx((shape, scale), rel=1e-4)


@settings(max_examples=60)
@given(st.floats(0.02, 0.98), st.floats(1.05, 8))
def test_a_beta_hits_the_median_and_the_width_whatever_the_shape(
    median: float, odds_ratio: float
) -> None:
    odds = median / (1 - median)
    low, high = (odds / odds_ratio, odds * odds_ratio)
    low, high = low / (1 + low), high / (1 + high)
    one = record(value=median, low=low, high=high, level=0.9, distribution="beta", role="share")
    found_low, found, found_high = quantiles(fit(one), 0.05, 0.5, 0.95)
    assert found == pytest.approx(median, abs=1e-9)
    width = math.log(found_high / (1 - found_high)) - math.log(found_low / (1 - found_low))
    assert width == pytest.approx(2 * math.log(odds_ratio), rel=1e-6)


@pytest.mark.parametrize("family", ["pert", "triangular"])
@pytest.mark.parametrize("kind", ["median", "mean", "mode"])
def test_peaked_families_put_the_value_where_the_kind_says(family: str, kind: str) -> None:
    one = record(value=0.4, low=0.1, high=0.9, distribution=family, kind=kind)
    fitted = fit(one)
    u = (np.arange(100_000) + 0.5) / 100_000
    x = fitted.ppf(u)
    found = {"median": np.median(x), "mean": x.mean(), "mode": fitted.parameters[1]}[kind]
    assert found == pytest.approx(0.4, abs=1e-6)
    assert (x.min() > 0.1, x.max() < 0.9) == (True, True)


@pytest.mark.parametrize("family", ["lognormal", "gamma", "beta", "normal"])
def test_a_mean_is_a_mean(family: str) -> None:
    one = record(value=0.3, low=0.2, high=0.42, level=0.9, distribution=family, kind="mean")
    u = (np.arange(200_000) + 0.5) / 200_000
    assert fit(one).ppf(u).mean() == pytest.approx(0.3, abs=1e-4)


def test_a_uniform_spans_its_ends() -> None:
    one = record(value=3, low=1, high=5, distribution="uniform")
    assert quantiles(fit(one), 0.25, 0.5) == pytest.approx([2, 3])


def test_a_fixed_value_is_itself() -> None:
    assert quantiles(fit(record(value=7, distribution="fixed")), 0.01, 0.99) == [7, 7]


@settings(max_examples=40)
@given(
    st.sampled_from(["lognormal", "gamma", "beta", "pert", "triangular", "uniform"]),
    st.floats(1.0, 2.5),
)
def test_widening_widens_and_stays_inside_the_possible(family: str, width: float) -> None:
    ends = {} if family in ("pert", "triangular", "uniform") else {"level": 0.9}
    one = record(value=0.5, low=0.1, high=0.9, distribution=family, role="share", **ends)
    if family == "gamma":
        one = one.model_copy(update={"low": 0.35, "high": 0.68})
    if family == "lognormal":
        one = one.model_copy(update={"low": 0.4, "high": 0.625})
    plain, wide = quantiles(fit(one), 0.05, 0.95), quantiles(fit(one, width=width), 0.05, 0.95)
    assert wide[0] <= plain[0] + 1e-9
    assert wide[1] >= plain[1] - 1e-9
    extreme = quantiles(fit(one, width=width), 1e-9, 1 - 1e-9)
    assert 0 < extreme[0] < extreme[1] <= 1


def test_widening_multiplies_the_standard_deviation_of_the_logarithm() -> None:
    one = record(value=2, low=1, high=4, level=0.9, distribution="lognormal")
    assert fit(one, width=1.8).parameters[1] == pytest.approx(1.8 * fit(one).parameters[1])


def test_truncation_keeps_draws_inside_and_their_order() -> None:
    one = record(
        value=6, low=3, high=12, level=0.9, distribution="lognormal", truncate={"low": 2.2}
    )
    x = fit(one).ppf(np.linspace(1e-6, 1 - 1e-6, 1001))
    assert x.min() >= 2.2
    assert (np.diff(x) > 0).all()


def test_a_normal_price_never_falls_below_zero() -> None:
    one = record(value=1, low=0, high=2, level=0.5, distribution="normal", role="price")
    assert fit(one).ppf(np.array([1e-12]))[0] >= 0


def test_a_normal_growth_rate_may() -> None:
    one = record(value=0, low=-1, high=1, level=0.9, distribution="normal", role="rate")
    assert quantiles(fit(one), 0.05)[0] == pytest.approx(-1)


def test_a_lopsided_interval_is_a_miss() -> None:
    one = record(value=1460, low=1230, high=1480, level=0.9, distribution="lognormal")
    assert worst_miss(one) == pytest.approx(0.43, abs=0.01)


def test_an_interval_too_wide_for_the_family_is_refused() -> None:
    one = record(value=0.5, low=1e-290, high=0.9, level=0.9, distribution="beta")
    with pytest.raises(FitError, match="pert"):
        fit(one)


def test_a_fit_gives_the_same_digits_twice() -> None:
    one = record(value=0.3, low=0.2, high=0.42, level=0.9, distribution="beta")
    assert fit(one).parameters == fit(one).parameters


@pytest.mark.parametrize(
    ("family", "expected"),
    [
        ("pert", stats.beta(1 + 4 * 0.375, 1 + 4 * 0.625, loc=0.1, scale=0.8)),
        ("triangular", stats.triang(0.375, loc=0.1, scale=0.8)),
    ],
)
def test_quantiles_and_probabilities_are_those_of_scipy(family: str, expected: Any) -> None:
    fitted = fit(record(value=0.4, low=0.1, high=0.9, distribution=family, kind="mode"))
    u = np.array([0.01, 0.3, 0.5, 0.99])
    assert fitted.ppf(u) == pytest.approx(expected.ppf(u))
    assert fitted.cdf(0.37) == pytest.approx(expected.cdf(0.37))
