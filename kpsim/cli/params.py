"""`kpsim params`: the numbers of the model."""

import click

from kpsim.cli.texts import Described, DescribedGroup, language_option


@click.group(
    "params",
    cls=DescribedGroup,
    help="Look at the numbers of the model: list them, show one, find those nobody measured.",
    epilog="kpsim params show prison_day_cost",
)
def params() -> None:
    """Hold the commands together."""


def _print(list_name: str, language: str, **more: object) -> None:
    from kpsim.cli.console import output
    from kpsim.report import parameter_lists
    from kpsim.report.cells import show
    from kpsim.world import load_world

    console = output()
    show(console, getattr(parameter_lists, list_name)(load_world(), language, **more))


@params.command("list", cls=Described, help="List all parameters.", epilog="kpsim params list")
@language_option
@click.pass_obj
def list_(language: str) -> None:
    """List all."""
    _print("all_parameters", language)


@params.command(
    "show",
    cls=Described,
    help="Show one parameter with its sources.",
    epilog="kpsim params show prison_day_cost",
)
@click.argument("name", metavar="NAME")
@language_option
@click.pass_obj
def show(language: str, *, name: str) -> None:
    """Show one."""
    from kpsim.cli.console import output
    from kpsim.errors import ParameterError, problem, suggestion
    from kpsim.report.cells import show
    from kpsim.report.explanation import parameter
    from kpsim.world import load_world

    world, console = load_world(), output()
    records = world.parameters.records
    if name not in records:
        near = suggestion(name, records)
        raise ParameterError(problem(name, "no such parameter{near}", near=near))
    show(console, parameter(world, name, language=language, width=console.width))


@params.command(
    "assumptions",
    cls=Described,
    help="List the numbers nobody measured, with the reason for each.",
    epilog="kpsim params assumptions",
)
@language_option
@click.pass_obj
def assumptions(language: str) -> None:
    """List assumptions."""
    _print("assumptions", language)


@params.command(
    "stale",
    cls=Described,
    help="List the numbers nobody looked at for a year.",
    epilog="kpsim params stale",
)
@language_option
@click.pass_obj
def stale(language: str) -> None:
    """List old figures."""
    from datetime import date

    _print("stale", language, today=date.today())
