"""The book as files: one HTML page with everything in it, or Markdown beside its drawings."""

from pathlib import Path

from kpsim.atomic import write_atomically
from kpsim.export.book import book
from kpsim.export.book_pages import Format, page
from kpsim.export.diagram_files import diagrams
from kpsim.world import World


def write_book(path: Path, world: World, *, language: str, form: Format) -> Path:
    """Write the book whole or not at all; Markdown last, after the drawings it shows."""
    figures = dict(diagrams(world, language))
    if form == "md":
        figures = {
            name: write_drawing(path, name, text).relative_to(path.parent).as_posix()
            for name, text in figures.items()
        }
    text = page(book(world, language), form, figures=figures)
    return write_atomically(path, text.encode("utf-8"))


def write_drawing(path: Path, name: str, text: str) -> Path:
    """Write one drawing into a folder beside the book."""
    folder = path.with_name(f"{path.stem}-diagrams")
    return write_atomically(folder / f"{name}.svg", text.encode("utf-8"))
