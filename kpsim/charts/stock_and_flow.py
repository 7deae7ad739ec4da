"""How the model sees the path of a person: people in boxes, people a year at the arrows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from kpsim.charts.house_style import (
    BASELINE,
    INK,
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
    wrapped,
)
from kpsim.language import translate
from kpsim.results import Results
from kpsim.wording.numbers import number, percent, unbreakable
from kpsim.wording.units import short

NAME = "stock_and_flow"
HEIGHT = 10.8
MOVED = 0.05
"""Share by which a number must differ before it is drawn as changed."""

LEAST = 0.05
"""Share of the largest move below which a move is not drawn; the file has all."""

STATES: Mapping[str, tuple[str, tuple[float, float]]] = {
    "risky": ("risky use", (1.6, 4.2)),
    "hidden": ("dependent, without contact", (5.7, 4.2)),
    "contact": ("in contact with a service", (10.0, 6.7)),
    "treatment": ("in treatment or aftercare", (10.0, 1.5)),
    "abstinent": ("abstinent", (13.9, 4.2)),
    "prison": ("in prison", (5.7, 0.75)),
    "stopped": ("stopped by themselves", (1.6, 0.75)),
    "recovered": ("recovered for good", (13.9, 0.75)),
}
"""What a box is called and where it stands, in cm of the plot; the last two are left for good."""

BESIDE: Mapping[tuple[str, str], float] = {
    ("contact", "treatment"): 0.25,
    ("contact", "prison"): 0.9,
    ("hidden", "prison"): 0.3,
    ("treatment", "hidden"): 0.2,
    ("hidden", "abstinent"): 0.3,
    ("abstinent", "hidden"): 0.3,
    ("hidden", "treatment"): 0.45,
    ("prison", "hidden"): 0.6,
}
"""How far along an arrow its number stands, where the middle is taken by another."""

_GONE = ("stopped", "recovered")
_WIDE, _HIGH, _APART = 3.0, 1.3, 0.17
_LABEL = (1.05, 0.46)
"""How far to the side of its arrow a number stands, across and up."""


@dataclass(frozen=True)
class People:
    """Medians with the services kept and in the scenario: people in states, and moves a year."""

    year: int
    draws: int
    stocks: int
    """How many stocks of people the model has; the states put some of them together."""
    states: Mapping[str, tuple[float, float]]
    moves: Mapping[tuple[str, str], tuple[float, float]]
    deaths: tuple[float, float]


def stock_and_flow(
    results: Results, scenario: str, *, people: People, language: str, version: str
) -> Chart:
    """Draw the states as boxes and the moves as arrows, as wide as many people go."""
    footer = Footer(version, results.titles[scenario].of(language), people.draws)
    note = translate(
        "Two numbers: with the services kept → in the scenario; one where they differ by less than "
        "{least}. Medians. Deaths a year: {dead}. Simplified: {shown} groups of the {all} stocks "
        "of people; the smallest moves are only in the file.",
        language,
    ).format(
        least=percent(MOVED, language),
        shown=len(people.states),
        all=people.stocks,
        dead=" → ".join(dict.fromkeys(_count(value, language) for value in people.deaths)),
    )
    with house_style():
        page = sheet(
            translate("Paths of people in the model", language),
            translate(
                "People who use pervitin or opioids: in boxes at the end of {year}, at arrows a "
                "year",
                language,
            ).format(year=people.year),
            note=note,
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=HEIGHT,
        )
        axes = panel(page, left=page.left, bottom=page.bottom, width=page.right - page.left,
                     height=page.top - page.bottom)  # fmt: skip
        axes.set_xlim(0, page.right - page.left)
        axes.set_ylim(0, page.top - page.bottom)
        axes.set_axis_off()
        most = max(max(pair) for pair in people.moves.values()) or 1.0
        shown = {ends: pair for ends, pair in people.moves.items() if max(pair) >= LEAST * most}
        for ends, pair in shown.items():
            _arrow(axes, ends, pair, most=most, language=language, both_ways=ends[::-1] in shown)
        for name, pair in people.states.items():
            _box(page, axes, name, pair, language)
        return finished(
            NAME, page, data=_frame(people, scenario), alt_text=_alt(people, language),
            language=language,
        )  # fmt: skip


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


def _arrow(
    axes: Axes,
    ends: tuple[str, str],
    pair: tuple[float, float],
    *,
    most: float,
    language: str,
    both_ways: bool,
) -> None:
    """Draw a straight arrow; two moves between the same boxes run side by side."""
    (x1, y1), (x2, y2) = (STATES[end][1] for end in ends)
    length = float(np.hypot(x2 - x1, y2 - y1))
    left, up = -(y2 - y1) / length, (x2 - x1) / length
    aside = _APART if both_ways else 0.0
    dx, dy = left * aside, up * aside
    (a, b), (c, d) = _edge(x1, y1, x2, y2), _edge(x2, y2, x1, y1)
    axes.add_patch(
        FancyArrowPatch(
            (a + dx, b + dy),
            (c + dx, d + dy),
            arrowstyle="-|>",
            mutation_scale=7,
            linewidth=0.6 + 2.4 * max(pair) / most,
            color=NAVY if _differs(pair) else BASELINE,
            shrinkA=1,
            shrinkB=1,
            zorder=1,
        )
    )
    at = BESIDE.get(ends, 0.5)
    x, y = a + at * (c - a), b + at * (d - b)
    if both_ways:
        x, y = x + left * _LABEL[0], y + up * _LABEL[1]
    _pair(axes, x, y, pair, language, on_line=True)


def _pair(
    axes: Axes,
    x: float,
    y: float,
    pair: tuple[float, float],
    language: str,
    *,
    on_line: bool = False,
) -> None:
    kept, here = (_count(value, language) for value in pair)
    look: dict[str, Any] = {"size": SMALL, "va": "center", "zorder": 5}
    if on_line:
        look["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
    if not _differs(pair):
        axes.text(x, y, kept, ha="center", color=INK, **look)
        return
    axes.text(x, y, f"{kept} → {here}", ha="center", color=NAVY, weight="bold", **look)


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
        "hidden_here": _count(hidden[1], language),
        "contact_here": _count(contact[1], language),
    }
    return text.format(count=len(people.states), name=NAME, **values)


def _frame(people: People, scenario: str) -> pd.DataFrame:
    rows = [("people", name, "", pair) for name, pair in people.states.items()]
    rows += [("people a year", *ends, pair) for ends, pair in people.moves.items()]
    return pd.DataFrame(
        [
            {"scenario": scenario, "year": people.year, "unit": unit, "from": start, "to": end,
             "kept_p50": kept, "scenario_p50": here}
            for unit, start, end, (kept, here) in rows
        ]
    )  # fmt: skip
