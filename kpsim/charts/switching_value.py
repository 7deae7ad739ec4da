"""How wrong we would have to be: an outcome over the plausible range of one number."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpsim.charts.alt_text import with_file
from kpsim.charts.house_style import (
    AMBER,
    BAND_50,
    BAND_90,
    INK,
    LABEL,
    NAVY,
    SMALL,
    WIDTH,
    Chart,
    Footer,
    finished,
    house_style,
    number_axis,
    panel,
    sheet,
    source_line,
    write,
    zero_line,
)
from kpsim.language import translate
from kpsim.results import Array
from kpsim.sensitivity.tipping import Tipping
from kpsim.wording.numbers import SCALES, money_unit, percent, scale_for, unbreakable
from kpsim.wording.words import likelihood

NAME = "switching_value"
DOTS = 20
HEIGHT = 9.0


@dataclass(frozen=True)
class Named:
    """What readers see of the number on the axis."""

    label: str
    unit: str
    factor: float
    """Turns the engine's number into the one shown."""
    digits: str
    """The switching value with its unit, empty where there is none."""
    middle: str
    low: str = ""
    high: str = ""
    """The number at its 5th and 95th percentile."""

    @property
    def on_axis(self) -> str:
        """Return the name with its unit, which a pure number has not."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


def switching_value(
    found: Tipping, named: Named, *, outcome: str, footer: Footer, language: str
) -> Chart:
    """Draw the middle result with its bands, the line where it turns, and twenty dots below."""
    line = found.line
    scale = scale_for(*np.quantile(line.outcome, (0.05, 0.95)))
    unit = 10.0 ** SCALES[scale]
    x = line.values * named.factor
    p05, p25, p50, p75, p95 = np.quantile(
        line.outcome / unit, (0.05, 0.25, 0.5, 0.75, 0.95), axis=1
    )
    words = sentence(found, named, language)
    with house_style():
        page = sheet(
            translate("When the conclusion would turn", language),
            translate(
                "{outcome}, difference from keeping the services, by the value of: {name}; {unit}, "
                "2025 prices",
                language,
            ).format(
                outcome=outcome, name=named.label, unit=money_unit(scale, language)
            ),
            note=" ".join(
                (
                    words,
                    *(translate(each, language) for each in _crossing(found, p05, p95)),
                    translate(
                        "Dark band: 5 of 10 futures, light: 9 of 10. Dots: 20 equally likely "
                        "values.",
                        language,
                    ),
                )
            ),
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=HEIGHT,
        )  # fmt: skip
        bottom = page.bottom + 1.5
        left, width = page.left + 1.2, page.right - page.left - 1.6
        axes = panel(page, left=left, bottom=bottom, width=width, height=page.top - 0.2 - bottom)
        axes.fill_between(x, p05, p95, color=BAND_90, linewidth=0)
        axes.fill_between(x, p25, p75, color=BAND_50, linewidth=0)
        axes.plot(x, p50, color=NAVY, linewidth=1.75)
        zero_line(axes)
        if found.value is not None:
            axes.axvline(found.value * named.factor, color=INK, linewidth=1.2)
            axes.annotate(named.digits, (found.value * named.factor, 0.97), xytext=(4, 0),
                          xycoords=("data", "axes fraction"), textcoords="offset points",
                          va="top", size=LABEL, weight="bold")  # fmt: skip
        span = float(np.ptp(x)) or 1.0
        axes.set_xlim(x.min() - 0.02 * span, x.max() + 0.02 * span)
        if p95.max() < 0:
            axes.set_ylim(top=-0.05 * p05.min())
        number_axis(axes, language)
        number_axis(axes, language, which="x", ticks=6)
        below = panel(page, left=left, bottom=page.bottom + 0.55, width=width, height=0.35)
        dots = np.quantile(line.draws * named.factor, (np.arange(DOTS) + 0.5) / DOTS)
        below.plot(dots, np.zeros(DOTS), "o", color=AMBER, markersize=4.5, markeredgecolor=INK,
                   markeredgewidth=0.5)  # fmt: skip
        below.set_xlim(axes.get_xlim())
        below.set_axis_off()
        write(page.figure, [unbreakable(named.on_axis, language)], x=left,
              y=page.bottom + 0.45, size=SMALL)  # fmt: skip
        data = pd.DataFrame(
            {"value": x, "p05": p05 * unit, "p25": p25 * unit, "p50": p50 * unit,
             "p75": p75 * unit, "p95": p95 * unit}
        )  # fmt: skip
        return finished(
            NAME, page, data=data, alt_text=with_file(words, NAME, language), language=language
        )


def _crossing(found: Tipping, low: Array, high: Array) -> tuple[str, ...]:
    """Say that zero lies within the light band, where the median does not cross it."""
    inside = (low < 0) & (high > 0)
    if found.value is not None or not inside.any():
        return ()
    return (
        "Zero lies within the light band everywhere."
        if inside.all()
        else "Zero lies within the light band at some values.",
    )


def sentence(found: Tipping, named: Named, language: str) -> str:
    """Say where the conclusion would turn and how likely that is, or that it would not."""
    if found.value is None:
        text = translate(
            "Between the 1st and the 99th percentile of “{name}” the median does not cross zero.",
            language,
        )
        return unbreakable(text.format(name=named.label), language)
    below = found.value < float(np.median(found.line.draws))
    text = translate(
        "The conclusion would turn if “{name}” were below {value} instead of {middle}; the model "
        "gives that {probability} ({word})."
        if below
        else "The conclusion would turn if “{name}” were above {value} instead of {middle}; the "
        "model gives that {probability} ({word}).",
        language,
    )
    said = likelihood(found.beyond, language)
    return unbreakable(
        text.format(
            name=named.label,
            value=named.digits,
            middle=named.middle,
            probability=percent(found.beyond, language),
            word=said.word,
        ),
        language,
    )
