"""A chart as files to paste: vector, picture, PDF, numbers, caption and alternative text."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Text as Label
from matplotlib.transforms import Bbox

from kpsim.atomic import write_atomically
from kpsim.charts.house_style import (
    CM,
    DOTS_PER_INCH,
    LINE_HEIGHT,
    MARGIN,
    SMALL,
    SUBTITLE,
    TITLE,
    Chart,
    house_style,
    renderer,
    wrapped,
)
from kpsim.document.typeset import compiled, string
from kpsim.language import translate
from kpsim.report.tables import csv_bytes

ROOM = {"half": (16.0, 24.7), "full": (24.7, 16.0), "slide": (32.0, 19.0)}
"""Width and height in cm: a full page lies on its side; on a slide letters are twice as large."""

SLIDE = "slide"

ENDINGS = ("svg", "png", "pdf")
_APART = 0.5
"""Least room in cm between a heading and the scenario beside it."""
_BASELINE = 0.78
"""Share of a line above its baseline."""
_SIDES = re.compile(rb'(width|height)="([\d.]+)pt"')


def paste_files(
    chart: Chart, folder: Path, *, size: str, run: str, language: str = "en"
) -> list[Path]:
    """Write all files of a chart; the numbers have the name its source line gives at every size."""
    with _named(chart) as above:
        contents = {
            ending: drawn(chart, ending, size=size, run=run, above=above) for ending in ENDINGS
        }
    said = translate("kpsim run {run}", language).format(run=run)
    contents["txt"] = f"{chart.caption}\n\n{chart.alt_text}\n\n{said}\n".encode()
    stem = chart.name if size == "half" else f"{chart.name}-{size}"
    written = [
        write_atomically(folder / f"{stem}.{ending}", content)
        for ending, content in contents.items()
    ]
    return [*written, write_atomically(folder / f"{chart.name}.csv", csv_bytes(chart.data))]


@contextmanager
def _named(chart: Chart) -> Iterator[float]:
    """Write the scenario at the right end of the first line of the heading with room for it.

    Charts of several scenarios have one title; in a document the caption names the scenario. Where
    no line has room, the name stands over the title; how much higher that makes the picture, in
    cm, is what is given.
    """
    figure = chart.figure
    width, height = (float(side) / CM for side in figure.get_size_inches())
    written: list[Label] = []
    above = 0.0
    with house_style():
        if chart.scenario:
            written = _beside_heading(chart)
        if chart.scenario and not written:
            lines = wrapped(figure, chart.scenario, size=SMALL, width=width - 2 * MARGIN,
                            weight="bold")  # fmt: skip
            above = len(lines) * SMALL * LINE_HEIGHT
            written = [
                _at_right(figure, line, (height - MARGIN + above - (place + _BASELINE) * SMALL
                                         * LINE_HEIGHT) / height)
                for place, line in enumerate(lines)
            ]  # fmt: skip
    try:
        yield above
    finally:
        for label in written:
            label.remove()


def _beside_heading(chart: Chart) -> list[Label]:
    """Name the scenario in a line of the heading, where no other letters are near."""
    figure = chart.figure
    taken = [
        label.get_window_extent(renderer(figure))
        for label in figure.findobj(Label)
        if label.get_visible() and label.get_text().strip()
    ]
    for heading in [each for each in figure.texts if each.get_fontsize() in (TITLE, SUBTITLE)]:
        name = _at_right(figure, chart.scenario, heading.get_position()[1])
        box = name.get_window_extent(renderer(figure))
        gap = _APART * CM * figure.dpi
        wanted = Bbox.from_extents(box.x0 - gap, box.y0, box.x1, box.y1)
        if box.x0 >= MARGIN * CM * figure.dpi and not any(wanted.overlaps(each) for each in taken):
            return [name]
        name.remove()
    return []


def _at_right(figure: Figure, text: str, height: float) -> Label:
    right = 1 - MARGIN * CM / float(figure.get_size_inches()[0])
    return figure.text(right, height, text, size=SMALL, weight="bold", ha="right")


def drawn(chart: Chart, ending: str, *, size: str, run: str, above: float = 0.0) -> bytes:
    """Draw a chart at its final size, letters with it, and the run's identifier inside the file.

    What stands above the chart, so many cm high, is drawn with it.
    """
    scale = scale_of(chart, size, above)
    if ending == "png":
        return _saved(chart, "png", run=run, above=above, dots=DOTS_PER_INCH * scale)
    if ending == "pdf" and scale == 1:
        return _saved(chart, "pdf", run=run, above=above)
    vector = scaled_svg(_saved(chart, "svg", run=run, above=above), scale)
    if ending == "svg":
        return vector
    page = (
        f"#set document(title: {string(chart.name)}, description: {string(f'kpsim run {run}')})\n"
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image("chart.svg", alt: {string(chart.alt_text)})\n'
    )
    return compiled(page, {"chart.svg": vector}, kind="pdf")


def scale_of(chart: Chart, size: str, above: float = 0.0) -> float:
    """Return how many times its size a chart is drawn, to fill a place and stay inside."""
    width, height = (float(side) / CM for side in chart.figure.get_size_inches())
    return 1.0 if size == "half" else min(ROOM[size][0] / width, ROOM[size][1] / (height + above))


def scaled_svg(content: bytes, scale: float) -> bytes:
    """Change the size an SVG asks for; what it draws follows."""
    head, end, rest = content.partition(b"<metadata>")

    def larger(match: re.Match[bytes]) -> bytes:
        return b'%s="%.4fpt"' % (match[1], float(match[2]) * scale)

    return _SIDES.sub(larger, head) + end + rest


def _saved(
    chart: Chart, ending: str, *, run: str, above: float, dots: float = DOTS_PER_INCH
) -> bytes:
    buffer = io.BytesIO()
    width, height = (float(side) for side in chart.figure.get_size_inches())
    # More dots make a larger picture, not a finer one of the same size.
    stated: dict[str, Any] = {}
    if ending == "png":
        stated["pil_kwargs"] = {"dpi": (DOTS_PER_INCH, DOTS_PER_INCH)}
    if above:
        stated["bbox_inches"] = Bbox.from_extents(0, 0, width, height + above * CM)
    with house_style():
        chart.figure.savefig(
            buffer, format=ending, dpi=dots, metadata=_marks(ending, run), **stated
        )
    return buffer.getvalue()


def _marks(ending: str, run: str) -> dict[str, str | None]:
    mark = f"kpsim run {run}"
    if ending == "png":
        return {"Software": None, "Description": mark}
    if ending == "pdf":
        return {"CreationDate": None, "ModDate": None, "Creator": None, "Subject": mark}
    return {"Date": None, "Creator": None, "Description": mark}
