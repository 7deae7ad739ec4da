"""What a result is made of: the services' money, then one step for each mechanism."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from kpsim.charts.alt_text import with_file
from kpsim.charts.house_style import (
    INK,
    NOTE,
    WIDTH,
    Chart,
    Footer,
    finished,
    house_style,
    sheet,
    source_line,
)
from kpsim.charts.notes import longer
from kpsim.charts.rows import Row, bar, beside, names_room, row_panel, signed_color
from kpsim.language import translate
from kpsim.sensitivity.why import Why
from kpsim.wording.numbers import (
    SCALES,
    bounds,
    interval,
    money_text,
    money_unit,
    number,
    scale_for,
    unbreakable,
)

NAME = "why_waterfall"
FRAME, ROW = 3.9, 0.72
"""Height of all but the rows, and of a row, in cm."""

ROOM = 6.5
"""For the names, in cm, where they need as much."""

NOTHING = 1e-9
"""What sums of rounding errors leave."""

LEAST_CROWNS = Decimal("0.1")
"""Finer amounts of the unit shown are rounding."""


@dataclass(frozen=True)
class Step:
    """One step: its name, its mean, its 90 % interval, and what switching it alone does."""

    name: str
    mean: float
    low: float
    high: float
    alone: float | None


def steps(found: Why, language: str) -> list[Step]:
    """Return the direct part, the mechanisms in the order of their weight, and the total."""
    direct = translate("Money and staff of the services themselves", language)
    total = translate("Total", language)
    inner = sorted(found.shares, key=lambda share: -abs(share.values.mean()))
    return [
        step(direct, found.direct, None),
        *(
            step(each.mechanism.label.of(language), each.values, float(each.alone.mean()))
            for each in inner
        ),
        step(total, found.total, None),
    ]


def why_waterfall(
    found: Why, *, outcome: str, is_money: bool, footer: Footer, language: str
) -> Chart:
    """Draw the steps from zero to the total; a diamond marks switching one off alone."""
    made = steps(found, language)
    scale = scale_for(*(each.mean for each in made)) if is_money else "one"
    words = sentence(made, scale if is_money else None, language)
    note = words + " " + translate(
        "Means add up, medians do not. Diamond: how much the total falls when only this "
        "mechanism is switched off; its distance from the bar's length is interplay.",
        language,
    )  # fmt: skip
    texts = Texts(NAME, outcome, note, with_file(words, NAME, language))
    return waterfall(made, texts, scale=scale, is_money=is_money, footer=footer, language=language)


@dataclass(frozen=True)
class Texts:
    """The words of a waterfall."""

    name: str
    outcome: str
    note: str
    alt_text: str


def waterfall(
    made: Sequence[Step],
    texts: Texts,
    *,
    scale: str,
    is_money: bool,
    footer: Footer,
    language: str,
) -> Chart:
    """Draw steps from zero to the last one, which is the total."""
    unit = 10.0 ** SCALES[scale]
    named = money_unit(scale, language) if is_money else ""
    with house_style():
        page = sheet(
            translate("What the result is made of", language),
            translate("Mean: {outcome}, difference from keeping the services, {unit}, 2025 prices"
                if is_money
                else "Mean: {outcome}, difference from keeping the services", language)
            .format(outcome=texts.outcome, unit=named),
            note=texts.note,
            source=source_line(footer, texts.name, language),
            language=language,
            width=WIDTH,
            height=FRAME + ROW * len(made) + longer(texts.note, language),
        )  # fmt: skip
        rows = [Row(each.name) for each in made]
        axes = row_panel(page, rows, language=language, top=page.top - 0.1, right=3.4,
                         names=names_room(page, rows, language, most=ROOM))  # fmt: skip
        start, edges = 0.0, [0.0]
        for place, each in enumerate(made):
            last = place == len(made) - 1
            begin = 0.0 if last else start
            end = begin + each.mean / unit
            bar(axes, place, begin, end, color=signed_color(each.mean))
            if each.alone is not None:
                axes.plot(begin + each.alone / unit, place, "D", color="white", markersize=4.5,
                          markeredgecolor=INK, markeredgewidth=0.9, zorder=5)  # fmt: skip
                edges.append(begin + each.alone / unit)
            if not last:
                axes.plot((end, end), (place, place + 1), color=NOTE, linewidth=0.6, zorder=1)
            edges += [begin, end]
            start = end
        room = 0.04 * ((max(edges) - min(edges)) or 1.0)
        axes.set_xlim(min(edges) - room, max(edges) + room)
        axes.axvline(0, color=NOTE, linewidth=1.0, zorder=1.5)
        right = axes.get_xlim()[1]
        for place, each in enumerate(made):
            least = LEAST_CROWNS if is_money else Decimal(0)
            beside(axes, right, place, _value(each, unit, language, least=least))
        return finished(texts.name, page, data=frame(made), alt_text=texts.alt_text,
                        language=language)  # fmt: skip


def sentence(made: Sequence[Step], scale: str | None, language: str) -> str:
    """Say what the money makes, and which mechanism matters most."""
    largest = max(made[1:-1], key=lambda each: abs(each.mean))
    text = translate(
        "The money and staff of the services make {direct}; most among the mechanisms comes from "
        "“{name}”: {value}. Together {total}.",
        language,
    )
    return unbreakable(
        text.format(
            direct=_amount(made[0].mean, scale, language),
            name=largest.name,
            value=_amount(largest.mean, scale, language),
            total=_amount(made[-1].mean, scale, language),
        ),
        language,
    )


def frame(made: Sequence[Step]) -> pd.DataFrame:
    """Return the numbers of the steps."""
    columns = ("name", "mean", "low", "high", "alone")
    return pd.DataFrame([{key: getattr(each, key) for key in columns} for each in made])


def step(name: str, values: object, alone: float | None = None) -> Step:
    """Return a step from its draws."""
    array = np.asarray(values, dtype=float)
    if np.abs(array).max() < NOTHING:
        array = np.zeros_like(array)
    low, high = np.quantile(array, (0.05, 0.95))
    return Step(name, float(array.mean()), float(low), float(high), alone)


def amount(each: Step, scale: str, language: str) -> str:
    """Write a step with its range, as it stands beside its bar."""
    return _value(each, 10.0 ** SCALES[scale], language, least=Decimal(0))


def _value(each: Step, unit: float, language: str, *, least: Decimal) -> str:
    rounded = interval(each.mean / unit, each.low / unit, each.high / unit, finer=1, least=least)
    centre = number(rounded.centre, language, decimals=rounded.decimals, signed=True)
    if rounded.low == rounded.high:
        return centre
    return f"{centre} ({bounds(rounded, language)})"


def _amount(value: float, scale: str | None, language: str) -> str:
    if scale is None:
        return number(value, language, decimals=1, signed=True)
    amount = value / 10.0 ** SCALES[scale]
    decimals = 0 if abs(amount) >= 10 else 1
    return money_text(number(amount, language, decimals=decimals), scale, language)
