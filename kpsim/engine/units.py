"""Units: one base unit for each thing counted, so that adding unlike things fails."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pint import UnitRegistry
from pint.util import UnitsContainer

from kpsim.errors import UnitError, problem, suggestion

COUNTED = (
    "person",
    "FTE",
    "bed",
    "bed_day",
    "night",
    "offence",
    "incident",
    "callout",
    "stay",
    "visit",
    "case",
    "household",
    "syringe",
    "test",
    "course",
    "infection",
    "QALY",
    "death",
    "placement",
    "order",
    "family",
)
PRICE_YEARS = range(1995, 2041)
MONEY = tuple(f"CZK{year}" for year in PRICE_YEARS)
DERIVED = {
    "year": "12 month",
    "day": "year / 365.25",
    "week": "7 day",
    "hour": "day / 24",
    "minute": "hour / 60",
    "percent": "0.01",
    "thousand": "1000",
    "million": "1000000",
}
NAME = r"[A-Za-z_]\w*"
TERM = rf"\s*(?:{NAME}|\d+(?:\.\d+)?|%)(?:\s*\*\*\s*-?\d+)?\s*"
GRAMMAR = re.compile(rf"{TERM}(?:[*/]{TERM})*")
PURE = UnitsContainer()
MONTH = UnitsContainer({"month": 1})


@dataclass(frozen=True)
class Unit:
    """A unit as written, and what it is in base units: factor times base."""

    text: str
    factor: float
    base: UnitsContainer


@cache
def registry() -> UnitRegistry[Any]:
    """Define the units once; building them takes a moment."""
    units: UnitRegistry[Any] = UnitRegistry(None, on_redefinition="raise")
    for name in ("month", *COUNTED, *MONEY):
        units.define(f"{name} = [{name}]")
    for name, meaning in DERIVED.items():
        units.define(f"{name} = {meaning}")
    return units


def known_units() -> tuple[str, ...]:
    """Return every name that may stand in a unit."""
    return ("month", *COUNTED, *DERIVED, "CZK2025", *MONEY)


def parse(text: str, place: str = "") -> Unit:
    """Read a unit such as "person/month", "CZK2025/FTE/year", "1/year", "percent" or "1"."""
    if not GRAMMAR.fullmatch(text):
        template = (
            "unit '{unit}' cannot be read; write names joined by / and *, such as person/month"
        )
        raise UnitError(problem(place or "unit", template, unit=text))
    for name in re.findall(NAME, text):
        check_name(name, text, place)
    written = registry().parse_units(text.replace("%", "percent"))
    factor, base = registry().get_root_units(written)
    return Unit(text, float(cast(float, factor)), base._units)


def check_name(name: str, text: str, place: str) -> None:
    """Refuse a name that is not a unit, and crowns without a price year."""
    if name in known_units():
        return
    if name == "CZK":
        template = "unit '{unit}': crowns need a price year; write for example CZK2025"
        raise UnitError(problem(place or "unit", template, unit=text))
    raise UnitError(
        problem(
            place or "unit",
            "unit '{unit}': unknown unit '{name}'{near}",
            unit=text,
            name=name,
            near=suggestion(name, known_units()),
        )
    )


def conversion_factor(source: str, target: str, place: str = "") -> float:
    """Return the number that turns an amount in one unit into an amount in another."""
    old, new = parse(source, place), parse(target, place)
    if old.base != new.base:
        raise UnitError(
            problem(
                place or "unit",
                "{source} cannot be turned into {target}; they count different things "
                "({old} and {new})",
                source=source,
                target=target,
                old=write(old.base),
                new=write(new.base),
            )
        )
    return old.factor / new.factor


def convert(value: Any, source: str, target: str, place: str = "") -> Any:
    """Turn an amount (number or array) from one unit into another."""
    return value * conversion_factor(source, target, place)


def engine_unit(text: str, place: str = "") -> str:
    """Return the unit of the engine (month, person, CZK2025, …) that this one converts to."""
    return write(parse(text, place).base)


def write(base: UnitsContainer) -> str:
    """Write base units as they are declared: "person/month"."""
    powers = {name: float(cast(float, exponent)) for name, exponent in base.items()}
    names = sorted(powers, key=lambda name: (name == "month", name))  # time last
    above = [power(name, powers[name]) for name in names if powers[name] > 0]
    below = [power(name, -powers[name]) for name in names if powers[name] < 0]
    return "/".join(["*".join(above) or "1", *below])


def power(name: str, exponent: float) -> str:
    """Write one unit with its exponent."""
    return name if exponent == 1 else f"{name}**{exponent:g}"
