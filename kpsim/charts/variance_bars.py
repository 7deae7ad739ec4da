"""Where the uncertainty comes from, and who could reduce it: shares that add to a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kpsim.charts.alt_text import with_file
from kpsim.charts.house_style import (
    BASELINE,
    NAVY,
    NOTE,
    WIDTH,
    Chart,
    Footer,
    finished,
    house_style,
    sheet,
    source_line,
    write,
)
from kpsim.charts.rows import Row, bar, beside, in_column, row_panel
from kpsim.language import translate
from kpsim.wording.numbers import percent, unbreakable

NAME = "variance_bars"
MOST = 8
HEIGHT = 11.0
ON_SLIDE = 8.5
_NAMES = 6.9
"""For the names, in cm: two lines hold the longest."""

_HOLDERS = 5.2
_HEAD = 0.4
_HOLDER_LETTERS = 60


@dataclass(frozen=True)
class Share:
    """One unknown's share of the variance, its grade, and who holds the number."""

    name: str
    label: str
    grade: str
    holder: str
    share: float


def variance_bars(
    shares: Sequence[Share],
    *,
    outcome: str,
    footer: Footer,
    language: str,
    slide: bool = False,
) -> Chart:
    """Draw the largest shares and the rest as others; on a slide half of them."""
    ordered = sorted(shares, key=lambda each: -each.share)
    shown = ordered[: MOST // 2 if slide else MOST]
    words = sentence(ordered, language)
    rest = max(0.0, 1 - sum(each.share for each in shown))
    others = Share("others", translate("others", language), "", "", rest)
    rows = [*shown, others]
    with house_style():
        page = sheet(
            translate("Where the uncertainty of the result comes from", language),
            translate("Shares of the uncertainty of {outcome}, per cent", language).format(
                outcome=outcome
            ),
            note=words + " " + translate(
                "A share of the uncertainty, not of the cost. In brackets the grade of the "
                "evidence, A to D, D the weakest; C and D are hatched. Rounded, so that the shares "
                "need not add to exactly 100.",
                language,
            ),
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=ON_SLIDE if slide else HEIGHT,
        )  # fmt: skip
        axes = row_panel(
            page,
            [Row(each.label, each.grade) for each in rows],
            language=language,
            top=page.top - _HEAD,
            right=_HOLDERS + 0.9,
            names=_NAMES,
            axis=False,
        )
        axes.set_xlim(0, max(each.share for each in rows) * 1.02 or 1.0)
        held = translate("who has the number", language)
        write(page.figure, [held], x=page.right - _HOLDERS + 0.2, y=page.top, color=NOTE)
        for place, each in enumerate(rows):
            color = BASELINE if each is others else NAVY
            bar(axes, place, 0, each.share, color=color, weak=each.grade in ("C", "D"))
            beside(axes, each.share, place, percent(each.share, language))
            holder = short_list(each.holder, language)
            in_column(page, axes, place, holder, x=page.right - _HOLDERS + 0.2,
                      language=language)  # fmt: skip
        return finished(
            NAME,
            page,
            data=frame(ordered),
            alt_text=with_file(words, NAME, language),
            language=language,
        )


def sentence(shares: Sequence[Share], language: str) -> str:
    """Say which number carries most and who holds it."""
    first = max(shares, key=lambda each: each.share)
    text = translate("{share} of the uncertainty is one unknown: “{name}”{holder}.", language)
    holder = translate(" (held by: {holder})", language).format(
        holder=short_list(first.holder, language)
    )
    return unbreakable(
        text.format(
            share=percent(first.share, language),
            name=first.label,
            holder=holder if first.holder else "",
        ),
        language,
    )


def frame(shares: Sequence[Share]) -> pd.DataFrame:
    """Return the numbers of all bars."""
    columns = ("name", "label", "grade", "holder", "share")
    return pd.DataFrame([{key: getattr(each, key) for key in columns} for each in shares])


def short_list(text: str, language: str) -> str:
    """Shorten a list of holders to two lines by whole names, never within one."""
    plain = text.partition(" (")[0]
    names = plain.split(", ")
    while len(plain) > _HOLDER_LETTERS and len(names) > 1:
        names = names[:-1]
        plain = translate("{names} and others", language).format(names=", ".join(names))
    return plain
