"""People of the region in prison."""

from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.load_fans import BAND_NOTE, FanPanel, Words, load_fans
from kpsim.language import translate
from kpsim.results import Results

NAME = "prison_population"


def prison_population(
    results: Results, scenario: str, *, language: str, version: str
) -> Chart | Skipped:
    """Draw all prisoners of the region, and those who are dependent."""
    return load_fans(
        results,
        scenario,
        panels=(
            FanPanel("prison_population", translate("All prisoners of the region", language)),
            FanPanel("imprisoned_users", translate("Of them dependent people", language)),
        ),
        words=Words(
            NAME,
            translate("People of the region in prison", language),
            translate("People, average of the year", language),
            translate(BAND_NOTE, language),
            translate("Two charts with bands: all prisoners and dependent ones.", language),
        ),
        language=language,
        version=version,
    )
