"""Net public cost by year and added up, with the years in which either changes its sign."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpsim.analysis.money import (
    BreakEven,
    break_even,
    cumulative,
    horizon_years,
    net_public_cost,
)
from kpsim.analysis.summary import monte_carlo_error
from kpsim.charts.alt_text import changed
from kpsim.charts.end_labels import spread_out
from kpsim.charts.house_style import (
    AMBER,
    CM,
    INK,
    LABEL,
    NAVY,
    SMALL,
    Chart,
    Footer,
    Sheet,
    fan,
    fan_marks,
    finished,
    fit_ticks,
    height_in_cm,
    house_style,
    key,
    number_axis,
    panel,
    quantile_frame,
    sheet,
    source_line,
    wrapped,
    write,
    year_axis,
    zero_line,
)
from kpsim.language import translate
from kpsim.results import Array, Results, View
from kpsim.wording.numbers import (
    SCALES,
    Rounded,
    bounds,
    interval,
    money_text,
    money_unit,
    number,
    scale_for,
    unbreakable,
    years,
)
from kpsim.wording.words import NEARLY_ALWAYS, in_ten, of_view

NAME = "net_cost"
_LABEL_ROOM = 1.15
_BETWEEN_LABELS = 0.4


@dataclass(frozen=True)
class _Money:
    """Net cost in the scale of the chart, with what the panels share."""

    counted: Sequence[int]
    yearly: Array
    total: Array
    turning: BreakEven
    scale: str
    language: str


def net_cost(
    results: Results,
    scenario: str,
    *,
    public: Collection[str],
    language: str,
    version: str,
    view: View = "central",
) -> Chart:
    """Draw net public cost by year and cumulated draw by draw, each with its bands."""
    money = _money(results, scenario, public=public, view=view, language=language)
    name = NAME if view == "central" else f"{NAME}_{view}"
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    with house_style():
        page = sheet(
            translate("Net spending of public budgets by year and in total", language),
            translate(
                "Difference from keeping the services, {unit} in 2025 prices", language
            ).format(unit=money_unit(money.scale, language))
            + of_view(view, language),
            note=_note(money),
            source=source_line(footer, name, language),
            language=language,
        )
        top = key(page, fan_marks(), language)
        width = (page.right - page.left) / 2
        headings = (
            translate("In each year", language),
            translate("In total since {year}", language).format(year=money.counted[0]),
        )
        for side, draws in enumerate((money.yearly, money.total)):
            left = page.left + side * width
            write(page.figure, [headings[side]], x=left, y=top, size=LABEL, weight="bold")
            axes = panel(
                page,
                left=left + 0.95,
                bottom=page.bottom + 0.5,
                width=width - 0.95 - _LABEL_ROOM - 0.25,
                height=top - page.bottom - 1.15,
            )
            _fan_panel(axes, money, draws)
            if side:
                _break_even_mark(page, axes, money)
            _end_values(axes, money, draws)
            fit_ticks(page, axes, left=left)
        alt = _alt_text(money, name)
        data = _data(money, scenario, view)
        return finished(name, page, data=data, alt_text=alt, language=language)


def _money(
    results: Results, scenario: str, *, public: Collection[str], view: View, language: str
) -> _Money:
    net = net_public_cost(results, scenario, view, public=public)
    window = horizon_years(results, scenario)
    total = cumulative(results, scenario, net)
    scale = scale_for(*np.quantile(total[-1], (0.05, 0.95)))
    unit = 10.0 ** SCALES[scale]
    return _Money(
        results.years[window],
        net[window] / unit,
        total / unit,
        break_even(results, scenario, view, public=public),
        scale,
        language,
    )


def _note(money: _Money) -> str:
    """Say what the bands are and, where the yearly sign turns within the years, from when on."""
    bands = translate(
        "Dark band: 5 of 10 futures, light band: 9 of 10; 1 of 10 lies outside. "
        "Read each year by itself. The line is the median, tables give means.",
        money.language,
    )
    return " ".join(part for part in (_turned(money), bands) if part)


def _turned(money: _Money) -> str:
    """Say from which year the yearly median keeps the sign it did not begin with."""
    medians = np.median(money.yearly, axis=-1)
    rounded = _rounded(money.yearly[-1])
    sign = np.sign(medians)
    others = np.flatnonzero(sign != sign[-1])
    if not others.size or sign[0] != -sign[-1] or not rounded.centre:
        return ""
    template = translate(
        "By the median, spending is higher each year from {year} on than with the services kept, "
        "in {last} by {amount} (9 of 10: {bounds}); later years are not counted."
        if sign[-1] > 0
        else "By the median, spending is lower each year from {year} on than with the services "
        "kept, in {last} the difference is {amount} (9 of 10: {bounds}); later years are not "
        "counted.",
        money.language,
    )
    digits = number(rounded.centre, money.language, decimals=rounded.decimals)
    return template.format(
        year=money.counted[int(others[-1]) + 1],
        last=money.counted[-1],
        amount=money_text(digits, money.scale, money.language),
        bounds=bounds(rounded, money.language),
    )


def _rounded(draws: Array) -> Rounded:
    """Round the median of a year and its 90 % interval as they are printed."""
    low, middle, high = (float(q) for q in np.quantile(draws, (0.05, 0.5, 0.95)))
    return interval(middle, low, high, error=float(monte_carlo_error(draws)), finer=1)


def _fan_panel(axes: Axes, money: _Money, draws: Array) -> None:
    fan(axes, money.counted, draws)
    zero_line(axes)
    if not draws.any():
        axes.set_ylim(-1, 1)
    number_axis(axes, money.language)
    year_axis(axes, money.counted, every=3)
    axes.set_xlim(money.counted[0], money.counted[-1])


def _end_values(axes: Axes, money: _Money, draws: Array) -> None:
    """Print median and ends of the 90 % band of the last year beside the band."""
    low, middle, high = (float(q) for q in np.quantile(draws[-1], (0.05, 0.5, 0.95)))
    rounded = _rounded(draws[-1])
    bottom, top = axes.get_ylim()
    height = height_in_cm(axes)
    gap = (top - bottom) * _BETWEEN_LABELS / height
    printed = [
        (low, rounded.low, "normal"),
        (middle, rounded.centre, "bold"),
        (high, rounded.high, "normal"),
    ]
    if rounded.low == rounded.high:
        printed = printed[1:2]
    places = spread_out([level for level, _, _ in printed], gap=gap, low=bottom, high=top)
    for place, (_, value, weight) in zip(places, printed, strict=True):
        axes.annotate(
            number(value, money.language, decimals=rounded.decimals),
            (money.counted[-1], place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            size=SMALL,
            color=NAVY,
            weight=weight,
            annotation_clip=False,
        )


def _break_even_mark(page: Sheet, axes: Axes, money: _Money) -> None:
    """Put the year in which the sum crosses zero on the zero line: dot and 90 % bar."""
    found = _crossing_years(money.turning)
    if found.size:
        first, middle, last = np.quantile(found, (0.05, 0.5, 0.95), method="nearest")
        axes.plot((first, last), (0, 0), color=INK, linewidth=2.2, solid_capstyle="butt", zorder=4)
        axes.plot(
            middle,
            0,
            marker="o",
            markersize=6.5,
            color=AMBER,
            markeredgecolor=INK,
            markeredgewidth=0.8,
            zorder=5,
        )
    bottom, top = axes.get_ylim()
    # The words take the emptier side of the fan, away from the numbers of the axis.
    rising = float(np.median(money.total[-1])) > 0
    room = 0.42 * (top - bottom)
    axes.set_ylim(bottom - (room if rising else 0), top + (0 if rising else room))
    width = 0.96 * axes.get_position().width * float(page.figure.get_size_inches()[0]) / CM
    lines = [
        line
        for text in _break_even_words(money)
        for line in wrapped(page.figure, text, size=SMALL, width=width)
    ]
    axes.annotate(
        "\n".join(lines),
        (0.99, 0.02 if rising else 0.98),
        xycoords="axes fraction",
        ha="right",
        va="bottom" if rising else "top",
        size=SMALL,
        linespacing=1.2,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
    )


def _crossing_years(turning: BreakEven) -> Array:
    """Return the years of those futures that cross; those of a few would only mislead."""
    if turning.share_never > NEARLY_ALWAYS:
        return np.array([])
    return np.asarray(turning.years[~np.isnan(turning.years)])


def _break_even_words(money: _Money) -> list[str]:
    """Say in how many futures the sum crosses zero for good, and when in those."""
    language, turning = money.language, money.turning
    found = _crossing_years(turning)
    last_year = money.counted[-1]
    if not money.total.any():
        return [
            unbreakable(translate("no difference from keeping the services", language), language)
        ]
    cut = turning.direction == "stops paying"
    if not found.size:
        never = "the sum stays lower to {year}" if cut else "the sum stays higher to {year}"
        odds = translate("{odds} futures", language)
        return [
            unbreakable(translate(never, language).format(year=last_year), language),
            odds.format(odds=in_ten(turning.share_never, language)),
        ]
    first, middle, last = np.quantile(found, (0.05, 0.5, 0.95), method="nearest")
    happens = "the sum is higher {odds} futures:" if cut else "the sum is lower {odds} futures:"
    when = (
        "from {year} ({span})"
        if not turning.share_never
        else "from {year} ({span}), else not by {end}"
    )
    span = years(int(first), int(last))
    odds = in_ten(1 - turning.share_never, language)
    return [
        unbreakable(translate(happens, language).format(odds=odds), language),
        translate(when, language).format(year=int(middle), span=span, end=last_year),
    ]


def _data(money: _Money, scenario: str, view: View) -> pd.DataFrame:
    unit = money_unit(money.scale, money.language)
    frames = [
        quantile_frame(
            money.counted,
            draws,
            {
                "scenario": scenario,
                "view": view,
                "quantity": quantity,
                "unit": unit,
                "price_year": 2025,
            },
        )
        for quantity, draws in (("yearly", money.yearly), ("cumulative", money.total))
    ]
    return pd.concat(frames, ignore_index=True)


def _alt_text(money: _Money, name: str) -> str:
    language = money.language
    rounded = _rounded(money.total[-1])
    template = translate(
        "Two charts with bands. In total to {year} net spending is {change}. {break_even}. "
        "The numbers are in the file {name}.csv.",
        language,
    )
    words = " ".join(_break_even_words(money))
    return template.format(
        year=money.counted[-1],
        change=changed(rounded, money.scale, language),
        break_even=words[:1].upper() + words[1:],
        name=name,
    )
