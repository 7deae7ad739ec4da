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
    default="",
    metavar="NAME",
    help="keep, cut (the first scenario or nothing) or alternatives (all scenarios).",
)
@click.option(
    "--payer", default="public", metavar="NAME", help="public, society or a payer. Default: public."
)
@click.option("--sample", type=float, metavar="N", help="Also the worth of asking N clients.")
@click.option(
    "--years", type=float, metavar="N", help="Also the worth of counting cases for N years."
)
@click.option("--among", type=float, metavar="N", help="People among whom cases are counted.")
@click.option(
    "--about",
    metavar="NAME",
    help="Number that is asked about or counted.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for charts.")
@asking
def voi(
    ask: Ask,
    *,
    decision: str,
    payer: str,
    sample: float | None,
    years: float | None,
    among: float | None,
    about: str | None,
    out: Path | None,
) -> None:
    """Parse, compute, print."""
    from kpsim.report.sample_text import Plan, check
    from kpsim.report.worth_text import Decision, worth

    plan = Plan(sample, years, among, about)
    check(plan)
    choice = Decision(decision, payer, plan, out)
    ask(lambda asked, progress: worth(asked, choice, progress=progress), together=True)
