"""Drawn numbers in the unit their record is written in, as readers know them."""

from decimal import Decimal

import numpy as np

from kpsim.inputs.parameter_set import ParameterSet
from kpsim.wording.numbers import exact, number

DIGITS = 2


def in_record_unit(parameters: ParameterSet, name: str, value: float) -> float:
    """Turn a number of the engine back into the unit of the record."""
    key, record = next(
        (key, record) for key, record in parameters.columns.items() if key.partition(".")[0] == name
    )
    found = value / parameters.conversions[key].factor
    return float(-np.expm1(-found)) if record.probability else found


def short(value: float, language: str, *, digits: int = DIGITS) -> str:
    """Write a number with two digits that count."""
    amount = exact(value)
    if not amount:
        return number(0, language)
    decimals = max(0, digits - 1 - abs(amount).adjusted())
    unit = Decimal(1).scaleb(abs(amount).adjusted() - digits + 1)
    rounded = (amount / unit).quantize(Decimal(1)) * unit if not decimals else amount
    return number(rounded, language, decimals=decimals)
