"""Charts of what drives the net spending of a scenario, as the catalogue draws them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kpsim.charts import driver_heat_map as heat
from kpsim.charts import joint_tipping as pairs
from kpsim.charts import quantile_dots as dots
from kpsim.charts import switching_value as turning
from kpsim.charts import tornado as bars
from kpsim.charts import variance_bars as shares
from kpsim.charts.house_style import Chart, Footer, Skipped
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.sensitivity.joint_tipping import Joint
from kpsim.sensitivity.over_time import HeatMap
from kpsim.sensitivity.tipping import Tipping
from kpsim.sensitivity.worst_effects import WorstEffects
from kpsim.wording.words import years_long


@dataclass(frozen=True)
class Together:
    """Where the two strongest would turn the sign together, or that they would not."""

    found: Joint
    named: tuple[turning.Named, turning.Named]
    words: str
    draws: int
    """In how many futures each pair was asked."""


@dataclass(frozen=True)
class Misread:
    """An unknown at whose cheaper end less is spent for a reason that is no gain."""

    label: str
    untreated: bool
    """Mostly because people are not treated; else because more of them die."""


@dataclass(frozen=True)
class Drivers:
    """What drives the net spending of a scenario, from the draws of its run."""

    outcome: str
    """What it is called."""
    values: Array
    """One number a draw."""
    bars: tuple[bars.Labelled, ...]
    shares: tuple[shares.Share, ...]
    by_year: HeatMap
    labels: dict[str, str]
    """Names of the columns."""
    turning: tuple[tuple[Tipping, turning.Named], ...]
    """Where the strongest would turn the sign."""
    together: Together | None = None
    """Where the first two would do it together; None where there is only one."""
    worst_effects: WorstEffects | None = None
    """What the result is with all effects at their worse ends at once."""
    columns: dict[str, str] = field(default_factory=dict)
    """By name of an unknown the drawn column that stands for it."""
    only_costs: frozenset[str] = frozenset()
    """Names of the unknowns asked where they turn the sign that say what services cost."""
    misread: tuple[Misread, ...] = ()
    """Unknowns at whose cheaper end people are not treated or die."""


def tornado(
    results: Results,
    scenario: str,
    *,
    drivers: Drivers,
    language: str,
    version: str,
    slide: bool = False,
) -> Chart:
    """Draw which unknown moves the result most."""
    chart = bars.tornado(
        drivers.bars,
        middle=float(drivers.values.mean()),
        outcome=_summed(results, drivers, language),
        footer=_footer(results, scenario, language, version),
        language=language,
        slide=slide,
    )
    return _told(chart, scenario, {"unit": translate("CZK", language), "price_year": 2025})


def variance_bars(
    results: Results,
    scenario: str,
    *,
    drivers: Drivers,
    language: str,
    version: str,
    slide: bool = False,
) -> Chart:
    """Draw where the uncertainty comes from and who could reduce it."""
    chart = shares.variance_bars(
        drivers.shares,
        outcome=_summed(results, drivers, language),
        footer=_footer(results, scenario, language, version),
        language=language,
        slide=slide,
    )
    return _told(chart, scenario)


def driver_heat_map(
    results: Results, scenario: str, *, drivers: Drivers, language: str, version: str
) -> Chart:
    """Draw what decides early and what later."""
    chart = heat.driver_heat_map(
        drivers.by_year,
        drivers.labels,
        outcome=drivers.outcome,
        footer=_footer(results, scenario, language, version),
        language=language,
    )
    return _told(chart, scenario)


def switching_value(
    results: Results, scenario: str, *, drivers: Drivers, language: str, version: str
) -> Chart | Skipped:
    """Draw how wrong we would have to be about the first number that turns the sign.

    Where none does, it is the first that could: what services cost makes a result larger or
    smaller, but turns no sign.
    """
    able = [pair for pair in drivers.turning if pair[0].line.name not in drivers.only_costs]
    turning_it = [pair for pair in drivers.turning if pair[0].value is not None]
    if not (turning_it or able):
        text = "each of the strongest unknowns says what services cost, which turns no conclusion"
        return Skipped(turning.NAME, translate(text, language))
    found, named = (*turning_it, *able)[0]
    draws = found.line.outcome.shape[1]
    outcome = _capital(_summed(results, drivers, language))
    footer = replace(_footer(results, scenario, language, version), draws=draws, of=results.draws)
    chart = turning.switching_value(found, named, outcome=outcome, footer=footer, language=language)
    told: dict[str, str | int] = {"unit": translate("CZK", language), "price_year": 2025}
    told["varied"] = named.on_axis
    return _told(chart, scenario, told)


def joint_tipping(
    results: Results, scenario: str, *, drivers: Drivers, language: str, version: str
) -> Chart | Skipped:
    """Draw the pairs of the two strongest numbers that turn the sign, if there are any."""
    two = drivers.together
    if two is None or two.found.values is None:
        text = "no pair of values of the two strongest unknowns turns the conclusion"
        return Skipped(pairs.NAME, translate(text, language))
    outcome = _capital(_summed(results, drivers, language))
    footer = replace(_footer(results, scenario, language, version), draws=two.draws)
    return pairs.joint_tipping(
        two.found, two.named, outcome=outcome, footer=footer, language=language
    )


def quantile_dots(
    results: Results, scenario: str, *, drivers: Drivers, language: str, version: str
) -> Chart:
    """Draw twenty equally likely results."""
    outcome = _capital(_summed(results, drivers, language))
    footer = _footer(results, scenario, language, version)
    chart = dots.quantile_dots(drivers.values, outcome=outcome, footer=footer, language=language)
    return _told(chart, scenario)


def _told(chart: Chart, scenario: str, columns: Mapping[str, str | int] | None = None) -> Chart:
    """Put the scenario, and what its numbers are in, before the numbers of a chart."""
    data = chart.data.copy()
    for place, (name, value) in enumerate(({"scenario": scenario} | dict(columns or {})).items()):
        data.insert(place, name, value)
    return replace(chart, data=data)


def _summed(results: Results, drivers: Drivers, language: str) -> str:
    """Name the outcome with the years it is a sum of."""
    text = translate("{outcome} over {years}", language)
    return text.format(outcome=drivers.outcome, years=years_long(results.horizon, language))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _footer(results: Results, scenario: str, language: str, version: str) -> Footer:
    return Footer(version, results.titles[scenario].of(language), results.draws)
