"""`kpsim budget`: the money of the services, what erodes it, and what falls with a decision."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, DescribedGroup, data_option, language_option, whole_number


@click.group(
    "budget",
    cls=DescribedGroup,
    help="Look at the money of the services: lines and conditions, what inflation leaves of it, "
    "what falls with a decision, which cut does least harm.",
    epilog="kpsim budget cascade the-city-leaves-the-key-matched",
)
def budget() -> None:
    """Hold the commands together."""


def _print(page: str, *arguments: object, language: str, **more: object) -> None:
    from kpsim.cli.console import output
    from kpsim.cli.long_work import interruptible
    from kpsim.report import money_pages
    from kpsim.report.cells import show

    make = getattr(money_pages, page)
    show(output(), interruptible(lambda _: make(*arguments, language=language, **more), language))


_DRAWS = whole_number(
    "--draws", 512, "Simulated futures, taken in whole blocks of 256. Default: {default}."
)
_SEED = whole_number(
    "--seed", 1, "Start of all chance; the same number gives the same results. Default: {default}."
)


@budget.command(
    "show",
    cls=Described,
    help="Show the lines of the services and the municipal key, and what a scenario leaves.",
    epilog="kpsim budget show reference",
)
@click.argument("scenario", metavar="SCENARIO", default="reference")
@language_option
@click.pass_obj
def show(language: str, *, scenario: str) -> None:
    """Show lines."""
    from kpsim.cli.console import output

    _print("show_parts", scenario, language=language, width=output().width)


@budget.command(
    "cascade",
    cls=Described,
    help="Show what falls with a decision, and why.",
    epilog="kpsim budget cascade the-city-leaves-the-key-matched",
)
@click.argument("scenario", metavar="SCENARIO")
@language_option
@click.pass_obj
def cascade(language: str, *, scenario: str) -> None:
    """Show the tree."""
    _print("cascade_parts", scenario, language=language)


@budget.command(
    "erosion",
    cls=Described,
    help="Show what frozen and indexed budgets buy each year, past and future.",
    epilog="kpsim budget erosion --service counselling",
)
@click.option("--service", metavar="NAME", help="One service. Default: the whole network.")
@_DRAWS
@_SEED
@data_option
@language_option
@click.pass_obj
def erosion(
    language: str, *, service: str | None, draws: int, seed: int, data: tuple[Path, ...]
) -> None:
    """Show what money buys."""
    from kpsim.cli.console import output
    from kpsim.study import Settings

    settings = Settings(seed=seed, draws=draws)
    width = output().width
    _print("erosion_parts", service, settings, language=language, width=width, data=data)


@budget.command(
    "least-harm",
    cls=Described,
    help="Find the lines whose end saves a sum with least harm, and the runner-up.",
    epilog="kpsim budget least-harm --save 10%",
)
@click.option("--save", default="10%", metavar="SHARE", help="Share to be saved. Default: 10%.")
@_DRAWS
@_SEED
@data_option
@language_option
@click.pass_obj
def least_harm(language: str, *, save: str, draws: int, seed: int, data: tuple[Path, ...]) -> None:
    """Search."""
    from kpsim.cli.console import output
    from kpsim.study import Settings

    settings = Settings(seed=seed, draws=draws)
    width = output().width
    _print("least_harm_parts", save, settings, language=language, width=width, data=data)
