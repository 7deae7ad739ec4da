"""What is kept between runs, as a table."""

from collections.abc import Iterator

from rich.console import RenderableType

from kpsim.language import translate
from kpsim.report.cells import Column, say, table
from kpsim.scale.store import Entry, cache_folder, compiled_size, entries
from kpsim.wording.numbers import number

_KEY = 8
_NAMES = 2
_MEBIBYTE = 2**20


def cache_table(language: str) -> Iterator[RenderableType]:
    """Give the interrupted runs with what is done of them, and the size of compiled code."""
    yield say("Kept in {folder}", language, folder=str(cache_folder()))
    found = entries()
    if found:
        made = table(
            [
                Column("Key", right=False),
                Column("Scenarios", right=False),
                Column("Done"),
                Column("Seed"),
                Column("Size"),
                Column("Last written"),
            ],
            language,
        )
        for entry in found:
            made.add_row(*_row(entry, language))
        yield made
    else:
        yield say("No interrupted runs.", language)
    yield say("Compiled code: {size}", language, size=size_text(compiled_size(), language))


def size_text(size: int, language: str) -> str:
    """Write a number of bytes in mebibytes."""
    return f"{number(size / _MEBIBYTE, language, decimals=1)} MiB"


def _row(entry: Entry, language: str) -> tuple[str, ...]:
    about = entry.about
    if entry.parts:
        question = translate(str(about.get("question", "")), language)
        of = say("{question}: parts {done}", language, question=question, done=entry.parts)
    else:
        done, draws = number(entry.draws, language), _number(about.get("draws"), language)
        of = say("{done} of {draws}", language, done=done, draws=draws)
    return (
        entry.key[:_KEY],
        _named(about.get("scenarios", ["?"])),
        of,
        str(about.get("seed", "?")),
        size_text(entry.size, language),
        f"{entry.changed:%Y-%m-%d %H:%M}",
    )


def _number(found: object, language: str) -> str:
    return number(found, language) if isinstance(found, int) else "?"


def _named(scenarios: list[str]) -> str:
    """Name a few scenarios and count the others."""
    more = len(scenarios) - _NAMES
    return ", ".join(scenarios[:_NAMES]) + (f" +{more}" if more > 0 else "")
