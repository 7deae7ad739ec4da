"""`kpsim reproduce`: run again what a folder or document was made from."""

from pathlib import Path

import click

from kpsim.cli.texts import Described, language_option

DIFFERENT = 1


@click.command(
    "reproduce",
    cls=Described,
    help="Run again what a run folder or document was made from, and say whether every figure is "
    "the same; if not, which inputs differ.",
    epilog="kpsim reproduce report.cs.docx",
)
@click.argument("path", type=click.Path(path_type=Path), metavar="FOLDER|DOCUMENT")
@language_option
@click.pass_context
def reproduce(context: click.Context, *, path: Path) -> None:
    """Parse, run, print; end with 1 where figures differ."""
    from kpsim.cli.long_work import Stop, interruptible
    from kpsim.cli.progress import progress
    from kpsim.document.comparing_words import reproduction_lines
    from kpsim.document.reproducing import Reproduction
    from kpsim.document.reproducing import reproduce as run_again

    language = context.find_root().obj

    def work(stop: Stop) -> Reproduction:
        with progress(stop, language) as told:
            return run_again(path, progress=told)

    found = interruptible(work, language)
    for line in reproduction_lines(found, language):
        click.echo(line)
    context.exit(DIFFERENT if found.different else 0)
