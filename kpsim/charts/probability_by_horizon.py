"""The chance that something has happened by a year: at most three events, cumulative."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter

from kpsim.analysis.money import horizon_years, net_public_cost
from kpsim.charts.end_labels import EndLabel, end_labels
from kpsim.charts.house_style import (
    BRICK,
    DASHES,
    GRID,
    NAVY,
    TEAL,
    Chart,
    Footer,
    Sheet,
    Skipped,
    finished,
    house_style,
    panel,
    sheet,
    source_line,
    year_axis,
)
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.wording.numbers import percent
from kpsim.wording.words import likelihood

NAME = "probability_by_horizon"
OUTBREAK, DEATHS = "outbreak_has_begun", "deaths"
_COLORS = (NAVY, BRICK, TEAL)
_WORDS_ROOM = 5.6
_BOUNDS = (0.05, 0.10, 0.33, 0.66, 0.90, 0.95)
AFTER = (1, 3, 5, 10, 15)
"""Years after the first change at which the chance is marked."""


def probability_by_horizon(
    results: Results,
    scenario: str,
    *,
    public: Collection[str],
    language: str,
    version: str,
) -> Chart | Skipped:
    """Draw how likely each event is by each year."""
    events = _events(results, scenario, public=public)
    start = horizon_years(results, scenario).start
    years = results.years[start:]
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    with house_style():
        page = sheet(
            translate("Probability of events by year", language),
            translate("Share of futures, per cent, cumulative", language),
            note=translate(
                "Grey lines: the bounds of the words very unlikely, unlikely, about as likely as "
                "not, likely and very likely. Below one half the most frequent result is that it "
                "has not happened.",
                language,
            ),
            source=source_line(footer, NAME, language),
            language=language,
        )
        axes = panel(
            page,
            left=page.left + 1.3,
            bottom=page.bottom + 0.5,
            width=page.right - page.left - 1.3 - _WORDS_ROOM,
            height=page.top - page.bottom - 0.8,
        )
        _lines(axes, events, years, language=language)
        _labels(axes, page, events, language=language, last=years[-1])
        data = _data(events, years, scenario)
        return finished(
            NAME, page, data=data, alt_text=_alt(events, years, language), language=language
        )


def _events(results: Results, scenario: str, *, public: Collection[str]) -> Mapping[str, Array]:
    """Return the cumulative chance of each event by year, from the first change on."""
    window = horizon_years(results, scenario)
    position = results.position(scenario)
    rest = slice(window.start, None)
    net = net_public_cost(results, scenario, "central", public=public)[rest]
    found = {"public budgets worse off in total": (np.cumsum(net, axis=0) > 0).mean(axis=-1)}
    loads = results.loads["central"]
    if DEATHS in loads:
        more = np.cumsum(results.difference(DEATHS, scenario)[rest], axis=0)
        found["at least one death more in total"] = (more >= 1).mean(axis=-1)
    if OUTBREAK in loads:
        found["an HIV outbreak has begun"] = loads[OUTBREAK][rest, position].mean(axis=-1)
    return found


def _lines(axes: Axes, events: Mapping[str, Array], years: Sequence[int], *, language: str) -> None:
    for bound in _BOUNDS:
        axes.axhline(bound, color=GRID, linewidth=0.6, zorder=0.5)
    for color, chance in zip(_COLORS, events.values(), strict=False):
        axes.step(years, chance, where="post", color=color, linestyle=DASHES[color], linewidth=1.75)
        marked = [year for after in AFTER if (year := years[0] + after - 1) <= years[-1]]
        axes.plot(
            marked,
            [chance[list(years).index(year)] for year in marked],
            "o",
            color=color,
            markersize=4.5,
        )
    axes.grid(visible=False)
    axes.set_ylim(-0.01, 1.01)
    axes.set_xlim(years[0], years[-1] + 0.2)
    axes.yaxis.set_major_locator(FixedLocator([0, 0.25, 0.5, 0.75, 1]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, language)))
    year_axis(axes, years, every=3)


def _labels(
    axes: Axes, page: Sheet, events: Mapping[str, Array], *, language: str, last: int
) -> None:
    labels = [
        EndLabel(
            f"{translate(name, language)}: {likelihood(float(chance[-1]), language, step=1)}",
            float(chance[-1]),
            color,
        )
        for color, (name, chance) in zip(_COLORS, events.items(), strict=False)
    ]
    end_labels(page, axes, labels, x=last + 0.2, room=_WORDS_ROOM - 0.4, gap=1.25, margin=0.5,
               language=language)  # fmt: skip


def _data(events: Mapping[str, Array], years: Sequence[int], scenario: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"scenario": scenario, "event": name, "year": year, "probability": float(chance[place])}
            for name, chance in events.items()
            for place, year in enumerate(years)
        ]
    )


def _alt(events: Mapping[str, Array], years: Sequence[int], language: str) -> str:
    parts = "; ".join(
        f"{translate(name, language)}: {percent(float(chance[-1]), language)}"
        for name, chance in events.items()
    )
    return translate(
        "Step lines of {count} events by year. By {year}: {parts}. The numbers are in the file "
        "{name}.csv.",
        language,
    ).format(count=len(events), year=years[-1], parts=parts, name=NAME)
