"""Levels with the services kept, beside a scenario's: a dashed grey median, thin lines for 9 of 10.

Never a second filled band: two that overlap cannot be told apart.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from kpsim.charts.end_labels import EndLabel
from kpsim.charts.house_style import BASELINE
from kpsim.language import translate
from kpsim.results import Array
from kpsim.wording.numbers import Rounded, interval, number, rounding_unit

DASH = (0, (4, 1.5))
_MIDDLE, _EDGE = 1.5, 0.8
_BESIDE = 0.025
"""Share of its height by which a label may miss its line."""


def kept_lines(axes: Axes, years: Sequence[int], draws: Array) -> float:
    """Draw the lines over a fan, so that a median under another shows; return the highest."""
    low, middle, high = np.quantile(draws, (0.05, 0.5, 0.95), axis=-1)
    for edge in (low, high):
        axes.plot(years, edge, color=BASELINE, linewidth=_EDGE)
    kept_median(axes, years, middle)
    return float(high.max())


def kept_median(axes: Axes, years: Sequence[int], middle: Array) -> None:
    """Draw the median alone."""
    axes.plot(years, middle, color=BASELINE, linewidth=_MIDDLE, linestyle=DASH)


def kept_mark() -> tuple[Artist, str]:
    """Return the mark of the median with its English name, for the key."""
    mark = Line2D([], [], color=BASELINE, linewidth=_MIDDLE, linestyle=DASH)
    return mark, "services kept"


def digits(load: Array, position: int) -> tuple[int, int]:
    """Return how many digits more the last medians need, a scenario's and that of services kept.

    One where a difference would not show without it and does with it, or where a label would miss
    its line. The level with the services kept is printed alike in every scenario of a run, as
    finely as any of them needs it; the scenario's is rounded no coarser than that.
    """
    kept = load[:, 0]
    every = (load[:, place] for place in range(1, load.shape[1]))
    same = int(
        _misses(kept)
        or any(not _shows(each, kept, 0, 0) and _shows(each, kept, 1, 1) for each in every)
    )
    here = load[:, position]
    more = 1 if _misses(here) else 0 if _shows(here, kept, 0, same) else same
    return more + max(0, _step(here, more) - _step(kept, same)), same


def _step(draws: Array, finer: int) -> int:
    """Return the power of ten the last median is rounded to."""
    low, high = (float(q) for q in np.quantile(draws[-1], (0.05, 0.95)))
    return rounding_unit(low, high, finer=finer).adjusted()


def _misses(draws: Array) -> bool:
    """Tell whether the rounded last median lies visibly beside the true one."""
    true = float(np.median(draws[-1]))
    return abs(float(_rounded(draws, finer=0).centre) - true) > _BESIDE * abs(true)


def _shows(here: Array, kept: Array, more: int, more_kept: int) -> bool:
    """Tell whether two last medians with so many digits more differ about as they truly do."""
    true = float(np.median(here[-1]) - np.median(kept[-1]))
    ends = (_rounded(here, finer=more).centre, _rounded(kept, finer=more_kept).centre)
    return abs(float(ends[0] - ends[1]) - true) <= abs(true) / 2


def kept_label(draws: Array, language: str, *, finer: int = 0) -> EndLabel:
    """Return the name of the median's end with its last value."""
    value = kept_value(draws, language, finer=finer)
    text = translate("services kept: {value}", language).format(value=value)
    return EndLabel(text, float(np.median(draws[-1])), BASELINE, DASH)


def kept_value(draws: Array, language: str, *, finer: int = 0) -> str:
    """Write the last median as finely as its own range allows, or with some digits more."""
    rounded = _rounded(draws, finer=finer)
    return number(rounded.centre, language, decimals=rounded.decimals)


def _rounded(draws: Array, *, finer: int) -> Rounded:
    low, middle, high = (float(q) for q in np.quantile(draws[-1], (0.05, 0.5, 0.95)))
    return interval(middle, low, high, finer=finer)
