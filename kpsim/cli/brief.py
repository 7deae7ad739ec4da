"""`kpsim brief`: one page for a councillor."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, about_option, out_option, run_options


@click.command(
    "brief",
    cls=Described,
    help="Write one A4 page for a councillor as PDF, picture and web page: people, money, who "
    "pays, how sure, what is not counted. SCENARIO is a run folder or scenarios.",
    epilog="kpsim brief all-services-stop",
)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@out_option
@about_option
@run_options
@click.pass_obj
def brief(
    language: str,
    *,
    scenarios: tuple[str, ...],
    draws: int,
    seed: int,
    out: Path | None,
    about: Path | None,
    data: tuple[Path, ...],
) -> None:
    """Parse, compute, write."""
    from kpsim.cli.document_writing import Request, interruptible_writing, write_briefs
    from kpsim.study import Settings

    settings = Settings(seed=seed, draws=draws)
    request = Request(scenarios, settings, language=language, out=out, about=about, data=data)
    interruptible_writing(request, write_briefs)
