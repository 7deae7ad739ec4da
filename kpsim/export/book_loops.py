"""The chapter on feedback: named loops, the shortest loop of each stock, and the knots."""

from dataclasses import dataclass

from kpsim.export.book_start import start_values
from kpsim.export.book_words import Words
from kpsim.export.loops import EXPLAINED, Loop, expected_loops, knots, loops_of_stocks


@dataclass(frozen=True)
class LoopEntry:
    """One loop, in words."""

    key: str
    title: str
    explanation: str
    polarity: str
    sleeps: bool
    links: tuple[tuple[str, str], ...]
    """Members in order, each with the sign of its effect on the next."""


Chapter = tuple[tuple[LoopEntry, ...], tuple[LoopEntry, ...], tuple[tuple[str, ...], ...]]


def loop_chapter(words: Words) -> Chapter:
    """Compute the loops at the start of the median future."""
    model = words.world.model
    values = start_values(words.world)
    named = tuple(
        loop_entry(words, each, words.say(each.name), words.say(EXPLAINED[each.name]))
        for each in expected_loops(model, values)
    )
    of_stocks = tuple(
        loop_entry(words, each, words.label(each.name), "")
        for each in loops_of_stocks(model, values)
    )
    return named, of_stocks, tuple(knots(model))


def loop_entry(words: Words, loop: Loop, title: str, explanation: str) -> LoopEntry:
    """Write one loop."""
    return LoopEntry(
        key=loop.name.lower().replace(" ", "-"),
        title=title,
        explanation=explanation,
        polarity=words.say(f"{loop.polarity} loop"),
        sleeps=loop.sleeps,
        links=tuple((link.source, "−0+"[link.sign + 1]) for link in loop.links),
    )
