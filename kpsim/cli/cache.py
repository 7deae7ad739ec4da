"""`kpsim cache`: interrupted runs that can go on, and compiled code."""

import click

from kpsim.cli.texts import Described, DescribedGroup, language_option


@click.group(
    "cache",
    cls=DescribedGroup,
    help="Look at what is kept between runs: interrupted long runs and compiled code.",
    epilog="kpsim cache list",
)
def cache() -> None:
    """Hold the commands together."""


@cache.command(
    "list",
    cls=Described,
    help="List interrupted runs; the command that started one goes on with it.",
    epilog="kpsim cache list",
)
@language_option
@click.pass_obj
def list_(language: str) -> None:
    """List what is kept."""
    from kpsim.cli.console import output
    from kpsim.report.cache_table import cache_table
    from kpsim.report.cells import show

    show(output(), cache_table(language))


@cache.command(
    "clear",
    cls=Described,
    help="Remove one interrupted run, named by the first letters of its key, or everything.",
    epilog="kpsim cache clear",
)
@click.argument("key", required=False, metavar="KEY")
@language_option
@click.pass_obj
def clear(language: str, *, key: str | None) -> None:
    """Remove."""
    from kpsim.language import translate
    from kpsim.report.cache_table import size_text
    from kpsim.scale.store import clear as clear_store

    freed = size_text(clear_store(key), language)
    click.echo(translate("Removed: {size}", language).format(size=freed))
