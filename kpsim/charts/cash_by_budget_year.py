"""What budgets really pay more by budget year: money in nominal crowns, overload beside it."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from kpsim.analysis.cashability import Cash
from kpsim.charts.house_style import (
    AMBER,
    BAND_50,
    INK,
    SMALL,
    Chart,
    Footer,
    finished,
    house_style,
    key,
    number_axis,
    panel,
    sheet,
    source_line,
    wrapped,
    zero_line,
)
from kpsim.language import translate
from kpsim.results import Array
from kpsim.wording.numbers import SCALES, money_unit, number, scale_for, unbreakable
from kpsim.wording.words import payer_heading, payer_name

NAME = "cash_by_budget_year"
_PANELS = 4


def cash_by_budget_year(
    cash: Sequence[Cash],
    *,
    years: Sequence[int],
    prices: Array,
    public: Collection[str],
    footer: Footer,
    scenario: str,
    language: str,
) -> Chart:
    """Draw money and overload of the payers with most of both, nominal crowns by budget year.

    `prices` (year, draw) turns 2025 crowns into those of each year; all three share their years.
    """
    shown = sorted(
        (one for one in cash if one.payer in public),
        key=lambda one: -float(np.abs(one.long_run).mean()),
    )[:_PANELS]
    sizes = [float(abs((x * prices).mean(axis=-1)).max()) for o in shown for x in _both(o)]
    scale = scale_for(*sizes)
    unit = 10.0 ** SCALES[scale]
    with house_style():
        page = sheet(
            translate("Money and overload by budget year", language),
            translate(
                "Difference from keeping the services, nominal {unit}; grant to services left out",
                language,
            ).format(unit=money_unit(scale, language)),
            note=translate(
                "Overload is load carried without money until a whole step of capacity is there. "
                "Means; the black line is 9 of 10 futures of the money.",
                language,
            ),
            source=source_line(footer, NAME, language),
            language=language,
        )
        marks = (
            (Patch(color=AMBER, linewidth=0), "money"),
            (Patch(color=BAND_50, linewidth=0), "overload"),
        )
        top = key(page, marks, language)
        width = (page.right - page.left) / max(len(shown), 1)
        reach = _limits([np.asarray(x * prices / unit) for one in shown for x in _both(one)])
        for place, one in enumerate(shown):
            axes = panel(
                page,
                left=page.left + place * width + 0.75,
                bottom=page.bottom + 0.5,
                width=width - 0.85,
                height=top - page.bottom - 1.6,
            )
            _panel(axes, one, years, prices / unit, limits=reach)
            number_axis(axes, language)
            axes.set_xticks([years[0], years[-1]])
            name = payer_heading(one.payer, language)
            lines = wrapped(
                page.figure,
                unbreakable(name, language),
                size=SMALL,
                width=width - 0.85,
                weight="bold",
            )
            axes.text(
                0, 1.06, "\n".join(lines), transform=axes.transAxes, size=SMALL, weight="bold"
            )
        first = shown[0]
        alt = translate(
            "Bars of {count} payers by budget year. Most falls on {payer}: {money} {unit} in "
            "{year} as money, {overload} as overload. The numbers are in the file {name}.csv.",
            language,
        ).format(
            count=len(shown),
            payer=payer_name(first.payer, language),
            money=number(float((first.money[-1] * prices[-1] / unit).mean()), language, decimals=1),
            overload=number(
                float((first.overload[-1] * prices[-1] / unit).mean()), language, decimals=1
            ),
            unit=money_unit(scale, language),
            year=years[-1],
            name=NAME,
        )
        data = _data(cash, years, prices, scenario)
        return finished(NAME, page, data=data, alt_text=alt, language=language)


def _both(one: Cash) -> tuple[Array, Array]:
    return one.money, one.overload


def _limits(values: Sequence[Array]) -> tuple[float, float]:
    lows = [float(np.quantile(v, 0.05, axis=-1).min()) for v in values]
    highs = [float(np.quantile(v, 0.95, axis=-1).max()) for v in values]
    low, high = min([0.0, *lows]), max([0.0, *highs])
    room = 0.08 * (high - low or 1.0)
    return low - room, high + room


def _panel(
    axes: Axes,
    one: Cash,
    years: Sequence[int],
    prices: Array,
    *,
    limits: tuple[float, float],
) -> None:
    """Draw two bars a year, beside each other, so that signs may differ."""
    money, overload = one.money * prices, one.overload * prices
    at = np.array(years, dtype=float)
    axes.bar(at - 0.2, money.mean(axis=-1), width=0.38, color=AMBER, linewidth=0)
    axes.bar(at + 0.2, overload.mean(axis=-1), width=0.38, color=BAND_50, linewidth=0)
    low, high = np.quantile(money, (0.05, 0.95), axis=-1)
    axes.vlines(at - 0.2, low, high, color=INK, linewidth=0.9)
    zero_line(axes)
    axes.set_ylim(*limits)


def _data(cash: Sequence[Cash], years: Sequence[int], prices: Array, scenario: str) -> pd.DataFrame:
    rows = []
    for one in cash:
        for at, year in enumerate(years):
            paid, carried = one.money[at] * prices[at], one.overload[at] * prices[at]
            rows.append(
                {
                    "scenario": scenario,
                    "payer": one.payer,
                    "budget_year": year,
                    "unit": "nominal CZK",
                    "money_mean": float(paid.mean()),
                    "money_p05": float(np.quantile(paid, 0.05)),
                    "money_p95": float(np.quantile(paid, 0.95)),
                    "overload_mean": float(carried.mean()),
                }
            )
    return pd.DataFrame(rows)
