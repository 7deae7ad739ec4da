"""Where the command line writes: tables to stdout, notes to stderr."""

import codecs
import sys
from typing import TextIO

import click
from rich.console import Console

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
    "·": "-",
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
    from kpsim.wording.numbers import number

    draws = rounded_up(asked)
    if draws != asked:
        note = translate("{asked} draws become {draws}, in whole blocks of 256.", language)
        words = note.format(asked=number(asked, language), draws=number(draws, language))
        click.echo(words, err=True)
