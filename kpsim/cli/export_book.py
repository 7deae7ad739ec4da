"""`kpsim export book`: everything the model consists of, to read."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, language_option


@click.command(
    "book",
    cls=Described,
    help="Write the model book: every variable with its unit, equation, inputs and sources, the "
    "feedback loops and the diagrams, in one file.",
    epilog="kpsim export book --format html book.html",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "md"]),
    default="html",
    help="A page for a browser, or Markdown with the drawings beside it. Default: {default}.",
)
@click.option("--region", default="liberec", metavar="NAME", help="Region. Default: liberec.")
@language_option
@click.pass_obj
def export_book(language: str, *, file: Path, form: str, region: str) -> None:
    """Write the file."""
    from kpsim.export.book_files import write_book
    from kpsim.language import translate
    from kpsim.report.comparison import check_region
    from kpsim.world import load_world

    check_region(region)
    path = write_book(
        file, load_world(region), language=language, form="md" if form == "md" else "html"
    )
    click.echo(translate("Written: {path}", language).format(path=path))
