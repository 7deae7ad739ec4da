"""Levels with the services kept, beside a scenario's: a dashed grey median, thin lines for 9 of 10.

Never a second filled band: two that overlap cannot be told apart.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kpsim.charts.end_labels import EndLabel
from kpsim.charts.house_style import BASELINE
from kpsim.language import translate
from kpsim.results import Array
from kpsim.wording.numbers import interval, number

DASH = (0, (4, 1.5))
_MIDDLE, _EDGE = 1.5, 0.8


def kept_lines(axes: Axes, years: Sequence[int], draws: Array) -> float:
    """Draw the lines over a fan, so that a median under another shows; return the highest."""
    low, middle, high = np.quantile(draws, (0.05, 0.5, 0.95), axis=-1)
    for edge in (low, high):
        axes.plot(years, edge, color=BASELINE, linewidth=_EDGE)
    kept_median(axes, years, middle)
    return float(high.max())


def kept_median(axes: Axes, years: Sequence[int], middle: Array) -> None:
    """Draw the median alone."""
    axes.plot(years, middle, color=BASELINE, linewidth=_MIDDLE, linestyle=DASH)


def kept_mark() -> tuple[Artist, str]:
    """Return the mark of the median with its English name, for the key."""
    mark = Line2D([], [], color=BASELINE, linewidth=_MIDDLE, linestyle=DASH)
    return mark, "services kept"


def kept_label(draws: Array, language: str) -> EndLabel:
    """Return the name of the median's end with its last value."""
    text = translate("services kept: {value}", language).format(value=kept_value(draws, language))
    return EndLabel(text, float(np.median(draws[-1])), BASELINE, DASH)


def kept_value(draws: Array, language: str) -> str:
    """Write the last median as finely as its own range allows."""
    low, middle, high = (float(q) for q in np.quantile(draws[-1], (0.05, 0.5, 0.95)))
    rounded = interval(middle, low, high)
    return number(rounded.centre, language, decimals=rounded.decimals)
