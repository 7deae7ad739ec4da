"""`kpsim sensitivity`: which unknown numbers carry a result."""

from pathlib import Path

import click

from kpsim.cli.asking import Ask, asking
from kpsim.cli.big_runs import Way, cluster_options
from kpsim.cli.texts import Described, whole_number


@click.command(
    "sensitivity",
    cls=Described,
    help="Say which unknown numbers carry a result of SCENARIO: from one run, one at a time, by "
    "shares of the variance, by screening, year by year, or by grade of the evidence.",
    epilog="kpsim sensitivity all-services-stop --outcome city_of_liberec --method variance",
)
@click.option(
    "--method",
    default="given-data",
    metavar="NAME",
    help="given-data, tornado, variance, screening, over-time, grade or convergence. "
    "Default: given-data.",
)
@click.option("--group", "groups", multiple=True, metavar="NAME", help="Only these parameters.")
@click.option("--pair", nargs=2, metavar="NAME NAME", help="Two parameters held together.")
@whole_number("--points", 512, "Base points of the variance design. Default: {default}.")
@whole_number("--trajectories", 10, "Trajectories of the screening. Default: {default}.")
@click.option(
    "--precision",
    default="1%",
    metavar="N%",
    help="Error wanted, of the 90 % width, for the method convergence. Default: 1%.",
)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for charts.")
@cluster_options
@asking
def sensitivity(
    ask: Ask,
    *,
    way: Way,
    method: str,
    groups: tuple[str, ...],
    pair: tuple[str, ...] | None,
    points: int,
    trajectories: int,
    precision: str,
    out: Path | None,
) -> None:
    """Parse, compute, print."""
    from kpsim.report.sensitivity_methods import Effort, answered
    from kpsim.sensitivity.convergence import share_of
    from kpsim.sensitivity.parts import Progress

    def effort(progress: Progress) -> Effort:
        share = share_of(precision)
        return Effort(points, trajectories, groups, pair or (), share, out, progress)

    ask(lambda asked, progress: answered(asked, method, effort(progress)), way=way)
