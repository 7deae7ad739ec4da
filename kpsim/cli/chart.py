"""`kpsim chart`: one chart, or all of them, to paste anywhere."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, out_option, run_options


@click.command(
    "chart",
    cls=Described,
    help="Draw a chart, or all, as SVG, PNG and PDF with its numbers, caption and alternative text "
    "beside it. SCENARIO is a run folder or scenarios.",
    epilog="kpsim chart all all-services-stop",
)
@click.argument("name", metavar="NAME|all")
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@click.option(
    "--size",
    type=click.Choice(("half", "full", "slide")),
    default="half",
    metavar="SIZE",
    help="half or full (page), or slide. Default: {default}.",
)
@out_option
@run_options
@click.pass_obj
def chart(
    language: str,
    *,
    name: str,
    scenarios: tuple[str, ...],
    draws: int,
    seed: int,
    size: str,
    out: Path | None,
    data: tuple[Path, ...],
) -> None:
    """Parse, compute, draw."""
    from kpsim.cli.document_writing import Request, check_name, interruptible_writing, write_charts
    from kpsim.study import Settings

    check_name(name)
    settings = Settings(seed=seed, draws=draws)
    request = Request(
        scenarios, settings, language=language, forms=(name,), out=out, size=size, data=data
    )
    interruptible_writing(request, write_charts)
