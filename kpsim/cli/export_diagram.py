"""`kpsim export diagram`: stocks, flows and what acts on what, as a drawing."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, language_option


@click.command(
    "diagram",
    cls=Described,
    help="Draw the stocks and flows of a sector, or the overview of all sectors, as SVG.",
    epilog="kpsim export diagram --sector counselling counselling.svg",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--sector",
    default="overview",
    metavar="NAME",
    help="Module of the model, or overview. Default: {default}.",
)
@click.option("--region", default="liberec", metavar="NAME", help="Region. Default: liberec.")
@language_option
@click.pass_obj
def export_diagram(language: str, *, file: Path, sector: str, region: str) -> None:
    """Write the file."""
    from kpsim.atomic import write_atomically
    from kpsim.export.diagram_files import diagram
    from kpsim.language import translate
    from kpsim.report.comparison import check_region
    from kpsim.world import load_world

    check_region(region)
    text = diagram(load_world(region), sector, language)
    path = write_atomically(file, text.encode("utf-8"))
    click.echo(translate("Written: {path}", language).format(path=path))
