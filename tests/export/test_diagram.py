"""Diagrams can be read: measured on the SVG itself, as it would be printed on A4."""

import re
from xml.etree import ElementTree

import pytest

from kpsim.errors import RunError
from kpsim.export.book_words import SECTORS
from kpsim.export.diagram import TOGETHER
from kpsim.export.diagram_files import NAMES, diagram
from kpsim.export.diagram_text import filled, width, wrapped

SVG = "{http://www.w3.org/2000/svg}"
POINT = 25.4 / 72  # millimetres
A4 = (210.0, 297.0)
STEPS = 50


def number(element, name: str) -> float:
    return float(element.get(name))


def numbers(text: str) -> list[float]:
    return [float(each) for each in re.findall(r"-?\d+\.?\d*", text)]


def scale_of(root) -> float:
    inner = next(g for g in root.iter(f"{SVG}g") if "scale" in g.get("transform", ""))
    return numbers(inner.get("transform"))[2]


def printed_scale(root) -> float:
    """Millimetres of paper for each unit of the drawing."""
    return numbers(root.get("width"))[0] / numbers(root.get("viewBox"))[2]


def boxes(root) -> dict[str, tuple[float, float, float, float]]:
    found = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("class", "").startswith("box"):
            rect = group.find(f"{SVG}rect")
            found[group.get("data-key")] = tuple(
                number(rect, each) for each in ("x", "y", "width", "height")
            )
    return found


def walked(path: str) -> list[tuple[float, float]]:
    """Points along the Bézier curves of a path."""
    flat = numbers(path)
    points = list(zip(flat[::2], flat[1::2], strict=True))
    found = []
    for start in range(0, len(points) - 1, 3):
        a, b, c, d = points[start : start + 4]
        for step in range(STEPS + 1):
            t = step / STEPS
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
            found.append(
                tuple(
                    sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True))
                    for i in (0, 1)
                )
            )
    return found


def within(point: tuple[float, float], box: tuple[float, ...], room: float) -> bool:
    (px, py), (x, y, wide, high) = point, box
    return x - room < px < x + wide + room and y - room < py < y + high + room


@pytest.mark.parametrize("name", NAMES)
def test_a_diagram_fits_a4(drawings, name):
    root = ElementTree.fromstring(drawings[name])
    size = sorted(numbers(root.get(side))[0] for side in ("width", "height"))
    assert size[0] <= A4[0]
    assert size[1] <= A4[1]


@pytest.mark.parametrize("name", NAMES)
def test_no_label_is_smaller_than_seven_points(drawings, name):
    root = ElementTree.fromstring(drawings[name])
    paper = printed_scale(root) / POINT
    inner = {id(t) for g in root.iter(f"{SVG}g") if g.get("class", "").startswith("box") for t in g}
    sizes = [
        number(text, "font-size") * paper * (scale_of(root) if id(text) in inner else 1)
        for text in root.iter(f"{SVG}text")
    ]
    assert min(sizes) >= 7 - 0.01  # lengths are written to a tenth of a millimetre


@pytest.mark.parametrize("name", NAMES)
def test_no_arrow_runs_through_a_box(drawings, name):
    root = ElementTree.fromstring(drawings[name])
    placed, wrong = boxes(root), []
    for group in root.iter(f"{SVG}g"):
        if group.get("class") not in ("link", "pipe"):
            continue
        ends = {group.get("data-source"), group.get("data-target")}
        line = group.find(f"{SVG}path")
        half = number(line, "stroke-width") / 2 if group.get("class") == "pipe" else 0
        wrong += [
            (ends, key)
            for key, box in placed.items()
            if key not in ends and any(within(p, box, half) for p in walked(line.get("d")))
        ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_no_two_boxes_overlap_and_text_stays_inside_its_box(drawings, name):
    root = ElementTree.fromstring(drawings[name])
    placed = list(boxes(root).values())
    overlapping = [
        (a, b)
        for i, a in enumerate(placed)
        for b in placed[:i]
        if a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
    ]
    assert overlapping == []
    for group in root.iter(f"{SVG}g"):
        if group.get("class", "").startswith("box"):
            wide = number(group.find(f"{SVG}rect"), "width")
            assert all(number(t, "textLength") <= wide + 0.1 for t in group.iter(f"{SVG}text"))


def test_the_letters_of_a_diagram_are_in_its_font(drawings):
    assert drawings.keys() == set(NAMES)
    assert all("@font-face" in text and "base64," in text for text in drawings.values())


def test_every_sector_shows_its_flows(world, drawings):
    assert world.model.flows
    for flow in world.model.flows.values():
        sector = flow.module.rpartition(".")[2]
        assert f'data-key="{flow.name}"' in drawings[sector]


def test_the_map_of_stocks_shows_every_stock(world, drawings):
    assert [n for n in world.model.stocks if f'data-key="{n}"' not in drawings["stocks"]] == []


def test_the_overview_has_money_every_sector_in_which_something_happens_and_the_ledger(drawings):
    still = {"stocks", "balance_of_users", "balance_of_loads"}
    shown = boxes(ElementTree.fromstring(drawings["overview"])).keys()
    sectors = {TOGETHER.get(key, key) for key in SECTORS.keys() - still}
    assert shown == {"money", "ledger", *sectors}


def test_the_same_model_gives_the_same_bytes(world, drawings, language):
    assert diagram(world, "guardianship", language) == drawings["guardianship"]


def test_an_unknown_sector_is_refused_with_a_suggestion(world):
    with pytest.raises(RunError) as error:
        diagram(world, "counseling", "en")
    assert str(error.value).endswith("; did you mean 'counselling'?")


def test_text_is_broken_into_as_few_lines_as_fit():
    text = "Úvazky, na které stačí peníze"
    lines = wrapped(text, 8, 92)
    assert " ".join(lines) == text
    assert len(lines) == len(filled(text, 8, 92)) == 2
    assert max(width(line, 8) for line in lines) <= 92


def test_a_word_wider_than_the_box_stands_alone():
    assert wrapped("a nejnepravděpodobnějšími b", 8, 20) == ["a", "nejnepravděpodobnějšími", "b"]
