"""How wrong two numbers would have to be at once: where we are, and the line of the flip."""

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
    NOTE,
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
)
from kpsim.charts.switching_value import Named
from kpsim.language import translate
from kpsim.sensitivity.joint_tipping import Joint, Plane
from kpsim.wording.numbers import number, percent, unbreakable
from kpsim.wording.words import likelihood

NAME = "joint_tipping"
HEIGHT = 10.8
DOTS = 256
FINE = 121
"""Points to a side of the grid on which the line is drawn."""

Pair = tuple[Named, Named]


def joint_tipping(
    found: Joint, named: Pair, *, outcome: str, footer: Footer, language: str
) -> Chart:
    """Draw pairs of the two numbers, the line beyond which the conclusion is the other one."""
    plane = found.plane
    assert plane is not None, "no pair turns the conclusion"
    assert found.values is not None
    words = sentence(found, named, language)
    with house_style():
        page = sheet(
            translate("When two unknowns together would turn the conclusion", language),
            translate("{outcome} by two unknowns at once", language).format(outcome=outcome),
            note=words + " " + translate(
                "Dots: {count} equally likely pairs. Beyond the line the conclusion is the other "
                "one.", language,
            ).format(count=min(DOTS, len(plane.draws[0]))),
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=HEIGHT,
        )  # fmt: skip
        left, bottom = page.left + 1.2, page.bottom + 1.1
        axes = panel(
            page,
            left=left,
            bottom=bottom,
            width=page.right - page.left - 1.6,
            height=page.top - 0.65 - bottom,
        )
        scale = tuple(each.factor for each in named)
        x, y = (values * factor for values, factor in zip(plane.values, scale, strict=True))
        axes.plot(
            plane.draws[0][:DOTS] * scale[0], plane.draws[1][:DOTS] * scale[1],
            "o", color=BAND_50, markersize=2.2,
        )  # fmt: skip
        _line(axes, plane, found, scale)
        here = [middle * factor for middle, factor in zip(found.middles, scale, strict=True)]
        there = [value * factor for value, factor in zip(found.values, scale, strict=True)]
        axes.plot(*zip(here, there, strict=True), color=NOTE, linewidth=1.0, linestyle=(0, (4, 2)))
        axes.plot(*here, "o", color=NAVY, markersize=6)
        axes.plot(*there, "D", color=AMBER, markersize=6, markeredgecolor=INK)
        _name(axes, here, translate("now", language), up=not found.up[1])
        flip = f"{named[0].digits}; {named[1].digits}"
        _name(axes, there, flip, up=found.up[1], left=found.up[0])
        axes.set_xlim(x[0], x[-1])
        axes.set_ylim(y[0], y[-1])
        number_axis(axes, language)
        number_axis(axes, language, which="x", ticks=6)
        write(page.figure, [unbreakable(named[0].on_axis, language)], x=left,
              y=page.bottom + 0.45, size=SMALL)  # fmt: skip
        write(page.figure, [unbreakable(named[1].on_axis, language)], x=page.left,
              y=page.top - 0.1, size=SMALL)  # fmt: skip
        return finished(
            NAME, page, data=frame(plane), alt_text=with_file(words, NAME, language),
            language=language,
        )  # fmt: skip


def sentence(found: Joint, named: Pair, language: str) -> str:
    """Say at which pair of values the conclusion would turn and how likely such pairs are."""
    sides = []
    for each, up in zip(named, found.up, strict=True):
        side = translate(
            "“{name}” above {value} (now {middle})"
            if up
            else "“{name}” below {value} (now {middle})",
            language,
        )
        sides.append(side.format(name=each.label, value=each.digits, middle=each.middle))
    said = likelihood(found.probability, language)
    text = translate(
        "The conclusion would turn with both at once: {first} and {second}; such pairs have a "
        "probability of {digits} ({word}).",
        language,
    )
    return unbreakable(
        text.format(first=sides[0], second=sides[1], digits=said.digits, word=said.word), language
    )


def place_of(found: Joint, named: Pair, language: str) -> str:
    """Say where the flip lies in both ranges, and how many draws of the pair lie beyond it."""
    assert found.levels is not None
    first, second = (number(100 * level, language, decimals=1) for level in found.levels)
    inside = all(low <= value <= high for value, (low, high) in
                 zip(found.values or (), found.ranges, strict=True))  # fmt: skip
    where = translate(
        "It turns at percentile {first} of the first and {second} of the second, inside their "
        "ranges of 9 in 10 ({ranges})."
        if inside
        else "It turns at percentile {first} of the first and {second} of the second, outside "
        "their ranges of 9 in 10 ({ranges}).",
        language,
    )
    ranges = "; ".join(
        translate("{low} to {high}", language).format(low=each.low, high=each.high)
        for each in named
    )
    shown = {"draws": number(found.counted, language), "count": number(found.beyond, language)}
    if found.beyond:
        how_many = translate(
            "Beyond the line of such pairs lie {count} of {draws} futures ({share} ± {error}).",
            language,
        )
        shown |= {
            "share": percent(found.probability, language, decimals=1),
            "error": percent(found.error, language, decimals=1),
        }
    else:
        how_many = translate(
            "None of {draws} futures lies beyond the line of such pairs.", language
        )
    text = f"{where.format(first=first, second=second, ranges=ranges)} {how_many.format(**shown)}"
    return unbreakable(text, language)


def frame(plane: Plane) -> pd.DataFrame:
    """Return the middle outcome at every pair of levels."""
    first, second = plane.values
    return pd.DataFrame(
        [
            {"first": plane.names[0], "second": plane.names[1],
             "first_level": plane.levels[i], "second_level": plane.levels[j],
             "first_value": first[i], "second_value": second[j], "p50": plane.medians[i, j]}
            for i in range(len(plane.levels))
            for j in range(len(plane.levels))
        ]
    )  # fmt: skip


def _line(axes: object, plane: Plane, found: Joint, scale: tuple[float, ...]) -> None:
    """Draw the line of the flip, hatched on its far side."""
    x, y = (np.linspace(each[0], each[-1], FINE) for each in plane.values)
    across, up = np.meshgrid(x, y, indexing="ij")
    medians = plane.at(across.ravel(), up.ravel()).reshape(across.shape)
    sides = np.sign(found.corner) * medians
    drawn = (across * scale[0], up * scale[1], sides)
    far = axes.contourf(*drawn, levels=[0, np.inf], colors="none", hatches=["////"])  # type: ignore[attr-defined]
    far.set_edgecolor(BAND_90)
    far.set_linewidth(0)
    axes.contour(*drawn, levels=[0], colors=INK, linewidths=1.75)  # type: ignore[attr-defined]


def _name(axes: object, at: list[float], text: str, *, up: bool, left: bool = False) -> None:
    axes.annotate(  # type: ignore[attr-defined]
        text, at, xytext=(-6 if left else 6, 7 if up else -7), textcoords="offset points",
        ha="right" if left else "left", va="bottom" if up else "top", size=LABEL, weight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.85},
        annotation_clip=False,
    )  # fmt: skip
