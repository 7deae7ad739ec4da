"""Values of parameters with their unit, short, in the reader's language."""

from decimal import Decimal

from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import Record
from kpsim.language import translate
from kpsim.wording.numbers import NBSP, exact, unbreakable
from kpsim.wording.units import (
    DENOMINATORS,
    DIGITS,
    NUMERATORS,
    after_number,
    in_record_unit,
    least_unit,
    short,
    unit_phrase,
)

PURE = "1"
"""Unit of shares, ratios and growth."""

TIMES = "×"
_MOST_DIGITS = 4
_GROWING = ("growth", "spread", "shock")
"""Words in the names of numbers that say by how much something changes in a year."""


def value_words(
    parameters: ParameterSet,
    name: str,
    value: float,
    language: str,
    *,
    brief: bool = False,
    digits: int = DIGITS,
    least: Decimal | None = None,
) -> str:
    """Write a number of the engine with the unit of its record, with two digits that count.

    `brief` leaves out per what, where the name beside it says so. `least` is the unit the number
    is written no finer than.
    """
    record = record_of(parameters, name)
    part = in_percent(record, name)
    amount = in_record_unit(parameters, name, value) * (100 if part else 1)
    written = short(amount, language, digits=digits, least=least)
    if part:
        share = f"{written}{NBSP if language == 'cs' else ''}%"
        yearly = is_growth(name) and not brief
        return f"{share} {_per(('year',), language)}" if yearly else share
    if is_ratio(record):
        return f"{written}{TIMES}"
    above, *below = record.unit.split("/")
    per = "" if brief else _per(below, language)
    if above == PURE:
        per = _per(below, language)
    words = [*_counted(above, written, amount, language), per]
    return unbreakable(" ".join(word for word in words if word), language)


def ends_words(
    parameters: ParameterSet, name: str, ends: tuple[float, float], language: str
) -> tuple[str, str]:
    """Write the ends of a range in the engine's unit, briefly, no finer than its width bears."""
    least = least_of(parameters, name, ends)
    low, high = (
        value_words(parameters, name, end, language, brief=True, least=least) for end in ends
    )
    return low, high


def least_of(parameters: ParameterSet, name: str, ends: tuple[float, float]) -> Decimal:
    """Return the unit the ends of a range in the engine's unit are written no finer than."""
    part = in_percent(record_of(parameters, name), name)
    low, high = (in_record_unit(parameters, name, end) * (100 if part else 1) for end in ends)
    return least_unit(low, high, in_percent=part)


def digits_only(
    parameters: ParameterSet,
    name: str,
    value: float,
    language: str,
    *,
    digits: int = DIGITS,
    least: Decimal | None = None,
) -> str:
    """Write a number of the engine for a row whose name says the unit; parts and ratios say it."""
    record = record_of(parameters, name)
    if in_percent(record, name) or is_ratio(record):
        return value_words(
            parameters, name, value, language, brief=True, digits=digits, least=least
        )
    return short(in_record_unit(parameters, name, value), language, digits=digits, least=least)


def with_unit(label: str, record: Record, name: str, language: str) -> str:
    """Put the unit to the name of a row, where its values do not say it."""
    # A name that ends in brackets mostly says the unit there.
    silent = record.unit == PURE or in_percent(record, name) or label.endswith(")")
    return label if silent else f"{label} ({unit_phrase(record.unit, language)})"


def per_unit(label: str, record: Record, language: str) -> str:
    """Put the unit to a name beside brief values that leave out per what they are."""
    above, _, below = record.unit.partition("/")
    silent = above == PURE or not below
    return label if silent else f"{label}, {unit_phrase(record.unit, language)}"


def digits_between(
    parameters: ParameterSet, name: str, values: tuple[float, float], language: str
) -> int:
    """Return how many digits tell two values of a number apart; of equal ones the usual."""
    if values[0] == values[1]:
        return DIGITS
    for digits in range(DIGITS, _MOST_DIGITS):
        first, second = (
            digits_only(parameters, name, each, language, digits=digits) for each in values
        )
        if first != second:
            return digits
    return _MOST_DIGITS


def record_of(parameters: ParameterSet, name: str) -> Record:
    """Return the record of a parameter; of several elements the first."""
    columns = parameters.columns
    return columns[next(key for key in columns if key.partition(".")[0] == name)]


def unit_on_axis(record: Record, name: str, language: str) -> str:
    """Name the unit of an axis of these numbers."""
    if in_percent(record, name):
        return "%"
    if is_ratio(record):
        return translate("times", language)
    return "" if record.unit == PURE else unit_phrase(record.unit, language)


def in_percent(record: Record, name: str) -> bool:
    """Tell whether a pure number is a part of a whole, or a change in a year."""
    pure = record.unit == PURE
    part = record.bounds == (0.0, 1.0) or (record.role == "effect" and record.null == 0)
    return (pure and part) or (record.unit in (PURE, "1/year") and is_growth(name))


def is_growth(name: str) -> bool:
    """Tell whether a number says by how much something changes in a year."""
    return not set(_GROWING).isdisjoint(name.split("_"))


def is_ratio(record: Record) -> bool:
    """Tell whether a pure number says how many times as much, above or below one."""
    pure = record.unit == PURE
    return pure and (record.role == "price" or (record.role == "effect" and record.null == 1))


def _counted(above: str, digits: str, amount: float, language: str) -> list[str]:
    if above == PURE:
        return [digits]
    if above.startswith("CZK"):
        return ["CZK", digits] if language == "en" else [digits, "Kč"]
    words = NUMERATORS[above]
    point = "," if language == "cs" else "."
    decimals = len(digits.partition(point)[2])
    form = after_number(words, abs(exact(amount)), language, decimals=decimals)
    return [digits, form or words]


def _per(below: list[str] | tuple[str, ...], language: str) -> str:
    return " ".join(translate(DENOMINATORS[each], language, context="book") for each in below)
