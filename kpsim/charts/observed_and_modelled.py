"""Published observations beside what the model says of them, one line an observation."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from kpsim.charts.house_style import (
    BAND_90,
    BASELINE,
    BRICK,
    LINE_HEIGHT,
    NAVY,
    NOTE,
    SMALL,
    WIDTH,
    Chart,
    Sheet,
    blank,
    finished,
    house_style,
    key,
    line_mark,
    panel,
    sheet,
    wrapped,
    write,
)
from kpsim.language import translate
from kpsim.validation.scoring import Judged
from kpsim.validation.validate import Validated
from kpsim.wording.numbers import number, unbreakable
from kpsim.wording.verdicts import (
    PARTS,
    WORDS,
    modelled_text,
    observed_text,
    part_of,
    text_of,
)

NAME = "observed_and_modelled"
_TEXT_ROOM, _VERDICT_ROOM = 8.7, 1.9
_TICKS = (0.25, 0.5, 1, 2, 4)
# What lies beyond is written at the edge: one outbreak would press all other cases together.
_LOWEST, _HIGHEST = 0.22, 4.6
_GAP, _FRAME_HEIGHT = 0.1, 4.1
_STAR = "\u00a0*"


@dataclass(frozen=True)
class _Line:
    """One line of the chart: words, and the observation if it has one."""

    words: list[str]
    bold: bool
    case: str
    judged: Judged | None = None
    again: Judged | None = None

    @property
    def height(self) -> float:
        """Return the height in cm."""
        return len(self.words) * SMALL * LINE_HEIGHT + _GAP


def observed_and_modelled(
    found: Sequence[Validated], *, language: str, version: str, draws: int
) -> Chart:
    """Draw every observation that is a ratio; events and differences stand in the table only."""
    with house_style():
        lines = _lines(found, language)
        page = sheet(
            translate("Observed and modelled", language),
            translate("Ratio to the time before or to no cut, 1 = no effect", language),
            note=translate(
                "A star marks cases from which a number of the model was taken; where there is "
                "another source for it, they are drawn once more without it (grey), and the "
                "verdict is on that. Events and cases outside the model stand in the table only.",
                language,
            ),
            source=translate(
                "Source: kpsim {version}, {draws} simulated futures; the studies are named in the "
                "case files. Data: {name}.csv.",
                language,
            ).format(version=version, draws=number(draws, language), name=NAME),
            language=language,
            height=_FRAME_HEIGHT + sum(line.height for line in lines),
        )
        top = key(page, _marks(), language)
        axes = _axes(page, lines, top=top, language=language)
        _draw(page, axes, lines, top=top, language=language)
        data = _data(lines)
        alt = _alt_text(lines, language)
        return finished(NAME, page, data=data, alt_text=alt, language=language)


def _lines(found: Sequence[Validated], language: str) -> list[_Line]:
    """List the lines in the order of the table: parts, cases, observations."""
    paper = blank(WIDTH, WIDTH)
    lines: list[_Line] = []
    for part, _ in PARTS:
        for each in (case for case in found if part_of(case) == part):
            again = each.without or (None,) * len(each.judged)
            shown = [
                (judged, other)
                for judged, other in zip(each.judged, again, strict=True)
                if judged.expectation.is_ratio
            ]
            if shown:
                star = _STAR if part == "reproduced" else ""
                title = text_of(each.case.title, language) + star
                words = _wrapped(paper, title, language, bold=True)
                lines.append(_Line(words, bold=True, case=each.case.name))
            for judged, other in shown:
                words = _wrapped(paper, text_of(judged.expectation.what, language), language)
                lines.append(_Line(words, False, each.case.name, judged, other))
    return lines


def _wrapped(paper: Figure, text: str, language: str, *, bold: bool = False) -> list[str]:
    weight = "bold" if bold else "normal"
    words = unbreakable(text, language)
    return wrapped(paper, words, size=SMALL, width=_TEXT_ROOM, weight=weight)


def _marks() -> tuple[tuple[Line2D, str], ...]:
    observed = Line2D([], [], color=BRICK, marker="D", markersize=4, linewidth=1.2)
    modelled = Line2D([], [], color=NAVY, marker="o", markersize=4, linewidth=1.4)
    without = line_mark(BASELINE, 1.6)
    return (
        (observed, "observed, with its range"),
        (modelled, "model, 9 of 10 futures"),
        (without, "without its own source"),
    )


def _axes(page: Sheet, lines: Sequence[_Line], *, top: float, language: str) -> Axes:
    """Make one logarithmic axis beside the words, for all lines."""
    height = sum(line.height for line in lines)
    left = page.left + _TEXT_ROOM + 0.3
    axes = panel(
        page,
        left=left,
        bottom=top - height,
        width=page.right - _VERDICT_ROOM - left,
        height=height,
    )
    axes.set_xscale("log")
    axes.set_xlim(_LOWEST, _HIGHEST)
    axes.set_ylim(-height, 0)
    axes.xaxis.set_major_locator(FixedLocator(_TICKS))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value, language)))
    axes.yaxis.set_major_locator(NullLocator())
    axes.grid(visible=True, axis="x")
    axes.axvline(1, color=NOTE, linewidth=1.0, zorder=1.5)
    return axes


def _tick(value: float, language: str) -> str:
    return number(value, language, decimals=2 if value < 0.5 else 1 if value < 1 else 0)


def _draw(page: Sheet, axes: Axes, lines: Sequence[_Line], *, top: float, language: str) -> None:
    depth = 0.0
    for line in lines:
        weight = "bold" if line.bold else "normal"
        write(page.figure, line.words, x=page.left, y=top - depth - _GAP / 2, weight=weight)
        middle = -(depth + line.height / 2)
        if line.judged is not None:
            _marked(axes, line.judged, middle, language=language)
            if line.again is not None:
                _again(axes, line.again, middle)
            # The rerun proves more than the run that knew the answer.
            judged = line.again or line.judged
            verdict = translate(WORDS[judged.verdict], language)
            y = top + middle + SMALL * LINE_HEIGHT / 2
            color = NAVY if judged.verdict == "pass" else BRICK
            x = page.right - _VERDICT_ROOM + 0.15
            write(page.figure, [verdict], x=x, y=y, color=color)
        depth += line.height


def _marked(axes: Axes, judged: Judged, y: float, *, language: str) -> None:
    """Draw the model's interval above, the observation below the middle of a line."""
    up, down = y + 0.07, y - 0.09
    axes.plot([judged.low, judged.high], [up, up], color=BAND_90, linewidth=5, zorder=2)
    axes.plot([judged.low, judged.high], [up, up], color=NAVY, linewidth=1.4, zorder=3)
    axes.plot([judged.median], [up], color=NAVY, marker="o", markersize=4, zorder=4)
    low, high = judged.expectation.bounds
    observed = judged.expectation.observed
    if not _LOWEST < observed < _HIGHEST:
        _at_edge(axes, observed, down, language=language)
        return
    axes.plot([low, high], [down, down], color=BRICK, linewidth=1.2, zorder=3)
    axes.plot([observed], [down], color=BRICK, marker="D", markersize=3.6, zorder=5)


def _at_edge(axes: Axes, value: float, y: float, *, language: str) -> None:
    """Point to an observation beyond the axis and write its value."""
    above = value >= _HIGHEST
    text = number(value, language, decimals=0 if above else 2)
    edge = _HIGHEST / 1.09 if above else _LOWEST * 1.09
    marker = ">" if above else "<"
    axes.plot([edge], [y], color=BRICK, marker=marker, markersize=4, zorder=5)
    place, side = (edge / 1.12, "right") if above else (edge * 1.12, "left")
    axes.text(place, y, text, color=BRICK, size=SMALL, ha=side, va="center")


def _again(axes: Axes, judged: Judged, y: float) -> None:
    up = y + 0.2
    axes.plot([judged.low, judged.high], [up, up], color=BASELINE, linewidth=1.6, zorder=3)
    axes.plot([judged.median], [up], color=BASELINE, marker="|", markersize=5, zorder=4)


def _data(lines: Sequence[_Line]) -> pd.DataFrame:
    rows = []
    for line in lines:
        runs = (("as is", line.judged), ("without its own source", line.again))
        for run, judged in runs:
            if judged is not None:
                low, high = judged.expectation.bounds
                rows.append(
                    {
                        "case": line.case,
                        "what": judged.expectation.what.en,
                        "run": run,
                        "observed": judged.expectation.observed,
                        "observed_low": low,
                        "observed_high": high,
                        "p05": judged.low,
                        "p50": judged.median,
                        "p95": judged.high,
                        "verdict": judged.verdict,
                    }
                )
    return pd.DataFrame(rows)


def _alt_text(lines: Sequence[_Line], language: str) -> str:
    """Say how many observations are drawn, and the first of them in numbers."""
    shown = [line.judged for line in lines if line.judged is not None]
    if not shown:
        return translate("No observation is a ratio, so nothing is drawn.", language)
    first = shown[0]
    text = translate(
        "Intervals of {count} observations. {what}: observed {observed}, model {modelled}. "
        "The numbers are in the file {name}.csv.",
        language,
    )
    return text.format(
        count=len(shown),
        what=text_of(first.expectation.what, language),
        observed=observed_text(first.expectation, language),
        modelled=modelled_text(first, language),
        name=NAME,
    )
