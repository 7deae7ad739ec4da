"""Names at the ends of lines, moved apart where the lines end close together.

Where names are moved, each line goes on to its own in its own dashes, so that a grey print tells
which is which.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import offset_copy
from scipy.optimize import isotonic_regression

from kpsim.charts.house_style import (
    DASHES,
    LINE_HEIGHT,
    SMALL,
    Sheet,
    height_in_cm,
    wrapped,
)
from kpsim.wording.numbers import unbreakable

OFFSET = 6
_LEADER = 24
"""Points from the line to the names where lines have to join them."""
_SPACING = 1.1
_BETWEEN = 0.18
_MOVED = 0.12
"""From how many cm on a name needs its line to go on to it."""


@dataclass(frozen=True)
class EndLabel:
    """What stands at the end of a line, and how high the line ends."""

    text: str
    height: float
    color: str
    dash: object = None
    """How the line is dashed, where not as its colour is."""
    ends: float | None = None
    """Where the line ends, where that is before the others."""


def end_labels(
    page: Sheet,
    axes: Axes,
    labels: Sequence[EndLabel],
    *,
    x: float,
    room: float,
    language: str,
) -> None:
    """Write labels right of x in a room of so many cm, in the order in which the lines end."""
    bottom, top = axes.get_ylim()
    a_cm = (top - bottom) / height_in_cm(axes)
    texts = [
        wrapped(page.figure, unbreakable(each.text, language), size=SMALL, width=room)
        for each in labels
    ]
    places = stacked(
        [each.height for each in labels],
        [(len(lines) * SMALL * LINE_HEIGHT + _BETWEEN) * a_cm for lines in texts],
        low=bottom,
        high=top,
    )
    moved = [
        abs(place - each.height) > _MOVED * a_cm for each, place in zip(labels, places, strict=True)
    ]
    reach = _LEADER if any(moved) else OFFSET
    beside = offset_copy(axes.transData, fig=page.figure, x=reach - 2, units="points")
    for each, place, lines in zip(labels, places, texts, strict=True):
        axes.annotate(
            "\n".join(lines),
            (x, place),
            xytext=(reach, 0),
            textcoords="offset points",
            va="center",
            size=SMALL,
            color=each.color,
            linespacing=_SPACING,
            annotation_clip=False,
        )
        if any(moved):
            axes.annotate(
                "",
                (x if each.ends is None else each.ends, each.height),
                xytext=(x, place),
                textcoords=beside,
                arrowprops={
                    "arrowstyle": "-",
                    "color": each.color,
                    "linewidth": 1.0,
                    "linestyle": each.dash or DASHES.get(each.color, "solid"),
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
                annotation_clip=False,
            )


def stacked(
    places: Sequence[float], heights: Sequence[float], *, low: float, high: float
) -> list[float]:
    """Move boxes apart with the least way in all, in order and within the limits.

    >>> stacked([5.0, 5.0, 1.0], [1.0, 1.0, 1.0], low=0.0, high=10.0)
    [4.5, 5.5, 1.0]
    """
    order = np.argsort(places, kind="stable")
    sizes = np.asarray(heights, dtype=float)[order]
    # Without the boxes below each, "not overlapping" is "not falling".
    below = np.cumsum(sizes) - sizes / 2
    moved = isotonic_regression(np.asarray(places, dtype=float)[order] - below).x
    moved = np.clip(moved, low, max(low, high - float(sizes.sum()))) + below
    result = np.empty(len(moved))
    result[order] = moved
    return [float(place) for place in result]


def spread_out(places: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Move label places apart until none is nearer than the gap, in order and within limits."""
    order = np.argsort(places, kind="stable")
    moved = np.clip(np.asarray(places, dtype=float)[order], low, high)
    for i in range(1, len(moved)):
        moved[i] = max(moved[i], moved[i - 1] + gap)
    if len(moved) and moved[-1] > high:
        moved[-1] = high
        for i in range(len(moved) - 2, -1, -1):
            moved[i] = min(moved[i], moved[i + 1] - gap)
    result = np.empty(len(moved))
    result[order] = moved
    return [float(place) for place in result]
