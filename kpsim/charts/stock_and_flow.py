"""How the model sees the path of a person: people in boxes, people a year at the arrows."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from kpsim.charts.house_style import (
    BASELINE,
    NAVY,
    SMALL,
    WIDTH,
    Chart,
    Footer,
    Sheet,
    finished,
    house_style,
    panel,
    sheet,
    source_line,
    text_width,
    wrapped,
)
from kpsim.charts.no_change import no_change
from kpsim.charts.notes import longer
from kpsim.language import translate
from kpsim.results import Results
from kpsim.wording.numbers import number, percent, unbreakable
from kpsim.wording.units import short

NAME = "stock_and_flow"
HEIGHT, _NOTE_LINES = 10.4, 4
MOVED = 0.05
"""Share by which a number must differ before it is drawn as changed."""

LEAST = 0.05
"""Share of the largest move below which a move is not drawn; the file has all."""

STATES: Mapping[str, tuple[str, tuple[float, float]]] = {
    "risky": ("risky use", (1.4, 1.35)),
    "hidden": ("dependent, without contact", (5.5, 1.35)),
    "contact": ("in contact with a service", (10.65, 6.65)),
    "treatment": ("in treatment or aftercare", (10.75, 3.15)),
    "abstinent": ("abstinent", (14.0, 1.35)),
    "prison": ("in prison", (5.5, 6.65)),
    "stopped": ("stopped by themselves", (1.4, 6.65)),
    "recovered": ("recovered for good", (14.0, 6.65)),
}
"""What a box is called and where it stands, in cm of the plot; the last two are left for good.

No arrow between them crosses another."""

_GONE = ("stopped", "recovered")
_WIDE, _HIGH, _APART = 2.75, 1.2, 0.17
_TOP = 7.3
"""Height of the plot above the places in cm; what the notes leave free is below."""

_LINE = 0.36
"""Height of a number in cm."""

_CLEAR = 0.07
"""How far from its arrow a number stands where another arrow goes back."""

_ASIDE = 0.2
"""How far from other arrows and numbers it stands where there is room."""

_ALONG = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8, 0.15, 0.85)
"""Where along an arrow its number is tried, the middle first."""

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True)
class People:
    """Medians with the services kept and in the scenario: people in states, and moves a year."""

    year: int
    draws: int
    stocks: int
    """How many groups the model counts people in; the states put some of them together."""
    states: Mapping[str, tuple[float, float]]
    moves: Mapping[tuple[str, str], tuple[float, float]]
    deaths: tuple[float, float]


def stock_and_flow(
    results: Results, scenario: str, *, people: People, language: str, version: str
) -> Chart:
    """Draw the states as boxes and the moves as arrows, as wide as many people go."""
    footer = Footer(version, results.titles[scenario].of(language), people.draws, results.draws)
    unchanged = _unchanged(people, language)
    two = "" if unchanged else translate(
        "Two numbers: with the services kept → in the scenario; one where they differ by less than "
        "{least}.",
        language,
    ).format(least=percent(MOVED, language))  # fmt: skip
    note = translate(
        "Medians. Dashed boxes: people who left for good in the year. Pervitin and opioids only; "
        "people in risky use, abstinent people and prisoners are not among drug users; counts of a "
        "whole year or of all substances differ. Deaths a year: {dead}. Simplified: {shown} "
        "groups, put together from the {all} in which the model counts people; moves far smaller "
        "than the largest are not drawn.",
        language,
    ).format(
        shown=len(people.states),
        all=people.stocks,
        dead=_written(people.deaths, language),
    )
    text = f"{unchanged or two} {note}"
    with house_style():
        page = sheet(
            translate("Paths of people in the model", language),
            translate(
                "People who use pervitin or opioids: in boxes at the end of {year}, at arrows a "
                "year",
                language,
            ).format(year=people.year),
            note=text,
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=HEIGHT + longer(text, language, than=_NOTE_LINES),
        )
        axes = panel(page, left=page.left, bottom=page.bottom, width=page.right - page.left,
                     height=page.top - page.bottom)  # fmt: skip
        axes.set_xlim(0, page.right - page.left)
        axes.set_ylim(_TOP - (page.top - page.bottom), _TOP)
        axes.set_axis_off()
        most = max(max(pair) for pair in people.moves.values()) or 1.0
        shown = {ends: pair for ends, pair in people.moves.items() if max(pair) >= LEAST * most}
        segments = _segments(shown)
        widths = {
            ends: text_width(page.figure, _written(pair, language), size=SMALL, weight="bold")
            + _CLEAR * 3
            for ends, pair in shown.items()
        }
        for ends, place in placed(segments, widths).items():
            _arrow(axes, segments[ends], shown[ends], most)
            _pair(axes, *place, shown[ends], language, on_line=ends[::-1] not in shown)
        for name, pair in people.states.items():
            _box(page, axes, name, pair, language)
        return finished(
            NAME, page, data=_frame(people, scenario, language), alt_text=_alt(people, language),
            language=language, unchanged=unchanged,
        )  # fmt: skip


def _unchanged(people: People, language: str) -> str:
    """Return what to say where no number is drawn as changed."""
    if any(_differs(pair) for pair in (*people.states.values(), *people.moves.values())):
        return ""
    template = translate(
        "each group and each move differs by less than {least}; without contact {hidden} people, "
        "in contact {contact}",
        language,
    )
    hidden, contact = (_count(people.states[name][0], language) for name in ("hidden", "contact"))
    least = percent(MOVED, language)
    text = template.format(least=least, hidden=hidden, contact=contact)
    return no_change([text], people.year, language)


def _box(page: Sheet, axes: Axes, name: str, pair: tuple[float, float], language: str) -> None:
    words, (x, y) = STATES[name]
    axes.add_patch(
        FancyBboxPatch(
            (x - _WIDE / 2, y - _HIGH / 2),
            _WIDE,
            _HIGH,
            boxstyle="round,pad=0,rounding_size=0.12",
            facecolor="white",
            edgecolor=BASELINE,
            linewidth=0.8,
            linestyle=(0, (4, 2)) if name in _GONE else "solid",
            zorder=3,
        )
    )
    text = unbreakable(translate(words, language), language)
    lines = wrapped(page.figure, text, size=SMALL, width=_WIDE - 0.2)
    axes.text(x, y + 0.22, "\n".join(lines), ha="center", va="center", size=SMALL, zorder=4,
              linespacing=1.05)  # fmt: skip
    _pair(axes, x, y - _HIGH / 2 + 0.25, pair, language)


def _segments(shown: Collection[tuple[str, str]]) -> dict[tuple[str, str], Segment]:
    """Return where each arrow runs; two moves between the same boxes run side by side."""
    found = {}
    for ends in shown:
        (x1, y1), (x2, y2) = (STATES[end][1] for end in ends)
        left, up = _side((x1, y1), (x2, y2))
        aside = _APART if ends[::-1] in shown else 0.0
        (a, b), (c, d) = _edge(x1, y1, x2, y2), _edge(x2, y2, x1, y1)
        found[ends] = (
            (a + left * aside, b + up * aside),
            (c + left * aside, d + up * aside),
        )
    return found


def _side(start: Point, end: Point) -> Point:
    """Return the direction to the left of an arrow, one cm long."""
    across, up = end[0] - start[0], end[1] - start[1]
    length = float(np.hypot(across, up))
    return -up / length, across / length


def _arrow(axes: Axes, segment: Segment, pair: tuple[float, float], most: float) -> None:
    axes.add_patch(
        FancyArrowPatch(
            *segment,
            arrowstyle="-|>",
            mutation_scale=7,
            linewidth=0.6 + 2.4 * max(pair) / most,
            color=NAVY if _differs(pair) else BASELINE,
            shrinkA=1,
            shrinkB=1,
            zorder=1,
        )
    )


def placed(
    segments: Mapping[tuple[str, str], Segment], widths: Mapping[tuple[str, str], float]
) -> dict[tuple[str, str], Point]:
    """Put each number on its arrow, or beside it where another goes back.

    It covers no box, no other number and no other arrow as long as the arrow has such a place.
    """
    boxes = [(place, (_WIDE, _HIGH)) for _, place in STATES.values()]
    found: dict[tuple[str, str], Point] = {}
    for ends in sorted(segments, key=lambda one: one[::-1] not in segments):
        (a, b), (c, d) = segments[ends]
        left, up = _side((a, b), (c, d)) if ends[::-1] in segments else (0.0, 0.0)
        size = widths[ends], _LINE
        out = (abs(left) * size[0] + abs(up) * size[1]) / 2 + _CLEAR
        others = [one for name, one in segments.items() if name != ends]
        back = segments.get(ends[::-1])
        numbers = [(place, (widths[name], _LINE)) for name, place in found.items()]

        places = [(a + at * (c - a) + left * out, b + at * (d - b) + up * out) for at in _ALONG]
        faults = [
            sum(_overlap(place, size, *other) for other in (*boxes, *numbers))
            + sum(_crosses(one, place, size) for one in others)
            + 0.5 * sum(_overlap(place, _wider(size), *other) for other in numbers)
            + 0.5 * sum(_crosses(one, place, _wider(size)) for one in others if one != back)
            for place in places
        ]
        found[ends] = places[int(np.argmin(faults))]
    return found


def _wider(size: Point) -> Point:
    """Return the room a number keeps to other arrows and numbers, to show whose it is."""
    return size[0] + 2 * _ASIDE, size[1] + 2 * _ASIDE


def _overlap(one: Point, size: Point, other: Point, of_other: Point) -> bool:
    return all(abs(one[i] - other[i]) < (size[i] + of_other[i]) / 2 for i in (0, 1))


def _crosses(segment: Segment, place: Point, size: Point) -> bool:
    """Tell whether an arrow runs through a number."""
    (a, b), (c, d) = segment
    steps = np.linspace(0, 1, 201)
    inside = (np.abs(a + steps * (c - a) - place[0]) < size[0] / 2) & (
        np.abs(b + steps * (d - b) - place[1]) < size[1] / 2
    )
    return bool(inside.any())


def _pair(
    axes: Axes,
    x: float,
    y: float,
    pair: tuple[float, float],
    language: str,
    *,
    on_line: bool = False,
) -> None:
    look: dict[str, Any] = {"size": SMALL, "va": "center", "zorder": 5}
    if on_line:
        look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
    if _differs(pair):
        look |= {"color": NAVY, "weight": "bold"}
    axes.text(x, y, _written(pair, language), ha="center", **look)


def _written(pair: tuple[float, float], language: str) -> str:
    kept, here = (_count(value, language) for value in pair)
    return f"{kept} → {here}" if _differs(pair) else kept


def _edge(x1: float, y1: float, x2: float, y2: float) -> tuple[float, float]:
    """Return where the line to another box leaves a box."""
    across, up = x2 - x1, y2 - y1
    shares = [abs(_WIDE / 2 / across)] if across else []
    shares += [abs(_HIGH / 2 / up)] if up else []
    share = min(*shares, 1.0)
    return x1 + share * across, y1 + share * up


def _differs(pair: tuple[float, float]) -> bool:
    kept, here = pair
    return abs(here - kept) >= MOVED * max(abs(kept), 1.0)


def _count(value: float, language: str) -> str:
    return short(value, language, digits=2) if value >= 10 else number(value, language)


def _alt(people: People, language: str) -> str:
    text = translate(
        "Scheme of {count} groups. With the services kept, {hidden} people are without contact, "
        "{contact} in contact; in the scenario {hidden_here} and {contact_here}. The numbers are "
        "in the file {name}.csv.",
        language,
    )
    hidden, contact = people.states["hidden"], people.states["contact"]
    values = {
        "hidden": _count(hidden[0], language),
        "contact": _count(contact[0], language),
        "hidden_here": _count(hidden[_differs(hidden)], language),
        "contact_here": _count(contact[_differs(contact)], language),
    }
    return text.format(count=len(people.states), name=NAME, **values)


def _named(state: str, language: str) -> str:
    return translate(STATES[state][0] if state in STATES else "died in the year", language)


def _frame(people: People, scenario: str, language: str) -> pd.DataFrame:
    people_word, moved = translate("people", language), translate("people a year", language)
    rows = [(people_word, name, "", pair) for name, pair in people.states.items()]
    rows += [(moved, *ends, pair) for ends, pair in people.moves.items()]
    rows.append((moved, "", "dead", people.deaths))
    return pd.DataFrame(
        [
            {"scenario": scenario, "year": people.year, "unit": unit, "from": start, "to": end,
             "label": " → ".join(_named(each, language) for each in (start, end) if each),
             "kept_p50": kept, "scenario_p50": here}
            for unit, start, end, (kept, here) in rows
        ]
    )  # fmt: skip
