"""What decides early and what later: shares of each year's variance, printed in every cell."""

import numpy as np
import pandas as pd

from kpsim.charts.alt_text import with_file
from kpsim.charts.house_style import (
    INK,
    SMALL,
    WIDTH,
    Chart,
    Footer,
    finished,
    house_style,
    sheet,
    source_line,
)
from kpsim.charts.notes import longer
from kpsim.charts.rows import Row, row_panel
from kpsim.language import translate
from kpsim.results import Array
from kpsim.sensitivity.over_time import REST, HeatMap
from kpsim.wording.numbers import number, unbreakable

NAME = "driver_heat_map"
HEIGHT = 10.0
_NAMES = 6.9
"""For the names, in cm: two lines hold the longest."""

_HARDLY = 0.02
"""By how much the second falls short at most to be named beside the first."""
# One hue from light to dark: five classes that stay apart in grey print.
_CLASSES = ("#FFFFFF", "#DDE4EC", "#A9B9CB", "#5F7A99", "#0A2A52")
_LIMITS = (0.05, 0.15, 0.30, 0.50)
_DARK = 3


def driver_heat_map(
    found: HeatMap, labels: dict[str, str], *, outcome: str, footer: Footer, language: str
) -> Chart:
    """Draw the table with its shading."""
    words = sentence(found, labels, language)
    note = f"{words} " + translate(
        "A darker field is a larger share; each column adds to 100 (rounded so).", language
    )
    with house_style():
        page = sheet(
            translate("When each unknown decides", language),
            translate(
                "Shares of the uncertainty of each year's {outcome}, per cent", language
            ).format(outcome=outcome),
            note=note,
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=HEIGHT + longer(note, language),
        )  # fmt: skip
        rows = [Row(_label(name, labels, language)) for name in found.names]
        axes = row_panel(
            page,
            rows,
            language=language,
            top=page.top - 0.55,
            right=0.1,
            names=_NAMES,
            axis=False,
        )
        axes.set_xlim(-0.5, len(found.years) - 0.5)
        printed = np.array([whole_percents(year) for year in found.shares.T]).T
        for place, row in enumerate(found.shares):
            for column, share in enumerate(row):
                shade = int(np.searchsorted(_LIMITS, share, side="right"))
                axes.fill_between(
                    (column - 0.48, column + 0.48),
                    place - 0.46,
                    place + 0.46,
                    color=_CLASSES[shade],
                    linewidth=0,
                )
                axes.text(
                    column,
                    place,
                    number(int(printed[place, column]), language),
                    ha="center",
                    va="center",
                    size=SMALL,
                    color="white" if shade >= _DARK else INK,
                )
        for column, year in enumerate(found.years):
            axes.text(column, -0.62, str(year), ha="center", va="bottom", size=SMALL)
        return finished(
            NAME,
            page,
            data=frame(found, labels, language),
            alt_text=with_file(words, NAME, language),
            language=language,
        )


def sentence(found: HeatMap, labels: dict[str, str], language: str) -> str:
    """Say what decides at first and what afterwards."""
    leaders = [found.names[int(place)] for place in found.shares[:-1].argmax(axis=0)]
    first, last = leaders[0], leaders[-1]
    names = {name: _label(name, labels, language) for name in (first, last)}
    if first == last:
        text = translate(
            "Of those named, “{first}” has the largest share in the first year and in the last.",
            language,
        )
        said = text.format(first=names[first])
        if len(found.names) > 2:
            early = found.shares[:-1, 0]
            most, second = (int(place) for place in np.argsort(-early, kind="stable")[:2])
            if early[most] - early[second] <= _HARDLY:
                text = translate("In {year} “{second}” has hardly less.", language)
                label = _label(found.names[second], labels, language)
                said += " " + text.format(year=found.years[0], second=label)
        return unbreakable(said, language)
    count = next(place for place, name in enumerate(leaders) if name != first)
    text = translate(
        "In {year} “{first}” decides most, in the end “{last}”."
        if count == 1
        else "From {start} to {year} “{first}” decides most, in the end “{last}”.",
        language,
    )
    words = {"start": found.years[0], "year": found.years[count - 1]}
    return unbreakable(text.format(**words, first=names[first], last=names[last]), language)


def whole_percents(shares: Array) -> list[int]:
    """Round shares to whole percents that add to the rounded sum: the largest remainders go up.

    >>> whole_percents(np.array([1 / 3, 1 / 3, 1 / 3]))
    [34, 33, 33]
    """
    exact = 100 * np.asarray(shares, dtype=float)
    whole = np.floor(exact).astype(int)
    missing = round(float(exact.sum())) - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return [int(share) for share in whole]


def frame(found: HeatMap, labels: dict[str, str], language: str) -> pd.DataFrame:
    """Return the shares, a row a driver and year."""
    return pd.DataFrame(
        [
            {
                "driver": name,
                "label": _label(name, labels, language),
                "unit": translate("share of the uncertainty", language),
                "year": year,
                "share": share,
            }
            for name, row in zip(found.names, found.shares, strict=True)
            for year, share in zip(found.years, row, strict=True)
        ]
    )


def _label(name: str, labels: dict[str, str], language: str) -> str:
    return translate("others", language) if name == REST else labels.get(name, name)
