"""`kpsim scenario new`: a file to begin with."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, DescribedGroup, language_option


@click.group(
    "scenario",
    cls=DescribedGroup,
    help="Make a scenario of your own.",
    epilog="kpsim scenario new my-cut",
)
def scenario() -> None:
    """Hold the commands together."""


@scenario.command(
    "new",
    cls=Described,
    help="Write a scenario file with comments that explain its keys; never over another file.",
    epilog="kpsim scenario new my-cut",
)
@click.argument("name", metavar="NAME")
@language_option
@click.pass_obj
def new(language: str, *, name: str) -> None:
    """Write the file."""
    from kpsim.inputs.new_scenario import write_new_scenario
    from kpsim.language import translate

    path = write_new_scenario(Path(name), language=language)
    click.echo(translate("Written: {path}", language).format(path=path))
    click.echo(translate("Next: kpsim run {path}", language).format(path=path))
