"""`kpsim discover`: under which conditions a cut costs more than it saves."""

import click

from kpsim.cli.asking import Ask, asking
from kpsim.cli.texts import Described


@click.command(
    "discover",
    cls=Described,
    help="Say under which combination of conditions SCENARIO costs more than it saves, and how "
    "many of the futures in which it does they hold; or how rare such futures are.",
    epilog="kpsim discover all-services-stop --outcome health_insurers",
)
@asking
def discover(ask: Ask) -> None:
    """Parse, compute, print."""
    from kpsim.report.discovery_text import discovered

    ask(discovered)
