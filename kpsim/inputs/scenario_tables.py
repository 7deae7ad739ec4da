"""What a scenario file may contain: its tables, keys and limits."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from kpsim.inputs.funding import SERVICES
from kpsim.inputs.institutions import INSTITUTIONS
from kpsim.inputs.records import Label

FIRST_MONTH = date(2026, 1, 1)
LAST_MONTH = date(2040, 12, 1)
MONTHS_A_YEAR = 12
LONGEST_CHANGE = 120
"""Months over which a change may be spread."""

LARGEST_EXPANSION = 100
"""Times its own size by which a line may grow."""

Action = Literal["close", "reduce", "freeze", "delay_payment", "lose_funder", "reopen", "expand"]
IndexRule = Literal["service_cost", "cpi", "wages", "none", "statute", "percentage", "agreed"]

ALL = "all"
SWITCHES = ("child_psychiatry_coordinator",)
"""Parameters a scenario may turn on from a date: the model has a path for each."""

ALWAYS = ("service", "action", "from")
KEYS: dict[str, tuple[str, ...]] = {
    "close": ("until", "announced", "over_months"),
    "reduce": ("by", "funder", "until", "announced", "over_months"),
    "expand": ("by", "funder", "until", "over_months"),
    "freeze": ("funder", "until"),
    "delay_payment": ("months", "funder", "until"),
    "lose_funder": ("funder", "until", "announced", "over_months"),
    "reopen": ("over_months",),
}
"""Keys that go with each action, beside service, action and from."""

NEEDED: dict[str, tuple[str, ...]] = {
    "reduce": ("by",),
    "expand": ("by",),
    "delay_payment": ("months",),
    "lose_funder": ("funder",),
}
"""Keys without which an action says nothing."""

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _as_list(found: Any) -> Any:
    """Read one name as a list of one."""
    return [found] if isinstance(found, str) else found


def _one_or_more(names: tuple[str, ...]) -> WithJsonSchema:
    """Describe one name or a list of them, for editors that complete what is typed."""
    one = {"enum": list(names)}
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]})


ServiceNames = Annotated[list[str], BeforeValidator(_as_list), _one_or_more((*SERVICES, ALL))]
FunderNames = Annotated[list[str], BeforeValidator(_as_list), _one_or_more(INSTITUTIONS)]


class ChangeTable(BaseModel):
    """One [[change]]: what happens to the money of which services, from when."""

    model_config = STRICT
    service: ServiceNames = Field(description="service, list of services, or 'all'")
    action: Action
    start: date = Field(alias="from", description="first day of the month it takes effect")
    until: date | None = Field(default=None, description="first day of the month it ends")
    announced: date | None = Field(default=None, description="when the staff learn of it")
    funder: FunderNames | None = Field(
        default=None, description="whose money; all funders if left out"
    )
    by: float | None = Field(default=None, description="share of the line, 0 to 1")
    over_months: int | None = Field(default=None, description="months it is spread over")
    months: int | None = Field(default=None, description="months the payment is late")


class IndexingTable(BaseModel):
    """How budgets follow prices: one rule for all, and exceptions by funder."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)
    __pydantic_extra__: dict[str, IndexRule]
    default: IndexRule = "service_cost"
    start: date = Field(default=FIRST_MONTH, alias="from")
    percentage: float | None = Field(
        default=None, ge=-0.5, le=0.5, description="growth a year where the rule is 'percentage'"
    )


class MatchingTable(BaseModel):
    """Whether a crown of local money takes state money with it."""

    model_config = STRICT
    applies: bool


class NetworkTable(BaseModel):
    """Whose money falls when a service leaves the region's network."""

    model_config = STRICT
    leaving_takes: list[str]


class ContractsTable(BaseModel):
    """From when contracts with an end are no longer renewed by themselves."""

    model_config = STRICT
    lapse_from: date


class KeyTable(BaseModel):
    """What municipalities do about the key of co-financing."""

    model_config = STRICT
    start: date = Field(alias="from")
    leave: Annotated[list[str], BeforeValidator(_as_list)] = Field(
        default=[], description="municipalities that stop paying, or 'all'"
    )
    probability: float = Field(
        default=1.0, ge=0, le=1, description="chance of each of them, drawn one by one"
    )
    announced: date | None = None
    mandatory: bool = Field(
        default=False, description="all pay at least what is recommended, and nobody can leave"
    )


class SwitchTable(BaseModel):
    """A switch of the model and the month from which it has a value."""

    model_config = STRICT
    value: float
    start: date = Field(alias="from")


class ScenarioTable(BaseModel):
    """A scenario file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, title="kpsim scenario")
    title: Label
    description: Label
    extends: str | None = Field(default=None, description="scenario whose changes come first")
    change: list[ChangeTable] = []
    indexing: IndexingTable | None = None
    matching: MatchingTable | None = None
    network: NetworkTable | None = None
    key: KeyTable | None = None
    contracts: ContractsTable | None = None
    parameters: dict[str, SwitchTable] = {}
