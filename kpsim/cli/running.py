"""From a request on the command line to files and tables."""

import os
from dataclasses import dataclass
from pathlib import Path

import click

from kpsim.cli.console import output, progress_bar
from kpsim.cli.long_work import Stop
from kpsim.inputs.draws import rounded_up
from kpsim.language import translate
from kpsim.report.comparison import prepare
from kpsim.report.machine_summary import machine_summary
from kpsim.report.run_files import write_files
from kpsim.report.run_folder import default_folder, json_bytes, new_run_folder
from kpsim.report.terminal import write
from kpsim.study import Settings


@dataclass(frozen=True)
class Request:
    """What was asked for."""

    scenarios: tuple[str, ...]
    settings: Settings
    region: str
    out: Path | None
    language: str


def run_and_print(request: Request, *, stop: Stop, as_json: bool) -> None:
    """Check everything, make the folder, compute, write, and print what was found."""
    prepared = prepare(
        request.scenarios, request.settings, region=request.region, language=request.language
    )
    draws = rounded_up(request.settings.draws)
    if draws != request.settings.draws:
        note = translate("{asked} draws become {draws}, in whole blocks of 256.", request.language)
        click.echo(note.format(asked=request.settings.draws, draws=draws), err=True)
    names = [scenario.name for scenario in prepared.scenarios]
    target = request.out or default_folder(names, seed=request.settings.seed, draws=draws)
    with new_run_folder(target, on_interrupt=stop.tidying.append) as folder:
        with progress_bar(request.language, on_interrupt=stop.tidying.append) as progress:

            def go_on(done: int, total: int) -> None:
                stop.check()
                progress(done, total)

            comparison = prepared.run(go_on)
        write_files(comparison, folder, before_each=stop.check)
    if as_json:
        click.echo(json_bytes(machine_summary(comparison)).decode("utf-8"), nl=False)
        return
    write(comparison, output())
    click.echo("\n" + translate("Results: {folder}", request.language).format(folder=shown(target)))


def shown(path: Path) -> str:
    """Write a path from the folder the reader is in, where it lies below it."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)
    here = Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
