"""The verdict: inside the interval, better than naive forecasts, and not by being wide."""

import numpy as np
import pytest

from kpsim.validation.case_tables import ExpectTable
from kpsim.validation.expectations import Counted, expectation_of
from kpsim.validation.scoring import judge


def verdict(low, high, *, observed, bounds=None, measure="ratio_to_no_cut", depth=0.5):
    """Judge draws spread evenly between two ends of a 90 % interval."""
    ends = {} if bounds is None else {"low": bounds[0], "high": bounds[1]}
    above = {"above": 0.0} if measure == "probability" else {}
    table = {
        "what": {"cs": "x", "en": "x"},
        "outcome": "recorded_users",
        "measure": measure,
        "months": 12,
        "observed": observed,
        **ends,
        **above,
    }
    width = (high - low) / 0.9
    draws = low - width * 0.05 + width * np.linspace(0, 1, 2001)
    null = {"cumulative_difference": 0.0, "probability": 0.0}.get(measure, 1.0)
    base = 100.0 if measure == "cumulative_difference" else null
    found = Counted(draws, no_effect=null, base=base)
    return judge(expectation_of(ExpectTable.model_validate(table)), found, depth=depth)


def test_a_narrow_interval_around_what_was_seen_passes():
    assert verdict(1.2, 1.4, observed=1.3).verdict == "pass"


def test_an_interval_beside_what_was_seen_fails():
    assert verdict(1.05, 1.2, observed=1.3).verdict == "fail"


def test_an_interval_that_holds_no_effect_and_twice_the_effect_says_nothing():
    assert verdict(0.9, 1.8, observed=1.3).verdict == "uninformative"


def test_an_interval_that_only_just_misses_no_effect_can_still_be_too_wide_to_beat_it():
    judged = verdict(1.01, 8.0, observed=1.05)
    assert judged.score > judged.score_no_effect
    assert judged.verdict == "fail"


def test_a_forecast_in_proportion_to_the_cut_must_be_beaten_too():
    judged = verdict(1.1, 1.9, observed=1.5, depth=0.5)
    assert judged.score_proportional == 0
    assert judged.verdict == "fail"


def test_the_score_of_an_interval_that_holds_the_value_is_its_width():
    judged = verdict(-10.0, 30.0, observed=20.0, measure="cumulative_difference")
    assert judged.score == pytest.approx(40.0)


def test_what_lies_outside_costs_twenty_times_its_distance():
    judged = verdict(-10.0, 30.0, observed=31.0, measure="cumulative_difference")
    assert judged.score == pytest.approx(40.0 + 20 * 1.0)
    assert judged.score_no_effect == pytest.approx(20 * 31.0)
    assert judged.score_proportional == pytest.approx(20 * (50.0 - 31.0))


def test_a_ratio_is_scored_on_its_logarithm_so_doubling_and_halving_weigh_alike():
    up = verdict(1.9, 2.1, observed=2.0, depth=0.9)
    down = verdict(1 / 2.1, 1 / 1.9, observed=0.5, depth=0.9)
    assert up.score == pytest.approx(down.score, rel=0.01)
    assert up.score_no_effect == pytest.approx(down.score_no_effect)


def test_a_total_cut_in_proportion_forecasts_zero_which_nothing_can_confirm():
    assert verdict(0.5, 0.7, observed=0.6, depth=1.0).score_proportional == np.inf


class TestWhereNothingWasSeen:
    def test_an_interval_nobody_would_see_passes(self):
        assert verdict(0.97, 1.03, observed=1.0).verdict == "pass"

    def test_an_interval_that_may_show_says_nothing(self):
        assert verdict(0.9, 1.01, observed=1.0).verdict == "uninformative"

    def test_an_effect_the_model_is_sure_of_fails(self):
        assert verdict(1.1, 1.2, observed=1.0).verdict == "fail"

    def test_a_printed_range_takes_the_place_of_the_usual_band(self):
        assert verdict(0.9, 1.1, observed=1.0, bounds=(0.85, 1.2)).verdict == "pass"


class TestAnEvent:
    def event(self, happened_in, *, observed):
        found = Counted(
            np.repeat([0.0, 1.0], [1000 - happened_in, happened_in]), no_effect=0.0, base=0.0
        )
        table = {
            "what": {"cs": "x", "en": "x"},
            "outcome": "outbreak_has_begun",
            "measure": "probability",
            "above": 0.0,
            "months": 12,
            "observed": observed,
        }
        return judge(expectation_of(ExpectTable.model_validate(table)), found, depth=0.5)

    def test_that_the_model_expects_in_nearly_all_futures_passes(self):
        assert self.event(970, observed=1.0).verdict == "pass"

    def test_that_some_futures_have_says_nothing(self):
        assert self.event(200, observed=1.0).verdict == "uninformative"

    def test_that_almost_no_future_has_fails(self):
        assert self.event(20, observed=1.0).verdict == "fail"

    def test_shows_the_share_of_futures_not_the_median_of_zeros_and_ones(self):
        assert self.event(200, observed=1.0).median == pytest.approx(0.2)


def test_overlap_is_the_share_of_the_observed_range_inside_the_interval():
    judged = verdict(1.0, 10.0, observed=10.0, bounds=(1.0, 100.0))
    assert judged.overlap == pytest.approx(0.5)
