"""What a diagram shows: boxes and arrows, before anything has a place.

Inputs that are parameters are left out, and so is the arrow from a stock to the flow that drains
it: the pipe says as much.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from kpsim.engine.lang import AnyEquation, Flow, Stock
from kpsim.engine.program import START
from kpsim.export.book_words import SECTORS, Words

Shape = Literal["stock", "flow", "auxiliary", "outside", "cloud", "chapter"]
Line = Literal["pipe_in", "pipe_out", "link"]


@dataclass(frozen=True)
class Box:
    """A thing in the diagram, with the text on it."""

    key: str
    text: str
    shape: Shape


@dataclass(frozen=True)
class Arrow:
    """A pipe between a stock and a flow's valve, or a thin arrow: one thing acts on another."""

    source: str
    target: str
    line: Line
    weight: int = 1


@dataclass(frozen=True)
class Diagram:
    """Boxes and arrows under a title, and what was left out."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: str = ""


@dataclass
class Sketch:
    """A diagram in the making."""

    words: Words
    boxes: dict[str, Box] = field(default_factory=dict)
    arrows: dict[tuple[str, str], Arrow] = field(default_factory=dict)

    def put(self, name: str, shape: Shape, text: str = "") -> None:
        """Add a box, unless it is there."""
        self.boxes.setdefault(name, Box(name, text or self.words.label(name), shape))

    def draw(self, source: str, target: str, line: Line) -> None:
        """Add an arrow between two boxes, unless it is there."""
        self.arrows.setdefault((source, target), Arrow(source, target, line))

    def finished(self, title: str, left_out: str = "") -> Diagram:
        """Return the diagram."""
        return Diagram(title, tuple(self.boxes.values()), tuple(self.arrows.values()), left_out)


def sector_diagrams(words: Words, key: str) -> Iterator[Diagram]:
    """Draw a sector with all it reads, and without what it reads from other sectors."""
    title = words.sector(key)
    if key == "stocks":
        yield map_of_stocks(words, title)
        return
    inside = own(words, key)
    yield sketch(words, inside, outside=True).finished(title)
    alone = words.say("Not drawn: variables of other sectors.")
    yield sketch(words, inside, outside=False).finished(title, alone)


def own(words: Words, key: str) -> list[AnyEquation]:
    """Return the flows and auxiliaries that stand in a sector."""
    model = words.world.model
    every = (model.variable(name) for name in model.order)
    return [each for each in every if each.module.rpartition(".")[2] == key]


def sketch(words: Words, chosen: list[AnyEquation], *, outside: bool) -> Sketch:
    """Put some variables and what they touch on paper."""
    made = Sketch(words)
    for each in chosen:
        made.put(each.name, "flow" if isinstance(each, Flow) else "auxiliary")
        if isinstance(each, Flow):
            pipes(made, each)
    for each in chosen:
        links(made, each, outside=outside)
    return made


def pipes(made: Sketch, flow: Flow[..., Any]) -> None:
    """Draw the pipe of a flow, from and to a cloud where the model ends."""
    for end, line in ((flow.out_of, "pipe_out"), (flow.into, "pipe_in")):
        if end is not None:
            made.put(end.name, "stock")
        name = end.name if end is not None else f"{line} {flow.name}"
        if end is None:
            made.put(name, "cloud", " ")
        if line == "pipe_out":
            made.draw(name, flow.name, "pipe_out")
        else:
            made.draw(flow.name, name, "pipe_in")


def links(made: Sketch, each: AnyEquation, *, outside: bool) -> None:
    """Draw what acts on a variable."""
    model = made.words.world.model
    for name in model.inputs(each.name):
        if name not in made.words.variables or name.startswith(START):
            continue
        source = model.variable(name)
        if isinstance(each, Flow) and each.out_of is source:
            continue
        if name not in made.boxes:
            if not outside:
                continue
            shape: Shape = "stock" if isinstance(source, Stock) else "outside"
            made.put(name, shape, "" if shape == "stock" else f"⟨{made.words.label(name)}⟩")
        made.draw(name, each.name, "link")


def map_of_stocks(words: Words, title: str) -> Diagram:
    """Draw all stocks and which of them exchange people; stocks that stand alone stand beside."""
    made = Sketch(words)
    for name in words.world.model.stocks:
        made.put(name, "stock")
    for flow in words.world.model.flows.values():
        if flow.out_of is not None and flow.into is not None:
            made.draw(flow.out_of.name, flow.into.name, "pipe_in")
    note = "Not drawn: flows from and to the world outside. An arrow stands for one flow or more."
    return made.finished(title, words.say(note))


MONEY, LEDGER, TREATMENT = "money", "ledger", "treatment"
TOGETHER = dict.fromkeys(
    ("low_threshold_contact", "counselling", "substitution", "therapeutic_community", "aftercare"),
    TREATMENT,
)
"""Sectors of one kind that share a box of the overview, so that it can be read on a page."""

NAMES = {
    MONEY: "Money from funders",
    TREATMENT: "Contact and treatment",
    LEDGER: "Ledger: who pays what",
}


def overview(words: Words) -> Diagram:
    """Draw the sectors, the money that enters and the ledger at the end."""
    counted: dict[tuple[str, str], int] = {}
    for source, target in readings(words):
        if source != target:
            counted[source, target] = counted.get((source, target), 0) + 1
    keys = dict.fromkeys((MONEY, *moving(words), LEDGER))
    boxes = [
        Box(key, words.say(NAMES[key]) if key in NAMES else words.sector(key), "chapter")
        for key in keys
    ]
    arrows = [
        Arrow(source, target, "link", weight=count)
        for (source, target), count in sorted(counted.items())
    ]
    note = "The thicker an arrow, the more variables of one sector the other reads."
    return Diagram(words.say("Overview"), tuple(boxes), tuple(arrows), words.say(note))


def moving(words: Words) -> list[str]:
    """Name the boxes of sectors in which something happens after the start."""
    program = words.world.model.program
    return [
        TOGETHER.get(key, key)
        for key in SECTORS
        if any(program.now[each.name] not in program.steady for each in own(words, key))
    ]


def readings(words: Words) -> Iterator[tuple[str, str]]:
    """Name the sectors at both ends of every reading; a stock belongs where it is moved most."""
    model = words.world.model
    chapters = moving(words)
    home = {name: home_of(words, name) for name in words.variables}
    for name in model.order:
        for each in model.inputs(name):
            if each in home and home[each] in chapters and home[name] in chapters:
                yield home[each], home[name]
            if each == "money_paid":
                yield MONEY, home[name]
    for row in words.world.ledger.rows:
        # The services' own money enters the ledger as it is paid.
        yield home.get(row.quantity, MONEY), LEDGER


def home_of(words: Words, name: str) -> str:
    """Return the box of a variable; a stock belongs to the sector with most of its flows."""
    model = words.world.model
    names = (*model.inflows(name), *model.outflows(name)) if name in model.stocks else (name,)
    sectors = [model.variable(each).module.rpartition(".")[2] for each in names]
    key = max(dict.fromkeys(sectors), key=sectors.count)
    return TOGETHER.get(key, key)
