"""A chart as files to paste: vector, picture, PDF, numbers, caption and alternative text."""

import io
import re
from pathlib import Path
from typing import Any

from kpsim.atomic import write_atomically
from kpsim.charts.house_style import CM, DOTS_PER_INCH, Chart, house_style
from kpsim.document.typeset import compiled, string
from kpsim.language import translate
from kpsim.report.tables import csv_bytes

ROOM = {"half": (16.0, 24.7), "full": (24.7, 16.0), "slide": (32.0, 19.0)}
"""Width and height in cm: a full page lies on its side; on a slide letters are twice as large."""

SLIDE = "slide"

ENDINGS = ("svg", "png", "pdf")
_SIDES = re.compile(rb'(width|height)="([\d.]+)pt"')


def paste_files(
    chart: Chart, folder: Path, *, size: str, run: str, language: str = "en"
) -> list[Path]:
    """Write all files of a chart; the numbers have the name its source line gives at every size."""
    contents = {ending: drawn(chart, ending, size=size, run=run) for ending in ENDINGS}
    said = translate("kpsim run {run}", language).format(run=run)
    contents["txt"] = f"{chart.caption}\n\n{chart.alt_text}\n\n{said}\n".encode()
    stem = chart.name if size == "half" else f"{chart.name}-{size}"
    written = [
        write_atomically(folder / f"{stem}.{ending}", content)
        for ending, content in contents.items()
    ]
    return [*written, write_atomically(folder / f"{chart.name}.csv", csv_bytes(chart.data))]


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
