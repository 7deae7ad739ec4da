"""What would turn a conclusion, in sentences that can be repeated."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from rich.console import RenderableType

from kpsim.analysis import money as crowns
from kpsim.charts.saving import save
from kpsim.charts.switching_value import Named, sentence, switching_value
from kpsim.inputs.draws import BLOCK
from kpsim.language import translate
from kpsim.report.cells import Column, say, table
from kpsim.report.question import Question
from kpsim.sensitivity.asked import label_of, measure
from kpsim.sensitivity.data_form import unit_words
from kpsim.sensitivity.drivers import Driver, drivers
from kpsim.sensitivity.given_data import explained
from kpsim.sensitivity.parts import Progress
from kpsim.sensitivity.tipping import (
    Bearable,
    Depth,
    Tipping,
    bearable,
    depth,
    tipping_points,
    together,
)
from kpsim.wording.numbers import EN_DASH, money, money_text, number, percent, scale_for, scaled
from kpsim.wording.units import in_record_unit, short
from kpsim.wording.words import break_even as break_even_words

DRAWS = 512


def turning(
    asked: Question, *, top: int, out: Path | None, progress: Progress | None
) -> Iterator[RenderableType]:
    """Say for every outcome which values turn its sign; then depth, year and what staff bear."""
    results = asked.results(progress)
    numbers = asked.columns(results.draws)
    for place, one in enumerate(asked.bench.asked):
        values = measure(results, asked.scenario, one, public=asked.world.ledger.public)
        name = label_of(asked.world, one, asked.language)
        yield ""
        yield name[:1].upper() + name[1:]
        yield now(values, asked.language, is_money=one.is_money)
        among = strongest(asked, numbers, values, top)
        found = tipping_points(
            asked.bench,
            asked.key(place),
            among,
            draws=min(DRAWS, results.draws),
            keep=True,
            progress=progress,
        )
        yield from _table(asked, found)
        turning_ones = [each for each in found if each.value is not None]
        for each in turning_ones:
            yield sentence(each, named(asked, each), asked.language)
        if len(turning_ones) < len(found):
            yield say(
                "By itself none of the others turns it, held anywhere from its 1st to its 99th "
                "percentile."
                if turning_ones
                else "By itself none of these unknowns turns it, held anywhere from its 1st to its "
                "99th percentile.",
                asked.language,
            )
        yield from _pair(asked, place, (among[0], among[1]), progress)
        first = next((each for each in found if each.value is not None), found[0])
        if out is not None and one.is_money:
            chart = switching_value(
                first, named(asked, first), outcome=name[:1].upper() + name[1:],
                footer=asked.footer(min(DRAWS, results.draws)), language=asked.language,
            )  # fmt: skip
            save(chart, asked.charts_in(out, one))
    yield ""
    yield year_words(asked, results)
    scenario = asked.bench.scenarios[-1]
    if scenario.changes:
        found_depth = depth(
            asked.bench, scenario, draws=min(DRAWS, results.draws), keep=True, progress=progress
        )
        yield depth_words(found_depth, asked.language)
    limits = bearable(asked.bench, draws=min(DRAWS, results.draws), keep=True, progress=progress)
    for limit in limits.values():
        yield bearable_words(limit, asked.language)


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


def strongest(
    asked: Question, numbers: dict[str, np.ndarray], values: np.ndarray, top: int
) -> list[Driver]:
    """Return the drivers whose curve explains most of the outcome."""
    shares: dict[str, float] = {}
    for key, column in numbers.items():
        if np.ptp(column) > 0:
            name = key.partition(".")[0]
            shares[name] = max(shares.get(name, 0.0), explained(column, values))
    every = [
        each for each in drivers(asked.world.parameters) if each.kind in ("parameter", "cause")
    ]
    return sorted(every, key=lambda each: -max(shares.get(name, 0.0) for name in each.parameters))[
        : max(2, top)
    ]


def named(asked: Question, found: Tipping) -> Named:
    """Return what readers see of the number: its name, unit and values as written."""
    parameters, language = asked.world.parameters, asked.language
    name = _first(asked, found.line.name)
    key = next(key for key in parameters.columns if key.partition(".")[0] == name)
    record = parameters.columns[key]
    factor = 1.0 if record.probability else 1 / parameters.conversions[key].factor
    middle = float(np.median(found.line.draws))
    digits = (
        ""
        if found.value is None
        else short(in_record_unit(parameters, name, found.value), language)
    )
    return Named(
        asked.labels[found.line.name],
        unit_words(record.unit, language),
        factor,
        digits,
        short(in_record_unit(parameters, name, middle), language),
    )


def year_words(asked: Question, results: object) -> str:
    """Say in which year the sum turns, with the pattern of all reports."""
    from kpsim.results import Results
    from kpsim.wording.numbers import Rounded, exact

    assert isinstance(results, Results)
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
    language = asked.language
    made = table(
        (
            Column("Unknown", right=False, width=44),
            Column("Now", width=10),
            Column("Turns at", width=17),
            Column("Chance beyond", width=16),
        ),
        language,
    )
    for each in found:
        shown = named(asked, each)
        made.add_row(
            shown.label,
            shown.middle,
            shown.digits or translate("no such value", language),
            EN_DASH if each.value is None else percent(each.beyond, language),
        )
    yield made


def _pair(
    asked: Question, place: int, pair: tuple[Driver, Driver], progress: Progress | None
) -> Iterator[RenderableType]:
    key = asked.key(place)
    medians = together(asked.bench, key, pair, draws=BLOCK, keep=True, progress=progress)
    signs = np.sign(medians)
    turned = signs != signs[1, 1]
    names = {"first": asked.labels[pair[0].name], "second": asked.labels[pair[1].name]}
    if not turned.any():
        text = (
            "Together “{first}” and “{second}” do not turn it either, each at the 5th and 95th "
            "percentile."
        )
        yield say(text, asked.language, **names)
        return
    corners = [(i, j) for i in (0, 2) for j in (0, 2) if turned[i, j]]
    text = "Together “{first}” and “{second}” turn it in {count} of 4 extreme combinations."
    yield say(text, asked.language, **names, count=len(corners))


def _first(asked: Question, name: str) -> str:
    found = next(each for each in drivers(asked.world.parameters) if each.name == name)
    return found.parameters[0]
