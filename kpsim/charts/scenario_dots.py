"""Scenarios side by side: net public cost as a dot with its ranges."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpsim.analysis.money import net_public_cost, over_horizon
from kpsim.analysis.summary import monte_carlo_error
from kpsim.charts.house_style import (
    BAND_50,
    BAND_90,
    LINE_HEIGHT,
    NAVY,
    NOTE,
    SMALL,
    Chart,
    Footer,
    Sheet,
    Skipped,
    finished,
    house_style,
    number_axis,
    panel,
    sheet,
    source_line,
    text_width,
    wrapped,
    write,
)
from kpsim.charts.notes import longer
from kpsim.language import translate
from kpsim.results import REFERENCE, VIEWS, Array, Results, View
from kpsim.wording.numbers import (
    SCALES,
    interval,
    money_unit,
    scale_for,
    unbreakable,
    with_bounds,
)
from kpsim.wording.words import likelihood, years_long

NAME, VIEWS_NAME = "scenario_dots", "view_dots"
_NAMES_ROOM, _VALUES_ROOM, _ODDS_ROOM = 5.6, 3.9, 2.7
_ROW = 0.75
_FINEST = Decimal("0.1")


@dataclass(frozen=True)
class _Row:
    """One scenario, in the scale of the chart."""

    title: str
    net: Array

    @property
    def middle(self) -> float:
        """Return the mean, which adds up over payers."""
        return float(self.net.mean())


def scenario_dots(
    results: Results, *, public: Collection[str], language: str, version: str
) -> Chart | Skipped:
    """Draw the difference of each scenario, sorted by its mean."""
    names = [name for name in results.scenarios if name != REFERENCE]
    if len(names) < 2:
        return Skipped(NAME, translate("there is only one scenario", language))
    nets = {
        results.titles[name].of(language): _net(results, name, "central", public=public)
        for name in names
    }
    footer = Footer(version, "", results.draws)
    rows, scale = _rows(nets, ordered=True)
    title = translate("Net spending of public budgets by scenario", language)
    return _drawn(
        NAME, title, rows, footer=footer, scale=scale, horizon=results.horizon, language=language
    )


def view_dots(
    results: Results, scenario: str, *, public: Collection[str], language: str, version: str
) -> Chart:
    """Draw the difference of one scenario in the three views: how much the doubt matters."""
    words = {
        "floor": "floor of harm: strong evidence only",
        "central": "central: all effects",
        "full": "full cost: average prices",
    }
    nets = {
        translate(words[view], language): _net(results, scenario, view, public=public)
        for view in VIEWS
    }
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    rows, scale = _rows(nets, ordered=False)
    title = translate("Net spending of public budgets in three views", language)
    return _drawn(
        VIEWS_NAME,
        title,
        rows,
        footer=footer,
        scale=scale,
        horizon=results.horizon,
        language=language,
    )


def _net(results: Results, scenario: str, view: View, *, public: Collection[str]) -> Array:
    net = net_public_cost(results, scenario, view, public=public)
    return over_horizon(results, scenario, net)


def _drawn(
    name: str,
    title: str,
    rows: Sequence[_Row],
    *,
    footer: Footer,
    scale: str,
    horizon: int,
    language: str,
) -> Chart:
    note = _note(name, language)
    with house_style():
        page = sheet(
            title,
            translate(
                "Sum over {years}, difference from keeping the services, {unit} in 2025 prices",
                language,
            ).format(years=years_long(horizon, language), unit=money_unit(scale, language)),
            note=note,
            source=source_line(footer, name, language),
            language=language,
            height=4.0 + longer(note, language) + _ROW * len(rows),
        )
        names = _names_room(page, rows, language)
        axes = panel(
            page,
            left=page.left + names,
            bottom=page.bottom + 0.5,
            width=page.right - page.left - names - _VALUES_ROOM - _ODDS_ROOM,
            height=page.top - page.bottom - 1.3,
        )
        _marks(axes, rows)
        _words(axes, page, rows, language=language)
        number_axis(axes, language, which="x", ticks=4)
        data = _data(rows, money_unit(scale, language))
        alt = _alt(rows, name, unit=money_unit(scale, language), language=language)
        return finished(name, page, data=data, alt_text=alt, language=language)


def _note(name: str, language: str) -> str:
    """Say how the picture is read, and in what the views differ."""
    read = translate(
        "Dot: mean; dark line: 5 of 10 futures, light line: 9 of 10. Below zero public budgets "
        "spend less. Each row is rounded by its own range.",
        language,
    )
    if name != VIEWS_NAME:
        return read
    differ = "The views differ in which effects and which prices are counted."
    return f"{translate(differ, language)} {read}"


def _names_room(page: Sheet, rows: Sequence[_Row], language: str) -> float:
    """Return the room for the names in cm: no more than the longest needs, so that dots have it."""
    texts = (unbreakable(row.title, language) for row in rows)
    widest = max(text_width(page.figure, text, size=SMALL) for text in texts)
    return min(_NAMES_ROOM, widest + 0.6)


def _rows(nets: Mapping[str, Array], *, ordered: bool) -> tuple[list[_Row], str]:
    """Return rows in one scale, sorted by their mean where they are scenarios."""
    scale = scale_for(*(float(q) for net in nets.values() for q in np.quantile(net, (0.05, 0.95))))
    unit = 10.0 ** SCALES[scale]
    rows = [_Row(title, net / unit) for title, net in nets.items()]
    return (sorted(rows, key=lambda row: row.middle) if ordered else rows), scale


def _marks(axes: Axes, rows: Sequence[_Row]) -> None:
    for place, row in enumerate(rows):
        p05, p25, p75, p95 = np.quantile(row.net, (0.05, 0.25, 0.75, 0.95))
        ends = (((p05, p95), BAND_90, 4.0), ((p25, p75), BAND_50, 6.0))
        for (low, high), color, width in ends:
            axes.plot(
                (low, high), (place, place), color=color, linewidth=width, solid_capstyle="butt"
            )
        for end in (p05, p95):
            axes.plot((end, end), (place - 0.14, place + 0.14), color=NAVY, linewidth=0.8)
        axes.plot(row.middle, place, marker="o", markersize=6, color=NAVY, zorder=4)
    axes.axvline(0, color=NOTE, linewidth=1.0, zorder=1.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_yticks([])


def _words(axes: Axes, page: Sheet, rows: Sequence[_Row], *, language: str) -> None:
    box, across = axes.get_position(), page.figure.get_size_inches()[0] * 2.54
    places = [
        (place / across - box.x0) / box.width
        for place in (
            box.x1 * across + 0.25,
            page.right - _ODDS_ROOM + 0.15,
        )
    ]
    heads = ("mean (9 of 10)", "futures in which spending rises")
    for at, head, room in zip(places, heads, (_VALUES_ROOM, _ODDS_ROOM), strict=True):
        lines = wrapped(
            page.figure, unbreakable(translate(head, language), language), size=SMALL, width=room
        )
        axes.text(
            at,
            1.02,
            "\n".join(lines),
            transform=axes.transAxes,
            va="bottom",
            size=SMALL,
            color=NOTE,
        )
    for place, row in enumerate(rows):
        title = wrapped(
            page.figure, unbreakable(row.title, language), size=SMALL, width=_NAMES_ROOM - 0.2
        )
        _name(page, axes, title, place, rows=len(rows))
        odds = wrapped(
            page.figure,
            likelihood(float((row.net > 0).mean()), language).digits,
            size=SMALL,
            width=_ODDS_ROOM - 0.1,
        )
        for at, text in zip(places, (_value(row, language), "\n".join(odds)), strict=True):
            axes.text(
                at,
                place,
                text,
                transform=axes.get_yaxis_transform(),
                va="center",
                size=SMALL,
                linespacing=1.0,
            )


def _name(page: Sheet, axes: Axes, lines: Sequence[str], place: int, *, rows: int) -> None:
    """Write the name of a row beside it, so that a second line is not cut."""
    box, up = axes.get_position(), page.figure.get_size_inches()[1] * 2.54
    middle = (box.y1 - box.height * (place + 0.5) / rows) * up
    write(page.figure, lines, x=page.left, y=middle + len(lines) * SMALL * LINE_HEIGHT / 2)


def _value(row: _Row, language: str) -> str:
    """Write mean and range, rounded by the row's own range as tables and texts round it."""
    low, high = (float(q) for q in np.quantile(row.net, (0.05, 0.95)))
    rounded = interval(
        row.middle,
        low,
        high,
        error=float(monte_carlo_error(row.net)),
        finer=1,
        least=_FINEST,
    )
    return with_bounds(rounded, language)


def harmless(text: str) -> str:
    """Write a title so that a spreadsheet does not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _data(rows: Sequence[_Row], unit: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "title": harmless(row.title),
                "unit": unit,
                "price_year": 2025,
                "mean": row.middle,
                **dict(
                    zip(
                        ("p05", "p25", "p50", "p75", "p95"),
                        (float(q) for q in np.quantile(row.net, (0.05, 0.25, 0.5, 0.75, 0.95))),
                        strict=True,
                    )
                ),
                "share_above_zero": float((row.net > 0).mean()),
            }
            for row in rows
        ]
    )


def _alt(rows: Sequence[_Row], name: str, *, unit: str, language: str) -> str:
    unclear = sum(np.quantile(row.net, 0.05) < 0 < np.quantile(row.net, 0.95) for row in rows)
    return translate(
        "Dots and ranges of {count} rows, {unit}. {least}: {least_value}; {most}: {most_value}. "
        "Rows with a range on both sides of zero: {unclear}. The numbers are in the file "
        "{name}.csv.",
        language,
    ).format(
        unit=unit,
        count=len(rows),
        least=rows[0].title,
        least_value=_value(rows[0], language),
        most=rows[-1].title,
        most_value=_value(rows[-1], language),
        unclear=unclear,
        name=name,
    )
