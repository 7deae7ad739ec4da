"""Equations as formulas: an expression becomes LaTeX, with labels in the place of symbols.

Sums and products too wide for a page are stacked, one term a line.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kpsim.engine.operations import OPERATIONS
from kpsim.engine.symbols import Node
from kpsim.export.book_words import Words

PAGE = 76
"""Letters that fit side by side on a printed page."""

LABEL = 38
"""Longer labels take two lines."""

SUM, PRODUCT, UNIT = 0, 1, 2
SIGNS = {
    "less": "<",
    "less_equal": r"\leq",
    "greater": ">",
    "greater_equal": r"\geq",
    "both": r"\land",
    "either": r"\lor",
}
ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in "&%$#_{}"})


@dataclass(frozen=True)
class Formula:
    """A part of a formula, how wide it is, and how strongly it holds together."""

    latex: str
    width: int
    strength: int = UNIT

    def inside(self, weakest: int) -> "Formula":
        """Put brackets around, unless it holds together at least so strongly."""
        if self.strength >= weakest:
            return self
        return Formula(rf"\left({self.latex}\right)", self.width + 2)


def formula(node: Node, words: Words) -> str:
    """Write an expression in LaTeX."""
    return written(node, words).latex


def label(text: str, *, below: str = "") -> Formula:
    """Write a label, a long one in two lines, with a note at its foot."""
    lines = two_lines(text) if len(text) > LABEL else [text]
    rows = [rf"\text{{{line.translate(ESCAPED)}}}" for line in lines]
    latex = rows[0] if len(rows) == 1 else stacked(rows)
    foot = rf"_{{\text{{{below.translate(ESCAPED)}}}}}" if below else ""
    return Formula(rf"{{{latex}}}{foot}" if foot else latex, max(map(len, lines)) + len(below))


def two_lines(text: str) -> list[str]:
    """Break a text near its middle."""
    blanks = [place for place, letter in enumerate(text) if letter == " "]
    if not blanks:
        return [text]
    middle = min(blanks, key=lambda place: abs(place - len(text) / 2))
    return [text[:middle], text[middle + 1 :]]


def stacked(rows: list[str]) -> str:
    """Write rows under each other."""
    return r"\begin{array}{l}" + r" \\ ".join(rows) + r"\end{array}"


def written(node: Node, words: Words) -> Formula:
    """Write one node and what is under it."""
    writer = WRITERS.get(node.operation)
    if writer is not None:
        return writer(node, words)
    if OPERATIONS[node.operation].condition:
        return comparison(node, words)
    return function(node, words)


def name(node: Node, words: Words) -> Formula:
    """Write a name by its label."""
    at_start = words.say("at the start") if words.is_start(node.detail) else ""
    return label(words.label(node.detail), below=at_start)


def literal(node: Node, _: Words) -> Formula:
    """Write 0 or 1."""
    return Formula(f"{node.detail:g}", 1)


def terms(node: Node) -> list[tuple[str, Node]]:
    """Take a sum apart into signed terms."""
    if node.operation not in ("add", "subtract"):
        return [("+", node)]
    first, second = node.children
    return [*terms(first), ("+" if node.operation == "add" else "-", second)]


def factors(node: Node) -> list[Node]:
    """Take a product apart."""
    if node.operation != "multiply":
        return [node]
    first, second = node.children
    return [*factors(first), second]


def addition(node: Node, words: Words) -> Formula:
    """Write a sum, stacked if it is wide."""
    parts = [(sign, written(each, words)) for sign, each in terms(node)]
    texts = [
        ("" if i == 0 else f"{sign} ") + part.inside(PRODUCT if sign == "-" else SUM).latex
        for i, (sign, part) in enumerate(parts)
    ]
    return joined(texts, [part.width for _, part in parts], strength=SUM)


def product(node: Node, words: Words) -> Formula:
    """Write a product."""
    return multiplied(factors(node), words)


def multiplied(nodes: list[Node], words: Words) -> Formula:
    """Write the product of some nodes, stacked if it is wide; one stays as it is."""
    if len(nodes) == 1:
        return written(nodes[0], words)
    parts = [written(each, words).inside(PRODUCT) for each in nodes]
    dot = r"\cdot "
    texts = [(dot if i else "") + part.latex for i, part in enumerate(parts)]
    return joined(texts, [part.width for part in parts], strength=PRODUCT)


def joined(texts: list[str], widths: list[int], *, strength: int) -> Formula:
    """Put parts side by side, or under each other if they are too wide."""
    width = sum(widths) + 3 * (len(widths) - 1)
    if width <= PAGE:
        return Formula(" ".join(texts).strip(), width, strength)
    return Formula(stacked(texts), max(widths) + 3, strength)


def division(node: Node, words: Words) -> Formula:
    """Write a fraction; what holds where the divisor is zero is said in words beside it.

    What is divided again and again has one line, and its divisors multiplied below.
    """
    top, bottom = node.children[0], factors(node.children[1])
    while top.operation == "divide":
        top, bottom = top.children[0], [*factors(top.children[1]), *bottom]
    above, below = written(top, words), multiplied(bottom, words)
    return Formula(rf"\frac{{{above.latex}}}{{{below.latex}}}", max(above.width, below.width), UNIT)


def negative(node: Node, words: Words) -> Formula:
    """Write a minus before a value."""
    part = written(node.children[0], words).inside(PRODUCT)
    return Formula(f"-{part.latex}", part.width + 1, SUM)


def summed(node: Node, words: Words) -> Formula:
    """Write a sum over a dimension."""
    part = written(node.children[0], words).inside(PRODUCT)
    over = words.over(node.detail)
    sign = rf"\sum_{{\text{{{over}}}}}"
    return Formula(rf"{sign}\; {part.latex}", part.width + len(over), PRODUCT)


def picked(node: Node, words: Words) -> Formula:
    """Write one element of a value at its foot."""
    child, element = node.children[0], words.element(node.detail[1])
    if child.operation == "name":
        foot = (
            f"{element}, {words.say('at the start')}" if words.is_start(child.detail) else element
        )
        return label(words.label(child.detail), below=foot)
    part = written(child, words).inside(UNIT)
    return Formula(rf"{{{part.latex}}}_{{\text{{{element}}}}}", part.width + len(element))


def cases(rows: list[tuple[Formula, str, Formula]]) -> Formula:
    """Write alternatives behind a brace."""
    texts = [rf"{value.latex} & \text{{{word} }} {when.latex}" for value, word, when in rows]
    body = r" \\ ".join(texts)
    width = max(value.width + len(word) + when.width for value, word, when in rows)
    return Formula(rf"\begin{{cases}}{body}\end{{cases}}", width)


def choice(node: Node, words: Words) -> Formula:
    """Write what holds under a condition and what otherwise."""
    condition, yes, no = (written(each, words) for each in node.children)
    rest = Formula("", 0)
    return cases([(yes, words.say("if"), condition), (no, words.say("otherwise"), rest)])


def elements(node: Node, words: Words) -> Formula:
    """Write one value for each element."""
    values = [written(each, words) for each in node.children]
    names = [label(words.element(each)) for each in node.detail.elements]
    for_ = words.say("for")
    return cases([(value, for_, each) for value, each in zip(values, names, strict=True)])


def comparison(node: Node, words: Words) -> Formula:
    """Write a condition."""
    parts = [written(each, words).inside(PRODUCT) for each in node.children]
    if node.operation == "negate":
        return Formula(rf"\lnot {parts[0].latex}", parts[0].width + 2, SUM)
    sign = SIGNS[node.operation]
    return Formula(f" {sign} ".join(part.latex for part in parts), sum(p.width for p in parts), SUM)


def function(node: Node, words: Words) -> Formula:
    """Write min, max, exp or ln, its arguments under each other if they are wide."""
    sign = {"minimum": r"\min", "maximum": r"\max", "exp": r"\exp", "log": r"\ln"}[node.operation]
    parts = [written(each, words) for each in node.children]
    texts = [part.latex + ("," if i < len(parts) - 1 else "") for i, part in enumerate(parts)]
    inner = joined(texts, [part.width for part in parts], strength=UNIT)
    return Formula(rf"{sign} \left({inner.latex}\right)", inner.width + 5)


def zero_rules(node: Node, words: Words) -> list[tuple[str, str]]:
    """List the divisors that may be zero, and what the fraction is then."""
    found = [rule for child in node.children for rule in zero_rules(child, words)]
    if node.operation == "ratio":
        below, instead = node.children[1], node.children[2]
        found.append((divisor(below, words), written(instead, words).latex))
    return list(dict.fromkeys(found))


def divisor(node: Node, words: Words) -> str:
    """Say what a divisor is, if it is a single name."""
    while node.operation in ("total", "pick"):
        node = node.children[0]
    return words.label(node.detail) if node.operation == "name" else ""


WRITERS: dict[str, Callable[[Node, Words], Formula]] = {
    "name": name,
    "literal": literal,
    "add": addition,
    "subtract": addition,
    "multiply": product,
    "divide": division,
    "ratio": division,
    "negative": negative,
    "total": summed,
    "pick": picked,
    "where": choice,
    "by_element": elements,
}
