"""A chart as files to paste: vector, picture, PDF, numbers, caption and alternative text."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kpsim.atomic import write_atomically
from kpsim.charts.house_style import (
    CM,
    DOTS_PER_INCH,
    MARGIN,
    SMALL,
    SUBTITLE,
    TITLE,
    Chart,
    house_style,
    renderer,
    text_width,
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
_SIDES = re.compile(rb'(width|height)="([\d.]+)pt"')


def paste_files(
    chart: Chart, folder: Path, *, size: str, run: str, language: str = "en"
) -> list[Path]:
    """Write all files of a chart; the numbers have the name its source line gives at every size."""
    with _named(chart):
        contents = {ending: drawn(chart, ending, size=size, run=run) for ending in ENDINGS}
    said = translate("kpsim run {run}", language).format(run=run)
    contents["txt"] = f"{chart.caption}\n\n{chart.alt_text}\n\n{said}\n".encode()
    stem = chart.name if size == "half" else f"{chart.name}-{size}"
    written = [
        write_atomically(folder / f"{stem}.{ending}", content)
        for ending, content in contents.items()
    ]
    return [*written, write_atomically(folder / f"{chart.name}.csv", csv_bytes(chart.data))]


@contextmanager
def _named(chart: Chart) -> Iterator[None]:
    """Write the scenario at the right end of the first line of the heading with room for it.

    Charts of several scenarios have one title; in a document the caption names the scenario.
    """
    figure = chart.figure
    width = float(figure.get_size_inches()[0]) / CM
    with house_style():
        needed = text_width(figure, chart.scenario, size=SMALL, weight="bold") + _APART
        heading = [label for label in figure.texts if label.get_fontsize() in (TITLE, SUBTITLE)]
        ends = [label.get_window_extent(renderer(figure)).x1 for label in heading]
        free = [
            label
            for label, end in zip(heading, ends, strict=True)
            if width - MARGIN - float(end) / figure.dpi / CM >= needed
        ]
        written = [
            figure.text(1 - MARGIN / width, label.get_position()[1], chart.scenario, size=SMALL,
                        weight="bold", ha="right")
            for label in free[: bool(chart.scenario)]
        ]  # fmt: skip
    try:
        yield
    finally:
        for label in written:
            label.remove()


def drawn(chart: Chart, ending: str, *, size: str, run: str) -> bytes:
    """Draw a chart at its final size, letters with it, and the run's identifier inside the file."""
    scale = scale_of(chart, size)
    if ending == "png":
        return _saved(chart, "png", run=run, dots=DOTS_PER_INCH * scale)
    if ending == "svg":
        return scaled_svg(_saved(chart, "svg", run=run), scale)
    if scale == 1:
        return _saved(chart, "pdf", run=run)
    vector = scaled_svg(_saved(chart, "svg", run=run), scale)
    page = (
        f"#set document(title: {string(chart.name)}, description: {string(f'kpsim run {run}')})\n"
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        f'#image("chart.svg", alt: {string(chart.alt_text)})\n'
    )
    return compiled(page, {"chart.svg": vector}, kind="pdf")


def scale_of(chart: Chart, size: str) -> float:
    """Return how many times its size a chart is drawn, to fill a place and stay inside."""
    width, height = (float(side) / CM for side in chart.figure.get_size_inches())
    return 1.0 if size == "half" else min(ROOM[size][0] / width, ROOM[size][1] / height)


def scaled_svg(content: bytes, scale: float) -> bytes:
    """Change the size an SVG asks for; what it draws follows."""
    head, end, rest = content.partition(b"<metadata>")

    def larger(match: re.Match[bytes]) -> bytes:
        return b'%s="%.4fpt"' % (match[1], float(match[2]) * scale)

    return _SIDES.sub(larger, head) + end + rest


def _saved(chart: Chart, ending: str, *, run: str, dots: float = DOTS_PER_INCH) -> bytes:
    buffer = io.BytesIO()
    # More dots make a larger picture, not a finer one of the same size.
    stated: dict[str, Any] = {}
    if ending == "png":
        stated["pil_kwargs"] = {"dpi": (DOTS_PER_INCH, DOTS_PER_INCH)}
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
