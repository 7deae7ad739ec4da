"""Names at the ends of lines, moved apart where the lines end close together."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from kpsim.charts.house_style import SMALL, Sheet, height_in_cm, spread_out, wrapped
from kpsim.wording.numbers import unbreakable

OFFSET = 6
_SPACING = 1.1


@dataclass(frozen=True)
class EndLabel:
    """What stands at the end of a line, and how high the line ends."""

    text: str
    height: float
    color: str


def end_labels(
    page: Sheet,
    axes: Axes,
    labels: Sequence[EndLabel],
    *,
    x: float,
    room: float,
    gap: float,
    language: str,
    margin: float = 0.0,
) -> None:
    """Write labels right of x in a room of so many cm, no nearer to each other than the gap."""
    bottom, top = axes.get_ylim()
    a_cm = (top - bottom) / height_in_cm(axes)
    places = spread_out(
        [each.height for each in labels],
        gap=gap * a_cm,
        low=bottom + margin * a_cm,
        high=top - margin * a_cm,
    )
    for each, place in zip(labels, places, strict=True):
        text = unbreakable(each.text, language)
        axes.annotate(
            "\n".join(wrapped(page.figure, text, size=SMALL, width=room)),
            (x, place),
            xytext=(OFFSET, 0),
            textcoords="offset points",
            va="center",
            size=SMALL,
            color=each.color,
            linespacing=_SPACING,
            annotation_clip=False,
        )
