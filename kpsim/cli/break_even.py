"""`kpsim break-even`: what would have to be different for the conclusion to turn."""

from pathlib import Path

import click

from kpsim.cli.asking import Ask, asking
from kpsim.cli.texts import Described, whole_number


@click.command(
    "break-even",
    cls=Described,
    help="Say what would have to be different for the conclusion about SCENARIO to turn: one "
    "unknown at a time, two together, the depth of the cut, the year, what staff can bear.",
    epilog="kpsim break-even ten-percent-cut --outcome city_of_liberec",
)
@whole_number("--top", 6, "How many of the strongest unknowns are tried. Default: {default}.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for charts.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary for machines only.")
@asking
def break_even(ask: Ask, *, top: int, out: Path | None, as_json: bool) -> None:
    """Parse, compute, print."""
    from kpsim.report.tipping_text import turning

    ask(
        lambda asked, progress: turning(
            asked, top=top, out=out, progress=progress, as_json=as_json
        ),
        as_json=as_json,
    )
