"""`kpsim data`: a form that services fill in, and reading it back."""

from pathlib import Path

import click

from kpsim.cli.asking import Ask, asking
from kpsim.cli.texts import Described, DescribedGroup, language_option, whole_number


@click.group(
    "data",
    cls=DescribedGroup,
    help="Ask services and offices for the numbers that matter, and read their answers.",
    epilog="kpsim data request all-services-stop --out request.xlsx",
)
def data() -> None:
    """Hold the commands together."""


@data.command(
    "request",
    cls=Described,
    help="Write a form (xlsx) with the numbers most worth asking for in a decision on SCENARIO.",
    epilog="kpsim data request all-services-stop --out request.xlsx",
)
@whole_number("--top", 25, "Rows of the form. Default: {default}.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("data-request.xlsx"),
    metavar="FILE",
    help="The form. Default: data-request.xlsx.",
)
@asking
def request(ask: Ask, *, top: int, out: Path) -> None:
    """Rank, write the form, print what it asks."""
    from kpsim.report.worth_text import form_written

    ask(
        lambda asked, progress: form_written(asked, top=top, out=out, progress=progress),
        together=True,
    )


@data.command(
    "import",
    cls=Described,
    help="Read a form that was filled in, check it, and write an overlay of parameters.",
    epilog="kpsim data import request.xlsx --out supplied.toml",
)
@click.argument("form", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("supplied.toml"),
    metavar="FILE",
    help="The overlay. Default: supplied.toml.",
)
@click.option("--region", default="liberec", metavar="NAME", help="Region. Default: liberec.")
@language_option
@click.pass_obj
def import_(language: str, *, form: Path, out: Path, region: str) -> None:
    """Read, check, write, list what changed."""
    from kpsim.cli.console import output
    from kpsim.report.cells import show, wrapped
    from kpsim.report.worth_text import imported

    console = output()
    parts = imported(form, out, region=region, language=language)
    show(console, wrapped(parts, console.width))
