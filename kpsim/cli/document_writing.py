"""From a request on the command line to documents: what report, brief and chart share."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import click

from kpsim.charts.catalogue import CHARTS, draw_all
from kpsim.charts.house_style import Skipped
from kpsim.cli.long_work import Stop, interruptible
from kpsim.cli.progress import progress
from kpsim.cli.running import shown
from kpsim.document.brief import CHART, brief
from kpsim.document.brief_files import write_brief
from kpsim.document.context import Context
from kpsim.document.document_toml import About, read_about
from kpsim.document.making import (
    FORMATS,
    Wanted,
    asked_of,
    compared,
    drawn,
    write_document,
    written_up,
)
from kpsim.document.paste import SLIDE, paste_files
from kpsim.document.stored_run import is_run
from kpsim.errors import Problem, RunError, problem, suggestion
from kpsim.language import translate
from kpsim.study import Settings

FOLDER = Path("documents")


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    scenarios: tuple[str, ...]
    settings: Settings
    language: str
    forms: tuple[str, ...] = ("all",)
    out: Path | None = None
    about: Path | None = None
    template: Path | None = None
    region: str = "liberec"
    size: str = "half"
    data: tuple[Path, ...] = ()

    @property
    def folder(self) -> Path:
        """Return where the files go: into the run they are made from, else into documents/."""
        if self.out is not None:
            return self.out
        first = self.scenarios[0]
        return Path(first) if is_run(first) else FOLDER


Work = Callable[[Request, Wanted, About, Stop], list[Path]]


def interruptible_writing(request: Request, work: Work) -> None:
    """Read or run what was asked for, write, and name the files."""
    interruptible(lambda stop: _write(request, work, stop), request.language)


def _write(request: Request, work: Work, stop: Stop) -> None:
    about = read_about(request.about)
    check_template(request)
    check_folder(request.folder, request.language)
    language = request.language
    with progress(stop, language) as told:
        wanted = compared(
            request.scenarios,
            request.settings,
            region=request.region,
            language=language,
            data=request.data,
            progress=told,
        )
    for text in wanted.changed:
        click.echo(text, err=True)
    try:
        written = work(request, wanted, about, stop)
    except OSError as fault:
        raise RunError(cannot_write(request.folder, fault, request.language)) from None
    for path in written:
        click.echo(translate("Written: {path}", language).format(path=shown(path)))


def write_report(request: Request, wanted: Wanted, about: About, stop: Stop) -> list[Path]:
    """Write the report in the formats asked for."""
    document = written_up(wanted, about, before_each=stop.check)
    forms = [form for form in FORMATS if {form, "all"} & set(request.forms)]
    found = []
    for form in forms:
        stop.check()
        path = request.folder / f"report.{request.language}.{form}"
        found.append(write_document(document, form, path, wanted=wanted, template=request.template))
    return found


def write_briefs(request: Request, wanted: Wanted, about: About, stop: Stop) -> list[Path]:
    """Write the brief of each scenario."""
    asked = asked_of(wanted.comparison, fresh=not wanted.changed)
    charts = drawn(asked, [CHART], before_each=stop.check)
    drivers = {name: asked.drivers(name) for name in wanted.comparison.compared}
    context = Context(wanted.comparison, about, wanted.identity, charts, wanted.changed, drivers)
    found = []
    for name in wanted.comparison.compared:
        stop.check()
        found += write_brief(brief(context, name), request.folder, name=name)
    return found


def write_charts(request: Request, wanted: Wanted, _: About, stop: Stop) -> list[Path]:
    """Draw one chart or all, each with the words that go with it."""
    names = tuple(CHARTS) if "all" in request.forms else request.forms
    asked = asked_of(wanted.comparison, fresh=not wanted.changed)
    asked = replace(asked, slide=request.size == SLIDE)
    found = []
    for scenario, chart in draw_all(asked, names):
        stop.check()
        if isinstance(chart, Skipped):
            click.echo(f"{chart.name}: {chart.reason}", err=True)
            continue
        folder = request.folder / "charts" / scenario
        found += paste_files(
            chart,
            folder,
            size=request.size,
            run=wanted.identity.run,
            language=request.language,
        )
    return found


def check_name(name: str) -> None:
    """Refuse a chart there is none of."""
    if name not in (*CHARTS, "all"):
        text = "no chart '{name}'{near}; expected all or one of {known}"
        near, known = suggestion(name, CHARTS), ", ".join(CHARTS)
        raise RunError(problem("chart", text, name=name, near=near, known=known))


def check_template(request: Request) -> None:
    """Refuse a template before time is spent on the run."""
    path = request.template
    if path is None:
        return
    if not path.is_file():
        text = "no such file; name a Word file (.docx)"
        raise RunError(problem(str(path), text))
    import zipfile

    if path.suffix != ".docx" or not zipfile.is_zipfile(path):
        text = "is not a Word file (.docx); save the template in Word as .docx"
        raise RunError(problem(str(path), text))


def check_folder(folder: Path, language: str) -> None:
    """Make the folder of the files before time is spent on the run."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".kpsim-write-test"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as fault:
        raise RunError(cannot_write(folder, fault, language)) from None


def cannot_write(folder: Path, fault: OSError, language: str) -> Problem:
    """Say that a folder takes no files; what the system says is translated where it is known."""
    text = "cannot be written ({fault}); choose another folder with --out"
    why = translate(fault.strerror or str(fault), language)
    return problem(str(folder), text, fault=why)
