"""The numbers of the figures as CSV beside a document, where its source lines say they are."""

from pathlib import Path

from kpsim.atomic import write_atomically
from kpsim.document.parts import Document, Figure
from kpsim.report.tables import csv_bytes

CHARTS = "charts"


def write_data(document: Document, folder: Path) -> None:
    """Write the numbers of every figure."""
    for block in document.blocks:
        if isinstance(block, Figure):
            place = folder / CHARTS / folder_of(block)
            write_atomically(place / f"{block.chart.name}.csv", csv_bytes(block.chart.data))


def folder_of(figure: Figure) -> str:
    """Return the folder of a figure: its scenario's where there are several."""
    return figure.key.partition(".")[2]
