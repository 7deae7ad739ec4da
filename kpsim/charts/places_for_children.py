"""Children in facilities for immediate help and in institutions, against the places there are."""

from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.load_fans import BAND_NOTE, FanPanel, Line, Words, load_fans
from kpsim.language import translate
from kpsim.results import Results
from kpsim.wording.numbers import number, percent

NAME = "places_for_children"
ZDVOP, OVER = "children_in_zdvop", "children_over_zdvop_capacity"


def places_for_children(
    results: Results,
    scenario: str,
    *,
    language: str,
    version: str,
    places: float | None = None,
) -> Chart | Skipped:
    """Draw children in both kinds of facilities; the chance of excess stands in the note."""
    lines: tuple[Line, ...] = ()
    if places is not None:
        words = translate("{count} places", language).format(count=number(places, language))
        lines = (Line(words, places),)
    note = translate(BAND_NOTE, language)
    if OVER in results.loads["central"]:
        over = results.loads["central"][OVER][-1]
        here = float((over[results.position(scenario)] > 0).mean())
        kept = float((over[0] > 0).mean())
        text = translate(
            "More children than places in ZDVOP in {year}: {here} of futures, with the services "
            "kept {kept}.",
            language,
        )
        note += " " + text.format(
            year=results.years[-1], here=percent(here, language), kept=percent(kept, language)
        )
    return load_fans(
        results,
        scenario,
        panels=(
            FanPanel(ZDVOP, translate("Facilities for immediate help (ZDVOP)", language), lines),
            FanPanel("children_in_institutions", translate("Institutional care", language)),
        ),
        words=Words(
            NAME,
            translate("Children in facilities and the places there are", language),
            translate("Children, average of the year", language),
            note,
            translate("Two charts with bands: ZDVOP and institutional care.", language),
            shares=(OVER,) if OVER in results.loads["central"] else (),
        ),
        language=language,
        version=version,
    )
