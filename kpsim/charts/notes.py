"""Room for notes of more lines than a chart's frame has."""

from collections.abc import Collection

import numpy as np

from kpsim.analysis.money import horizon_years, saved
from kpsim.charts.house_style import HEIGHT, LINE_HEIGHT, MARGIN, SMALL, WIDTH, blank, wrapped
from kpsim.inputs.funding import Funding
from kpsim.language import translate
from kpsim.results import Results, View
from kpsim.wording.numbers import unbreakable

_HIGH = 0.95


def true_cost(
    results: Results,
    scenario: str,
    *,
    public: Collection[str],
    funding: Funding | None,
    language: str,
    view: View = "central",
) -> str:
    """Say how the money of services is counted, and that a payer can save more than it pays today.

    The second only where it can: where the top of the range of what some payer saves a year lies
    above what that payer pays.
    """
    paid: dict[str, float] = {}
    for line in funding.lines if funding else ():
        if line.funder in public:
            paid[line.funder] = paid.get(line.funder, 0.0) + line.value
    window = horizon_years(results, scenario)
    exceeds = any(
        np.quantile(saved(results, scenario, view, public=(payer,))[window].mean(axis=0), _HIGH)
        > today
        for payer, today in paid.items()
    )
    return translate(
        "The money of the services is counted at their true cost and with growing wages, so that "
        "a payer can save more than it pays today."
        if exceeds
        else "The money of the services is counted at their true cost and with growing wages.",
        language,
    )


def longer(note: str, language: str, *, than: int = 2) -> float:
    """Return how much higher a page is, in cm, for a note of more lines."""
    text = unbreakable(translate("Note: {text}", language).format(text=note), language)
    lines = wrapped(blank(WIDTH, HEIGHT), text, size=SMALL, width=WIDTH - 2 * MARGIN)
    return max(0, len(lines) - than) * SMALL * LINE_HEIGHT
