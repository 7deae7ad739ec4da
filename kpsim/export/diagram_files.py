"""Diagrams of a model by name: the sectors and the overview."""

from collections.abc import Iterator

from kpsim.errors import RunError, problem, suggestion
from kpsim.export.book_words import SECTORS, Words
from kpsim.export.diagram import overview, sector_diagrams
from kpsim.export.diagram_layout import best
from kpsim.export.diagram_svg import svg
from kpsim.world import World

OVERVIEW = "overview"
NAMES = (OVERVIEW, *SECTORS)


def diagram(world: World, name: str, language: str) -> str:
    """Draw one diagram as SVG."""
    if name not in NAMES:
        text = "there is no diagram '{name}'; expected one of {known}{near}"
        known, near = ", ".join(NAMES), suggestion(name, NAMES)
        raise RunError(problem("--sector", text, name=name, known=known, near=near))
    words = Words(world, language)
    choices = [overview(words)] if name == OVERVIEW else sector_diagrams(words, name)
    return svg(best(choices), words)


def diagrams(world: World, language: str) -> Iterator[tuple[str, str]]:
    """Draw all diagrams."""
    for name in NAMES:
        yield name, diagram(world, name, language)
