"""`kpsim run`: what scenarios change, as tables and as a folder of files."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpsim.cli.big_runs import Way, big_run_options
from kpsim.cli.texts import Described, asked_for, data_option, language_option, whole_number

if TYPE_CHECKING:
    from kpsim.engine.engines import Engine


@click.command(
    "run",
    cls=Described,
    help="Compare scenarios with keeping the services: what happens to people, what it costs "
    "whom, and how sure that is. SCENARIO is a shipped name or a file; there can be several.",
    epilog="kpsim run all-services-stop --draws 512",
)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@whole_number(
    "--draws", 2048, "Simulated futures, taken in whole blocks of 256. Default: {default}."
)
@whole_number(
    "--seed", 1, "Start of all chance; the same number gives the same results. Default: {default}."
)
@click.option(
    "--region",
    "regions",
    multiple=True,
    default=("liberec",),
    metavar="NAME",
    help="Region; can be given more than once: a run of its own for each, and a table of them. "
    "Default: liberec.",
)
@whole_number("--horizon", 10, "Years counted from the first change. Default: {default}.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the files, of several regions with a folder for each. Default: a folder in "
    "runs/ named after the request.",
)
@click.option(
    "--engine",
    type=click.Choice(("compiled", "numpy", "loop")),
    default="compiled",
    metavar="compiled|numpy|loop",
    help="How it is computed; results agree to nine digits. Default: {default}.",
)
@click.option(
    "--precision",
    metavar="N%",
    help="Choose the draws so that the error of the public sums is at most this share of their "
    "90 % width, such as 1%; instead of --draws.",
)
@data_option
@big_run_options
@click.option("--json", "as_json", is_flag=True, help="Print a summary for machines only.")
@language_option
@click.pass_obj
def run(
    language: str,
    *,
    scenarios: tuple[str, ...],
    draws: int,
    seed: int,
    regions: tuple[str, ...],
    horizon: int,
    out: Path | None,
    engine: "Engine",
    precision: str | None,
    data: tuple[Path, ...],
    way: Way,
    as_json: bool,
) -> None:
    """Parse, run, print."""
    from kpsim.cli.batch import run_regions
    from kpsim.cli.long_work import interruptible
    from kpsim.cli.running import Request, run_and_print
    from kpsim.errors import RunError, problem
    from kpsim.study import Settings

    if precision is not None and asked_for("draws"):
        raise RunError(problem("--precision", "chooses the draws; give it or --draws, not both"))
    settings = Settings(seed=seed, draws=draws, horizon=horizon, engine=engine)
    request = Request(
        scenarios,
        settings,
        region=regions[0],
        out=out,
        language=language,
        way=way,
        data=data,
        precision=precision,
    )
    if len(regions) > 1:
        interruptible(
            lambda stop: run_regions(request, regions, stop=stop, as_json=as_json), language
        )
    else:
        interruptible(lambda stop: run_and_print(request, stop=stop, as_json=as_json), language)
