"""How far a long computation is: a bar on a terminal, a line now and then in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kpsim.cli.long_work import Stop
from kpsim.language import translate
from kpsim.wording.numbers import percent

LINE_EVERY = 60.0
"""Seconds between two lines where stderr is a file or a queue's log."""

Told = Callable[[int, int], None]


@contextmanager
def progress(stop: Stop, language: str, *, of: str = "") -> Iterator[Told]:
    """Show on stderr how much is done, and `of` what; yields what the work reports to.

    Each report is also where the work stops once that was asked for.
    """
    console = Console(file=sys.stderr, highlight=False)
    words = ", ".join(filter(None, (translate("Computing", language), of)))
    if not console.is_terminal:
        yield _lines(stop, words, language)
        return
    stop.tidying.append(lambda: _show_cursor(console))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(words, total=None)

        def told(done: int, total: int) -> None:
            stop.check()
            bar.update(task, completed=done, total=total)

        yield told


def _lines(stop: Stop, words: str, language: str) -> Told:
    said = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal said
        stop.check()
        if time.monotonic() - said >= LINE_EVERY:
            said = time.monotonic()
            share = percent(done / total, language, decimals=0)
            click.echo(f"{words}: {share}", err=True)

    return told


def _show_cursor(console: Console) -> None:
    console.show_cursor()
