"""Values of parameters with their units, as readers see them."""

import pytest

from kpsim.wording.record_values import (
    digits_between,
    digits_only,
    ends_words,
    value_words,
    with_unit,
)
from kpsim.wording.units import least_unit, short
from kpsim.world import load_world


@pytest.fixture(scope="module")
def parameters():
    return load_world().parameters


@pytest.mark.parametrize(
    ("name", "value", "czech", "english"),
    [
        ("network_cost_scale", 0.914, "0,91×", "0.91×"),
        ("absorption_share", 0.075, "7,5 %", "7.5%"),
        ("service_cost_spread", -0.015, "−1,5 % za rok", "−1.5% per year"),
        ("addiction_share_of_removals", 0.395, "40 %", "40%"),
        ("hcv_course_cost", 62_203, "62 000 Kč na léčbu", "CZK 62,000 per course"),
        ("children_in_institutions_at_start", 340, "340 lidí", "340 people"),
        ("staff_at_start", 6.7, "6,7 úvazku", "6.7 full-time posts"),
        ("wage_price_correlation", -0.5, "−0,50", "−0.50"),
    ],
)
def test_a_value_has_its_unit_in_both_languages(parameters, name, value, czech, english):
    shown = [value_words(parameters, name, value, language) for language in ("cs", "en")]
    assert [text.replace("\u00a0", " ") for text in shown] == [czech, english]


def test_brief_values_leave_out_per_what_and_digits_alone_the_whole_unit(parameters):
    name = "hcv_course_cost"
    brief = value_words(parameters, name, 62_203, "cs", brief=True)
    assert brief.replace("\u00a0", " ") == "62 000 Kč"
    assert digits_only(parameters, name, 62_203, "en") == "62,000"
    record = parameters.columns[name]
    assert with_unit("Course", record, name, "en") == "Course (CZK per course)"


def test_two_values_that_differ_are_told_apart(parameters):
    assert digits_between(parameters, "network_cost_scale", (1.0, 1.02), "en") == 3
    assert digits_between(parameters, "network_cost_scale", (1.0, 1.0), "en") == 2


@pytest.mark.parametrize(
    ("ends", "english"),
    [
        ((0.0075, 4.2), ["0.0", "4.2"]),
        ((-3.0, -0.0052), ["−3.0", "0.0"]),
        ((0.53, 14.9), ["0.5", "15"]),
        ((0.033, 0.33), ["0.033", "0.33"]),
        ((4.48, 47), ["4", "47"]),
        ((0.996, 4.0), ["1.0", "4.0"]),
        ((0.0, 62), ["0", "62"]),
    ],
)
def test_ends_of_a_range_in_per_cent_are_no_finer_than_it_bears(ends, english):
    least = least_unit(*ends, in_percent=True)
    assert [short(end, "en", least=least) for end in ends] == english


def test_the_ends_of_a_parameter_are_no_finer_than_their_range_bears(parameters):
    ends = ends_words(parameters, "cpi_growth_second_year", (0.000075, 0.042), "en")
    assert ends == ("0.0%", "4.2%")
    assert ends_words(parameters, "network_cost_scale", (0.914, 1.24), "cs") == ("0,91×", "1,2×")
