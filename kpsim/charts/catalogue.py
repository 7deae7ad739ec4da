"""All charts in one list; a chart of one's own is one line here."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from kpsim.charts.alt_text import of_scenario
from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.of_drivers import Drivers
from kpsim.charts.stock_and_flow import People
from kpsim.inputs.funding import Funding
from kpsim.language import translate
from kpsim.results import REFERENCE, Results


@dataclass(frozen=True)
class Asked:
    """What charts are drawn from; each takes what it names in the list."""

    results: Results
    language: str
    version: str
    public: Collection[str]
    reopened: Mapping[str, float | None]
    """Year in which a scenario pays a closed service again."""
    slide: bool = False
    """Whether lists show half their rows, to be read across a room."""
    funding: Funding | None = None
    places: float | None = None
    """Places in facilities for children who need immediate help."""
    drivers: Callable[[str], Drivers | None] = lambda _: None
    """What drives a scenario's net spending; None where the draws do not tell."""
    people: Callable[[str], People | None] = lambda _: None
    """Paths of people in a scenario."""


@dataclass(frozen=True)
class Entry:
    """Where a chart is drawn, and what it takes beside results, scenario, language and version."""

    module: str
    takes: tuple[str, ...] = ()
    of_all: bool = False
    """Whether it shows all scenarios at once instead of one."""


CHARTS: Mapping[str, Entry] = {
    "loads_by_system": Entry("loads_by_system", ("slide",)),
    "net_cost": Entry("net_cost", ("public",)),
    "cost_by_payer": Entry("cost_by_payer", ("funding", "public", "slide")),
    "who_saves_who_pays": Entry("who_saves_who_pays", ("public",)),
    "funders_to_payers": Entry("funders_to_payers", ("funding", "public")),
    "budget_erosion": Entry("budget_erosion"),
    "waiting_for_child_psychiatry": Entry("waiting_for_child_psychiatry"),
    "places_for_children": Entry("places_for_children", ("places",)),
    "prison_population": Entry("prison_population"),
    "guardians_caseload": Entry("guardians_caseload"),
    "recorded_and_true_users": Entry("recorded_and_true_users"),
    "return_after_reopening": Entry("return_after_reopening", ("reopened",)),
    "infections": Entry("infections"),
    "scenario_dots": Entry("scenario_dots", ("public",), of_all=True),
    "view_dots": Entry("scenario_dots", ("public",)),
    "result_by_system": Entry("result_by_system", ("funding", "public")),
    "tornado": Entry("of_drivers", ("drivers", "slide")),
    "variance_bars": Entry("of_drivers", ("drivers", "slide")),
    "driver_heat_map": Entry("of_drivers", ("drivers",)),
    "switching_value": Entry("of_drivers", ("drivers",)),
    "joint_tipping": Entry("of_drivers", ("drivers",)),
    "quantile_dots": Entry("of_drivers", ("drivers",)),
    "stock_and_flow": Entry("stock_and_flow", ("people",)),
    "probability_by_horizon": Entry("probability_by_horizon", ("public",)),
}
"""The function in the module has the chart's name."""


COMPUTED = ("drivers", "people")
"""What has to be computed first, and cannot be where inputs changed since the run."""


def draw(asked: Asked, name: str, scenario: str) -> Chart | Skipped:
    """Draw one chart of a scenario; a chart of all scenarios needs none."""
    entry = CHARTS[name]
    given: dict[str, Callable[[], Any]] = {
        "public": lambda: asked.public,
        "reopened": lambda: asked.reopened.get(scenario),
        "funding": lambda: asked.funding,
        "places": lambda: asked.places,
        "slide": lambda: asked.slide,
        "drivers": lambda: asked.drivers(scenario),
        "people": lambda: asked.people(scenario),
    }
    extra = {key: given[key]() for key in entry.takes}
    if any(key in COMPUTED and value is None for key, value in extra.items()):
        text = "the draws of the run and today's inputs do not belong together, or tell nothing"
        return Skipped(name, translate(text, asked.language))
    function = getattr(import_module(f"kpsim.charts.{entry.module}"), name)
    words = {"language": asked.language, "version": asked.version}
    drawn = (
        function(asked.results, **words, **extra)
        if entry.of_all
        else function(asked.results, scenario, **words, **extra)
    )
    assert isinstance(drawn, Chart | Skipped)
    if isinstance(drawn, Skipped) or entry.of_all:
        return drawn
    title = asked.results.titles[scenario].of(asked.language)
    alt = of_scenario(drawn.alt_text, title, asked.language)
    return replace(drawn, alt_text=alt, scenario=title)


def draw_all(
    asked: Asked, names: Collection[str] = tuple(CHARTS)
) -> Iterator[tuple[str, Chart | Skipped]]:
    """Draw charts of every scenario; yields the scenario ("" for all) with each."""
    compared = [name for name in asked.results.scenarios if name != REFERENCE]
    for name in names:
        for scenario in [""] if CHARTS[name].of_all else compared:
            yield scenario, draw(asked, name, scenario)
