"""A chart as files to paste: vector, picture, PDF, numbers, caption and alternative text."""

import io
import re
from pathlib import Path

from kpsim.atomic import write_atomically
from kpsim.charts.house_style import DOTS_PER_INCH, Chart, house_style
from kpsim.document.typeset import compiled, string
from kpsim.report.tables import csv_bytes

SCALES = {"half": 1.0, "full": 24.7 / 16, "slide": 2.0}
"""Half a page is 16 cm wide; a full page lies on its side; on a slide letters have 18 points."""

ENDINGS = ("svg", "png", "pdf")
_SIDES = re.compile(rb'(width|height)="([\d.]+)pt"')


def paste_files(chart: Chart, folder: Path, *, size: str, run: str) -> list[Path]:
    """Write all files of a chart under one stem."""
    contents = {ending: drawn(chart, ending, size=size, run=run) for ending in ENDINGS}
    contents["csv"] = csv_bytes(chart.data)
    contents["txt"] = f"{chart.caption}\n\n{chart.alt_text}\n\nkpsim run {run}\n".encode()
    stem = chart.name if size == "half" else f"{chart.name}-{size}"
    return [
        write_atomically(folder / f"{stem}.{ending}", content)
        for ending, content in contents.items()
    ]


def drawn(chart: Chart, ending: str, *, size: str, run: str) -> bytes:
    """Draw a chart at its final size, letters with it, and the run's identifier inside the file."""
    scale = SCALES[size]
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


def scaled_svg(content: bytes, scale: float) -> bytes:
    """Change the size an SVG asks for; what it draws follows."""
    head, end, rest = content.partition(b"<metadata>")

    def larger(match: re.Match[bytes]) -> bytes:
        return b'%s="%.4fpt"' % (match[1], float(match[2]) * scale)

    return _SIDES.sub(larger, head) + end + rest


def _saved(chart: Chart, ending: str, *, run: str, dots: float = DOTS_PER_INCH) -> bytes:
    buffer = io.BytesIO()
    with house_style():
        chart.figure.savefig(buffer, format=ending, dpi=dots, metadata=_marks(ending, run))
    return buffer.getvalue()


def _marks(ending: str, run: str) -> dict[str, str | None]:
    mark = f"kpsim run {run}"
    if ending == "png":
        return {"Software": None, "Description": mark}
    if ending == "pdf":
        return {"CreationDate": None, "ModDate": None, "Creator": None, "Subject": mark}
    return {"Date": None, "Creator": None, "Description": mark}
