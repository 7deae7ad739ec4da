"""Whom to ask first: how much narrower each answer would make the results."""

from collections.abc import Sequence

import pandas as pd

from kpsim.charts.house_style import (
    NAVY,
    WIDTH,
    Chart,
    Footer,
    finished,
    house_style,
    sheet,
    source_line,
)
from kpsim.charts.rows import Row, bar, beside, in_column, row_panel
from kpsim.charts.variance_bars import short_list
from kpsim.language import translate
from kpsim.sensitivity.worth import Item
from kpsim.wording.numbers import percent, unbreakable

NAME = "data_requests"
MOST = 10
HEIGHT = 11.0
_HOLDERS = 5.0


def data_requests(items: Sequence[Item], *, footer: Footer, language: str) -> Chart:
    """Draw the first requests with the institution that holds each number."""
    shown = [each for each in items if each.how == "count"][:MOST]
    words = sentence(shown, language)
    with house_style():
        page = sheet(
            translate("Which question is worth asking first", language),
            translate(
                "How much narrower the range of 9 in 10 futures becomes on average, per cent",
                language,
            ),
            note=words + " " + translate(
                "Mean over the decider's spending, the public sum, persons harmed and society.",
                language,
            ),
            source=source_line(footer, NAME, language),
            language=language,
            width=WIDTH,
            height=HEIGHT,
        )  # fmt: skip
        rows = [Row(each.label.of(language)) for each in shown]
        axes = row_panel(
            page, rows, language=language, top=page.top - 0.1, right=_HOLDERS + 1.0, axis=False
        )
        axes.set_xlim(0, max((each.narrows for each in shown), default=1.0) or 1.0)
        for place, each in enumerate(shown):
            bar(axes, place, 0, each.narrows, color=NAVY)
            beside(axes, each.narrows, place, percent(each.narrows, language, decimals=1))
            holder = short_list(each.holder.of(language), language)
            in_column(page, axes, place, holder, x=page.right - _HOLDERS + 0.2,
                      language=language)  # fmt: skip
        return finished(NAME, page, data=frame(items), alt_text=words, language=language)


def sentence(shown: Sequence[Item], language: str) -> str:
    """Say who is asked first, for what, and how much doubt the answer removes."""
    first = shown[0]
    text = translate(
        "The first question: “{name}”. It is answered by: {holder}. The answer would narrow "
        "the results by {share} on average.",
        language,
    )
    return unbreakable(
        text.format(
            name=first.label.of(language),
            holder=first.holder.of(language),
            share=percent(first.narrows, language),
        ),
        language,
    )


def frame(items: Sequence[Item]) -> pd.DataFrame:
    """Return the numbers of all items."""
    return pd.DataFrame(
        [
            {"name": each.name, "label": each.label.en, "holder": each.holder.en, "how": each.how,
             "value": each.worth.value, "error": each.worth.error, **each.narrowing}
            for each in items
        ]
    )  # fmt: skip
