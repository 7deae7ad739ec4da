"""Where the command line writes: tables to stdout, progress and notes to stderr."""

import codecs
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kpsim.language import translate

WIDTH = 100
"""Columns of a table where no terminal says how many it has."""

_WIDEST = 120
_PLAIN = {
    "\u2212": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "„": '"',
    "“": '"',
    "”": '"',
    "‚": "'",
    "‘": "'",
    "’": "'",
    "…": "...",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "×": "x",
    "≈": "~",
    "±": "+-",
}


def make_streams_safe() -> None:
    """Let a console of an old code page show what it can instead of failing.

    A true minus becomes a hyphen there: a question mark would lose the sign of a number.
    """
    codecs.register_error("kpsim_plain", _plain)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="kpsim_plain")


def _plain(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    letters = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter, "?") for letter in letters), error.end


def output(file: TextIO | None = None) -> Console:
    """Return the console of the tables: 100 columns unless the terminal has its own width."""
    target = file or sys.stdout
    width = WIDTH
    if target.isatty():
        width = min(_WIDEST, max(WIDTH, Console(file=target).width))
    return Console(file=target, width=width, highlight=False, emoji=False, markup=False)


def tell_rounding(asked: int, language: str) -> None:
    """Say on stderr how many draws are taken, where it is not the number asked for."""
    from kpsim.inputs.draws import rounded_up

    draws = rounded_up(asked)
    if draws != asked:
        note = translate("{asked} draws become {draws}, in whole blocks of 256.", language)
        click.echo(note.format(asked=asked, draws=draws), err=True)


@contextmanager
def progress_bar(
    language: str, *, on_interrupt: Callable[[Callable[[], None]], None]
) -> Iterator[Callable[[int, int], None]]:
    """Show on stderr how much of a run is done; yields what a study reports to.

    `on_interrupt` is told how to give the terminal its cursor back.
    """
    console = Console(file=sys.stderr, highlight=False)

    def show_cursor() -> None:
        console.show_cursor()

    on_interrupt(show_cursor)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(translate("Computing", language), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
