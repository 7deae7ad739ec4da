"""Cells and tables of the terminal: estimates rounded by their uncertainty, in fixed columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import fill

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table

from kpsim.analysis.money import PerCrown
from kpsim.language import translate
from kpsim.report.findings import Estimate
from kpsim.wording.numbers import (
    EN_DASH,
    NBSP,
    Rounded,
    bounds,
    exact,
    interval,
    number,
    percent,
    scale_for,
    scaled,
    unbreakable,
)
from kpsim.wording.words import likelihood

INDENT = "  "
# Beyond this probability the form of the model is the larger doubt.
_SUREST = 95
# No table has finer digits than these.
_FINEST = Decimal("0.01")


@dataclass(frozen=True)
class Column:
    """A column of a table: heading, side, and the width it keeps."""

    heading: str
    right: bool = True
    width: int | None = None


def say(text: str, language: str, **values: object) -> str:
    """Translate a sentence, fill its slots and keep together what must not part."""
    return unbreakable(translate(text, language).format(**values), language)


def paragraph(text: str, width: int) -> str:
    """Wrap a text at plain spaces only, indented."""
    return fill(
        text, width, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False
    )


def table(columns: Sequence[Column], language: str) -> Table:
    """Make an empty table with translated headings."""
    made = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=True, show_edge=False)
    for column in columns:
        made.add_column(
            say(column.heading, language),
            justify="right" if column.right else "left",
            no_wrap=column.right,
            overflow="fold",
            width=column.width,
        )
    return made


def wrapped(parts: Iterable[RenderableType], width: int) -> Iterator[RenderableType]:
    """Wrap the texts among parts at plain spaces, line by line."""
    for part in parts:
        if isinstance(part, str):
            yield "\n".join(
                fill(line, width, break_on_hyphens=False, break_long_words=False)
                for line in part.split("\n")
            )
        else:
            yield part


def show(console: Console, parts: Iterable[RenderableType]) -> None:
    """Print parts; texts are wrapped already and keep what must not part together."""
    for part in parts:
        console.print(part, soft_wrap=isinstance(part, str))


def level(estimate: Estimate, language: str) -> str:
    """Write a level without its interval, with the digits the interval allows."""
    found = rounded(estimate)
    return number(found.centre, language, decimals=found.decimals)


def changed(estimate: Estimate, language: str) -> str:
    """Write a difference: median with its sign and the range of 9 in 10 futures."""
    if estimate.is_zero:
        return translate("no change", language)
    if max(abs(estimate.p05), abs(estimate.p50), abs(estimate.p95)) < _FINEST / 2:
        least = number(_FINEST, language, decimals=2)
        return translate("less than {least}", language).format(least=least)
    return with_sign(rounded(estimate), language)


def crowns(estimate: Estimate, scale: str, language: str) -> str:
    """Write an amount in the table's scale: mean with sign and the range of 9 in 10 futures."""
    if estimate.is_zero:
        return number(0, language)
    return with_sign(in_scale(estimate, scale), language)


def mean_crowns(estimate: Estimate, scale: str, language: str, *, signed: bool = True) -> str:
    """Write the mean of an amount alone, so that a column can be added up."""
    if estimate.is_zero:
        return number(0, language)
    found = in_scale(estimate, scale)
    return number(found.centre, language, decimals=found.decimals, signed=signed)


def share_of_budget(estimate: Estimate, language: str) -> str:
    """Write a percentage of a budget with its range; one that rounds to nothing by its limit."""
    if _rounds_to_nothing(estimate):
        return _under_the_last_digit(language)
    in_percent = [100 * each for each in (estimate.mean, estimate.p05, estimate.p95)]
    decimals = share_decimals(max(map(abs, in_percent)))
    centre = percent(estimate.mean, language, decimals=decimals)
    plus = "+" if centre.strip("0,. %\u00a0") and estimate.mean > 0 else ""
    middle, low, high = (number(each, language, decimals=decimals) for each in in_percent)
    if middle == low == high:
        return f"{plus}{centre}"
    ends = translate("{low} to {high}", language).format(low=low, high=high)
    return f"{plus}{centre} ({ends})"


def share_size(estimate: Estimate, language: str) -> str:
    """Write the size of a percentage of a budget with the digits it has in a table."""
    if _rounds_to_nothing(estimate):
        return _under_the_last_digit(language)
    in_percent = [100 * each for each in (estimate.mean, estimate.p05, estimate.p95)]
    return percent(abs(estimate.mean), language, decimals=share_decimals(max(map(abs, in_percent))))


def _rounds_to_nothing(estimate: Estimate) -> bool:
    largest = max(abs(estimate.mean), abs(estimate.p05), abs(estimate.p95))
    return exact(largest) * 100 < _FINEST / 2


def _under_the_last_digit(language: str) -> str:
    least = percent(_FINEST / 100, language, decimals=2)
    return translate("less than {least}", language).format(least=least)


def share_decimals(points: float) -> int:
    """Return the decimals of a percentage: a small share of a budget needs two."""
    return 2 if points < 1 else 1 if points < 100 else 0


def per_crown(found: PerCrown, language: str) -> str:
    """Write crowns caused per crown saved with the range of 9 in 10 futures."""
    if found.share_defined == 0:
        return "x"
    text = translate("{low} to {high}", language).format(
        low=number(found.p05, language, decimals=2), high=number(found.p95, language, decimals=2)
    )
    return f"{number(found.ratio, language, decimals=2)} ({text})"


def odds(share: float | None, language: str) -> str:
    """Write a probability in whole points, or a dash where there is nothing to say."""
    if share is None:
        return "–"
    points = likelihood(share, language).percent
    if points > _SUREST:
        return f">{NBSP}{percent(_SUREST / 100, language)}"
    if points < 100 - _SUREST:
        return f"<{NBSP}{percent(1 - _SUREST / 100, language)}"
    return percent(points / 100, language)


def counted_in(unit: str, when: str) -> str:
    """Write unit and time of a load; a sum over years is no longer "a year"."""
    if EN_DASH in when:
        unit = unit.removesuffix(" za rok").removesuffix(" a year")
    return f"{unit}, {when}"


def common_scale(estimates: Sequence[Estimate]) -> str:
    """Choose one unit of money for a table: the largest that keeps its numbers readable."""
    return scale_for(*(abs(each.mean) for each in estimates))


def with_sign(found: Rounded, language: str) -> str:
    """Write a rounded difference: a sign in front, its interval in brackets."""
    centre = number(found.centre, language, decimals=found.decimals, signed=True)
    return f"{centre} ({bounds(found, language)})"


def in_scale(estimate: Estimate, scale: str) -> Rounded:
    """Round an amount in the scale of a table; a sentence beside it says the same digits."""
    centre, low, high = (
        scaled(value, scale) for value in (estimate.mean, estimate.p05, estimate.p95)
    )
    error = scaled(estimate.error, scale)
    return interval(centre, low, high, error=error, finer=1, least=_FINEST)


def rounded(estimate: Estimate, *, least: Decimal = _FINEST, finer: int = 1) -> Rounded:
    """Round to three digits at most: a very narrow interval would ask for more."""
    largest = max(abs(estimate.p05), abs(estimate.p95))
    three_digits = Decimal(1).scaleb(exact(largest).adjusted() - 2) if largest else Decimal(0)
    return interval(
        estimate.p50,
        estimate.p05,
        estimate.p95,
        error=estimate.error,
        finer=finer,
        least=max(least, min(three_digits, Decimal(1))),
    )
