"""The fixed grading rule, recomputed, and what grades do."""

from pathlib import Path

import numpy as np
import pytest

from kpsim.errors import ParameterError
from kpsim.inputs.distributions import fit
from kpsim.inputs.grades import Grades, load_grades, rule_grade, worst
from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.records import GRADES, Record, Source
from kpsim.inputs.shrinkage import share_beyond_null
from tests.unit.parameter_folder import load, record

EFFECT = {
    "role": '"effect"',
    "null": "1.0",
    "design": '"trial"',
    "scale": '"log"',
    "place": '"other"',
    "source": '"effects:OST-01"',
    "interval": '"ci"',
    "grade": '"D"',
    "low": "0.9",
    "high": "4.4",
}


@pytest.fixture(scope="module")
def grades() -> Grades:
    return load_grades(params_folder())


def effect(tmp_path: Path, **keys: str) -> Record:
    one = load(tmp_path, record("one", **{**EFFECT, **keys})).records["one"]
    assert isinstance(one, Record)
    return one


def source(confidence: str) -> dict[str, Source]:
    return {"effects:X": Source(title="x", confidence=confidence)}


@pytest.mark.parametrize(
    ("design", "place", "confidence", "expected"),
    [
        ("trial", "CZ", "high", "A"),
        ("trial", "other", "high", "B"),
        ("trial", "other", "medium", "C"),
        ("quasi_experiment", "other", "medium-high", "C"),
        ("before_after", "LK", "high", "C"),
        ("cohort", "EU", "high", "C"),
        ("meta_analysis", "EU", "high", "B"),
        ("trial", "CZ", "low-medium", "D"),
        ("judgement", "CZ", "high", "D"),
        ("trial", "CZ", "who knows", "D"),
    ],
)
def test_the_rule_reads_the_table(
    design: str, place: str, confidence: str, expected: str, tmp_path: Path, grades: Grades
) -> None:
    one = effect(tmp_path, design=f'"{design}"', place=f'"{place}"')
    assert rule_grade(one, source(confidence), grades) == expected


def test_the_weakest_cited_row_decides(tmp_path: Path, grades: Grades) -> None:
    both = source("high") | {"effects:Y": Source(title="y", confidence="low")}
    assert rule_grade(effect(tmp_path, place='"CZ"'), both, grades) == "D"


def test_a_meta_analysis_of_trials_may_come_from_abroad(tmp_path: Path, grades: Grades) -> None:
    one = effect(tmp_path, design='"meta_analysis"', studies='"trials"')
    assert rule_grade(one, source("high"), grades) == "A"
    assert grades.shrinkage_class(one) == "trial"


def test_observational_studies_are_shrunk_as_quasi_experiments(
    tmp_path: Path, grades: Grades
) -> None:
    one = effect(tmp_path, design='"meta_analysis"')
    assert grades.shrinkage_class(one) == "quasi_experiment"


def test_a_range_is_never_grade_a(tmp_path: Path, grades: Grades) -> None:
    one = effect(tmp_path, interval='"range"', place='"CZ"')
    assert rule_grade(one, source("high"), grades) == "B"


def test_worse_grades_widen_and_scatter_more(grades: Grades) -> None:
    widening = [grades.widening[grade] for grade in GRADES]
    noise = [grades.transfer_noise[grade] for grade in GRADES]
    assert widening[0] == 1
    assert widening == sorted(widening)
    assert noise == sorted(noise)


def test_every_class_of_study_has_a_range_of_belief(grades: Grades) -> None:
    classes = {grades.shrinkage_as.get(name, name) for name in grades.rule} - {"figure"}
    assert classes == set(grades.shrinkage)
    assert all(0 < low <= high <= 1 for low, high in grades.shrinkage.values())


def test_an_assumption_is_not_widened_again(tmp_path: Path, grades: Grades) -> None:
    one = load(tmp_path, record("one")).records["one"]
    assert isinstance(one, Record)
    assert grades.widening_of(one) == 1
    assert grades.widening_of(effect(tmp_path)) == grades.widening["D"]


def test_the_share_beyond_the_null_agrees_with_a_plain_simulation(
    tmp_path: Path, grades: Grades
) -> None:
    one = effect(tmp_path)
    fitted = fit(one, width=grades.widening["D"])
    random = np.random.default_rng(1)
    count = 200_000
    found = np.log(fitted.ppf(random.random(count)))
    low, high = grades.shrinkage["trial"]
    used = random.uniform(low, high, count) * found
    noise = grades.transfer_noise["D"]
    used += noise * random.standard_normal(count) - noise**2 / 2
    # Three standard errors of the simulated share.
    assert share_beyond_null(one, fitted, grades) == pytest.approx((used < 0).mean(), abs=0.003)


def test_an_excuse_lets_a_weak_effect_stay_on_one_side(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="beyond its null"):
        effect(tmp_path, low="1.8", high="2.2222")
    one = effect(tmp_path, low="1.8", high="2.2222", beyond_null_impossible='"dead stay dead"')
    assert one.beyond_null_impossible == "dead stay dead"


def test_worst_of_some_grades() -> None:
    assert worst("A", "D", "B") == "D"


def test_no_shipped_record_is_graded_better_than_the_rule() -> None:
    parameters = load_parameters()
    better = []
    for name, one in parameters.columns.items():
        cited = {key: parameters.sources[key] for key in one.source if key in parameters.sources}
        allowed = rule_grade(one, cited, parameters.grades)
        if GRADES.index(one.grade) < GRADES.index(allowed):
            better.append((name, one.grade, allowed))
    assert better == []
