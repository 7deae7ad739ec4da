"""What drives the net spending of a scenario: shares from the run's own draws, and turning points.

The draws show which unknowns go with the result. Only the places where the strongest would turn
its sign are simulated, with few draws; `kpsim sensitivity` and `kpsim break-even` say more.
"""

from collections.abc import Iterable, Iterator

from kpsim.charts.of_drivers import Drivers, Misread, Together
from kpsim.charts.tornado import Labelled
from kpsim.charts.variance_bars import Share
from kpsim.errors import RunError
from kpsim.inputs.draws import BLOCK, columns, draw
from kpsim.inputs.used_range import used_ends
from kpsim.report.comparison import Comparison
from kpsim.report.question import Question
from kpsim.report.sensitivity_tables import column_label
from kpsim.report.tipping_text import joint_words, named, named_pair
from kpsim.results import Array, Results
from kpsim.sensitivity.asked import NET, ask, label_of, measure
from kpsim.sensitivity.bench import bench
from kpsim.sensitivity.drivers import drivers
from kpsim.sensitivity.given_data import check
from kpsim.sensitivity.holders import sector_of
from kpsim.sensitivity.joint_tipping import joint_tipping
from kpsim.sensitivity.no_gain import care_not_given, no_gain
from kpsim.sensitivity.of_run import Carried, bar, carried
from kpsim.sensitivity.over_time import heat_map
from kpsim.sensitivity.tipping import tipping_points
from kpsim.sensitivity.worst_effects import worst_effects
from kpsim.wording.record_values import ends_words, per_unit

DEATHS = "deaths"
COST_OF_SERVICES = "service_money"
"""The file of numbers that only say what services cost."""

TURNING = 3
"""How many of the strongest unknowns are asked where they would turn the conclusion."""


def drivers_of_run(comparison: Comparison, scenario: str) -> Drivers | None:
    """Return what drives the net spending of a scenario, or None where too few draws tell."""
    world, settings, results = comparison.world, comparison.settings, comparison.results
    asked = ask([NET], world)
    made = bench(world, [comparison.scenario(scenario)], asked, settings)
    question = Question(made, comparison.language)
    drawn = draw(world.parameters, seed=settings.seed, draws=results.draws, view="central")
    numbers = columns(drawn, world.parameters)
    values = measure(results, scenario, asked[0], public=world.ledger.public)
    try:
        check({}, values)
    except RunError:
        return None
    among = [e for e in drivers(world.parameters) if e.kind in ("parameter", "cause")]
    found = carried(numbers, values, among, seed=settings.seed)
    if not found:
        return None
    turning = tipping_points(
        made, f"{scenario}/{NET}", [each.driver for each in found[:TURNING]], draws=BLOCK
    )
    two = None
    if len(found) > 1:
        pair = (found[0].driver, found[1].driver)
        joint = joint_tipping(made, f"{scenario}/{NET}", pair, draws=BLOCK)
        words = joint_words(question, joint, is_money=True)
        two = Together(joint, named_pair(question, joint), words, BLOCK)
    return Drivers(
        label_of(world, asked[0], comparison.language),
        values,
        tuple(_bars(question, found, numbers, values)),
        tuple(_share(question, each) for each in found),
        heat_map(results, numbers, scenario=scenario, outcome=NET, public=world.ledger.public),
        {key: column_label(question, key) for key in numbers},
        tuple((each, named(question, each)) for each in turning),
        two,
        worst_effects(made, scenario, asked[0], columns=numbers, values=values, draws=BLOCK),
        {each.driver.name: each.column for each in found},
        frozenset(_only_costs(question, [each.line.name for each in turning])),
        tuple(_misread(question, results, scenario, found, numbers=numbers, values=values)),
    )


def _only_costs(question: Question, names: Iterable[str]) -> Iterator[str]:
    """Find the numbers that say what services cost: they make a result large or small."""
    parameters = question.world.parameters
    for name in names:
        if name in parameters.places and sector_of(parameters, name) == COST_OF_SERVICES:
            yield name


def _bars(
    question: Question, found: tuple[Carried, ...], numbers: dict[str, Array], values: Array
) -> list[Labelled]:
    parameters, language = question.world.parameters, question.language
    made = []
    for each in found:
        drawn = bar(each.driver.name, numbers[each.column], values)
        name = each.column.partition(".")[0]
        ends = used_ends(parameters, each.column)  # those of annex C and the cards
        low, high = ends_words(parameters, name, ends, language)
        label = _column_words(question, each.column)  # the values beside it are the column's
        made.append(Labelled(drawn, label, question.grades[each.driver.name], low, high))
    return sorted(made, key=lambda one: -one.bar.length)


def _misread(
    question: Question,
    results: Results,
    scenario: str,
    found: tuple[Carried, ...],
    *,
    numbers: dict[str, Array],
    values: Array,
) -> Iterator[Misread]:
    """Find the unknowns at whose cheaper end people are not treated or die."""
    world, public = question.world, question.world.ledger.public
    care = care_not_given(results, scenario, public=public)
    deaths = measure(results, scenario, ask([DEATHS], world)[0], public=public)
    for each in found:
        why = no_gain(numbers[each.column], net=values, care=care, deaths=deaths)
        if why:
            yield Misread(_column_words(question, each.column), why == "untreated")


def _share(question: Question, found: Carried) -> Share:
    name = found.driver.name
    return Share(
        name,
        _label(question, found),
        question.grades[name],
        question.holders.get(name, ""),
        found.share,
    )


def _label(question: Question, found: Carried) -> str:
    """Name the column that stands for a driver; of a shared cause the driver as a whole."""
    if found.driver.kind == "cause":
        return question.labels[found.driver.name]
    return _column_words(question, found.column)


def _column_words(question: Question, column: str) -> str:
    record = question.world.parameters.columns[column]
    return per_unit(column_label(question, column), record, question.language)
