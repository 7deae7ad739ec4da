"""exp and log against forty digits, and at the edges."""

import ctypes
import decimal
import itertools
import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpsim.engine.compiled.elementary import Block, write_exp, write_log
from kpsim.engine.compiled.target import Target, compiled, loaded, this_processor

LANES = 4
DIGITS = decimal.Context(prec=40, Emin=-99999, Emax=99999)
TARGETS = [Target(), this_processor()]


def vectorised(write, target):
    """Return a function of an array whose length is a multiple of four."""
    lines = []
    block = Block(LANES, lines.append, itertools.count())
    result = write(block, "%x")
    text = "\n".join(
        [
            "define void @f(ptr %from, ptr %to) {",
            f"%x = load {block.numbers}, ptr %from, align 8",
            *lines,
            f"store {block.numbers} {result}, ptr %to, align 8",
            "ret void",
            "}",
        ]
    )
    code = loaded(compiled(text, target), "f", (ctypes.c_void_p, ctypes.c_void_p))

    def function(values):
        given = np.resize(np.asarray(values, dtype=float), -(-len(values) // LANES) * LANES)
        found = np.empty_like(given)
        for first in range(0, len(given), LANES):
            code.call(given[first:].ctypes.data, found[first:].ctypes.data)
        return found[: len(values)]

    return function


EXP, LOG = ([vectorised(write, target) for target in TARGETS] for write in (write_exp, write_log))


def units_in_last_place(found, exact):
    """Return by how many units of the last place a number misses the exact one."""
    return abs(DIGITS.subtract(Decimal(found), exact)) / Decimal(math.ulp(float(exact)))


def worst(functions, values, exact):
    first, second = (function(values) for function in functions)
    assert first.tobytes() == second.tobytes()
    return max(
        units_in_last_place(float(found), exact(Decimal(float(value))))
        for value, found in zip(values, first, strict=True)
    )


def test_exp_misses_by_less_than_one_unit_in_the_last_place():
    generator = np.random.default_rng(1)
    values = [*generator.uniform(-708, 709.7, 4000), *generator.uniform(-1, 1, 4000)]
    assert worst(EXP, values, DIGITS.exp) < 1


def test_exp_of_tiny_results_misses_by_less_than_two_units():
    values = np.random.default_rng(2).uniform(-745, -708, 2000)
    assert worst(EXP, values, DIGITS.exp) < 2


def test_log_misses_by_less_than_one_unit_in_the_last_place():
    generator = np.random.default_rng(3)
    wide = 2.0 ** generator.uniform(-1074, 1023.9, 4000)
    near_one = 1 + generator.uniform(-0.3, 0.5, 4000)
    assert worst(LOG, [*wide, *near_one], DIGITS.ln) < 1


@settings(max_examples=300)
@given(st.floats(-708, 709))
def test_exp_of_any_number_is_right(value):
    assert worst(EXP, [value], DIGITS.exp) < 1


@settings(max_examples=300)
@given(st.floats(5e-324, 1.7e308, exclude_min=False).filter(lambda value: value != 1))
def test_log_of_any_number_is_right(value):
    assert worst(LOG, [value], DIGITS.ln) < 1


@pytest.mark.parametrize("function", EXP)
def test_exp_at_its_edges(function):
    largest = math.log(np.finfo(float).max)
    given = [0.0, -0.0, 1e-320, -1e-20, -746.0, -1e300, -math.inf, 709.79, 1e300, math.inf]
    expected = [1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, math.inf, math.inf, math.inf]
    np.testing.assert_array_equal(function(given), expected)
    assert np.isnan(function([math.nan])[0])
    assert math.isfinite(function([largest])[0])
    assert function([math.nextafter(largest, math.inf)])[0] == math.inf
    assert function([-745.0])[0] == 5e-324


@pytest.mark.parametrize("function", LOG)
def test_log_at_its_edges(function):
    given = [1.0, 0.0, -0.0, math.inf, 5e-324, 2.2e-308]
    expected = [0.0, -math.inf, -math.inf, math.inf, math.log(5e-324), math.log(2.2e-308)]
    np.testing.assert_array_equal(function(given), expected)
    assert np.isnan(function([math.nan, -5e-324, -1.0, -math.inf])).all()
