"""The fixed table that grades evidence, and what a grade does to a number."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from kpsim.errors import ParameterError, Problem, problem
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.records import GRADES, STRICT, Grade, Place, Record, Source, is_placeholder

Confidence = Literal["high", "medium", "low"]
StudyClass = Literal[
    "figure",
    "meta_analysis_trials",
    "meta_analysis_observational",
    "trial",
    "quasi_experiment",
    "cohort",
    "before_after",
    "model",
    "judgement",
]


class Row(BaseModel):
    """Grades by confidence."""

    model_config = STRICT
    high: Grade
    medium: Grade
    low: Grade


class Rule(BaseModel):
    """Grades of one class of study, at home and abroad."""

    model_config = STRICT
    home: Row
    abroad: Row


class Best(BaseModel):
    """The best grade each circumstance allows."""

    model_config = STRICT
    definition: Grade
    assumption: Grade
    placeholder: Grade
    range: Grade
    assumed: Grade


class Weak(BaseModel):
    """Which grades are weak, and how much of a weak prior must lie beyond the null."""

    model_config = STRICT
    grades: list[Grade]
    least_beyond_null: float


class SharedCause(BaseModel):
    """How strongly records with one cause move together."""

    model_config = STRICT
    correlation: float = Field(ge=0, lt=1)


class Grades(BaseModel):
    """Everything in `params/grades.toml`."""

    model_config = STRICT
    home: list[Place]
    confidence: dict[str, Confidence]
    rule: dict[StudyClass, Rule]
    best: Best
    widening: dict[Grade, Annotated[float, Field(ge=1)]]
    transfer_noise: dict[Grade, Annotated[float, Field(ge=0)]]
    shrinkage: dict[str, Annotated[list[float], Field(min_length=2, max_length=2)]]
    shrinkage_as: dict[str, str]
    weak: Weak
    shared_cause: SharedCause

    def widening_of(self, record: Record) -> float:
        """Return the factor on a record's width; an assumption's width is ours already."""
        return 1.0 if record.is_assumption else self.widening[record.grade]

    def shrinkage_class(self, record: Record) -> str:
        """Name the class of studies an effect is shrunk with."""
        return self.shrinkage_as.get(record.study_class, record.study_class)

    def is_weak(self, record: Record) -> bool:
        """Tell whether the floor view sets this effect to its null."""
        return record.role == "effect" and record.grade in self.weak.grades


def load_grades(folder: Path) -> Grades:
    """Read `grades.toml` of a parameter folder."""
    path = folder / "grades.toml"
    grades, problems = validated(Grades, read_toml(path), place=place_of(path))
    if grades is None:
        raise ParameterError(problems)
    return grades


def worst(*grades: Grade) -> Grade:
    """Return the worst of some grades.

    >>> worst("A", "C", "B")
    'C'
    """
    return max(grades, key=GRADES.index)


def rule_grade(record: Record, sources: Mapping[str, Source], grades: Grades) -> Grade:
    """Return the best grade the fixed table allows for a record that cites these sources."""
    if record.is_definition:
        return grades.best.definition
    if record.is_assumption:
        return grades.best.assumption
    allowed = [_by_table(record, source, grades) for source in sources.values()]
    if record.interval == "range":
        allowed.append(grades.best.range)
    if record.interval == "assumed":
        allowed.append(grades.best.assumed)
    if any(is_placeholder(key) for key in sources):
        allowed.append(grades.best.placeholder)
    return worst(*allowed)


def _by_table(record: Record, source: Source, grades: Grades) -> Grade:
    words = source.confidence or "not stated"
    # A word the table does not know says nothing good about the figure.
    confidence = grades.confidence.get(words, "low")
    rule = grades.rule[record.study_class]  # type: ignore[index]
    row = rule.home if record.place in grades.home else rule.abroad
    return row.model_dump()[confidence]  # type: ignore[no-any-return]


def grade_problems(
    record: Record, sources: Mapping[str, Source], grades: Grades, *, place: str
) -> list[Problem]:
    """Report a record that is graded better than the table allows."""
    allowed = rule_grade(record, sources, grades)
    if GRADES.index(record.grade) >= GRADES.index(allowed):
        return []
    sentence = (
        "is {grade}, but the rule in grades.toml allows {allowed} at best (source {source}, place"
        " {where}, interval {interval}); write {allowed}, or correct what the record says of these"
    )
    values = {"source": ", ".join(record.source), "where": record.place}
    return [
        problem(
            f"{place}.grade",
            sentence,
            grade=record.grade,
            allowed=allowed,
            interval=record.interval,
            **values,
        )
    ]
