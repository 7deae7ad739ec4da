"""The report from beginning to end: its chapters in order, numbered."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kpsim import __version__
from kpsim.document.annexes import annexes
from kpsim.document.certainty import carrying, certainty
from kpsim.document.context import Context
from kpsim.document.costs import costs
from kpsim.document.doubt import against, unknown
from kpsim.document.groups import GROUPS
from kpsim.document.opening import question, today
from kpsim.document.options import options
from kpsim.document.origin import facts, why
from kpsim.document.parts import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Reference,
    Table,
    runs,
)
from kpsim.document.people import consequences
from kpsim.document.summary import summary
from kpsim.document.turning import tipping
from kpsim.wording.numbers import unbreakable
from kpsim.wording.words import not_a_forecast

UNNUMBERED = ("summary", "annexes")


def report(context: Context) -> Document:
    """Write the report of a comparison."""
    blocks = tuple(cited(context, tuple(numbered(chapters(context)))))
    decided = (context.comparison.scenario(name) for name in context.comparison.compared)
    closes = any(change.action == "close" for each in decided for change in each.changes)
    title = context.about.title or context.say(
        "What if services for people at risk of addiction had less money or ended?"
        if closes
        else "What if services for people at risk of addiction had less money?"
    )
    names = [context.title(name) for name in context.comparison.compared]
    return Document(
        title=unbreakable(title, context.language),
        subtitle=unbreakable(f"{context.region}. {'; '.join(names)}", context.language),
        language=context.language,
        facts=tuple(facts(context)),
        warning=not_a_forecast(context.language),
        blocks=blocks,
        identity=context.identity,
        footer=footer(context),
        scenarios={name: context.title(name) for name in context.comparison.compared},
        systems={group.key: context.say(group.title) for group in GROUPS},
    )


def chapters(context: Context) -> Iterator[Block]:
    """Yield the chapters in order."""
    yield from summary(context)
    yield from why(context)
    yield from question(context)
    yield from today(context)
    yield from consequences(context)
    yield from costs(context)
    yield from certainty(context)
    yield from carrying(context)
    yield from tipping(context)
    yield from against(context)
    yield from unknown(context)
    yield from options(context)
    yield from annexes(context)


def numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Give chapters and their sections numbers; annexes have letters already."""
    chapter = section = 0
    counted = False
    for block in blocks:
        if isinstance(block, Heading):
            if block.level == 1:
                counted = block.key not in UNNUMBERED
                chapter, section = chapter + counted, 0
                block = replace(block, numbered=str(chapter) if counted else "")
            elif block.level == 2 and counted:
                section += 1
                block = replace(block, numbered=f"{chapter}.{section}")
        yield block


def cited(context: Context, blocks: Sequence[Block]) -> Iterator[Block]:
    """Name every table and figure in the text of its section that stands before it.

    A paragraph takes the references at its end. After a list or the text of one variant they make
    a line under the heading, from which it can not part; what stands right there needs none.
    """
    sections: list[list[Block]] = []
    for block in blocks:
        if isinstance(block, Heading) or not sections:
            sections.append([])
        sections[-1].append(block)
    for section in sections:
        yield from _with_references(context, section)


def _with_references(context: Context, section: Sequence[Block]) -> Iterator[Block]:
    named = {key for block in section for key in _named(block)}
    waiting: list[Block] = []
    for block in section:
        shown = isinstance(block, Table | Figure)
        if not shown and waiting and isinstance(waiting[-1], Table | Figure):
            yield from _referring(context, waiting, named)
            waiting = []
        waiting.append(block)
    yield from _referring(context, waiting, named)


def _referring(
    context: Context, blocks: Sequence[Block], named: Collection[str]
) -> Iterator[Block]:
    """Put the references of the tables and figures that end a run of blocks into its text."""
    text = [each for each in blocks if not isinstance(each, Table | Figure)]
    shown = [each for each in blocks if isinstance(each, Table | Figure)]
    keys = [each.key for each in shown if each.key not in named]
    places = ", ".join(f"[[{key}]]" for key in keys)
    last = text[-1] if text else None
    if keys and isinstance(last, Paragraph) and last.text.endswith(".") and not last.scenario:
        text[-1] = replace(last, text=f"{last.text[:-1]} ({places}).")
    elif keys and not isinstance(last, Heading):
        headed = isinstance(text[0], Heading)
        pointer = context.say("In detail: {places}.", places=places)
        text.insert(1 if headed else len(text), Paragraph(pointer, "pointer" if headed else "text"))
    yield from text
    yield from shown


def _named(block: Block) -> Iterator[str]:
    texts = [block.text] if isinstance(block, Paragraph) else []
    for text in block.items if isinstance(block, Bullets) else texts:
        yield from (each.key for each in runs(text) if isinstance(each, Reference))


def footer(context: Context) -> str:
    """Write the line that stands on every page."""
    return context.say(
        "kpsim {version}, run {run}. {forecast}",
        version=__version__,
        run=context.identity.run,
        forecast=not_a_forecast(context.language),
    )
