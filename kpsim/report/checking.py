"""What `kpsim check` finds: files, model, and the base year against published figures."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text as RichText

from kpsim.analysis.reconciliation import ReconciliationResult
from kpsim.errors import KpsimError, Problem, problem
from kpsim.inputs.locations import params_folder
from kpsim.inputs.records import FEW
from kpsim.inputs.scenarios import Scenario, check_lines, load_scenario, shipped_scenarios
from kpsim.report.base_year import reconciliation
from kpsim.report.cells import Column, paragraph, say, table
from kpsim.report.comparison import REGION, regions
from kpsim.report.explanation import figure
from kpsim.report.supplied_text import supplied_parts
from kpsim.wording.numbers import interval, number, with_bounds
from kpsim.world import World, load_world

DRAWS, SEED = 512, 1


def check(
    paths: Sequence[str], language: str, *, width: int, data: Sequence[Path] = ()
) -> Iterator[RenderableType]:
    """Check files, then compare the base year; the last line is the verdict."""
    problems: list[Problem] = []
    world = _world(problems, data)
    scenarios = [
        found
        for name in scenario_files(paths, problems)
        if (found := _checked(name, world, problems)) is not None
    ]
    if problems or world is None:
        raise KpsimError(problems)
    yield from supplied_parts(world.supplied, language)
    yield say(
        "Parameters: {numbers} numbers of {records} parameters, each with its source or reason.",
        language,
        numbers=number(len(world.parameters.columns), language),
        records=number(len(world.parameters.records), language),
    )
    yield say(
        "Model: {stocks} stocks, {flows} flows, {others} other variables; units and dimensions "
        "fit.",
        language,
        stocks=len(world.model.stocks),
        flows=len(world.model.flows),
        others=len(world.model.auxiliaries),
    )
    yield say(
        "Scenarios: {names}.", language, names=", ".join(scenario.name for scenario in scenarios)
    )
    compared = reconciliation(world, seed=SEED, draws=DRAWS)
    yield from against_published(compared, language, width)
    yield "\n" + verdict(compared, language)


def scenario_files(paths: Sequence[str], problems: list[Problem]) -> list[str]:
    """Return the scenarios to check: those named, those in named folders, or all shipped ones."""
    if not paths:
        return list(shipped_scenarios())
    found: list[str] = []
    for text in paths:
        path = Path(text)
        if path.is_dir():
            files = sorted(str(file) for file in path.glob("*.toml"))
            if not files:
                problems.append(problem(text, "has no .toml file; name a folder with scenarios"))
            found += [] if _holds_parameters(path) else files
        elif not _holds_parameters(path):
            found.append(text)
    return found


def against_published(
    found: Sequence[ReconciliationResult], language: str, width: int
) -> Iterator[RenderableType]:
    """Put modelled and published figures side by side, then say every miss in words."""
    yield RichText("\n" + say("Base year against published figures", language), style="bold")
    made = table(
        (
            Column("Figure", right=False, width=29),
            Column("Mark", right=False, width=11),
            Column("Model", width=25),
            Column("Published", width=17),
            Column("Agrees", right=False, width=7),
        ),
        language,
    )
    for each in found:
        made.add_row(*compared_cells(each, language))
    yield made
    yield paragraph(
        say(
            "Input: the figure was fed in. Solved: other values were solved to agree with it. "
            "Prediction: it was not fed in; only predictions prove anything.",
            language,
        ),
        width,
    )
    missed = [each for each in found if not each.agrees]
    if missed:
        yield RichText("\n" + say("What does not agree", language), style="bold")
    for each in missed:
        yield paragraph(each.sentence.of(language), width)


def verdict(found: Sequence[ReconciliationResult], language: str) -> str:
    """Say in one line how the check went."""
    predictions = [each for each in found if each.kind == "prediction"]
    return say(
        "All files are fine; {agree} of {all} predictions of the base year agree with what is "
        "published.",
        language,
        agree=sum(each.agrees for each in predictions),
        all=len(predictions),
    )


def compared_cells(each: ReconciliationResult, language: str) -> tuple[str, ...]:
    """Write a figure, its kind, the model's, the published one and whether they agree."""
    modelled, published = each.modelled, each.published
    rounded = interval(modelled.median, modelled.p05, modelled.p95, finer=1)
    ends = [figure(end, language) for end in dict.fromkeys((published.low, published.high))]
    if each.row.is_small_count:
        ends = [say(FEW, language)]
    return (
        f"{each.row.label.of(language)} ({each.row.unit.of(language)})",
        say(each.kind, language),
        with_bounds(rounded, language),
        "–".join(ends),
        say("yes" if each.agrees else "no", language),
    )


def _world(problems: list[Problem], data: Sequence[Path]) -> World | None:
    """Load the world of the default region; when it is right, look at those users added."""
    try:
        world = load_world(data=data)
    except KpsimError as error:
        problems += error.problems
        return None
    for region in regions():
        if region != REGION:
            try:
                load_world(region)
            except KpsimError as error:
                problems += error.problems
    return world


def _checked(name: str, world: World | None, problems: list[Problem]) -> Scenario | None:
    try:
        scenario = load_scenario(name)
        if world is not None:
            check_lines(scenario, world.funding)
    except KpsimError as error:
        problems += error.problems
        return None
    return scenario


def _holds_parameters(path: Path) -> bool:
    return path.resolve().is_relative_to(params_folder().resolve())
