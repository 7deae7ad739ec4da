"""Charts made of rows: names at the left, bars or marks on one scale at the right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from kpsim.charts.house_style import (
    AMBER,
    CM,
    GRID,
    INK,
    LINE_HEIGHT,
    NAVY,
    SMALL,
    Sheet,
    number_axis,
    panel,
    text_width,
    wrapped,
    write,
)
from kpsim.wording.numbers import NBSP, unbreakable

WEAK = ("C", "D")
NAMES = 5.9
"""Room for the names in cm."""
_LINES = 2
_LETTER = re.compile(r" (?=[A-Z]\b)")
"""Before a letter that is a word, such as in hepatitis C; no line begins with it."""

LINE = 0.34
_LETTERS = 0.28
"""Height of a line's letters in cm, without the room to the next line."""
AXIS = 0.55
BAR = 0.56


@dataclass(frozen=True)
class Row:
    """A row of a chart: what it is called, and the grade of its evidence."""

    name: str
    grade: str = ""

    @property
    def is_weak(self) -> bool:
        """Tell whether the evidence is of grade C or D."""
        return self.grade in WEAK


def names_room(page: Sheet, rows: Sequence[Row], language: str, *, most: float = NAMES) -> float:
    """Return the room for the names in cm: no more than the longest needs, so that bars have it."""
    texts = (unbreakable(row.name, language) + "\u00a0(D)" * bool(row.grade) for row in rows)
    return min(most, max(text_width(page.figure, text, size=SMALL) for text in texts) + 0.4)


def row_panel(
    page: Sheet,
    rows: Sequence[Row],
    *,
    language: str,
    top: float,
    right: float = 0.2,
    names: float = NAMES,
    axis: bool = True,
) -> Axes:
    """Write the names and return axes with one unit of height a row, the first on top."""
    bottom = page.bottom + (AXIS if axis else 0.1)
    height = top - bottom
    left = page.left + names
    axes = panel(page, left=left, bottom=bottom, width=page.right - right - left, height=height)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.patch.set_visible(False)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", visible=axis)
    _between(page, len(rows), bottom=bottom, height=height)
    for place, row in enumerate(rows):
        grade = f"\u00a0({row.grade})" if row.grade else ""
        name = _LETTER.sub(NBSP, unbreakable(row.name, language))
        most = max(1, int((height / len(rows) - _LETTERS) / (SMALL * LINE_HEIGHT)) + 1)
        lines = wrapped(page.figure, name + grade, size=SMALL, width=names - 0.25)
        while len(lines) > most:
            name = name.rstrip("… ").rpartition(" ")[0] + " …"
            lines = wrapped(page.figure, name + grade, size=SMALL, width=names - 0.25)
        middle = bottom + height * (1 - (place + 0.5) / len(rows))
        write(page.figure, lines, x=page.left, y=middle + len(lines) * LINE / 2)
    if axis:
        number_axis(axes, language, which="x")
    else:
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
    return axes


def _between(page: Sheet, rows: int, *, bottom: float, height: float) -> None:
    """Draw thin lines between the rows, so that names of two lines do not run together."""
    across, up = page.figure.get_size_inches() / CM
    for place in range(1, rows):
        y = (bottom + height * place / rows) / up
        page.figure.add_artist(
            Line2D(
                (page.left / across, page.right / across),
                (y, y),
                color=GRID,
                linewidth=0.6,
                zorder=-1,
            )
        )


def bar(axes: Axes, place: float, start: float, end: float, **look: Any) -> None:
    """Draw one bar; weak evidence is hatched on white, so that grey print tells it too."""
    weak = look.pop("weak", False)
    color = look.pop("color", NAVY)
    thick = look.pop("thick", BAR)
    axes.add_patch(
        Rectangle(
            (min(start, end), place - thick / 2),
            abs(end - start),
            thick,
            facecolor="white" if weak else color,
            edgecolor=color,
            hatch="////" if weak else None,
            linewidth=0.8,
            **look,
        )
    )


def mark_line(axes: Axes, at: float, *, color: str = INK, dashed: bool = False) -> None:
    """Draw an upright line at a value."""
    axes.axvline(
        at, color=color, linewidth=1.0, linestyle=(0, (4, 2)) if dashed else "solid", zorder=3
    )


def beside(axes: Axes, at: float, place: float, text: str, *, left: bool = False) -> None:
    """Write a short text beside a point of a row."""
    axes.annotate(
        text,
        (at, place),
        xytext=(-3 if left else 3, 0),
        textcoords="offset points",
        ha="right" if left else "left",
        va="center",
        size=SMALL,
        annotation_clip=False,
        zorder=6,
    )


def in_column(page: Sheet, axes: Axes, place: float, text: str, *, x: float, language: str) -> None:
    """Write a text in a column from x cm to the right edge, in the height of a row."""
    lines = wrapped(page.figure, unbreakable(text, language), size=SMALL, width=page.right - x)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1].rpartition(' ')[0]} …"]
    across = page.figure.get_size_inches()[0] / CM
    box = axes.get_position()
    up = page.figure.get_size_inches()[1] / CM
    low, high = sorted(axes.get_ylim())
    middle = (box.y0 + box.height * (1 - (place - low) / (high - low))) * up
    page.figure.text(
        x / across, middle / up, "\n".join(lines), size=SMALL, va="center", color=INK,
        linespacing=1.2,
    )  # fmt: skip


def signed_color(value: float) -> str:
    """Return navy for what saves and amber for what costs."""
    return NAVY if value < 0 else AMBER
