"""`kpsim explain`: where a name comes from."""

import click

from kpsim.cli.texts import Described, language_option


@click.command(
    "explain",
    cls=Described,
    help="Say where a variable, parameter, reported load or row of the ledger comes from: its "
    "equation, inputs, sources and who reads it.",
    epilog="kpsim explain prison_day_cost",
)
@click.argument("name", metavar="NAME")
@click.option("--region", default="liberec", metavar="NAME", help="Region. Default: liberec.")
@language_option
@click.pass_obj
def explain(language: str, *, name: str, region: str) -> None:
    """Parse, look up, print."""
    from kpsim.cli.console import output
    from kpsim.report.cells import show
    from kpsim.report.comparison import check_region
    from kpsim.report.explanation import explain as explanation
    from kpsim.world import load_world

    check_region(region)
    console = output()
    show(console, explanation(load_world(region), name, language=language, width=console.width))
