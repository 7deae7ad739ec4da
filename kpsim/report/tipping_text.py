"""What would turn a conclusion, in sentences that can be repeated."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import RenderableType

from kpsim.analysis import money as crowns
from kpsim.charts.house_style import Chart
from kpsim.charts.joint_tipping import joint_tipping as joint_chart
from kpsim.charts.joint_tipping import place_of
from kpsim.charts.joint_tipping import sentence as pair_sentence
from kpsim.charts.saving import save
from kpsim.charts.switching_value import Named, sentence, switching_value
from kpsim.language import translate
from kpsim.report.cells import Column, say, table
from kpsim.report.question import Question
from kpsim.report.tables import write_csv
from kpsim.report.turns import DRAWS, Turned, Turns, first_of, frame, record, turns
from kpsim.results import Results
from kpsim.sensitivity.asked import Asked, label_of
from kpsim.sensitivity.joint_tipping import Joint
from kpsim.sensitivity.parts import Progress
from kpsim.sensitivity.tipping import Bearable, Depth, Tipping
from kpsim.wording.numbers import (
    EN_DASH,
    Rounded,
    exact,
    money,
    money_text,
    number,
    percent,
    scale_for,
    scaled,
)
from kpsim.wording.record_values import (
    digits_between,
    digits_only,
    in_percent,
    record_of,
    unit_on_axis,
    value_words,
    with_unit,
)
from kpsim.wording.units import DIGITS, short
from kpsim.wording.words import break_even as break_even_words

TABLE = "break_even.csv"


def turning(
    asked: Question,
    *,
    top: int,
    out: Path | None,
    progress: Progress | None,
    as_json: bool = False,
) -> Iterator[RenderableType | dict[str, Any]]:
    """Say for every outcome which values turn its sign; then depth, year and what staff bear."""
    found = turns(asked, top=top, progress=progress)
    if out is not None:
        _write(asked, found, out)
    if as_json:
        yield record(asked, found)
    else:
        yield from _all_said(asked, found)


def _write(asked: Question, found: Turns, out: Path) -> None:
    for each in found.outcomes:
        folder = asked.charts_in(out, each.one)
        write_csv(frame(asked, each), folder / TABLE)
        for chart in _charts(asked, each, min(DRAWS, found.results.draws)):
            save(chart, folder)


def _all_said(asked: Question, found: Turns) -> Iterator[RenderableType]:
    for each in found.outcomes:
        yield from _said(asked, each)
    yield ""
    yield year_words(asked, found.results)
    if found.depth is not None:
        yield depth_words(found.depth, asked.language)
    yield bearable_words(found.bearable, asked.language)


def _said(asked: Question, found: Turned) -> Iterator[RenderableType]:
    language = asked.language
    yield ""
    yield heading(asked, found.one)
    yield now(found.values, language, is_money=found.one.is_money)
    yield from _table(asked, found.alone)
    turning_ones = [each for each in found.alone if each.value is not None]
    for each in turning_ones:
        yield sentence(each, named(asked, each), language)
    if len(turning_ones) < len(found.alone):
        yield say(
            "By itself none of the others turns it, held anywhere from its 1st to its 99th "
            "percentile."
            if turning_ones
            else "By itself none of these unknowns turns it, held anywhere from its 1st to its "
            "99th percentile.",
            language,
        )
    yield joint_words(asked, found.joint, is_money=found.one.is_money)


def joint_words(asked: Question, found: Joint, *, is_money: bool) -> str:
    """Say at which pair of values the conclusion turns, or how far the worst pair is from it."""
    language = asked.language
    pair = named_pair(asked, found)
    if found.values is not None:
        return f"{pair_sentence(found, pair, language)} {place_of(found, pair, language)}"
    corner = found.corner
    ends = [_value(asked, name, end) for name, end in zip(found.names, found.ends, strict=True)]
    return say(
        "Together “{first}” and “{second}” do not turn it either: at the least favourable values "
        "between their 1st and 99th percentiles ({ends}) the median result is {corner}.",
        language,
        first=pair[0].label,
        second=pair[1].label,
        ends="; ".join(ends),
        corner=two_digits(corner, language) if is_money else short(corner, language),
    )


def two_digits(amount: float, language: str) -> str:
    """Write a difference of few futures with two digits and its sign."""
    scale = scale_for(amount)
    plus = "+" if amount > 0 else ""
    return money_text(plus + short(float(scaled(amount, scale)), language), scale, language)


def heading(asked: Question, one: Asked) -> str:
    """Name an outcome at the beginning of a line."""
    name = label_of(asked.world, one, asked.language)
    return name[:1].upper() + name[1:]


def _charts(asked: Question, found: Turned, draws: int) -> Iterator[Chart]:
    if not found.one.is_money:
        return
    outcome, footer = heading(asked, found.one), asked.footer(draws)
    first = next((each for each in found.alone if each.value is not None), found.alone[0])
    yield switching_value(
        first, named(asked, first), outcome=outcome, footer=footer, language=asked.language
    )
    if found.joint.values is not None:
        pair = named_pair(asked, found.joint)
        yield joint_chart(
            found.joint, pair, outcome=outcome, footer=footer, language=asked.language
        )


def now(values: np.ndarray, language: str, *, is_money: bool) -> str:
    """Say where the result stands today: its middle and how often it is above zero."""
    middle = float(np.median(values))
    shown = money(middle, language, decimals=1) if is_money else short(middle, language, digits=3)
    above = int((values > 0).sum())
    return say(
        "Middle result {middle}; above zero in {above} of {draws} futures.",
        language,
        middle=shown,
        above=number(above, language),
        draws=number(len(values), language),
    )


def named(asked: Question, found: Tipping) -> Named:
    """Return what readers see of the number: its name, and its values with their unit."""
    line = found.line
    low, middle, high = np.quantile(line.draws, (0.05, 0.5, 0.95))
    return _named(asked, line.name, found.value, float(middle), (float(low), float(high)))


def named_pair(asked: Question, found: Joint) -> tuple[Named, Named]:
    """Return what readers see of two numbers that would turn the conclusion together."""
    values = found.values or (None, None)
    first, second = (
        _named(asked, name, value, middle, ends)
        for name, value, middle, ends in zip(
            found.names, values, found.middles, found.ranges, strict=True
        )
    )
    return first, second


def _named(
    asked: Question, name: str, value: float | None, middle: float, ends: tuple[float, float]
) -> Named:
    parameters, language = asked.world.parameters, asked.language
    first = first_of(asked, name)
    record = record_of(parameters, first)
    key = next(key for key in parameters.columns if key.partition(".")[0] == first)
    digits = (
        DIGITS if value is None else digits_between(parameters, first, (middle, value), language)
    )
    factor = 1.0 if record.probability else 1 / parameters.conversions[key].factor
    return Named(
        asked.labels[name],
        unit_on_axis(record, first, language),
        100 * factor if in_percent(record, first) else factor,
        "" if value is None else _value(asked, name, value, digits=digits),
        _value(asked, name, middle, digits=digits),
        *(_value(asked, name, end, digits=digits) for end in ends),
    )


def _value(asked: Question, name: str, value: float, *, digits: int = DIGITS) -> str:
    """Write the value of a driver with its unit."""
    first = first_of(asked, name)
    return value_words(asked.world.parameters, first, value, asked.language, digits=digits)


def year_words(asked: Question, results: Results) -> str:
    """Say in which year the sum turns, with the pattern of all reports."""
    found = crowns.break_even(results, asked.scenario, "central", public=asked.world.ledger.public)
    years = found.years[~np.isnan(found.years)]
    rounded = None
    if years.size:
        low, middle, high = np.quantile(years, (0.05, 0.5, 0.95), method="nearest")
        rounded = Rounded(exact(middle), exact(low), exact(high), 0)
    last = results.years[crowns.horizon_years(results, asked.scenario)][-1]
    return break_even_words(rounded, asked.language, never=found.share_never, last_year=last)


def depth_words(found: Depth, language: str) -> str:
    """Say the smallest cut at which harm exceeds the saving, or that there is none."""
    if found.least is None:
        return say(
            "No depth of a cut of all services makes the harm exceed the saving in public "
            "budgets (cuts of 2 to 100 per cent were tried; middle results).",
            language,
        )
    return say(
        "From a cut of {depth} on the harm exceeds the saving in public budgets (middle results).",
        language,
        depth=percent(found.least, language),
    )


def bearable_words(found: Bearable, language: str) -> str:
    """Say how much more staff would have to bear for no spending to be caused."""
    scale = scale_for(*found.caused)
    ends = [
        money_text(number(scaled(float(value), scale), language, decimals=1), scale, language)
        for value in (found.caused[0], found.caused[-1])
    ]
    if found.least is None:
        return say(
            "Even with three times the clients for each worker the spending caused does not change "
            "sign ({low} with none more, {high} with three times as many).",
            language,
            low=ends[0],
            high=ends[1],
        )
    return say(
        "Workers would have to bear {share} more clients each for no spending to be caused.",
        language,
        share=percent(found.least, language),
    )


def _table(asked: Question, found: tuple[Tipping, ...]) -> Iterator[RenderableType]:
    language, parameters = asked.language, asked.world.parameters
    made = table(
        (
            Column("Unknown", right=False, width=30),
            Column("Now", width=8),
            Column("9 in 10", width=18),
            Column("Turns at", width=13),
            Column("Chance beyond", width=16),
        ),
        language,
    )
    nowhere = translate("no such value", language)
    for each in found:
        name = first_of(asked, each.line.name)
        ends = [float(end) for end in np.quantile(each.line.draws, (0.05, 0.5, 0.95))]
        value = each.value
        pair = (ends[1], ends[1] if value is None else value)
        digits = digits_between(parameters, name, pair, language)
        low, middle, high = (
            digits_only(parameters, name, end, language, digits=digits) for end in ends
        )
        made.add_row(
            with_unit(asked.labels[each.line.name], record_of(parameters, name), name, language),
            middle,
            translate("{low} to {high}", language).format(low=low, high=high),
            nowhere
            if value is None
            else digits_only(parameters, name, value, language, digits=digits),
            EN_DASH if value is None else percent(each.beyond, language),
        )
    yield made
