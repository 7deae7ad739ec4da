"""New hepatitis C infections and the probability that an HIV outbreak has begun."""

from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.load_fans import BAND_NOTE, FanPanel, Words, load_fans
from kpsim.language import translate
from kpsim.results import Results
from kpsim.wording.numbers import percent

NAME = "infections"
HCV, OUTBREAK = "new_hcv_infections", "outbreak_has_begun"


def infections(results: Results, scenario: str, *, language: str, version: str) -> Chart | Skipped:
    """Draw infections a year and carriers; the outbreak's probability stands in the note."""
    note = translate(BAND_NOTE, language)
    if OUTBREAK in results.loads["central"]:
        begun = results.loads["central"][OUTBREAK][-1]
        text = translate(
            "An HIV outbreak has begun by {year} in {here} of futures, with the services kept in "
            "{kept}.",
            language,
        )
        note += " " + text.format(
            year=results.years[-1],
            here=percent(float(begun[results.position(scenario)].mean()), language),
            kept=percent(float(begun[0].mean()), language),
        )
    return load_fans(
        results,
        scenario,
        panels=(
            FanPanel(HCV, translate("New infections a year", language)),
            FanPanel("injectors_with_hcv", translate("People who carry hepatitis C", language)),
        ),
        words=Words(
            NAME,
            translate("Hepatitis C among people who inject", language),
            translate("People, by the model; most infections are never notified", language),
            note,
            translate("Two charts with bands: new infections and people who carry it.", language),
            shares=(OUTBREAK,) if OUTBREAK in results.loads["central"] else (),
        ),
        language=language,
        version=version,
    )
