"""The key of municipal co-financing: what each municipality is asked for, agreed to, and pays.

Nobody publishes the rates, so what is recommended is an assumption; `rest` stands for all
municipalities that are not named. The shares of a line add to one by construction: the rest pays
what the named ones leave, and it is an error if they leave less than nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpsim.errors import Problem, problem, suggestion
from kpsim.inputs.files import place_of, read_toml, validated
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import Grade, Words

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
REST = "rest"
FUNDERS = ("city_of_liberec", "other_municipalities")
ROUNDING = 1e-9


class Sum(BaseModel):
    """An amount of the key: CZK a year, with where it comes from."""

    model_config = STRICT
    value: float = Field(ge=0)
    unit: Literal["CZK/year"]
    price_year: int = Field(ge=1995, le=2025)
    source: Words
    grade: Grade
    reason: Words | None = None
    owner: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _assumption_is_explained(self) -> "Sum":
        """Refuse an assumed figure without a reason and somebody who could replace it."""
        if self.source == "assumption" and not (self.reason and self.owner):
            raise ValueError("an assumption needs 'reason' and 'owner'; add them")
        return self


class Municipality(BaseModel):
    """One row of the key."""

    model_config = STRICT
    name: Words
    label: Words
    funder: Literal["city_of_liberec", "other_municipalities"]
    kind: Literal["city", "extended_powers", "other", "rest"]
    population: int | None = Field(default=None, gt=0)
    """None for the rest, which has what the named ones leave of the region."""
    population_year: int | None = None
    population_source: Words | None = None
    recommended: Sum | None = None
    agreed: Sum | None = None
    paid: dict[str, Sum] = {}
    """By service; what is not named is paid by the rest."""
    note: Words | None = None


@dataclass(frozen=True)
class MunicipalKey:
    """All rows of a region, and each one's share of the lines of its funder."""

    rows: tuple[Municipality, ...]
    shares: Mapping[tuple[str, str], float]
    """Share of the line of (municipality, service); the shares of a line add to one."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the municipalities, the rest last."""
        return tuple(row.name for row in self.rows)

    def share(self, name: str, service: str) -> float:
        """Return a municipality's share of its funder's line for a service."""
        return self.shares.get((name, service), 0.0)

    def of_funder(self, funder: str) -> tuple[Municipality, ...]:
        """Return the rows that make up one funder."""
        return tuple(row for row in self.rows if row.funder == funder)


NO_KEY = MunicipalKey((), {})


def load_key(
    region: str, paid: Mapping[tuple[str, str], float], folder: Path | None = None
) -> tuple[MunicipalKey, list[Problem]]:
    """Read the key of a region against what its lines pay; a region without a file has none."""
    path = (folder or params_folder()) / "regions" / f"{region}-key.toml"
    if not path.exists():
        return NO_KEY, []
    return key_of(read_toml(path), paid, place=place_of(path))


def key_of(
    tables: Mapping[str, Any], paid: Mapping[tuple[str, str], float], *, place: str
) -> tuple[MunicipalKey, list[Problem]]:
    """Check the rows of a key, each and together."""
    rows: list[Municipality] = []
    problems: list[Problem] = []
    for name, table in tables.items():
        filled = {**table, "name": name} if isinstance(table, Mapping) else table
        row, wrong = validated(Municipality, filled, place=f"{place}: {name}")
        problems += wrong
        rows += [row] if row else []
    problems += _twice(rows, place)
    problems += _unknown_services(rows, paid, place)
    if problems:
        return NO_KEY, problems
    shares, wrong = _shares(rows, paid, place)
    return MunicipalKey(tuple(rows), shares), wrong


def _twice(rows: list[Municipality], place: str) -> Iterator[Problem]:
    """Find municipalities that stand in two rows, and funders with two rests."""
    seen: dict[str, str] = {}
    for row in rows:
        if row.label in seen:
            text = "'{label}' is named twice (also as {other}); remove one of the rows"
            yield problem(f"{place}: {row.name}", text, label=row.label, other=seen[row.label])
        seen.setdefault(row.label, row.name)
    for funder in FUNDERS:
        rests = [row.name for row in rows if row.funder == funder and row.kind == REST]
        if len(rests) > 1:
            text = "has {count} rows of kind 'rest' for {funder}; leave one"
            yield problem(place, text, count=len(rests), funder=funder)


def _unknown_services(
    rows: list[Municipality], paid: Mapping[tuple[str, str], float], place: str
) -> Iterator[Problem]:
    """Find payments to services that the municipality's funder has no line for."""
    for row in rows:
        known = [service for service, funder in paid if funder == row.funder]
        for service in row.paid:
            if service not in known:
                text = "no line of {funder} for '{service}'{near}; add it to the funding file"
                values = {"funder": row.funder, "service": service}
                near = suggestion(service, known)
                yield problem(f"{place}: {row.name}.paid", text, **values, near=near)


def _shares(
    rows: list[Municipality], paid: Mapping[tuple[str, str], float], place: str
) -> tuple[dict[tuple[str, str], float], list[Problem]]:
    """Divide each municipal line among the rows of its funder."""
    shares: dict[tuple[str, str], float] = {}
    problems: list[Problem] = []
    for (service, funder), whole in paid.items():
        of_funder = [row for row in rows if row.funder == funder]
        if not of_funder or whole <= 0:
            continue
        named = {r.name: r.paid[service].value / whole for r in of_funder if service in r.paid}
        left = 1 - sum(named.values())
        rests = [row.name for row in of_funder if row.kind == REST]
        if left < -ROUNDING or (left > ROUNDING and not rests):
            text = (
                "the municipalities pay {share:.1%} of the line {service}.{funder}; "
                "expected shares that add to 100%: correct 'paid', or add a row of kind 'rest'"
            )
            values = {"share": sum(named.values()), "service": service, "funder": funder}
            problems.append(problem(place, text, **values))
            continue
        shares |= {(name, service): share for name, share in named.items()}
        shares |= {(name, service): max(left, 0.0) for name in rests}
    return shares, problems
