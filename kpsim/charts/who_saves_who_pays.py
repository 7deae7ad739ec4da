"""Who saves and who pays, by year: bars to both sides of zero that add up, the net as a line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from kpsim.analysis.money import by_payer, horizon_years
from kpsim.charts.alt_text import changed
from kpsim.charts.house_style import (
    BAND_50,
    BAND_90,
    GRID,
    INK,
    LINE_HEIGHT,
    NOTE,
    SMALL,
    Chart,
    Footer,
    Sheet,
    finished,
    fit_ticks,
    height_in_cm,
    house_style,
    number_axis,
    panel,
    sheet,
    source_line,
    wrapped,
    year_axis,
    zero_line,
)
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.wording.numbers import (
    SCALES,
    Rounded,
    interval,
    money_unit,
    scale_for,
    unbreakable,
)
from kpsim.wording.words import payer_heading

NAME = "who_saves_who_pays"
OTHERS = "others"
REGION = "region"
_SHOWN = 3
"""Payers with a bar of their own beside the region, which always has one."""
_NAMES_ROOM = 4.0
_TALL = 0.1
"""Share of the plot from which a bar is tall enough for a white edge of the lines on it."""
LOOKS: Mapping[str, tuple[str, str]] = {
    "mpsv": (NOTE, ""),
    "government_office": (BAND_90, ""),
    "region": (BAND_50, ""),
    "health_insurers": ("white", "xxxxx"),
    OTHERS: ("white", ""),
}
"""Fill and hatch of a payer, the same in every chart; no colour, for those mean other things."""

NET, RANGE = "net effect", "9 of 10 futures"
_LINES: Mapping[str, Mapping[str, Any]] = {
    NET: {"linewidth": 1.75},
    RANGE: {"linewidth": 0.7, "linestyle": (0, (4, 2))},
}
"""How the net of all and its range are drawn."""

_SPARE = (("white", "/////"), (GRID, "....."), ("white", "-----"))
"""Looks of payers who are seldom among the largest."""


def who_saves_who_pays(
    results: Results,
    scenario: str,
    *,
    public: Collection[str],
    language: str,
    version: str,
) -> Chart:
    """Draw each year's net by payer as means: below zero saves, above zero pays."""
    window = horizon_years(results, scenario)
    years = results.years[window]
    nets = {
        payer: of.net[window]
        for payer, of in by_payer(results, scenario, "central").items()
        if payer in public
    }
    total = np.asarray(sum(nets.values()))
    scale = scale_for(*(float(abs(net.mean(axis=-1)).max()) for net in (*nets.values(), total)))
    unit = 10.0 ** SCALES[scale]
    parts = largest({name: net.mean(axis=-1) / unit for name, net in nets.items()})
    names = {
        name: translate("other public payers", language)
        if name == OTHERS
        else payer_heading(name, language)
        for name in parts
    }
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    with house_style():
        page = sheet(
            translate("Who saves and who pays by year", language),
            translate(
                "Public budgets, difference from keeping the services, {unit} in 2025 prices",
                language,
            ).format(unit=money_unit(scale, language)),
            note=translate(
                "Bars are means, so that they add up; below zero a payer saves, above it pays; the "
                "others stand on the side on which each is. The line is the net of all public "
                "budgets with the range of 9 of 10 futures.",
                language,
            ),
            source=source_line(footer, NAME, language),
            language=language,
        )
        axes = panel(
            page,
            left=page.left,
            bottom=page.bottom + 0.5,
            width=page.right - page.left - _NAMES_ROOM,
            height=page.top - page.bottom - 0.7,
        )
        looks = _looks(parts)
        _bars(axes, years, parts, looks)
        _lines(axes, years, total / unit)
        _names(axes, page, {names[name]: look for name, look in looks.items()}, language)
        zero_line(axes)
        number_axis(axes, language)
        year_axis(axes, years, every=1)
        fit_ticks(page, axes, left=page.left)
        alt = translate(
            "Bars by year for {count} payers and the others. Over the years shown net spending of "
            "public budgets is {change}. The numbers are in the file {name}.csv.",
            language,
        ).format(
            count=len(parts) - (OTHERS in parts),
            change=changed(_net(total.sum(axis=0) / unit), scale, language),
            name=NAME,
        )
        data = _data(nets, years, scenario, language)
        return finished(NAME, page, data=data, alt_text=alt, language=language)


def largest(means: Mapping[str, Array]) -> dict[str, Array]:
    """Keep the payers with the largest sums and the region, the rest in rows under others."""
    order = sorted(means, key=lambda name: -float(np.abs(means[name]).sum()))
    shown = [*order[:_SHOWN], *(name for name in order[_SHOWN:] if name == REGION)]
    kept = {name: means[name][np.newaxis] for name in shown if np.abs(means[name]).sum() > 0}
    rest = [means[name] for name in order if name not in shown]
    if rest:
        kept[OTHERS] = np.array(rest)
    return kept


def _looks(payers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give each payer its look, and one of the spare ones to those without."""
    spare = iter(_SPARE)
    return {name: LOOKS.get(name) or next(spare) for name in payers}


def _bars(
    axes: Axes,
    years: Sequence[int],
    parts: Mapping[str, Array],
    looks: Mapping[str, tuple[str, str]],
) -> None:
    """Stack what is positive upwards and what is negative downwards, payer by payer.

    Of the others those who pay stand above zero and those who save below, so that neither hides
    the other.
    """
    above, below = np.zeros(len(years)), np.zeros(len(years))
    for name, part in parts.items():
        fill, hatch = looks[name]
        up, down = np.maximum(part, 0).sum(axis=0), np.minimum(part, 0).sum(axis=0)
        for side, base in ((up, above), (down, below)):
            seen = side != 0
            axes.bar(
                np.array(years)[seen], side[seen], bottom=base[seen], width=0.7, facecolor=fill,
                hatch=hatch, edgecolor=NOTE, linewidth=0.6,
            )  # fmt: skip
        above, below = above + up, below + down


def _names(axes: Axes, page: Sheet, names: Mapping[str, tuple[str, str]], language: str) -> None:
    """Name the looks beside the bars, and the lines."""
    height = height_in_cm(axes)
    y = 1.0
    lines_of = ((translate(words, language), words) for words in _LINES)
    for name, look in (*names.items(), *lines_of):
        lines = wrapped(
            page.figure, unbreakable(name, language), size=SMALL, width=_NAMES_ROOM - 0.7
        )
        _mark(axes, y, SMALL * LINE_HEIGHT / height, look)
        axes.annotate(
            "\n".join(lines),
            (1.07, y),
            xycoords="axes fraction",
            size=SMALL,
            va="top",
            linespacing=1.1,
            annotation_clip=False,
        )
        y -= (len(lines) + 1 / 2) * SMALL * LINE_HEIGHT / height


def _mark(axes: Axes, top: float, line: float, look: Sequence[str]) -> None:
    """Put the look of a payer, or one of the lines, before a name."""
    where: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False}
    if isinstance(look, str):
        axes.plot((1.02, 1.05), (top - line / 2,) * 2, color=INK, **_LINES[look], **where)
        return
    fill, hatch = look
    axes.add_patch(
        Rectangle((1.02, top - line), 0.03, line, facecolor=fill, hatch=hatch, edgecolor=NOTE,
                  linewidth=0.6, **where)
    )  # fmt: skip


def _lines(axes: Axes, years: Sequence[int], total: Array) -> None:
    """Draw the net of all public budgets with its range."""
    low, high = np.quantile(total, (0.05, 0.95), axis=-1)
    for edge in (low, high):
        _edged(axes, years, edge, white=2.2)
        axes.plot(years, edge, color=INK, zorder=4, **_LINES[RANGE])
    _edged(axes, years, total.mean(axis=-1), white=3.2)
    axes.plot(years, total.mean(axis=-1), color=INK, zorder=5, **_LINES[NET])


def _edged(axes: Axes, years: Sequence[int], line: Array, *, white: float) -> None:
    """Put white under a line where it crosses a tall bar: black on dark grey cannot be read.

    Elsewhere it would wipe out zero and bars as low as the line is wide.
    """
    bars = [each for each in axes.patches if isinstance(each, Rectangle)]
    low, high = axes.get_ylim()
    for bar in bars:
        if abs(bar.get_height()) > _TALL * (high - low):
            (under,) = axes.plot(years, line, color="white", linewidth=white, zorder=4)
            under.set_clip_path(bar)


def _net(net: Array) -> Rounded:
    low, high = (float(q) for q in np.quantile(net, (0.05, 0.95)))
    return interval(float(net.mean()), low, high, finer=1)


def _data(
    nets: Mapping[str, Array], years: Sequence[int], scenario: str, language: str
) -> pd.DataFrame:
    rows = []
    for payer, net in nets.items():
        low, high = np.quantile(net, (0.05, 0.95), axis=-1)
        rows += [
            {
                "scenario": scenario,
                "payer": payer,
                "label": payer_heading(payer, language),
                "year": year,
                "unit": translate("CZK a year", language),
                "price_year": 2025,
                "net_mean": float(net[at].mean()),
                "net_p05": float(low[at]),
                "net_p95": float(high[at]),
            }
            for at, year in enumerate(years)
        ]
    return pd.DataFrame(rows)
