"""How many wards a public guardian has, and how many wards there are."""

from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.load_fans import BAND_NOTE, FanPanel, Words, load_fans
from kpsim.language import translate
from kpsim.results import Results

NAME = "guardians_caseload"


def guardians_caseload(
    results: Results, scenario: str, *, language: str, version: str
) -> Chart | Skipped:
    """Draw wards for each full-time guardian, and all adults under municipal guardianship."""
    return load_fans(
        results,
        scenario,
        panels=(
            FanPanel("caseload_of_guardians", translate("Wards for each guardian", language)),
            FanPanel(
                "wards_of_municipalities",
                translate("Adults under municipal guardianship", language),
            ),
        ),
        words=Words(
            NAME,
            translate("Caseload of public guardians", language),
            translate("People, public guardianship by municipalities of the region", language),
            translate(BAND_NOTE, language)
            + " "
            + translate("The growth common to both is the ageing of the population.", language),
            translate("Two charts with bands: wards for each guardian and all wards.", language),
        ),
        language=language,
        version=version,
    )
