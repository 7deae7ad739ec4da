"""Tables of what drives a result, for the terminal: each stands in for its chart."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import ceil, log10

import numpy as np
from rich.console import RenderableType

from kpsim.charts.tornado import Labelled
from kpsim.charts.why_waterfall import NOTHING
from kpsim.language import translate
from kpsim.report.cells import Column, say, table
from kpsim.report.question import Question
from kpsim.report.terminal_money import weak_sentence
from kpsim.results import Array
from kpsim.sensitivity.by_grade import WeakShare
from kpsim.sensitivity.convergence import Step
from kpsim.sensitivity.drivers import drivers
from kpsim.sensitivity.given_data import GivenData, disagreement
from kpsim.sensitivity.over_time import REST, HeatMap
from kpsim.sensitivity.screening import Effect
from kpsim.sensitivity.structures import Compared, Structure
from kpsim.sensitivity.tornado import Bar
from kpsim.sensitivity.variance import Variance
from kpsim.wording.numbers import (
    EN_DASH,
    bounds,
    exact,
    interval,
    money_text,
    money_unit,
    number,
    percent,
    round_to,
    scale_for,
    scaled,
)
from kpsim.wording.record_values import (
    digits_only,
    ends_words,
    least_of,
    per_unit,
    record_of,
    with_unit,
)
from kpsim.wording.units import column_name, short

ROWS = 15
_NAME = Column("Unknown", right=False, width=46)
_GRADE = Column("Grade", right=False, width=6)


def amount(value: float, *, scale: str | None, language: str, decimals: int = 1) -> str:
    """Write a number in the scale of a table, or with the digits that count if it has none."""
    if scale is None:
        return short(value, language)
    return number(scaled(value, scale), language, decimals=decimals, signed=False)


def variance_table(asked: Question, found: Variance) -> Iterator[RenderableType]:
    """List first-order and total indices with their 90 % intervals, and Shapley shares."""
    language = asked.language
    made = table((_NAME, _GRADE, Column("Share"), Column("Alone"), Column("With others")), language)
    shares = found.shares
    for each in sorted(found.indices, key=lambda index: -shares[index.name])[:ROWS]:
        made.add_row(
            asked.labels[each.name],
            asked.grades[each.name],
            percent(shares[each.name], language),
            _with_error(each.first, each.first_error, language),
            _with_error(each.total, each.total_error, language),
        )
    yield made
    yield say(
        "Shares add to 100. “Alone” is the first-order index, “with others” the total one, "
        "both in per cent with half the width of a 90 % interval; {points} base points.",
        language,
        points=number(found.points, language),
    )


def tornado_table(asked: Question, bars: Sequence[Bar]) -> Iterator[RenderableType]:
    """List how far each unknown moves the mean result."""
    language = asked.language
    scale = scale_for(*(mean for bar in bars[:ROWS] for mean in bar.means))
    made = table(
        (
            Column("Unknown", right=False, width=34),
            _GRADE,
            Column("Low", width=8),
            Column("High", width=8),
            Column("Result", width=17),
            Column("Moves by", width=9),
        ),
        language,
    )
    parameters = asked.world.parameters
    for bar in bars[:ROWS]:
        name = _first(asked, bar.name)
        least = least_of(parameters, name, _ends(bar))
        made.add_row(
            with_unit(asked.labels[bar.name], record_of(parameters, name), name, language),
            asked.grades[bar.name],
            *(digits_only(parameters, name, e, language, least=least) for e in _ends(bar)),
            _pair(bar.means[0], bar.means[-1], scale, language),
            amount(bar.length, scale=scale, language=language),
        )
    yield made
    if asked.bench.asked[0].is_money:
        yield say("Results in {unit}.", language, unit=money_unit(scale, language))


def pair_table(asked: Question, levels: Sequence[float], found: Array) -> Iterator[RenderableType]:
    """List mean results with one unknown in rows and one in columns, by percentile."""
    language = asked.language
    scale = scale_for(*found.ravel()) if asked.bench.asked[0].is_money else None
    marks = [percent(level, language) for level in levels]
    made = table(
        (Column("Percentile", width=10), *(Column(mark, width=12) for mark in marks)), language
    )
    for mark, row in zip(marks, found, strict=True):
        shown = (amount(float(value), scale=scale, language=language) for value in row)
        made.add_row(mark, *shown)
    yield made
    if scale is not None:
        yield say("Results in {unit}.", language, unit=money_unit(scale, language))


def labelled(asked: Question, bars: Sequence[Bar]) -> list[Labelled]:
    """Put names, grades and values in the records' units to bars."""
    parameters, language = asked.world.parameters, asked.language
    found = []
    for each in bars:
        name = _first(asked, each.name)
        low, high = ends_words(parameters, name, _ends(each), language)
        label = per_unit(asked.labels[each.name], record_of(parameters, name), language)
        found.append(Labelled(each, label, asked.grades[each.name], low, high))
    return found


def _ends(bar: Bar) -> tuple[float, float]:
    return bar.values[0], bar.values[-1]


def _first(asked: Question, driver: str) -> str:
    every = drivers(asked.world.parameters)
    return next(each for each in every if each.name == driver).parameters[0]


def given_data_table(asked: Question, found: GivenData) -> Iterator[RenderableType]:
    """List four measures side by side, and say where they disagree."""
    language = asked.language
    made = table(
        (
            _NAME,
            Column("Curve"),
            Column("Rank correlation"),
            Column("PAWN"),
            Column("delta"),
        ),
        language,
    )
    order = np.argsort(-found.share)[:ROWS]
    for place in order:
        name = found.names[int(place)]
        made.add_row(
            column_label(asked, name),
            percent(float(found.share[place]), language),
            number(float(found.prcc[place]), language, decimals=2, signed=True),
            number(float(found.pawn[place]), language, decimals=2),
            number(found.delta[name], language, decimals=2) if name in found.delta else EN_DASH,
        )
    yield made
    yield say(
        "Curve: share of the variance a smooth curve explains. PAWN below {noise} is noise.",
        language,
        noise=number(found.noise, language, decimals=2),
    )
    differing = disagreement(found)
    if differing:
        names = "; ".join(column_label(asked, name) for name in differing)
        yield say("The measures disagree about: {names}.", language, names=names)
    else:
        yield say("All measures name the same first five.", language)


def screening_table(asked: Question, found: Sequence[Effect]) -> Iterator[RenderableType]:
    """List the mean absolute elementary effects and how uneven they are."""
    language = asked.language
    ordered = sorted(found, key=lambda effect: -effect.strength)[:ROWS]
    scale = (
        scale_for(*(each.strength for each in ordered)) if asked.bench.asked[0].is_money else None
    )
    made = table((_NAME, _GRADE, Column("Moves by"), Column("Uneven by")), language)
    for each in ordered:
        made.add_row(
            asked.labels[each.name],
            asked.grades[each.name],
            amount(each.strength, scale=scale, language=language),
            amount(each.uneven, scale=scale, language=language),
        )
    yield made
    yield say(
        "Moves by: mean change when this unknown alone goes from low to high, from several "
        "starting points; uneven by: how much that differs between them.",
        language,
    )
    if scale is not None:
        yield say("Results in {unit}.", language, unit=money_unit(scale, language))


def heat_table(asked: Question, found: HeatMap) -> Iterator[RenderableType]:
    """List the shares of each year's variance, per cent."""
    language = asked.language
    years = [Column(str(year), width=4) for year in found.years]
    made = table((Column("Unknown", right=False, width=27), *years), language)
    for name, row in zip(found.names, found.shares, strict=True):
        label = translate("others", language) if name == REST else column_label(asked, name)
        made.add_row(label, *(number(100 * share, language) for share in row))
    yield made


def convergence_table(asked: Question, found: Sequence[Step]) -> Iterator[RenderableType]:
    """List mean and Monte Carlo error after 512, 1024, … draws."""
    language = asked.language
    scale = scale_for(*(each.mean for each in found)) if asked.bench.asked[0].is_money else None
    made = table(
        (Column("Draws"), Column("Mean"), Column("Error"), Column("Error of the width")), language
    )
    for each in found:
        made.add_row(
            number(each.draws, language),
            amount(each.mean, scale=scale, language=language, decimals=_digits(each.error, scale)),
            amount(each.error, scale=scale, language=language, decimals=_digits(each.error, scale)),
            percent(each.relative, language, decimals=1),
        )
    yield made
    if scale is not None:
        yield say("Results in {unit}.", language, unit=money_unit(scale, language))


def _digits(error: float, scale: str | None) -> int:
    """Return how many decimals an error leaves."""
    shown = abs(error) if scale is None else abs(float(scaled(error, scale)))
    return 0 if shown == 0 else max(0, ceil(-log10(shown)))


def structure_table(
    asked: Question, structures: Mapping[str, Structure], found: Compared, *, is_money: bool
) -> Iterator[RenderableType]:
    """List the middle result with each assumption held the other way, and their range."""
    language = asked.language
    scale = scale_for(found.as_it_is, *found.otherwise.values()) if is_money else None
    made = table((Column("Assumption", right=False, width=68), Column("Median")), language)
    made.add_row(
        translate("as the model has it", language),
        amount(found.as_it_is, scale=scale, language=language),
    )
    for name, each in structures.items():
        made.add_row(
            getattr(each.label, language),
            amount(found.otherwise[name], scale=scale, language=language),
        )
    yield made
    low, high = found.medians
    last = amount(high, scale=scale, language=language)
    yield say(
        "With these assumptions held the other way, one at a time, the median lies between {low} "
        "and {high}.",
        language,
        low=amount(low, scale=scale, language=language),
        high=last if scale is None else money_text(last, scale, language),
    )


def weak_lines(
    found: Mapping[str, WeakShare], names: Mapping[str, str], language: str
) -> list[str]:
    """Say for each answer which share of its spread rests on grades C and D."""
    return [weak_sentence(each, language, name=names[key]) for key, each in found.items()]


def column_label(asked: Question, key: str) -> str:
    """Name a drawn column: the parameter, and the element it is of."""
    name = key.partition(".")[0]
    if name not in asked.world.parameters.records:
        return asked.labels.get(name, name)
    return column_name(asked.world.parameters, key, asked.language)


def estimate(values: np.ndarray, *, scale: str | None, language: str) -> str:
    """Write a mean with its 90 % interval."""
    low, high = np.quantile(values, (0.05, 0.95))
    mean = float(values.mean())
    if np.abs(values).max() < NOTHING:
        return "0"
    numbers = [scaled(each, scale) if scale else exact(each) for each in (mean, low, high)]
    rounded = interval(*numbers, finer=1, least=Decimal("0.01") if scale else Decimal("0.0001"))
    centre = number(rounded.centre, language, decimals=rounded.decimals, signed=True)
    return centre if rounded.low == rounded.high else f"{centre} ({bounds(rounded, language)})"


def _with_error(value: float, error: float, language: str) -> str:
    unit = Decimal(1)
    shown = round_to(100 * value, unit)
    return f"{number(shown, language)} ± {number(100 * error, language)}"


def _pair(first: float, last: float, scale: str, language: str) -> str:
    ends = [amount(each, scale=scale, language=language) for each in (first, last)]
    return translate("{low} to {high}", language).format(low=ends[0], high=ends[1])
