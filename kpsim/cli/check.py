"""`kpsim check`: whether all files are right, and the base year agrees with what is published."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, data_option, language_option


@click.command(
    "check",
    cls=Described,
    help="Check all parameter and scenario files and the model, and compare the base year with "
    "published figures. PATH is a scenario or a folder of them; all shipped ones otherwise.",
    epilog="kpsim check my-cut.toml",
)
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@data_option
@language_option
@click.pass_obj
def check(language: str, *, paths: tuple[str, ...], data: tuple[Path, ...]) -> None:
    """Check and print; mistakes in files end with exit code 1."""
    from kpsim.cli.console import output
    from kpsim.cli.long_work import interruptible
    from kpsim.report.cells import show
    from kpsim.report.checking import check as checked

    console = output()
    parts = interruptible(
        lambda _: list(checked(paths, language, width=console.width, data=data)), language
    )
    show(console, parts)
