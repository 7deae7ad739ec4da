"""From scenarios or a run folder to documents: what the commands and the library call."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from kpsim import __version__
from kpsim.analysis.recovery import reopening_year
from kpsim.charts.catalogue import CHARTS, Asked, draw_all
from kpsim.charts.house_style import Chart, Skipped
from kpsim.charts.of_drivers import Drivers
from kpsim.charts.stock_and_flow import People
from kpsim.document.context import Context
from kpsim.document.data_beside import write_data
from kpsim.document.document_toml import About
from kpsim.document.drivers_of_run import drivers_of_run
from kpsim.document.identity import Identity
from kpsim.document.outline import report
from kpsim.document.parts import Document
from kpsim.document.people_paths import people_paths
from kpsim.document.stored_run import StoredRun, is_run, open_run, read_record
from kpsim.errors import RunError, problem
from kpsim.language import translate
from kpsim.report.comparison import Comparison, prepare
from kpsim.report.run_files import record
from kpsim.study import Progress, Settings

Format = Literal["docx", "html", "pdf", "md"]
FORMATS: tuple[Format, ...] = ("docx", "html", "pdf", "md")
PLACES = "zdvop_places"
NOT_AGAIN = (
    "Because inputs or the program have changed since, what needs another computation is left out: "
    "paths of people, what carries the uncertainty and which unknowns would turn the conclusion. "
    "Run the scenarios again to have it."
)
"""What is said of a run whose inputs have changed since."""
Before = Callable[[], None]


@dataclass(frozen=True)
class Wanted:
    """What a document is made from."""

    comparison: Comparison
    identity: Identity
    changed: tuple[str, ...] = ()


def compared(
    arguments: Collection[str],
    settings: Settings,
    *,
    region: str,
    language: str,
    data: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Wanted:
    """Read one run folder, or run scenarios afresh."""
    runs = [text for text in arguments if is_run(text) or Path(text).is_dir()]
    if runs and len(arguments) > 1:
        text = "is a folder and stands beside other names; name one run folder or scenarios only"
        raise RunError([problem(each, text) for each in runs])
    if runs and data:
        text = "goes with scenarios only; the folder {folder} keeps the figures it was run with"
        raise RunError(problem("--data", text, folder=runs[0]))
    if runs:
        return of_run(open_run(Path(runs[0]), language))
    for text in arguments:
        if _looks_like_folder(text):
            read_record(Path(text))
    prepared = prepare(tuple(arguments), settings, region=region, language=language, data=data)
    comparison = prepared.run(progress)
    return Wanted(comparison, identity_of(comparison))


def _looks_like_folder(text: str) -> bool:
    """Tell whether an argument means a folder that is not there, not a scenario."""
    path = Path(text)
    return len(path.parts) > 1 and not path.exists() and path.suffix != ".toml"


def of_run(run: StoredRun) -> Wanted:
    """Return what a stored run holds, with what has changed since."""
    language = run.comparison.language
    told = tuple(
        f"{translate('Changed since the run', language)}: {each.name} – "
        f"{translate(each.how, language).format(then=each.then)}"
        for each in run.changed
    )
    lost = (translate(NOT_AGAIN, language),) if told else ()
    identity = replace(identity_of(run.comparison), record=run.record)
    return Wanted(run.comparison, identity, (*told, *lost))


def identity_of(comparison: Comparison) -> Identity:
    """Return what identifies a run and the figures its documents print."""
    return Identity(record(comparison), dict(printed_figures(comparison)))


def printed_figures(comparison: Comparison) -> Iterator[tuple[str, float]]:
    """Yield the numbers behind the document, by name: loads, public budgets and payers."""
    for scenario, found in comparison.findings.items():
        for load in found.loads:
            for part in ("p05", "p50", "p95"):
                name = f"{scenario}/{load.outcome.name}/{part}"
                yield name, getattr(load.difference, part)
        for view, money in found.money.items():
            for quantity in ("saved", "caused", "net"):
                amount = getattr(money, quantity)
                for part in ("mean", "p05", "p95"):
                    yield f"{scenario}/{view}/{quantity}/{part}", getattr(amount, part)
        for payer in found.payers:
            yield f"{scenario}/payer/{payer.name}", payer.net.mean


def asked_of(comparison: Comparison, *, fresh: bool = True) -> Asked:
    """Return what charts are drawn from.

    With inputs that changed since the run, its draws cannot be drawn again, so that what drives the
    result is not known.
    """

    @cache
    def drivers(scenario: str) -> Drivers | None:
        return drivers_of_run(comparison, scenario) if fresh else None

    @cache
    def paths() -> Mapping[str, People]:
        return people_paths(comparison) if fresh else {}

    places = comparison.world.parameters.columns.get(PLACES)
    return Asked(
        comparison.results,
        comparison.language,
        __version__,
        comparison.public,
        {each.name: reopening_year(each) for each in comparison.scenarios},
        funding=comparison.world.funding,
        places=None if places is None else places.value,
        drivers=drivers,
        people=lambda scenario: paths().get(scenario),
    )


def drawn(
    asked: Asked,
    names: Collection[str] = tuple(CHARTS),
    *,
    before_each: Before = lambda: None,
) -> dict[tuple[str, str], Chart]:
    """Draw charts; those that a run cannot feed are left out."""
    found = {}
    for scenario, chart in draw_all(asked, names):
        before_each()
        if not isinstance(chart, Skipped):
            found[scenario, chart.name] = chart
    return found


def written_up(wanted: Wanted, about: About, *, before_each: Before = lambda: None) -> Document:
    """Write the report of a run."""
    asked = asked_of(wanted.comparison, fresh=not wanted.changed)
    charts = drawn(asked, before_each=before_each)
    drivers = {name: asked.drivers(name) for name in wanted.comparison.compared}
    context = Context(wanted.comparison, about, wanted.identity, charts, wanted.changed, drivers)
    return report(context)


def write_document(
    document: Document,
    form: Format,
    path: Path,
    *,
    wanted: Wanted,
    template: Path | None = None,
) -> Path:
    """Write a document in one of the formats."""
    if form in ("docx", "pdf"):
        write_data(document, path.parent)
    if form == "docx":
        from kpsim.document.word import write_word

        return write_word(document, path, template=template)
    if form == "pdf":
        from kpsim.document.typeset import write_pdf

        return write_pdf(document, path)
    if form == "html":
        from kpsim.document.cards import cards
        from kpsim.document.page import write_page

        return write_page(document, path, cards=cards(document, wanted.comparison.world))
    from kpsim.document.markdown import write_markdown

    return write_markdown(document, path)
