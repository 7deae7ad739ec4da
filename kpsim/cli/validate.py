"""`kpsim validate`: published cases against the model."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, data_option, language_option, whole_number


@click.command(
    "validate",
    cls=Described,
    help="Run published cases in the model: what was observed when services elsewhere were cut, "
    "and what the model would have said. Misses are printed with their reason.",
    epilog="kpsim validate --out validation",
)
@click.option(
    "--cases",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder with case files. Default: the shipped ones.",
)
@whole_number(
    "--draws", 512, "Simulated futures, taken in whole blocks of 256. Default: {default}."
)
@whole_number(
    "--seed", 1, "Start of all chance; the same number gives the same results. Default: {default}."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the table, the chart and the JSON. Default: nothing is written.",
)
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print a summary for machines only.")
@language_option
@click.pass_obj
def validate(
    language: str,
    *,
    cases: Path | None,
    draws: int,
    seed: int,
    out: Path | None,
    data: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Validate and print; a case the model misses is no error, a broken file is."""
    from kpsim.cli.long_work import interruptible
    from kpsim.cli.validating import Request, validate_and_print

    request = Request(cases=cases, data=data, draws=draws, seed=seed, out=out, language=language)
    interruptible(lambda stop: validate_and_print(request, stop=stop, as_json=as_json), language)
