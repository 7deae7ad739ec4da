"""Which results are possible and how often: twenty equally likely futures as dots."""

import numpy as np
import pandas as pd

from kpsim.charts.alt_text import with_file
from kpsim.charts.house_style import (
    AMBER,
    INK,
    LABEL,
    NAVY,
    WIDTH,
    Chart,
    Footer,
    finished,
    house_style,
    number_axis,
    panel,
    sheet,
    source_line,
    text_width,
    write,
)
from kpsim.charts.rows import mark_line
from kpsim.language import translate
from kpsim.results import Array
from kpsim.wording.numbers import (
    SCALES,
    interval,
    money_text,
    money_unit,
    number,
    scale_for,
    scaled,
    unbreakable,
)

NAME = "quantile_dots"
DOTS = 20
HEIGHT = 6.9


_SOME = (
    "Of 20 equally likely futures, {above} have higher spending and {below} lower; "
    "the middle result is {middle}."
)
_FUTURES = {
    0: "None of 20 equally likely futures has higher spending; the middle result is {middle}.",
    DOTS: "All of 20 equally likely futures have higher spending; the middle result is {middle}.",
}
"""What is said where no future or every one has higher spending."""


def quantiles(values: Array, dots: int = DOTS) -> Array:
    """Return equally likely values: the middles of as many slices of the draws."""
    return np.asarray(np.quantile(values, (np.arange(dots) + 0.5) / dots))


def stacked(values: Array, width: float) -> tuple[Array, Array]:
    """Return the places of the dots: bins as wide as a dot, one above the other."""
    bins = np.floor((values - values.min()) / width + 1e-9)
    heights = np.array([np.sum(bins[:place] == bins[place]) for place in range(len(bins))])
    return values.min() + (bins + 0.5) * width, heights + 0.5


def _limits(dots: Array, below: float, above: float) -> tuple[float, float]:
    """Return the ends of the axis: zero inside, and each side of it at least a share of the whole.

    A margin is left for the width of a dot.
    """
    low, high = min(float(dots.min()), 0.0), max(float(dots.max()), 0.0)
    margin = 0.08 * ((high - low) or 1.0)
    low, high = low - margin, high + margin
    low = min(low, -high * below / (1 - below))
    return low, max(high, -low * above / (1 - above))


def quantile_dots(values: Array, *, outcome: str, footer: Footer, language: str) -> Chart:
    """Draw the dots, round where spending is higher and square where it is lower."""
    found = quantiles(values)
    scale = scale_for(*found)
    unit = 10.0 ** SCALES[scale]
    dots = found / unit
    words = sentence(values, language)
    with house_style():
        page = sheet(
            translate("Possible results and how often they come", language),
            translate(
                "{outcome}, difference from keeping the services, {unit}, 2025 prices", language
            ).format(outcome=outcome[:1].upper() + outcome[1:], unit=money_unit(scale, language)),
            note=words + " " + translate("Each mark is 1 of 20 equally likely results.", language),
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=HEIGHT,
        )  # fmt: skip
        height = page.top - 0.6 - page.bottom - 0.6
        across = page.right - page.left - 1.0
        axes = panel(page, left=page.left + 0.5, bottom=page.bottom + 0.6, width=across,
                     height=height)  # fmt: skip
        size = min(0.62, height / 6)
        below, above = (int(side.sum()) for side in (dots < 0, dots >= 0))
        heads = [
            unbreakable(translate(text, language).format(count=count), language)
            for text, count in (
                ("lower spending: {count} of 20", below),
                ("higher spending: {count} of 20", above),
            )
        ]
        rooms = [text_width(page.figure, head, size=LABEL, weight="bold") + 0.3 for head in heads]
        # Either side of zero has room for its heading, so a dot is as wide as its share of that.
        low, high = _limits(dots, *(room / across for room in rooms))
        width = (high - low) / across * size
        x, y = stacked(dots, width)
        for side, color, marker in ((dots < 0, NAVY, "s"), (dots >= 0, AMBER, "o")):
            axes.plot(x[side], y[side], marker, color=color, markersize=size * 26,
                      markeredgecolor=INK, markeredgewidth=0.6, linestyle="none")  # fmt: skip
        axes.set_xlim(low, high)
        axes.set_ylim(0, max(height / size, y.max() + 0.6))
        axes.set_yticks([])
        axes.grid(visible=False)
        number_axis(axes, language, which="x")
        mark_line(axes, 0.0)
        zero = page.left + 0.5 + across * -low / (high - low)
        for head, left in zip(heads, (zero - rooms[0], zero + 0.3), strict=True):
            write(page.figure, [head], x=left, y=page.top, size=LABEL, weight="bold")
        data = pd.DataFrame(
            {
                "dot": range(1, DOTS + 1),
                "unit": translate("CZK", language),
                "price_year": 2025,
                "value": found,
            }
        )
        return finished(
            NAME, page, data=data, alt_text=with_file(words, NAME, language), language=language
        )


def sentence(values: Array, language: str) -> str:
    """Say in how many of twenty futures spending is higher, and the middle result."""
    found = quantiles(values)
    above = int((found >= 0).sum())
    low, middle, high = (float(each) for each in np.quantile(values, (0.05, 0.5, 0.95)))
    scale = scale_for(middle)
    rounded = interval(*(scaled(each, scale) for each in (middle, low, high)), finer=1)
    digits = number(rounded.centre, language, decimals=rounded.decimals)
    text = translate(_FUTURES.get(above, _SOME), language)
    return unbreakable(
        text.format(above=above, below=DOTS - above, middle=money_text(digits, scale, language)),
        language,
    )
