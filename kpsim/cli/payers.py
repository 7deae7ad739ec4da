"""`kpsim payers`: who stops paying and who starts."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, data_option, language_option, whole_number


@click.command(
    "payers",
    cls=Described,
    help="Show who stops paying and who starts, in percent of each budget: by year, with how sure "
    "it is, as money or as overload. SCENARIO is a shipped name or a file.",
    epilog="kpsim payers the-city-leaves-the-key",
)
@click.argument("scenario", metavar="SCENARIO")
@click.option("--town", metavar="NAME", help="Show one municipality with extended powers instead.")
@whole_number(
    "--draws", 512, "Simulated futures, taken in whole blocks of 256. Default: {default}."
)
@whole_number(
    "--seed", 1, "Start of all chance; the same number gives the same results. Default: {default}."
)
@whole_number("--horizon", 10, "Years counted from the first change. Default: {default}.")
@click.option(
    "--discount",
    type=float,
    default=0.03,
    metavar="N",
    help="Discount rate a year. Default: {default}.",
)
@data_option
@language_option
@click.pass_obj
def payers(
    language: str,
    *,
    scenario: str,
    town: str | None,
    draws: int,
    seed: int,
    horizon: int,
    discount: float,
    data: tuple[Path, ...],
) -> None:
    """Parse, run, print."""
    from kpsim.cli.console import output
    from kpsim.cli.long_work import interruptible
    from kpsim.report.cells import show
    from kpsim.report.money_pages import payers_parts
    from kpsim.study import Settings

    console = output()
    settings = Settings(seed=seed, draws=draws, horizon=horizon, discount_rate=discount)
    parts = interruptible(
        lambda _: payers_parts(
            scenario, settings, language=language, width=console.width, town=town, data=data
        ),
        language,
    )
    show(console, parts)
