"""Which unknown moves the result most: one at a time low and high, the others uncertain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kpsim.charts.alt_text import with_file
from kpsim.charts.house_style import (
    BAND_50,
    BAND_90,
    NAVY,
    NOTE,
    WIDTH,
    Chart,
    Footer,
    finished,
    house_style,
    sheet,
    source_line,
)
from kpsim.charts.rows import Row, bar, beside, mark_line, row_panel
from kpsim.language import translate
from kpsim.sensitivity.tornado import Bar
from kpsim.wording.numbers import SCALES, money_text, number, scale_for, unbreakable

NAME = "tornado"
MOST = 8
HEIGHT = 10.6
ON_SLIDE = 8.5
ROOM = 7.4
"""For the names, in cm."""


@dataclass(frozen=True)
class Labelled:
    """A bar with what readers see of its parameter."""

    bar: Bar
    label: str
    grade: str
    low: str
    high: str
    """Values of the parameter at the ends, in the record's unit."""


def tornado(
    bars: Sequence[Labelled],
    *,
    middle: float,
    outcome: str,
    footer: Footer,
    language: str,
    slide: bool = False,
) -> Chart:
    """Draw the longest bars, with lines at the mean result and at zero; on a slide half of them."""
    shown = list(bars)[: MOST // 2 if slide else MOST]
    scale = scale_for(*(mean for each in shown for mean in each.bar.means), middle)
    unit = 10.0 ** SCALES[scale]
    words = sentence(shown, middle, language)
    low = min(min(each.bar.means) for each in shown) / unit
    high = max(max(each.bar.means) for each in shown) / unit
    room = 0.2 * ((high - low) or 1.0)
    zero = low - room < 0 < high + room
    with house_style():
        page = sheet(
            translate("Unknowns that change the result most", language),
            _subtitle(outcome, scale, language),
            note=words + " " + translate(
                "Bar: one unknown low and high (1 in 20 on each side), the others uncertain; at "
                "its ends the low and the high value of that unknown. The length is no "
                "probability.",
                language,
            ) + (
                " " + translate("Dark: the same for 1 in 4 on each side.", language)
                if any(len(each.bar.means) > 2 for each in shown)
                else ""
            ) + " " + translate(
                "In brackets the grade of the evidence, A to D, D the weakest.", language
            ) + (
                "" if zero else " " + translate("Zero lies off the axis.", language)
            ),
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=ON_SLIDE if slide else HEIGHT,
        )  # fmt: skip
        rows = [Row(each.label, each.grade) for each in shown]
        axes = row_panel(page, rows, language=language, top=page.top - 0.1, right=0.6, names=ROOM)
        for place, each in enumerate(shown):
            _draw(axes, place, each, unit)
        axes.set_xlim(low - room, high + room)
        mark_line(axes, middle / unit)
        if zero:
            mark_line(axes, 0.0, color=NOTE, dashed=True)
        return finished(NAME, page, data=frame(bars), alt_text=with_file(words, NAME, language),
                        language=language)  # fmt: skip


def sentence(shown: Sequence[Labelled], middle: float, language: str) -> str:
    """Say which unknown moves the result most, and how many bars cross zero."""
    first = shown[0]
    scale = scale_for(*first.bar.means, middle)
    low, high = min(first.bar.means), max(first.bar.means)
    crossing = sum(min(each.bar.means) < 0 < max(each.bar.means) for each in shown)
    text = translate(
        "The result moves most with “{name}”: from {low} to {high}. {count} of {all} bars "
        "cross zero."
        if crossing
        else "The result moves most with “{name}”: from {low} to {high}. No bar crosses zero.",
        language,
    )
    unit = 10.0 ** SCALES[scale]
    ends = [
        number(end / unit, language, decimals=_decimals(low, high, unit)) for end in (low, high)
    ]
    return unbreakable(
        text.format(
            name=first.label,
            # The unit leads in English, so it cannot be left to the second amount.
            low=ends[0] if language == "cs" else money_text(ends[0], scale, language),
            high=money_text(ends[1], scale, language),
            count=crossing,
            all=len(shown),
        ),
        language,
    )


def frame(bars: Sequence[Labelled]) -> pd.DataFrame:
    """Return the numbers of all bars."""
    rows: list[Mapping[str, object]] = [
        {"parameter": each.bar.name, "label": each.label, "grade": each.grade, "level": level,
         "value": value, "mean_outcome": mean}
        for each in bars
        for level, value, mean in zip(
            each.bar.levels, each.bar.values, each.bar.means, strict=True
        )
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _subtitle(outcome: str, scale: str, language: str) -> str:
    from kpsim.wording.numbers import money_unit

    text = translate(
        "Mean: {outcome}, difference from keeping the services, {unit}, 2025 prices", language
    )
    return text.format(outcome=outcome, unit=money_unit(scale, language))


def _draw(axes: object, place: int, each: Labelled, unit: float) -> None:
    means = [mean / unit for mean in each.bar.means]
    bar(axes, place, means[0], means[-1], color=BAND_90, thick=0.6)  # type: ignore[arg-type]
    if len(means) > 2:
        bar(axes, place, means[1], means[-2], color=BAND_50, thick=0.6)  # type: ignore[arg-type]
    bar(axes, place, means[0], means[-1], color="none", thick=0.6)  # type: ignore[arg-type]
    axes.patches[-1].set_edgecolor(NAVY)  # type: ignore[attr-defined]
    rising = means[-1] >= means[0]
    beside(axes, min(means), place, each.low if rising else each.high, left=True)  # type: ignore[arg-type]
    beside(axes, max(means), place, each.high if rising else each.low)  # type: ignore[arg-type]


def _decimals(low: float, high: float, unit: float) -> int:
    width = abs(high - low) / unit
    return 0 if width >= 3 else 1 if width >= 0.3 else 2
