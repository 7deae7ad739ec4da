"""Charts of what drives the net spending of a scenario, as the catalogue draws them."""

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
    return bars.tornado(
        drivers.bars,
        middle=float(drivers.values.mean()),
        outcome=_summed(results, drivers, language),
        footer=_footer(results, scenario, language, version),
        language=language,
        slide=slide,
    )


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
    return shares.variance_bars(
        drivers.shares,
        outcome=_summed(results, drivers, language),
        footer=_footer(results, scenario, language, version),
        language=language,
        slide=slide,
    )


def driver_heat_map(
    results: Results, scenario: str, *, drivers: Drivers, language: str, version: str
) -> Chart:
    """Draw what decides early and what later."""
    return heat.driver_heat_map(
        drivers.by_year,
        drivers.labels,
        outcome=drivers.outcome,
        footer=_footer(results, scenario, language, version),
        language=language,
    )


def switching_value(
    results: Results, scenario: str, *, drivers: Drivers, language: str, version: str
) -> Chart:
    """Draw how wrong we would have to be: the first number that turns the sign, else the first."""
    first = next((pair for pair in drivers.turning if pair[0].value is not None), None)
    found, named = first or drivers.turning[0]
    draws = found.line.outcome.shape[1]
    outcome = _capital(_summed(results, drivers, language))
    footer = replace(_footer(results, scenario, language, version), draws=draws, of=results.draws)
    return turning.switching_value(found, named, outcome=outcome, footer=footer, language=language)


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
    return dots.quantile_dots(drivers.values, outcome=outcome, footer=footer, language=language)


def _summed(results: Results, drivers: Drivers, language: str) -> str:
    """Name the outcome with the years it is a sum of."""
    text = translate("{outcome} over {years}", language)
    return text.format(outcome=drivers.outcome, years=years_long(results.horizon, language))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _footer(results: Results, scenario: str, language: str, version: str) -> Footer:
    return Footer(version, results.titles[scenario].of(language), results.draws)
