"""`kpsim diff`: what changed between two runs."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, language_option


@click.command(
    "diff",
    cls=Described,
    help="Say what changed between two runs or documents: settings, inputs and figures, for "
    "instance since the version the council saw.",
    epilog="kpsim diff report-may.docx runs/all-services-stop-1-2048",
)
@click.argument("one", type=click.Path(path_type=Path), metavar="RUN")
@click.argument("other", type=click.Path(path_type=Path), metavar="RUN")
@language_option
@click.pass_obj
def diff(language: str, *, one: Path, other: Path) -> None:
    """Parse, compare, print."""
    from kpsim.document.comparing_words import difference_lines
    from kpsim.document.reproducing import difference

    for line in difference_lines(difference(one, other), language):
        click.echo(line)
