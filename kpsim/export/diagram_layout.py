"""Where boxes and arrows go: Graphviz lays the diagram out, we choose the way that fits a page.

Graphviz comes inside the wheels of pygraphviz, so nothing else has to be installed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import ceil, hypot

import networkx as nx
import numpy as np
import numpy.typing as npt
import pygraphviz

from kpsim.export.diagram import Arrow, Box, Diagram
from kpsim.export.diagram_text import LINE_HEIGHT, width, wrapped

Point = tuple[float, float]
FloatArray = npt.NDArray[np.float64]

INCH = 72
LETTERS = 8.0
"""Size of labels in points, before the drawing is fitted to the page."""

SMALLEST = 7.0
"""Smallest size of labels on the page."""

PAGES = ((554.0, 732.0), (800.0, 485.0))
"""What is left of A4, upright and across, beside margins, title and notes; in points."""

WIDEST = {
    "stock": 92.0,
    "flow": 86.0,
    "auxiliary": 92.0,
    "outside": 92.0,
    "cloud": 18.0,
    "chapter": 110.0,
}
MARGIN = {
    "stock": 6.0,
    "flow": 5.0,
    "auxiliary": 2.0,
    "outside": 2.0,
    "cloud": 0.0,
    "chapter": 10.0,
}
VALVE = 11.0
"""Height of the valve above the label of a flow."""

CLOUD = (20.0, 13.0)


MOST = 60
"""More boxes than that never fit."""

WIDTHS = (1.0, 0.8, 0.65)
"""Of the widest text on a box."""

DIRECTIONS = ("TB", "LR")
PACKINGS = ("graph", "array_2", "array_3", "array_4")
DISTANCES = ((0.18, 0.3), (0.1, 0.2), (0.06, 0.16))
"""Between neighbours and between ranks, in inches: wide first, because it reads better."""

PIPE = 3.6
"""How thick a pipe is drawn, in points."""

AIR = PIPE + 0.8
"""Added to boxes while arrows find their way, so that none runs along an edge; in points."""

CLEAR = 0.1
"""The edge of an arrow keeps so far from a box that is not its own, in points."""

GAP = 8
"""Between parts that hang together by nothing, in points."""


@dataclass(frozen=True)
class Placed:
    """A box with its lines of text, its middle and its size, from the top left corner."""

    box: Box
    lines: tuple[str, ...]
    middle: Point
    size: Point


@dataclass(frozen=True)
class Drawn:
    """An arrow as Bézier curves: a first point, then three for each curve; and its tip."""

    arrow: Arrow
    points: tuple[Point, ...]
    tip: Point | None


@dataclass(frozen=True)
class Layout:
    """A diagram with everything in its place, in points before it is fitted to a page."""

    diagram: Diagram
    boxes: tuple[Placed, ...]
    arrows: tuple[Drawn, ...]
    size: Point
    page: Point

    @property
    def scale(self) -> float:
        """How much the drawing must shrink to fit its page; it never grows."""
        return min(1.0, self.page[0] / self.size[0], self.page[1] / self.size[1])

    @property
    def fits(self) -> bool:
        """Tell whether every label can still be read."""
        return self.scale * LETTERS >= SMALLEST


def best(diagrams: Iterable[Diagram]) -> Layout:
    """Return the first of some diagrams, the fullest first, that fits a page."""
    found = None
    for diagram in diagrams:
        if len(diagram.boxes) <= MOST or found is None:
            found = laid_out(diagram)
            if found.fits and not crossings(found):
                break
    assert found is not None
    return found


def laid_out(diagram: Diagram) -> Layout:
    """Return the layout that needs the least shrinking and has no arrow through a box."""
    found: Layout | None = None
    touching = True
    for layout in layouts(diagram):
        if found is not None and not touching and layout.scale <= found.scale:
            continue
        wrong = bool(crossings(layout))
        if found is None or (touching, -found.scale) > (wrong, -layout.scale):
            found, touching = layout, wrong
        if not touching and found.scale == 1:
            break
    assert found is not None
    return found


def layouts(diagram: Diagram) -> Iterator[Layout]:
    """Lay a diagram out along and across, its parts packed in several ways."""
    whole = nx.Graph([(arrow.source, arrow.target) for arrow in diagram.arrows])
    whole.add_nodes_from(box.key for box in diagram.boxes)
    # Packing changes nothing where everything hangs together.
    packings = PACKINGS[:1] if nx.is_connected(whole) else PACKINGS
    for share in WIDTHS:
        sizes = {box.key: measured(box, share) for box in diagram.boxes}
        for way in product(DIRECTIONS, packings, DISTANCES):
            upright = read(drawn_graph(diagram, sizes, *way), diagram, sizes)
            for page in PAGES:
                yield replace(upright, page=page)


def measured(box: Box, share: float) -> tuple[tuple[str, ...], Point]:
    """Break the text of a box into lines, and size the box."""
    if box.shape == "cloud":
        return (), CLOUD
    lines = tuple(wrapped(box.text, LETTERS, WIDEST[box.shape] * share))
    margin = MARGIN[box.shape]
    wide = max(width(line, LETTERS) for line in lines) + 2 * margin
    high = len(lines) * LETTERS * LINE_HEIGHT + 2 * margin
    return lines, (ceil(wide), ceil(high + (VALVE if box.shape == "flow" else 0)))


def drawn_graph(
    diagram: Diagram,
    sizes: Mapping[str, tuple[tuple[str, ...], Point]],
    direction: str,
    packing: str,
    distances: Point,
) -> pygraphviz.AGraph:
    """Hand boxes and arrows to Graphviz and let it place them."""
    graph = pygraphviz.AGraph(directed=True, strict=False)
    graph.graph_attr.update(
        rankdir=direction,
        nodesep=distances[0],
        ranksep=distances[1],
        splines="true",
        pack=GAP,
        packmode=packing,
    )
    graph.node_attr.update(shape="box", label="", fixedsize="true")
    for box in diagram.boxes:
        wide, high = sizes[box.key][1]
        graph.add_node(box.key, width=(wide + AIR) / INCH, height=(high + AIR) / INCH)
    for arrow in diagram.arrows:
        heavy = 1 if arrow.line == "link" else 4
        head = "none" if arrow.line == "pipe_out" else "normal"
        graph.add_edge(arrow.source, arrow.target, weight=heavy, arrowhead=head, arrowsize=0.5)
    graph.layout(prog="dot")
    return graph


def read(
    graph: pygraphviz.AGraph,
    diagram: Diagram,
    sizes: Mapping[str, tuple[tuple[str, ...], Point]],
) -> Layout:
    """Read places back, with the origin at the top left corner of an upright page."""
    left, bottom, right, top = (float(each) for each in graph.graph_attr["bb"].split(","))

    def point(text: str) -> Point:
        x, y = text.split(",")
        return float(x) - left, top - float(y)

    boxes = tuple(
        Placed(
            box, sizes[box.key][0], point(graph.get_node(box.key).attr["pos"]), sizes[box.key][1]
        )
        for box in diagram.boxes
    )
    arrows = []
    for arrow in diagram.arrows:
        parts = graph.get_edge(arrow.source, arrow.target).attr["pos"].split()
        tips = [point(part[2:]) for part in parts if part.startswith("e,")]
        points = tuple(point(part) for part in parts if not part.startswith("e,"))
        arrows.append(reaching(Drawn(arrow, points, tips[0] if tips else None)))
    return Layout(diagram, boxes, tuple(arrows), (right - left, top - bottom), PAGES[0])


def reaching(drawn: Drawn) -> Drawn:
    """Lengthen an arrow over the air around the boxes at its ends."""
    first, second, *between, before, last = drawn.points
    if drawn.tip is None:
        last, tip = beyond(before, last), None
    else:
        tip = beyond(last, drawn.tip)
    return Drawn(drawn.arrow, (beyond(second, first), second, *between, before, last), tip)


def beyond(before: Point, end: Point) -> Point:
    """Go on straight past an end, as far as the air around a box is wide."""
    x, y = end[0] - before[0], end[1] - before[1]
    far = AIR / 2 / (hypot(x, y) or 1)
    return end[0] + x * far, end[1] + y * far


def crossings(layout: Layout) -> list[tuple[Arrow, Box]]:
    """List the arrows that run through a box that is not their own."""
    middles = np.array([placed.middle for placed in layout.boxes])
    halves = np.array([placed.size for placed in layout.boxes]) / 2
    found = []
    for drawn in layout.arrows:
        clear = CLEAR if drawn.arrow.line == "link" else CLEAR + PIPE / 2
        near = abs(along(drawn.points)[:, None] - middles) < halves + clear
        for index in np.flatnonzero(near.all(axis=2).any(axis=0)):
            box = layout.boxes[index].box
            if box.key not in (drawn.arrow.source, drawn.arrow.target):
                found.append((drawn.arrow, box))
    return found


def along(points: tuple[Point, ...], steps: int = 48) -> FloatArray:
    """Return points along Bézier curves."""
    corners = np.array(points)
    a, b, c, d = (corners[start : len(points) - 3 + start : 3, None] for start in range(4))
    t = (np.arange(steps + 1) / steps)[:, None]
    u = 1 - t
    curves: FloatArray = u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d
    return curves.reshape(-1, 2)
