"""`kpsim report`: the document, from a run or from scenarios."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, about_option, out_option, run_options

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
    "forms",
    type=click.Choice(FORMATS),
    multiple=True,
    default=("docx",),
    metavar="FORMAT",
    help="docx, html, pdf, md or all; can be given more than once. Default: docx.",
)
@out_option
@about_option
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Word file whose styles and fields are used.",
)
@run_options
@click.pass_obj
def report(
    language: str, /, *, scenarios: tuple[str, ...], draws: int, seed: int, **places: object
) -> None:
    """Parse, compute, write."""
    from kpsim.cli.document_writing import Request, interruptible_writing, write_report
    from kpsim.study import Settings

    request = Request(scenarios, Settings(seed=seed, draws=draws), language=language, **places)  # type: ignore[arg-type]
    interruptible_writing(request, write_report)
