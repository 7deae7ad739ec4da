"""`kpsim voi`: what it would be worth to know before deciding."""

from pathlib import Path

import click

from kpsim.cli.asking import Ask, asking
from kpsim.cli.texts import Described


@click.command(
    "voi",
    cls=Described,
    help="Say what knowing more would be worth for a decision about SCENARIO, which numbers to "
    "ask for first, and who holds them.",
    epilog="kpsim voi all-services-stop --decision cut --payer city_of_liberec",
)
@click.option(
    "--decision",
    required=True,
    metavar="NAME",
    help="keep, cut (the first scenario or nothing) or alternatives (all scenarios).",
)
@click.option(
    "--payer", default="public", metavar="NAME", help="public, society or a payer. Default: public."
)
@click.option("--sample", type=float, metavar="N", help="Also the worth of asking N clients.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for charts.")
@asking
def voi(ask: Ask, *, decision: str, payer: str, sample: float | None, out: Path | None) -> None:
    """Parse, compute, print."""
    from kpsim.report.worth_text import Decision, worth

    choice = Decision(decision, payer, sample, out)
    ask(lambda asked, progress: worth(asked, choice, progress=progress))
