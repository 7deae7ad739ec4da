"""Numbers as people read them: rounded by their uncertainty, in Czech or English typography.

Rounding is done in Decimal before Babel sees the number: Babel rounds half to even and can
print a negative zero.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from kpsim.language import locale_of, translate

NBSP = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
SCALES = {"one": 0, "thousand": 3, "million": 6, "billion": 9}
_CZK = {
    "one": "CZK",
    "thousand": "CZK thousand",
    "million": "CZK million",
    "billion": "CZK billion",
}
_SCALE_WORDS = {"one": "", "thousand": " thousand", "million": " million", "billion": " billion"}

Number = Decimal | float | int
_NOISE = Decimal("1e-9")


@dataclass(frozen=True)
class Rounded:
    """A middle value and its interval, rounded to one unit."""

    centre: Decimal
    low: Decimal
    high: Decimal
    decimals: int


def exact(value: Number) -> Decimal:
    """Return the decimal number a person sees when the value is printed."""
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def round_to(value: Number, unit: Decimal) -> Decimal:
    """Round half away from zero to a multiple of a power of ten, without a negative zero."""
    steps = (exact(value) / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return steps * unit + 0


def rounding_unit(low: Number, high: Number, *, error: Number = 0, finer: int = 0) -> Decimal:
    """Return the power of ten to round to: by the interval's width, coarser by the error.

    The width gives the power of ten below a third of it, the Monte Carlo error the one above.
    `finer` is 0 in text and 1 in tables.
    """
    width = abs(exact(high) - exact(low))
    exponents = []
    # Draws that agree differ in their last bits only; such a width is no uncertainty.
    if width > _NOISE * max(abs(exact(low)), abs(exact(high))):
        exponents.append((width / 3).adjusted() - finer)
    else:
        exponents.append(_two_digits(low))
    noise = abs(exact(error))
    if noise:
        power = Decimal(1).scaleb(noise.adjusted())
        exponents.append(noise.adjusted() + (0 if noise == power else 1))
    return Decimal(1).scaleb(max(exponents))


def interval(
    centre: Number,
    low: Number,
    high: Number,
    *,
    error: Number = 0,
    finer: int = 0,
    least: Decimal = Decimal(0),
) -> Rounded:
    """Round a middle value and its 90 % interval to the unit the width allows.

    `least` keeps a column from having more decimals than it has room for.

    >>> interval(41.3, 26.2, 63.1).centre
    Decimal('40')
    """
    unit = max(rounding_unit(low, high, error=error, finer=finer), least)
    return Rounded(
        round_to(centre, unit),
        round_to(low, unit),
        round_to(high, unit),
        decimals=max(0, -int(unit.adjusted())),
    )


def number(value: Number, language: str, *, decimals: int = 0, signed: bool = False) -> str:
    r"""Write a number: grouped by threes, a true minus, a plus only where asked for.

    >>> number(2500, "cs")
    '2\xa0500'
    """
    rounded = round_to(value, Decimal(1).scaleb(-decimals))
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    plus = "+" if signed and rounded > 0 else ""
    return str(
        format_decimal(rounded, f"{plus}{digits};{MINUS}{digits}", locale=locale_of(language))
    )


def bounds(rounded: Rounded, language: str) -> str:
    """Write the two ends of an interval: "30 až 60", "30 to 60"."""
    low = number(rounded.low, language, decimals=rounded.decimals)
    high = number(rounded.high, language, decimals=rounded.decimals)
    words = translate("{low} to {high}", language).format(low=low, high=high)
    return words.replace(" ", NBSP)


def with_bounds(rounded: Rounded, language: str) -> str:
    """Write a middle value with its interval in brackets, if it has one: "40 (30 až 60)"."""
    centre = number(rounded.centre, language, decimals=rounded.decimals)
    if rounded.low == rounded.high:
        return centre
    return f"{centre} ({bounds(rounded, language)})"


def span(low: Number, high: Number, language: str, *, decimals: int = 0) -> str:
    """Write a range: an en dash between plain numbers, words where a sign would meet it."""
    ends = [number(end, language, decimals=decimals) for end in (low, high)]
    if MINUS in "".join(ends):
        return translate("{low} to {high}", language).format(low=ends[0], high=ends[1])
    return EN_DASH.join(ends)


def years(first: int, last: int) -> str:
    """Write a range of years; years are never grouped by threes."""
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def percent(share: Number, language: str, *, decimals: int = 0) -> str:
    """Write a share as percent: "5 %" in Czech, "5%" in English."""
    text = number(exact(share) * 100, language, decimals=decimals)
    return f"{text}{NBSP}%" if language == "cs" else f"{text}%"


def budget_percent(share: Number, language: str) -> str:
    """Write a share of a budget with one decimal, or say that it is less than 0.1 %."""
    smallest = Decimal("0.001")
    if 0 < abs(exact(share)) < smallest:
        least = percent(smallest, language, decimals=1)
        return translate("less than {least}", language).format(least=least)
    return percent(share, language, decimals=1)


def scale_for(*amounts: Number) -> str:
    """Choose one unit for amounts in crowns, so that the largest has one to three digits."""
    largest = max((abs(exact(amount)) for amount in amounts), default=Decimal(0))
    fitting = [name for name, power in SCALES.items() if largest >= Decimal(1).scaleb(power)]
    return fitting[-1] if fitting else "one"


def scaled(amount: Number, scale: str) -> Decimal:
    """Return an amount in thousands, millions or billions."""
    return exact(amount).scaleb(-SCALES[scale])


def money_unit(scale: str, language: str) -> str:
    """Name the unit of money in words: "mil. Kč", "CZK million"."""
    return unbreakable(translate(_CZK[scale], language), language)


def money_text(digits: str, scale: str, language: str) -> str:
    """Put the unit of money to written digits: "40 mil. Kč", "CZK 40 million"."""
    text = f"{digits} {money_unit(scale, language)}"
    if language == "en":
        text = f"CZK {digits}{_SCALE_WORDS[scale]}"
    return unbreakable(text, language)


def money(amount: Number, language: str, *, scale: str | None = None, decimals: int = 0) -> str:
    r"""Write an amount of crowns in one of the scales.

    >>> money(40_000_000, "en")
    'CZK\xa040\xa0million'
    """
    used = scale or scale_for(amount)
    return money_text(number(scaled(amount, used), language, decimals=decimals), used, language)


def date_text(day: date, language: str) -> str:
    """Write a date; day and month never part."""
    pattern = "d. M. y" if language == "cs" else "d MMMM y"
    return unbreakable(format_date(day, pattern, locale=locale_of(language)), language)


def _two_digits(value: Number) -> int:
    amount = abs(exact(value))
    return min(0, amount.adjusted() - 1) if amount else 0


_NOT_UNITS = r"(?!(?:a|i|až|do|nebo|proti|je|se|by|byl|než)\b)"
_CZECH_JOINS = (
    (r"(?<![\w])([KkSsVvZzOoUuAaIi]) (?=\S)", rf"\1{NBSP}"),
    (r"(?<!\d)(\d{1,3}) (?=\d{3}(?!\d))", rf"\1{NBSP}"),
    (r"(?<=[\d.])(\d{3}) (?=\d{3}(?!\d))", rf"\1{NBSP}"),
    (r"(?<!\d)(\d{1,2}\.) (?=(?:\d{1,2}\.|[a-zčřšž]))", rf"\1{NBSP}"),
    (
        r"(?<!\d)((?!(?:19|20)\d\d(?!\d))\d+(?:,\d+)?) (?="
        + _NOT_UNITS
        + r"[a-záčďéěíňóřšťúůýžK%‰°])",
        rf"\1{NBSP}",
    ),
    (r"\b(tis\.|mil\.|mld\.|milion\w*|miliard\w*) (?=Kč)", rf"\1{NBSP}"),
    (r"(§|\bč\.|\bstr\.|\b[Gg]raf|\b[Tt]abulka|\b[Tt]abulce|\b[Gg]rafu) (?=\d)", rf"\1{NBSP}"),
    (r"(\d/\d{4}) (?=Sb\.)", rf"\1{NBSP}"),
    (r"\bs\. r\. o\.", f"s.{NBSP}r.{NBSP}o."),
)
_ENGLISH_JOINS = (
    (r"\b([Aa]) (?=\w)", rf"\1{NBSP}"),
    (r"\bCZK (?=[+\d−]|(?:thousand|million|billion)\b)", f"CZK{NBSP}"),
    (r"(\d) (?=(?:thousand|million|billion|km|draws|years?|people|CZK)\b)", rf"\1{NBSP}"),
    (r"\b(thousand|million|billion) (?=CZK\b)", rf"\1{NBSP}"),
    (r"(\b(?:[Ff]igure|[Tt]able|[Pp]age)|§) (?=\d)", rf"\1{NBSP}"),
    (
        r"(?<!\d)(\d{1,2}) (?=(?:January|February|March|April|May|June|July|August|September"
        r"|October|November|December)\b)",
        rf"\1{NBSP}",
    ),
)


def unbreakable(text: str, language: str) -> str:
    r"""Put no-break spaces where a line must not end.

    >>> unbreakable("v roce", "cs")
    'v\xa0roce'
    """
    for pattern, joined in _CZECH_JOINS if language == "cs" else _ENGLISH_JOINS:
        text = re.sub(pattern, joined, text)
    return text
