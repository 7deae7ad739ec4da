"""Charts as pictures of a document: without their title, which the caption says.

Nor do they name the file with their numbers, which who holds a printed page does not have.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib.text import Text as Label
from matplotlib.transforms import Bbox

from kpsim.charts.house_style import (
    CM,
    DOTS_PER_INCH,
    LINE_HEIGHT,
    MARGIN,
    SMALL,
    SOURCE,
    TITLE,
    Chart,
    house_style,
    renderer,
    wrapped,
)

_GAP = 0.05


def picture(chart: Chart, ending: str) -> bytes:
    """Draw a chart as SVG or PNG without its title."""
    buffer = io.BytesIO()
    metadata = {"Date": None, "Creator": None} if ending == "svg" else {"Software": None}
    with house_style(), _on_page(chart) as box:
        chart.figure.savefig(
            buffer, format=ending, dpi=DOTS_PER_INCH, metadata=metadata, bbox_inches=box
        )
    return buffer.getvalue()


def size_in_cm(chart: Chart) -> tuple[float, float]:
    """Return width and height of the picture in cm."""
    with house_style(), _on_page(chart) as box:
        return box.width / CM, box.height / CM


@contextmanager
def _on_page(chart: Chart) -> Iterator[Bbox]:
    """Hide the lines of the title and the name of the file; give the rest of the sheet in inches.

    Where the source needs fewer lines without that name, the sheet ends higher.
    """
    figure = chart.figure
    width, height = (float(side) for side in figure.get_size_inches())
    titles = [label for label in figure.texts if _is_title(label)]
    bottom = height
    for label in titles:
        box = label.get_window_extent(renderer(figure))
        bottom = min(bottom, float(box.y0) / figure.dpi)
        label.set_visible(False)
    source = [label for label in figure.texts if label.get_label() == SOURCE]
    written = [label.get_text() for label in source]
    lines = _without_file(chart, " ".join(written))
    for label, line in zip(source, [*lines, *[""] * len(source)], strict=False):
        label.set_text(line)
    spared = (len(source) - len(lines)) * SMALL * LINE_HEIGHT
    try:
        yield Bbox.from_extents(0, spared * CM, width, bottom + _GAP * CM)
    finally:
        for label in titles:
            label.set_visible(True)
        for label, text in zip(source, written, strict=True):
            label.set_text(text)


def _without_file(chart: Chart, source: str) -> list[str]:
    """Return the lines of a source that does not say in which file the numbers are."""
    room = float(chart.figure.get_size_inches()[0]) / CM - 2 * MARGIN
    text = re.sub(rf" Data:\s{chart.name}\.csv\.", "", source)
    return wrapped(chart.figure, text, size=SMALL, width=room)


def _is_title(label: Label) -> bool:
    return label.get_fontsize() == TITLE and label.get_fontweight() == "bold"
