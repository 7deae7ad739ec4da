"""The range readers are shown is the one a run draws, not the one a record says."""

import numpy as np
import pytest

from kpsim.inputs.draws import columns, draw
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.used_range import DRAWS, SEED, used_ends, used_range
from kpsim.report.explanation import used_span


@pytest.fixture(scope="module")
def parameters() -> ParameterSet:
    return load_parameters()


def test_it_is_that_of_the_draws_of_a_run(parameters: ParameterSet) -> None:
    drawn = columns(draw(parameters, seed=SEED, draws=DRAWS, view="central"), parameters)
    assert any(record.distribution != "fixed" for record in parameters.columns.values())
    for key, record in parameters.columns.items():
        if record.distribution != "fixed":
            expected = tuple(np.quantile(drawn[key], (0.05, 0.95)))
            assert used_ends(parameters, key) == pytest.approx(expected, rel=1e-12), key


def test_a_fixed_number_has_none(parameters: ParameterSet) -> None:
    fixed = [key for key, each in parameters.columns.items() if each.distribution == "fixed"]
    assert fixed
    assert {used_range(parameters, key) for key in fixed} == {None}
    assert {used_span(parameters, key, "en") for key in fixed} == {"–"}


def test_an_assumption_that_is_no_effect_is_drawn_as_its_record_says(
    parameters: ParameterSet,
) -> None:
    record = parameters.columns["youth_offence_damage"]
    found = used_range(parameters, "youth_offence_damage")
    assert record.is_assumption
    assert record.level == 0.9
    assert found == pytest.approx((record.low, record.high), rel=0.02)


def test_weak_evidence_is_drawn_wider_than_its_record_says(parameters: ParameterSet) -> None:
    record = parameters.columns["hcv_course_cost"]
    low, high = used_range(parameters, "hcv_course_cost") or (0.0, 0.0)
    assert record.grade == "D"
    assert low < (record.low or 0.0)
    assert high > (record.high or 0.0)
