"""`kpsim export xmile`: the model for other system-dynamics programs."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, language_option, whole_number


@click.command(
    "xmile",
    cls=Described,
    help="Write the whole model with one scenario and one draw as XMILE 1.0, which other "
    "system-dynamics programs open.",
    epilog="kpsim export xmile --scenario all-services-stop model.xmile",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--scenario",
    default="reference",
    metavar="SCENARIO",
    help="Shipped name or file. Default: {default}.",
)
@whole_number("--draw", 0, "Number of the draw, counted from 0. Default: {default}.")
@whole_number(
    "--seed", 1, "Start of all chance; the same number gives the same results. Default: {default}."
)
@click.option(
    "--flat",
    is_flag=True,
    help="Unroll services and substances into names, for programs without arrays.",
)
@click.option("--region", default="liberec", metavar="NAME", help="Region. Default: liberec.")
@language_option
@click.pass_obj
def export_xmile(
    language: str, *, file: Path, scenario: str, draw: int, seed: int, flat: bool, region: str
) -> None:
    """Write the file."""
    from kpsim.export.xmile import export_world, write_xmile
    from kpsim.inputs.scenarios import load_scenario
    from kpsim.language import translate
    from kpsim.report.comparison import check_region, check_settings
    from kpsim.study import Settings
    from kpsim.world import load_world

    check_settings(Settings(seed=seed))
    check_region(region)
    chosen = load_scenario(scenario)
    content = export_world(load_world(region), chosen, draw_number=draw, seed=seed, flat=flat)
    path = write_xmile(file, content)
    click.echo(translate("Written: {path}", language).format(path=path))
