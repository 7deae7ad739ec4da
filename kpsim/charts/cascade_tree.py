"""What falls with a decision: boxes for what it takes, and what hangs on it."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from kpsim.charts.house_style import (
    AMBER,
    INK,
    NAVY,
    NOTE,
    SMALL,
    Chart,
    Footer,
    Sheet,
    Skipped,
    finished,
    house_style,
    panel,
    sheet,
    source_line,
    wrapped,
)
from kpsim.inputs.funding import Fall
from kpsim.language import translate
from kpsim.ledger.cascade_tree import Branch, Tree
from kpsim.wording.numbers import money, number, percent, unbreakable
from kpsim.wording.words import name_of, payer_heading

NAME = "cascade_tree"
OTHERS = "others"
_ROW, _THOUSAND, _MOST = 0.75, 1000, 3
_COLUMNS = (0.0, 0.27, 0.62)


def cascade_chart(
    tree: Tree, *, title: str, draws: int, language: str, version: str
) -> Chart | Skipped:
    """Draw a tree of lines: service, what the decision takes, what falls with it."""
    if not tree.branches:
        return Skipped(NAME, "no line ends by a decision")
    rows = sum(max(len(_rows(each.taken)), len(_rows(each.fallen)), 1) for each in tree.branches)
    footer = Footer(version, title, draws)
    with house_style():
        page = sheet(
            translate("What falls with the decision", language),
            translate("Money of the services, CZK thousand a year in 2025 prices", language),
            note=translate(
                "Middle: what the decision takes, {decided} together; right: what falls with it by "
                "its conditions, {follows} together.",
                language,
            ).format(
                decided=money(tree.decided, language, decimals=2, scale="million"),
                follows=money(tree.follows, language, decimals=2, scale="million"),
            ),
            source=source_line(footer, NAME, language),
            language=language,
            height=4.0 + _ROW * (rows + 1),
        )
        axes = panel(
            page,
            left=page.left,
            bottom=page.bottom + 0.1,
            width=page.right - page.left,
            height=page.top - page.bottom - 0.2,
        )
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(rows + 0.5, -1)
        heads = ("service", "the decision takes", "falls with it")
        for x, head in zip(_COLUMNS, heads, strict=True):
            axes.text(x, -0.6, translate(head, language), size=SMALL, color=NOTE)
        top = 0.0
        for branch in tree.branches:
            top += _branch(axes, page, branch, top, language)
        alt = translate(
            "Tree of {count} services. The decision takes {decided} a year, {follows} a year falls "
            "with it. The numbers are in the file {name}.csv.",
            language,
        ).format(
            count=len(tree.branches),
            decided=money(tree.decided, language, decimals=2, scale="million"),
            follows=money(tree.follows, language, decimals=2, scale="million"),
            name=NAME,
        )
        return finished(NAME, page, data=_data(tree), alt_text=alt, language=language)


def _branch(axes: Axes, page: Sheet, branch: Branch, top: float, language: str) -> float:
    """Draw one service and return how many rows it took."""
    taken, fallen = _rows(branch.taken), _rows(branch.fallen)
    height = max(len(taken), len(fallen), 1)
    middle = top + height / 2
    lost = percent((branch.decided + branch.follows) / branch.whole, language)
    service = name_of(branch.service, language)
    text = f"{service[:1].upper()}{service[1:]} −{lost}"
    lines = wrapped(page.figure, unbreakable(text, language), size=SMALL, width=3.4, weight="bold")
    axes.text(_COLUMNS[0], middle, "\n".join(lines), size=SMALL, va="center", weight="bold")
    ends: list[float] = []
    for column, falls, color in (
        (_COLUMNS[1], taken, NAVY),
        (_COLUMNS[2], fallen, AMBER),
    ):
        start = top + (height - len(falls)) / 2 + 0.5
        for place, fall in enumerate(falls):
            y = start + place
            amount = number(fall.amount / _THOUSAND, language)
            label = f"{_funder(fall, language)} {amount}"
            line = wrapped(page.figure, unbreakable(label, language), size=SMALL, width=4.6)
            axes.plot((column, column), (y - 0.35, y + 0.35), color=color, linewidth=3)
            axes.text(column + 0.012, y, "\n".join(line), size=SMALL, va="center", color=INK)
            if column == _COLUMNS[1]:
                _link(axes, _COLUMNS[0] + 0.235, middle, column - 0.01, y)
                ends.append(y)
            else:
                _link(axes, column - 0.05, sum(ends) / max(len(ends), 1), column - 0.01, y)
    if not fallen:
        nothing = translate("nothing falls", language)
        axes.text(_COLUMNS[2] + 0.012, middle, nothing, size=SMALL, va="center", color=NOTE)
    axes.plot((0, 1), (top + height, top + height), color="#E3E3E3", linewidth=0.6)
    return height


def _rows(falls: Sequence[Fall]) -> list[Fall]:
    """Return the falls to be drawn: the largest, and the others of a long list as one."""
    ordered = sorted(falls, key=lambda fall: -fall.amount)
    if len(ordered) <= _MOST:
        return ordered
    rest = ordered[_MOST - 1 :]
    others = Fall(rest[0].service, OTHERS, sum(fall.amount for fall in rest), rest[0].why)
    return [*ordered[: _MOST - 1], others]


def _funder(fall: Fall, language: str) -> str:
    if fall.funder == OTHERS:
        return translate("others", language)
    return payer_heading(fall.funder, language)


def _link(axes: Axes, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draw a bent line between two rows."""
    bend = (x0 + x1) / 2
    axes.plot((x0, bend, bend, x1), (y0, y0, y1, y1), color=NOTE, linewidth=0.7)


def _data(tree: Tree) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "scenario": tree.scenario,
                "service": fall.service,
                "level": level,
                "why": fall.why,
                "funder": fall.funder,
                "unit": "CZK a year",
                "price_year": 2025,
                "amount": fall.amount,
            }
            for branch in tree.branches
            for level, falls in ((1, branch.taken), (2, branch.fallen))
            for fall in falls
        ]
    )
