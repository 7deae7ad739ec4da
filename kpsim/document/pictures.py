"""Charts as pictures of a document: without their title, which the caption says."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from matplotlib.text import Text as Label
from matplotlib.transforms import Bbox

from kpsim.charts.house_style import CM, DOTS_PER_INCH, TITLE, Chart, house_style, renderer

_GAP = 0.05


def picture(chart: Chart, ending: str) -> bytes:
    """Draw a chart as SVG or PNG without its title."""
    buffer = io.BytesIO()
    metadata = {"Date": None, "Creator": None} if ending == "svg" else {"Software": None}
    with house_style(), _untitled(chart) as box:
        chart.figure.savefig(
            buffer, format=ending, dpi=DOTS_PER_INCH, metadata=metadata, bbox_inches=box
        )
    return buffer.getvalue()


def size_in_cm(chart: Chart) -> tuple[float, float]:
    """Return width and height of the picture in cm."""
    with house_style(), _untitled(chart) as box:
        return box.width / CM, box.height / CM


@contextmanager
def _untitled(chart: Chart) -> Iterator[Bbox]:
    """Hide the lines of the title, and give the rest of the sheet in inches."""
    figure = chart.figure
    width, height = (float(side) for side in figure.get_size_inches())
    titles = [label for label in figure.texts if _is_title(label)]
    bottom = height
    for label in titles:
        box = label.get_window_extent(renderer(figure))
        bottom = min(bottom, float(box.y0) / figure.dpi)
        label.set_visible(False)
    try:
        yield Bbox.from_extents(0, 0, width, bottom + _GAP * CM)
    finally:
        for label in titles:
            label.set_visible(True)


def _is_title(label: Label) -> bool:
    return label.get_fontsize() == TITLE and label.get_fontweight() == "bold"
