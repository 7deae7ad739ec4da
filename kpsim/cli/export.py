"""`kpsim export`: the model for other programs and for readers.

A command is a module `export_<name>` beside this one, with a function `export_<name>`; it is
imported when it is asked for.
"""

from importlib import import_module

import click

from kpsim.cli.texts import DescribedGroup

EXPORTS = ("xmile", "book", "diagram")


class Exports(DescribedGroup):
    """A group whose commands live in a module each."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Name the commands in the order of their use."""
        return list(EXPORTS)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in EXPORTS:
            return None
        name = f"export_{cmd_name}"
        command = getattr(import_module(f"kpsim.cli.{name}"), name)
        assert isinstance(command, click.Command)
        return command


@click.group(
    "export",
    cls=Exports,
    help="Write the model itself, for other programs and for readers.",
    epilog="kpsim export xmile model.xmile",
)
def export() -> None:
    """Hold the commands together."""
