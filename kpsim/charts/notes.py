"""Room for notes of more lines than a chart's frame has."""

from kpsim.charts.house_style import HEIGHT, LINE_HEIGHT, MARGIN, SMALL, WIDTH, blank, wrapped
from kpsim.language import translate
from kpsim.wording.numbers import unbreakable

TRUE_COST = (
    "The money of the services is counted at their true cost and with growing wages, so that "
    "what is saved can exceed today's funding."
)
"""Why a saving can be larger than the table of funders."""


def longer(note: str, language: str, *, than: int = 2) -> float:
    """Return how much higher a page is, in cm, for a note of more lines."""
    text = unbreakable(translate("Note: {text}", language).format(text=note), language)
    lines = wrapped(blank(WIDTH, HEIGHT), text, size=SMALL, width=WIDTH - 2 * MARGIN)
    return max(0, len(lines) - than) * SMALL * LINE_HEIGHT
