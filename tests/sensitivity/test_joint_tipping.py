"""Two numbers together on toys whose line of the flip is known."""

import numpy as np
import pytest
from scipy import stats

from kpsim.inputs.draws import scores
from kpsim.sensitivity.joint_tipping import joint

DRAWS = 8192
NAMES = ("first", "second")
BOTH = (scores(1, "first", DRAWS), scores(1, "second", DRAWS))
"""Two independent standard normal numbers."""


def found(outcome, draws=BOTH):
    """The outcome of a toy at percentiles of two normal numbers, as the model would give it."""

    def medians(pairs):
        return [float(outcome(*stats.norm.ppf(pair))) for pair in pairs]

    return joint(NAMES, medians, values=lambda _, levels: stats.norm.ppf(levels), draws=draws)


def test_the_flip_of_a_sum_is_where_both_give_half_and_the_chance_is_that_of_the_sum():
    one = found(lambda x, y: x + y - 3)
    assert one.up == (True, True)
    assert one.values == pytest.approx((1.5, 1.5), abs=0.01)
    assert one.levels == pytest.approx(stats.norm.cdf((1.5, 1.5)), abs=0.001)
    assert one.probability == pytest.approx(stats.norm.sf(3 / np.sqrt(2)), abs=4 * one.error)
    assert 0 < one.error < 0.005
    assert one.beyond == int((BOTH[0] + BOTH[1] > 3).sum())


def test_each_number_moves_the_way_that_is_worst_for_the_conclusion():
    one = found(lambda x, y: 3 * x - y + 4)
    assert one.up == (False, True)
    assert one.values == pytest.approx((-1.0, 1.0), abs=0.01)
    assert one.levels[0] == pytest.approx(1 - one.levels[1])
    assert one.probability == pytest.approx(stats.norm.sf(4 / np.sqrt(10)), abs=4 * one.error)


def test_a_flip_that_only_both_together_bring_is_found():
    one = found(lambda x, y: 2 - np.maximum(x, 0) * np.maximum(y, 0))
    assert one.values == pytest.approx((np.sqrt(2), np.sqrt(2)), abs=0.01)


def test_no_pair_is_an_answer_with_the_outcome_of_the_worst_corner():
    one = found(lambda x, y: x + y - 9)
    assert one.values is None
    assert one.levels is None
    assert one.plane is None
    assert one.probability == 0
    assert one.corner == pytest.approx(2 * stats.norm.ppf(0.99) - 9)


def test_an_outcome_that_is_zero_throughout_does_not_flip():
    assert found(lambda x, y: 0.0 * x * y).values is None


def test_the_chance_is_counted_where_the_two_numbers_go_together():
    common = (BOTH[0], BOTH[0])
    one = found(lambda x, y: x + y - 3, draws=common)
    assert one.probability == pytest.approx(stats.norm.sf(1.5), abs=0.001)
