"""From a request to validate on the command line to tables and files."""

from dataclasses import dataclass
from pathlib import Path

import click

from kpsim.cli.console import output, tell_rounding
from kpsim.cli.long_work import Stop
from kpsim.cli.progress import progress
from kpsim.cli.running import shown
from kpsim.inputs.draws import rounded_up
from kpsim.language import translate
from kpsim.report.cells import show, wrapped
from kpsim.report.run_folder import json_bytes
from kpsim.report.supplied_text import supplied_parts
from kpsim.report.validation_files import machine_readable, write_validation
from kpsim.report.validation_table import tables
from kpsim.validation.validate import validate
from kpsim.world import load_world


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for."""

    cases: Path | None
    data: tuple[Path, ...]
    draws: int
    seed: int
    out: Path | None
    language: str


def validate_and_print(request: Request, *, stop: Stop, as_json: bool) -> None:
    """Run all cases, write what was asked for, and print what was found."""
    language, draws = request.language, rounded_up(request.draws)
    tell_rounding(request.draws, language)
    with progress(stop, language) as told:
        found = validate(
            request.cases, draws=draws, seed=request.seed, data=request.data, progress=told
        )
    if request.out is not None:
        write_validation(found, request.out, language=language, draws=draws, seed=request.seed)
    if as_json:
        data = machine_readable(found, draws=draws, seed=request.seed)
        click.echo(json_bytes(data).decode("utf-8"), nl=False)
        return
    console = output()
    if request.data:
        supplied = load_world(data=request.data).supplied
        show(console, wrapped(supplied_parts(supplied, language), console.width))
    for part in tables(found, language, width=console.width):
        console.print(part)
    if request.out is not None:
        text = translate("Results: {folder}", language)
        click.echo("\n" + text.format(folder=shown(request.out)))
