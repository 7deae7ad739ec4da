"""Drawn numbers in the unit their record is written in, as readers know them."""

from decimal import Decimal

import numpy as np

from kpsim.inputs.parameter_set import ParameterSet
from kpsim.language import catalogue, locale_of, translate
from kpsim.wording.numbers import exact, number, round_to, rounding_unit

DIGITS = 2

_WHOLE, _TENTH = 1, Decimal("0.1")
"""Ends in per cent further apart than the first are written no finer than the second."""

NUMERATORS = {
    "1": "number without unit",
    "person": "people",
    "FTE": "full-time posts",
    "month": "months",
    "year": "years",
    "stay": "stays",
    "course": "courses",
    "callout": "call-outs",
    "bed_day": "bed-days",
    "incident": "incidents",
    "offence": "offences",
    "QALY": "years of life in full health",
    "night": "nights",
    "visit": "visits",
    "syringe": "syringes",
    "CZK": "CZK",
    "CZK2025": "CZK (prices of 2025)",
}
DENOMINATORS = {
    "month": "per month",
    "year": "per year",
    "day": "per day",
    "person": "per person",
    "FTE": "per full-time post",
    "offence": "per offence",
    "stay": "per stay",
    "course": "per course",
    "callout": "per call-out",
    "bed_day": "per bed-day",
    "visit": "per visit",
    "night": "per night",
    "QALY": "per year of life in full health",
}


def in_record_unit(parameters: ParameterSet, name: str, value: float) -> float:
    """Turn a number of the engine back into the unit of the record."""
    key, record = next(
        (key, record) for key, record in parameters.columns.items() if key.partition(".")[0] == name
    )
    found = value / parameters.conversions[key].factor
    return float(-np.expm1(-found)) if record.probability else found


def short(
    value: float, language: str, *, digits: int = DIGITS, least: Decimal | None = None
) -> str:
    """Write a number with two digits that count, no finer than the least unit."""
    amount = exact(value)
    if not amount:
        return number(0, language)
    unit = Decimal(1).scaleb(abs(amount).adjusted() - digits + 1)
    rounded = round_to(amount, unit if least is None else max(unit, least))
    decimals = digits - 1 - abs(rounded).adjusted()  # 0.0999 has become 0.10
    if least is not None:
        decimals = min(decimals, -least.adjusted())
    return number(rounded, language, decimals=max(0, decimals))


def least_unit(low: float, high: float, *, in_percent: bool = False) -> Decimal:
    """Return the unit no end of a range is written finer than, by how wide the range is.

    >>> least_unit(0.0075, 4.2, in_percent=True)
    Decimal('0.1')
    """
    unit = rounding_unit(low, high, finer=1)
    wide = in_percent and abs(high - low) > _WHOLE
    return max(unit, _TENTH) if wide else unit


def after_number(unit: str, value: Decimal, language: str, *, decimals: int = 0) -> str:
    """Return the form of a unit, named in English, that goes with the number; "" if unknown.

    >>> after_number("children", Decimal(3), "cs")
    'děti'
    """
    forms = catalogue(language).get(("after a number", unit))
    if forms is None:
        return ""
    one, few, many, part = forms
    if decimals and value:
        return part
    form = locale_of(language).plural_form(int(value))
    return {"one": one, "few": few}.get(form, many)


def column_name(parameters: ParameterSet, key: str, language: str) -> str:
    """Name a drawn column: the parameter, and the element it is of."""
    name, _, element = key.partition(".")
    label = parameters.records[name].label
    text = label.cs if language == "cs" else label.en
    if not element:
        return text
    return f"{text}: {translate(element.replace('_', ' '), language, context='element')}"


def unit_phrase(unit: str, language: str) -> str:
    """Write a unit of the model in words.

    >>> unit_phrase("person/month", "cs")
    'osoby za měsíc'
    """
    above, *below = unit.split("/")
    start = [] if above == "1" and below else [NUMERATORS[above]]
    words = (*start, *(DENOMINATORS[each] for each in below))
    return " ".join(translate(each, language, context="book") for each in words)
