"""What a case file may contain: its tables, keys and limits."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from kpsim.inputs.records import STRICT, Label, Sources, Words
from kpsim.inputs.scenario_tables import ChangeTable, ServiceNames

Kind = Literal["case", "negative_control", "model", "outside"]
MeasureName = Literal[
    "ratio_to_before",
    "ratio_to_no_cut",
    "cumulative_ratio",
    "cumulative_difference",
    "probability",
    "level",
]
Against = Literal["before", "no_cut"]

LONGEST = 180
"""Months a case may run, as long as the paths of a run."""

ACTIONS = ("close", "reduce", "expand", "reopen")
"""Decisions that mean the same in a place whose funders and prices are not in the files."""


class StartTable(BaseModel):
    """One [[start]]: a stock that begins off its balance, as after an amnesty."""

    model_config = STRICT
    stock: Words
    times: float = Field(ge=0, description="share of its balanced value that the stock has")


class MoneyTable(BaseModel):
    """One [[money]]: the money of services as a path of their usual money."""

    model_config = STRICT
    service: ServiceNames
    dates: list[date] = Field(min_length=1, description="first days of months, in order")
    shares: list[float] = Field(
        min_length=1, description="share of the usual money at each date, straight in between"
    )


class ExpectTable(BaseModel):
    """One [[expect]]: what was observed, of which variable, how counted and when."""

    model_config = STRICT
    outcome: Words | list[Words] = Field(description="variable of the model, or several to add")
    element: Words | None = None
    measure: MeasureName
    against: Against | None = None
    months: int | None = Field(default=None, description="months after the first change")
    years: int | None = Field(default=None, description="years after the first change")
    over_months: int = Field(default=1, ge=1, description="months that are averaged, ending then")
    above: float | None = Field(default=None, description="probability: the event is more than")
    observed: float
    low: float | None = None
    high: float | None = None
    what: Label
    note: str | None = None


class CaseTable(BaseModel):
    """A case file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, title="kpsim case")
    title: Label
    description: Label | None = None
    source: Sources
    kind: Kind
    reason: Label | None = Field(default=None, description="outside: what the model lacks")
    explanation: Label | None = Field(default=None, description="why the model misses it")
    begins: date | None = Field(default=None, description="first month of the case's calendar")
    trends: bool = False
    place: dict[str, Any] = Field(default={}, description="records that differ there")
    instead: dict[str, Any] = Field(
        default={}, description="records for the rerun without the case's own source"
    )
    sources: dict[str, Any] = Field(default={}, description="sources the shipped list lacks")
    also_behind: list[Words] = Field(
        default=[], description="parameters that rest on the case although no source key says so"
    )
    change: list[ChangeTable] = []
    money: list[MoneyTable] = []
    start: list[StartTable] = []
    expect: list[ExpectTable] = []


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a case file, for editors."""
    return CaseTable.model_json_schema(by_alias=True)
