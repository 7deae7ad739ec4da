"""Units: conversion is a factor, unlike things do not mix, and misspelt names get a suggestion."""

import numpy as np
import pytest

from kpsim.engine.units import convert, engine_unit, parse, write
from kpsim.errors import UnitError


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (1.2, "1/year", "1/month", 0.1),
        (1, "year", "month", 12),
        (365.25, "day", "month", 12),
        (7, "day", "week", 1),
        (1, "day", "hour", 24),
        (12, "CZK2018/person/year", "CZK2018/month/person", 1),
        (35, "percent", "1", 0.35),
        (35, "%", "1", 0.35),
        (2, "million*CZK2025", "CZK2025", 2_000_000),
        (1348, "CZK2018/person/day", "CZK2018/person/month", 1348 * 365.25 / 12),
    ],
)
def test_an_amount_is_converted_by_a_factor(value, source, target, expected):
    assert convert(value, source, target) == pytest.approx(expected, rel=1e-12)


def test_arrays_are_converted_as_a_whole():
    np.testing.assert_allclose(convert(np.array([12.0, 24.0]), "1/year", "1/month"), [1, 2])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("person/year", "person/month"),
        ("CZK2018/FTE/day", "CZK2018/FTE/month"),
        ("1/year", "1/month"),
        ("percent", "1"),
        ("1", "1"),
        ("bed", "bed"),
        ("QALY/person/year", "QALY/person/month"),
        ("hour/week/person", "1/person"),
    ],
)
def test_the_engine_counts_in_months_and_things(written, expected):
    assert engine_unit(written) == expected
    assert parse(expected).factor == 1
    assert write(parse(expected).base) == expected


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        (
            "CZK2018",
            "CZK2025",
            "params/justice.toml: bill.unit: CZK2018 cannot be turned into CZK2025; they count "
            "different things (CZK2018 and CZK2025)",
        ),
        (
            "person/year",
            "death/month",
            "params/justice.toml: bill.unit: person/year cannot be turned into death/month; they "
            "count different things (person/month and death/month)",
        ),
        (
            "1/yaer",
            "1/month",
            "params/justice.toml: bill.unit: unit '1/yaer': unknown unit 'yaer'; did you mean "
            "'year'?",
        ),
        (
            "CZK/person",
            "CZK2025/person",
            "params/justice.toml: bill.unit: unit 'CZK/person': crowns need a price year; write "
            "for example CZK2025",
        ),
        (
            "person per month",
            "person/month",
            "params/justice.toml: bill.unit: unit 'person per month' cannot be read; write names "
            "joined by / and *, such as person/month",
        ),
    ],
)
def test_what_cannot_be_converted_is_refused_with_this_message(source, target, message):
    with pytest.raises(UnitError) as caught:
        convert(1.0, source, target, "params/justice.toml: bill.unit")
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["", "person//month", "/", "person+month", "person^", "(", "2 3"])
def test_a_text_that_is_no_unit_is_refused(text):
    with pytest.raises(UnitError, match="cannot be read"):
        parse(text)
