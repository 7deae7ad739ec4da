"""How long a child would wait for a psychiatrist, and how many wait."""

import numpy as np

from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.load_fans import BAND_NOTE, FanPanel, Line, Words, load_fans
from kpsim.language import translate
from kpsim.results import Results
from kpsim.wording.numbers import number

NAME = "waiting_for_child_psychiatry"
WAIT, QUEUE = "child_psychiatry_waiting_time", "children_waiting_for_psychiatry"


def waiting_for_child_psychiatry(
    results: Results, scenario: str, *, language: str, version: str
) -> Chart | Skipped:
    """Draw weeks to the first visit by the year of asking, and the queue beside them."""
    lines: tuple[Line, ...] = ()
    if WAIT in results.loads["central"]:
        today = float(np.median(results.loads["central"][WAIT][0, 0]))
        text = translate("in {year}: {weeks}", language)
        words = text.format(year=results.years[0], weeks=number(today, language))
        lines = (Line(words, today),)
    return load_fans(
        results,
        scenario,
        panels=(
            FanPanel(WAIT, translate("Weeks to the first visit", language), lines),
            FanPanel(QUEUE, translate("Children waiting", language)),
        ),
        words=Words(
            NAME,
            translate("Waiting for child psychiatry", language),
            translate("Children of the region, {first} to {last}", language).format(
                first=results.years[0], last=results.years[-1]
            ),
            translate(BAND_NOTE, language)
            + " "
            + translate("Weeks for a child that joins the queue in that year.", language),
            translate(
                "Two charts with bands: weeks to the first visit and children waiting.", language
            ),
        ),
        language=language,
        version=version,
    )
