"""`kpsim why`: which mechanisms of the model make a difference."""

from pathlib import Path

import click

from kpsim.cli.asking import Ask, asking
from kpsim.cli.texts import Described


@click.command(
    "why",
    cls=Described,
    help="Take the difference that SCENARIO makes apart: the services' own money, and what each "
    "mechanism of the model adds. The parts sum to the difference.",
    epilog="kpsim why all-services-stop --outcome caused_public_cost --draws 512",
)
@click.option("--year", type=int, metavar="YEAR", help="One year instead of the whole horizon.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for charts.")
@asking
def why(ask: Ask, *, year: int | None, out: Path | None) -> None:
    """Parse, compute, print."""
    from kpsim.report.why_text import taken_apart

    ask(lambda asked, progress: taken_apart(asked, year=year, out=out, progress=progress))
