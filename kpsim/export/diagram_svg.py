"""A laid-out diagram as SVG, in the notation of system dynamics.

Stocks are boxes, flows are valves on pipes, clouds are where the model ends, thin arrows say what
acts on what. Text stays text and its font is in the file.
"""

from collections.abc import Iterator
from html import escape
from math import atan2, cos, sin

from kpsim.export.book_words import Words
from kpsim.export.diagram import Arrow, Box
from kpsim.export.diagram_layout import LETTERS, PIPE, VALVE, Drawn, Layout, Placed, Point
from kpsim.export.diagram_text import FONT, LINE_HEIGHT, embedded, width, wrapped

NAVY, TEXT, GREY, LINK, FILL = "#0A2A52", "#1A1A1A", "#595959", "#767676", "#E9EEF4"
MARGIN = 20.0
TITLE, NOTES = 11.0, 7.5
"""Size of the title and of the notes below, in points."""

MILLIMETRES = 25.4 / 72


def svg(layout: Layout, words: Words) -> str:
    """Draw a diagram on as much of an A4 page as it needs."""
    scale = layout.scale
    body = (layout.size[0] * scale, layout.size[1] * scale)
    top, wide = MARGIN + TITLE * 2, max(body[0], 400.0) + 2 * MARGIN
    foot = list(notes(layout, words, wide=wide - 2 * MARGIN))
    high = top + body[1] + 8 + len(foot) * NOTES * LINE_HEIGHT * 1.4 + MARGIN
    left = (wide - body[0]) / 2
    texts = [layout.diagram.title, *foot, *(line for box in layout.boxes for line in box.lines)]
    family, rule = embedded(texts)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="{words.language}" '
        f'width="{wide * MILLIMETRES:.1f}mm" height="{high * MILLIMETRES:.1f}mm" '
        f'viewBox="0 0 {wide:.1f} {high:.1f}">',
        f"<title>{escape(layout.diagram.title)}</title>",
        f"<style>{rule}</style>",
        f"<g font-family=\"'{family}', '{FONT}', Verdana, sans-serif\">"
        f'<rect width="{wide:.1f}" height="{high:.1f}" fill="#FFFFFF"/>',
        line_of_text(layout.diagram.title, (wide / 2, MARGIN + TITLE), TITLE, heading=True),
        f'<g transform="translate({left:.2f} {top:.2f}) scale({scale:.4f})">',
        *(arrow_part(each) for each in in_order(layout.arrows)),
        *(part for each in layout.boxes for part in box_parts(each)),
        "</g>",
        *(
            line_of_text(text, (wide / 2, top + body[1] + 8 + (i + 1) * NOTES * 1.6), NOTES)
            for i, text in enumerate(foot)
        ),
        "</g></svg>",
    ]
    return "\n".join(parts) + "\n"


def notes(layout: Layout, words: Words, *, wide: float) -> Iterator[str]:
    """Say what the marks mean and what is not drawn."""
    shapes = {each.box.shape for each in layout.boxes}
    if shapes & {"flow", "auxiliary"}:
        yield from wrapped(words.say(KEY), NOTES, wide)
    if "outside" in shapes:
        yield from wrapped(words.say(OUTSIDE), NOTES, wide)
    if layout.diagram.left_out:
        yield from wrapped(layout.diagram.left_out, NOTES, wide)


KEY = (
    "Box: stock. Valve on a pipe: flow. Text without a box: auxiliary. Cloud: outside the model. "
    "Thin arrow: acts on. Parameters and start values are not drawn."
)
OUTSIDE = "In angle brackets: a variable of another sector."


def in_order(arrows: tuple[Drawn, ...]) -> list[Drawn]:
    """Put thin arrows under pipes."""
    return sorted(arrows, key=lambda each: each.arrow.line != "link")


def arrow_part(drawn: Drawn) -> str:
    """Draw one arrow."""
    path = f'd="{path_of(drawn.points)}" fill="none"'
    ends = f'data-source="{drawn.arrow.source}" data-target="{drawn.arrow.target}"'
    head = arrow_head(drawn)
    if drawn.arrow.line == "link":
        thick = thickness(drawn.arrow)
        line = f'<path {path} stroke="{LINK}" stroke-width="{thick}"/>'
        return f'<g class="link" {ends}>{line}{head}</g>'
    return (
        f'<g class="pipe" {ends}><path {path} stroke="{NAVY}" stroke-width="{PIPE}"/>'
        f'<path {path} stroke="#FFFFFF" stroke-width="{PIPE / 2}"/>{head}</g>'
    )


def thickness(arrow: Arrow) -> float:
    """Return how thick an arrow is; it grows slowly with the readings it stands for."""
    thick: float = 0.7 * arrow.weight**0.4
    return round(thick, 2)


def path_of(points: tuple[Point, ...]) -> str:
    """Write Bézier curves as SVG does."""
    first, *rest = (f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{first} C{' '.join(rest)}"


def arrow_head(drawn: Drawn) -> str:
    """Draw a triangle from the end of the line to the tip."""
    if drawn.tip is None:
        return ""
    x, y = drawn.points[-1]
    angle = atan2(drawn.tip[1] - y, drawn.tip[0] - x)
    pipe = drawn.arrow.line != "link"
    half = 3.6 if pipe else max(2.0, thickness(drawn.arrow) * 1.3)
    dx, dy = -sin(angle) * half, cos(angle) * half
    corners = (
        f"{x + dx:.1f},{y + dy:.1f} {drawn.tip[0]:.1f},{drawn.tip[1]:.1f} {x - dx:.1f},{y - dy:.1f}"
    )
    return f'<polygon points="{corners}" fill="{NAVY if pipe else LINK}"/>'


def box_parts(placed: Placed) -> Iterator[str]:
    """Draw one box and its text."""
    box, (wide, high) = placed.box, placed.size
    x, y = placed.middle[0] - wide / 2, placed.middle[1] - high / 2
    yield f'<g class="box {box.shape}" data-key="{escape(box.key)}">'
    yield frame(box, x, y, wide=wide, high=high)
    first = y + (VALVE if box.shape == "flow" else 0)
    room = high - (VALVE if box.shape == "flow" else 0)
    start = first + room / 2 - len(placed.lines) * LETTERS * LINE_HEIGHT / 2
    for number, text in enumerate(placed.lines):
        place = (placed.middle[0], start + (number + 0.8) * LETTERS * LINE_HEIGHT)
        yield line_of_text(
            text, place, LETTERS, grey=box.shape == "outside", heading=box.shape == "chapter"
        )
    yield "</g>"


def frame(box: Box, x: float, y: float, *, wide: float, high: float) -> str:
    """Draw what surrounds the text of a box."""
    rectangle = f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    if box.shape in ("stock", "chapter"):
        return f'{rectangle} fill="{FILL}" stroke="{NAVY}" stroke-width="1.4"/>'
    if box.shape == "flow":
        middle, low = x + wide / 2, y + 1.5
        valve = f"M{middle - 6:.1f} {low:.1f} l12 8 v-8 l-12 8 z"
        return (
            f'{rectangle} rx="5" fill="#FFFFFF" stroke="{LINK}" stroke-width="0.6"/>'
            f'<path d="{valve}" fill="{NAVY}"/>'
        )
    if box.shape == "cloud":
        return (
            f'{rectangle} rx="{high / 2:.1f}" fill="#FFFFFF" stroke="{LINK}" stroke-width="0.9" '
            'stroke-dasharray="2 1.5"/>'
        )
    return f'{rectangle} fill="#FFFFFF"/>'


def line_of_text(
    text: str, place: Point, size: float, *, grey: bool = False, heading: bool = False
) -> str:
    """Write one line around a middle; its width is given, should another font step in."""
    colour = GREY if grey else NAVY if heading else TEXT
    return (
        f'<text x="{place[0]:.1f}" y="{place[1]:.1f}" font-size="{size:g}" text-anchor="middle" '
        f'fill="{colour}" textLength="{width(text, size):.1f}">{escape(text)}</text>'
    )
