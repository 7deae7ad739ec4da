"""From a request on the command line to files and tables."""

import gc
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kpsim.cli.big_runs import Way, check_way, client_of
from kpsim.cli.console import output, tell_rounding
from kpsim.cli.long_runs import Work, begin, compute, is_streamed, stream_into
from kpsim.cli.long_work import Stop
from kpsim.cli.progress import progress
from kpsim.inputs.draws import rounded_up
from kpsim.language import translate
from kpsim.report.cells import say, show
from kpsim.report.comparison import REGION, Comparison, prepare
from kpsim.report.machine_summary import machine_summary
from kpsim.report.run_files import write_files
from kpsim.report.run_folder import default_folder, json_bytes, new_run_folder
from kpsim.report.streamed import streamed_summary, streamed_tables
from kpsim.report.terminal import write
from kpsim.scale import room
from kpsim.scale.streaming import Streamed
from kpsim.sensitivity.asked import Asked, label_of
from kpsim.sensitivity.convergence import check_target, draws_for, share_of
from kpsim.study import Settings
from kpsim.wording.numbers import number, percent

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True)
class Request:
    """What was asked for, of one region."""

    scenarios: tuple[str, ...]
    settings: Settings
    region: str
    out: Path | None
    language: str
    way: Way
    data: tuple[Path, ...] = ()
    precision: str | None = None
    one_of_several: bool = False


def run_and_print(request: Request, *, stop: Stop, as_json: bool) -> None:
    """Check everything, make the folder, compute, write, and print what was found."""
    check_way(request.way)
    work = prepared_work(request, stop)
    tell_rounding(work.prepared.settings.draws, request.language)
    room.check_disk(work.disk, draws=work.draws)
    with client_of(request.way) as client:
        begin(work)
        found = carry_out(work, client=client, stop=stop)
    if as_json:
        click.echo(json_bytes(summary_of(found)).decode("utf-8"), nl=False)
        return
    console = output()
    if isinstance(found, Streamed):
        show(console, streamed_tables(found, work.prepared, width=console.width))
    else:
        write(found, console)
    click.echo("\n" + where(work))


def prepared_work(request: Request, stop: Stop) -> Work:
    """Check everything about a run, and say where its files go."""
    settings = request.settings
    if request.precision is not None:
        settings = replace(settings, draws=chosen_draws(request, request.precision, stop))
    streamed = is_streamed(request.way, settings.draws)
    prepared = prepare(
        request.scenarios,
        settings,
        region=request.region,
        language=request.language,
        streamed=streamed,
        data=request.data,
    )
    target = request.out or default_folder(
        [scenario.name for scenario in prepared.scenarios],
        seed=settings.seed,
        draws=rounded_up(settings.draws),
        region=request.region if request.one_of_several or request.region != REGION else None,
    )
    return Work(
        prepared, request.way, target, streamed=streamed, one_of_several=request.one_of_several
    )


def carry_out(work: Work, *, client: "Client | None", stop: Stop) -> Comparison | Streamed:
    """Compute a run and leave its folder."""
    found: Comparison | Streamed
    with new_run_folder(work.target, on_interrupt=stop.tidying.append) as folder:
        if work.streamed:
            found = stream_into(work, folder, client=client, stop=stop)
        else:
            found = compute(work, client=client, stop=stop)
            gc.freeze()  # what is loaded stays: no need to look through it while files are made
            write_files(found, folder, before_each=stop.check)
    work.store.forget()  # its results are in the run folder now
    return found


def summary_of(found: Comparison | Streamed) -> dict[str, Any]:
    """Return what was found for machines."""
    return streamed_summary(found) if isinstance(found, Streamed) else machine_summary(found)


def where(work: Work) -> str:
    """Say where the files of a run are."""
    text = translate("Results: {folder}", work.prepared.language)
    return text.format(folder=shown(work.target))


def chosen_draws(request: Request, precision: str, stop: Stop) -> int:
    """Choose the draws by the precision asked for, and say how many."""
    target, language = share_of(precision), request.language
    check_target(target)
    prepared = prepare(
        request.scenarios,
        request.settings,
        region=request.region,
        language=language,
        data=request.data,
    )
    with progress(stop, language) as told:
        found = draws_for(
            prepared.world,
            prepared.scenarios,
            request.settings,
            target=target,
            progress=told,
        )
    scenario, _, name = found.neediest.partition("/")
    text = (
        "{draws} draws are taken: the error of “{name}” ({scenario}), which needs most of them, is "
        "{reached} of its 90 % width."
    )
    words = say(
        text,
        language,
        draws=number(found.draws, language),
        name=label_of(prepared.world, Asked(name), language),
        scenario=scenario,
        reached=percent(found.step.relative, language, decimals=2),
    )
    click.echo(words, err=True)
    return found.draws


def shown(path: Path) -> str:
    """Write a path from the folder the reader is in, where it lies below it."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links)
    here = Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)
