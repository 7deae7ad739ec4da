"""What a diagram shows: boxes and arrows, before anything has a place.

Inputs that are parameters are left out, and so is the arrow from a stock to the flow that drains
it: the pipe says as much.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from kpsim.engine.lang import AnyEquation, Auxiliary, Flow, Stock
from kpsim.engine.program import START
from kpsim.export.book_words import Words

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
    """Draw a sector with everything, and then with less and less."""
    title = words.sector(key)
    if key == "stocks":
        yield map_of_stocks(words, title)
        return
    inside = own(words, key)
    ways: tuple[tuple[Callable[[AnyEquation], bool], bool, str], ...] = (
        (lambda _: True, True, ""),
        (lambda _: True, False, "Not drawn: variables of other sectors."),
        (
            lambda each: moves(words, each),
            False,
            "Not drawn: auxiliaries that act on no flow directly, and variables of other sectors.",
        ),
        (
            lambda each: not isinstance(each, Auxiliary),
            False,
            "Not drawn: auxiliaries and variables of other sectors.",
        ),
    )
    for wanted, outside, left_out in ways:
        chosen = [each for each in inside if wanted(each)]
        if chosen:
            yield sketch(words, chosen, outside=outside).finished(title, words.say(left_out))


def own(words: Words, key: str) -> list[AnyEquation]:
    """Return the flows and auxiliaries that stand in a sector."""
    model = words.world.model
    every = (model.variable(name) for name in model.order)
    return [each for each in every if each.module.rpartition(".")[2] == key]


def moves(words: Words, each: AnyEquation) -> bool:
    """Tell whether a variable is a flow or acts on one directly."""
    readers = words.world.model.readers(each.name)
    return isinstance(each, Flow) or any(name in words.world.model.flows for name in readers)


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


MONEY, LEDGER = "money", "ledger"
OVERVIEW = (
    "services",
    "treatment",
    "people",
    "infection",
    "health",
    "justice",
    "social",
    "children",
    "guardianship",
    "visibility",
)
NAMES = {MONEY: "Money from funders", LEDGER: "Ledger: who pays what"}


def overview(words: Words) -> Diagram:
    """Draw the sectors, the money that enters and the ledger at the end."""
    counted: dict[tuple[str, str], int] = {}
    for source, target in readings(words):
        if source != target:
            counted[source, target] = counted.get((source, target), 0) + 1
    boxes = [Box(key, words.sector(key), "chapter") for key in OVERVIEW]
    boxes[:0] = [Box(MONEY, words.say(NAMES[MONEY]), "chapter")]
    boxes.append(Box(LEDGER, words.say(NAMES[LEDGER]), "chapter"))
    arrows = [
        Arrow(source, target, "link", weight=count)
        for (source, target), count in sorted(counted.items())
    ]
    note = "The thicker an arrow, the more variables of one sector the other reads."
    return Diagram(words.say("Overview"), tuple(boxes), tuple(arrows), words.say(note))


def readings(words: Words) -> Iterator[tuple[str, str]]:
    """Name the sectors at both ends of every reading; a stock belongs where it is moved most."""
    model = words.world.model
    home = {name: home_of(words, name) for name in words.variables}
    for name in model.order:
        for each in model.inputs(name):
            if each in home and home[each] in OVERVIEW and home[name] in OVERVIEW:
                yield home[each], home[name]
            if each == "money_paid":
                yield MONEY, home[name]
    for row in words.world.ledger.rows:
        # The services' own money enters the ledger as it is paid.
        yield home.get(row.quantity, MONEY), LEDGER


def home_of(words: Words, name: str) -> str:
    """Return the sector of a variable; a stock belongs to the sector with most of its flows."""
    model = words.world.model
    if name not in model.stocks:
        return model.variable(name).module.rpartition(".")[2]
    moving = (*model.inflows(name), *model.outflows(name))
    sectors = [model.variable(each).module.rpartition(".")[2] for each in moving]
    return max(dict.fromkeys(sectors), key=sectors.count)
