"""The services' money in crowns as paid and in what it buys at the services' own prices."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpsim.charts.end_labels import EndLabel, end_labels
from kpsim.charts.house_style import (
    BASELINE,
    INK,
    LABEL,
    NAVY,
    Chart,
    Footer,
    Sheet,
    Skipped,
    fan,
    finished,
    fit_ticks,
    house_style,
    number_axis,
    panel,
    quantile_frame,
    sheet,
    source_line,
    year_axis,
)
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.wording.numbers import interval, percent, with_bounds

NAME = "budget_erosion"
_LABEL_ROOM = 4.3
HEIGHT = 7.8
_MARKED_YEARS = (3, 5, 10)


@dataclass(frozen=True)
class _Erosion:
    """Indices from the base year on, 100 in the base year: (year, draw)."""

    years: tuple[int, ...]
    crowns: Array
    nominal: Array
    real: Array

    @property
    def base(self) -> int:
        """Return the year that is 100."""
        return self.years[0]


def budget_erosion(
    results: Results, scenario: str, *, language: str, version: str
) -> Chart | Skipped:
    """Draw the money of the services as an index, nominal and at the service cost index."""
    erosion = _erosion(results, scenario)
    if erosion is None:
        return Skipped(
            NAME, translate("the services have no money in the first year or in the last", language)
        )
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    with house_style():
        page = sheet(
            translate("What the services are paid and what it buys", language),
            translate(
                "Index, {year} = 100; what it buys: without the growth of service costs", language
            ).format(year=erosion.base),
            note=_note(erosion, language),
            source=source_line(footer, NAME, language),
            language=language,
            height=HEIGHT,
        )
        axes = panel(
            page,
            left=page.left + 0.9,
            bottom=page.bottom + 0.5,
            width=page.right - page.left - 0.9 - _LABEL_ROOM,
            height=page.top - page.bottom - 0.65,
        )
        _lines(axes, erosion)
        number_axis(axes, language)
        year_axis(axes, erosion.years, every=2)
        fit_ticks(page, axes, left=page.left)
        _gaps(axes, erosion, language)
        _end_labels(axes, page, erosion, language=language)
        alt = _alt_text(erosion, language)
        data = _data(erosion, scenario, language)
        return finished(NAME, page, data=data, alt_text=alt, language=language)


def _erosion(results: Results, scenario: str) -> _Erosion | None:
    change = results.first_change[results.position(scenario)]
    start = max(0, results.years.index(change) - 1) if change is not None else 0
    crowns = results.service_money[start:, results.position(scenario)]
    if not (crowns[0] > 0).all() or not (np.median(crowns[-1]) > 0):
        return None
    bought = crowns / results.service_cost_index[start:]
    return _Erosion(
        results.years[start:], crowns, 100 * crowns / crowns[0], 100 * bought / bought[0]
    )


def _note(erosion: _Erosion, language: str) -> str:
    """Explain what is drawn: bold shares and bands stand only where something changes."""
    parts = []
    if _marks(erosion, language):
        parts.append("In bold: how much less or more the budget buys than in {year}.")
    if _uncertain(erosion.nominal):
        parts.append("Between the thin grey lines lie 9 of 10 futures of what is paid.")
    if _uncertain(erosion.real):
        parts.append("Dark band: 5 of 10 futures, light band: 9 of 10.")
    else:
        parts.append("What the budget buys is decided by the scenario, hence without a band.")
    return " ".join(translate(part, language) for part in parts).format(year=erosion.base)


def _uncertain(index: Array) -> bool:
    """Tell whether the futures differ by as much as a reader could see."""
    low, high = np.quantile(index, (0.05, 0.95), axis=-1)
    return bool((high - low).max() >= 1)


def _marks(erosion: _Erosion, language: str) -> dict[int, str]:
    """Return the years marked and the share lost or won, without nothing and without repeats."""
    found: dict[int, str] = {}
    for after in _MARKED_YEARS:
        if after < len(erosion.years):
            change = float(np.median(erosion.real[after])) / 100 - 1
            text = percent(change, language)
            if text != percent(0, language) and text not in found.values():
                found[after] = text
    return found


def _lines(axes: Axes, erosion: _Erosion) -> None:
    fan(axes, erosion.years, erosion.real)
    low, paid, high = np.quantile(erosion.nominal, (0.05, 0.5, 0.95), axis=-1)
    for line, width in ((low, 0.6), (paid, 2.0), (high, 0.6)):
        axes.plot(erosion.years, line, color=BASELINE, linewidth=width)
    highest = max(100.0, *high, *np.quantile(erosion.real, 0.95, -1))
    axes.set_ylim(0, highest * 1.12)
    axes.set_xlim(erosion.years[0], erosion.years[-1])


def _gaps(axes: Axes, erosion: _Erosion, language: str) -> None:
    """Say how much less the money buys than in the base year, three, five and ten years on."""
    for after, text in _marks(erosion, language).items():
        bought = float(np.median(erosion.real[after]))
        year = erosion.years[after]
        # A growing line of what is paid would run through the label above.
        below = float(np.median(erosion.nominal[after])) > 100
        axes.plot((year, year), (bought, 100), color=INK, linewidth=0.8, zorder=4)
        last = year == erosion.years[-1]
        axes.annotate(
            text,
            (year, min(100, bought) if below else max(100, bought)),
            xytext=(0, -3 if below else 3),
            textcoords="offset points",
            ha="right" if last else "center",
            va="top" if below else "bottom",
            size=LABEL,
            weight="bold",
        )


def _end_labels(axes: Axes, page: Sheet, erosion: _Erosion, *, language: str) -> None:
    paid, bought = (float(np.median(each[-1])) for each in (erosion.nominal, erosion.real))
    as_paid = translate("as paid: {value}", language).format(value=_last(erosion.nominal, language))
    buys = translate("what it buys: {value}", language).format(value=_last(erosion.real, language))
    end_labels(
        page,
        axes,
        (EndLabel(as_paid, paid, BASELINE), EndLabel(buys, bought, NAVY)),
        x=erosion.years[-1],
        room=_LABEL_ROOM - 0.7,
        language=language,
    )


def _last(index: Array, language: str) -> str:
    """Write the last value of an index with its range, where it has one."""
    low, middle, high = (float(q) for q in np.quantile(index[-1], (0.05, 0.5, 0.95)))
    return with_bounds(interval(middle, low, high), language)


def _data(erosion: _Erosion, scenario: str, language: str) -> pd.DataFrame:
    index = translate("index, {year} = 100", language).format(year=erosion.base)
    crowns = translate("CZK a year, current prices", language)
    frames = [
        quantile_frame(
            erosion.years, draws, {"scenario": scenario, "quantity": quantity, "unit": unit}
        )
        for quantity, unit, draws in (
            ("nominal_money", crowns, erosion.crowns),
            ("nominal_index", index, erosion.nominal),
            ("real_index", index, erosion.real),
        )
    ]
    return pd.concat(frames, ignore_index=True)


def _alt_text(erosion: _Erosion, language: str) -> str:
    template = translate(
        "Two lines, index {base} = 100. In {year} the budget as paid stands at {paid}, "
        "what it buys at {value}. The numbers are in the file {name}.csv.",
        language,
    )
    return template.format(
        base=erosion.base,
        year=erosion.years[-1],
        paid=_last(erosion.nominal, language),
        value=_last(erosion.real, language),
        name=NAME,
    )
