"""The table of the benchmarks, without the minutes they take."""

import pytest

from benchmarks.__main__ import LOOP_OF, Measured, row, with_loops
from benchmarks.cases import cases


def test_every_ratio_is_per_draw():
    loop = Measured("loop", 8, seconds=8.0, mebibytes=100.0)
    fast = Measured("one scenario", 2048, seconds=20.48, mebibytes=1500.0)
    assert row(fast, loop) == "| one scenario | 2,048 | 20.5 | 10.00 | 1,500 MiB | 100× |"


def test_a_case_that_does_not_fit_says_so():
    lost = Measured("one scenario", 100_000, seconds=None, mebibytes=None)
    assert row(lost, None) == "| one scenario | 100,000 | did not finish | – | – | – |"


def test_the_loop_runs_before_what_is_compared_with_it():
    assert with_loops(["one", "all"]) == ["one_loop", "one", "all_loop", "all"]


@pytest.mark.parametrize("name", LOOP_OF)
def test_every_comparison_names_cases_that_exist(name):
    assert {name, LOOP_OF[name]} <= set(cases())
