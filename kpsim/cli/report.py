"""`kpsim report`: the document, from a run or from scenarios."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, data_option, language_option, whole_number

FORMATS = ("docx", "html", "pdf", "md", "all")


@click.command(
    "report",
    cls=Described,
    help="Write the report: what would happen, what it costs whom, and how sure that is. "
    "SCENARIO is a folder that 'kpsim run' made, or one or more scenarios to run now.",
    epilog="kpsim report all-services-stop --format docx",
)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="docx",
    metavar="FORMAT",
    help="docx, html, pdf, md or all. Default: {default}.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the files. Default: the folder of the run, or documents/.",
)
@click.option(
    "--about",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Who asked, paid and wrote. Default: document.toml here, if there is one.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Word file whose styles and fields are used.",
)
@whole_number("--draws", 2048, "Simulated futures, where scenarios are run. Default: {default}.")
@whole_number("--seed", 1, "Start of all chance, where scenarios are run. Default: {default}.")
@data_option
@language_option
@click.pass_obj
def report(
    language: str, /, *, scenarios: tuple[str, ...], draws: int, seed: int, **places: object
) -> None:
    """Parse, compute, write."""
    from kpsim.cli.document_writing import Request, interruptible_writing, write_report
    from kpsim.study import Settings

    request = Request(scenarios, Settings(seed=seed, draws=draws), language=language, **places)  # type: ignore[arg-type]
    interruptible_writing(request, write_report)
