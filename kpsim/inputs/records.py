"""What a parameter record and a source look like in a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

Grade = Literal["A", "B", "C", "D"]
GRADES: tuple[Grade, ...] = ("A", "B", "C", "D")
Family = Literal["beta", "gamma", "lognormal", "normal", "pert", "triangular", "uniform", "fixed"]
Role = Literal[
    "price", "effect", "stock", "rate", "duration", "share", "capacity", "definition", "switch"
]
Design = Literal[
    "trial", "quasi_experiment", "before_after", "meta_analysis", "cohort", "model", "judgement"
]
Place = Literal["CZ", "LK", "Liberec", "EU", "other"]
Interval = Literal["ci", "range", "assumed", "exact"]
Words = Annotated[str, Field(min_length=1)]

# A number of these roles cannot be below zero, whatever its distribution would allow.
# A rate can (growth), but only where its author chose the normal distribution.
POSITIVE_ROLES = frozenset({"price", "stock", "rate", "duration", "share", "capacity"})
FEWEST = 10
FEW = "fewer than 10"
"""What stands for an observed count of people below ten in anything that others read."""

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _as_list(found: Any) -> Any:
    return [found] if isinstance(found, str) else found


Sources = Annotated[
    list[Words],
    BeforeValidator(_as_list),
    Field(min_length=1),
    WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
]


class Label(BaseModel):
    """A name in Czech and English."""

    model_config = STRICT
    cs: Words
    en: Words


class Truncation(BaseModel):
    """The range outside which a number is never drawn, in the record's own unit."""

    model_config = STRICT
    low: float | None = None
    high: float | None = None


class Record(BaseModel):
    """One number of the model: what it is, how sure we are, and where it comes from."""

    model_config = STRICT
    label: Label
    unit: Words
    value: float
    kind: Literal["median", "mode", "mean"] = "median"
    distribution: Family
    low: float | None = None
    high: float | None = None
    level: float | None = Field(default=None, description="share of the probability inside")
    interval: Interval | None = Field(
        default=None,
        description="what low and high are: a confidence interval, a range the source prints, "
        "a width assumed by us, or nothing because the value is exact",
    )
    truncate: Truncation | None = None
    probability: bool = Field(
        default=False, description="a probability over the unit's time; loaded as a rate"
    )
    price_year: int | None = None
    index: Literal["wages", "cpi", "statute", "none"] | None = None
    marginal_share: str | None = None
    role: Role
    null: float | None = None
    design: Design | None = None
    studies: Literal["trials", "observational"] | None = Field(
        default=None, description="what a meta-analysis pooled; observational unless it says trials"
    )
    scale: Literal["log", "logit", "linear"] | None = None
    beyond_null_impossible: Words | None = None
    source: Sources
    where: str | None = None
    reason: Words | None = None
    owner: Words | None = None
    place: Place
    period: Words
    grade: Grade
    collected_on: date
    checked_on: date | None = None
    shared_cause: Words | None = None
    correlation: float | None = Field(default=None, ge=0, lt=1)
    scale_with: Literal["population"] | None = None
    note: str | None = None

    @property
    def is_money(self) -> bool:
        """Tell whether the unit counts crowns."""
        return "CZK" in self.unit

    @property
    def is_assumption(self) -> bool:
        """Tell whether nobody measured this."""
        return self.source == ["assumption"]

    @property
    def is_small_count(self) -> bool:
        """Tell whether this is an observed count of people below ten: no reader is to see it."""
        counted = self.unit == "person" and self.role == "stock"
        observed = not (self.is_assumption or self.is_definition)
        return counted and observed and abs(self.value) < FEWEST

    @property
    def is_definition(self) -> bool:
        """Tell whether this holds by definition."""
        return self.source == ["definition"]

    @property
    def study_class(self) -> str:
        """Name the class of study that decides grade and shrinkage."""
        if self.design == "meta_analysis":
            return f"meta_analysis_{self.studies or 'observational'}"
        return self.design or "figure"

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the range the number can be in at all."""
        if self.role == "share" or self.scale == "logit":
            return 0.0, 1.0
        growth = self.role == "rate" and self.distribution == "normal"
        positive = (self.role in POSITIVE_ROLES and not growth) or self.scale == "log"
        return 0.0 if positive else -float("inf"), float("inf")


@dataclass(frozen=True)
class RecordByElement:
    """A parameter with one record for each element of a dimension."""

    by: str
    label: Label
    unit: str
    role: Role
    elements: Mapping[str, Record]


class Source(BaseModel):
    """Where figures come from: one row of the collected evidence."""

    model_config = STRICT
    title: Words
    publisher: str | None = None
    year: int | str | None = None
    url: str | None = None
    row: str | None = None
    measured: str | None = None
    confidence: str | None = None
    interval_is_ci: bool | Literal["yes", "no"] | None = None
    licence: str | None = None
    accessed: date | None = None
    note: str | None = None


EVIDENCE = ("effects", "unit_costs", "epidemiology", "timeseries", "natural_experiments")


def prints_confidence_interval(key: str, source: Source) -> bool:
    """Tell whether the row's interval may be read as a confidence interval.

    Intervals of prices and counts are ranges between places or years, whatever the row says.
    """
    return key.startswith("effects:") and source.interval_is_ci in (True, "yes")


def is_placeholder(key: str) -> bool:
    """Tell whether a row was written from memory, to be replaced by a figure."""
    return key.endswith("_bg")
