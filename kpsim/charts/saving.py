"""A chart as files: SVG, PNG and the numbers behind it."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from matplotlib.image import imsave

from kpsim.atomic import write_atomically
from kpsim.charts.house_style import DOTS_PER_INCH, Chart, house_style


def save(chart: Chart, folder: Path) -> list[Path]:
    """Write the chart as SVG and PNG and its data as CSV, all with one stem."""
    with ThreadPoolExecutor(1) as pool:
        pixels = _rendered(chart.figure, "rgba", None)
        png = pool.submit(_png, pixels, int(chart.figure.get_size_inches()[0] * DOTS_PER_INCH))
        contents = {
            "svg": _rendered(chart.figure, "svg", {"Date": None, "Creator": None}),
            "png": png.result(),  # packed beside the drawing
            "csv": chart.data.to_csv(index=False, lineterminator="\n").encode(),
        }
    return [
        write_atomically(folder / f"{chart.name}.{ending}", content)
        for ending, content in contents.items()
    ]


def _rendered(figure: Figure, ending: str, metadata: dict[str, None] | None) -> bytes:
    buffer = io.BytesIO()
    with house_style():
        figure.savefig(buffer, format=ending, dpi=DOTS_PER_INCH, metadata=metadata)
    return buffer.getvalue()


def _png(pixels: bytes, across: int) -> bytes:
    buffer = io.BytesIO()
    image = np.frombuffer(pixels, np.uint8).reshape(-1, across, 4)
    imsave(
        buffer,
        image,
        format="png",
        origin="upper",
        dpi=DOTS_PER_INCH,
        metadata={"Software": None},  # type: ignore[dict-item]
    )
    return buffer.getvalue()
