"""The chance that something has happened by a year, beside the same with the services kept.

Money is added up over the years counted only, as everywhere; what is counted in people goes on.
Single deaths are left out: in a region's thousands one more or one less is chance.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter

from kpsim.analysis.money import horizon_years, net_public_cost
from kpsim.charts.alt_text import with_file
from kpsim.charts.end_labels import EndLabel, end_labels
from kpsim.charts.house_style import (
    BASELINE,
    DASHES,
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
from kpsim.charts.no_change import SEEN
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.wording.numbers import percent
from kpsim.wording.words import likelihood

NAME = "probability_by_horizon"
OUTBREAK = "outbreak_has_begun"
_COLORS = (NAVY, TEAL, BASELINE)
_WORDS_ROOM = 6.0
HEIGHT = 7.8
PLOT = 3.6
"""How high certainty stands above zero, in cm."""

RARE = 0.055
"""Below this a chance stays in the lowest class of words in print, all along the line."""
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
    unchanged = _unchanged(events, years, language)
    with house_style():
        page = sheet(
            translate("Probability of events by year", language),
            translate("Share of futures, per cent, cumulative", language),
            note=unchanged or _note(events, years, language),
            source=source_line(footer, NAME, language),
            language=language,
            height=HEIGHT,
        )
        axes = panel(
            page,
            left=page.left + 1.3,
            bottom=page.bottom + 0.5,
            width=page.right - page.left - 1.3 - _WORDS_ROOM,
            height=page.top - page.bottom - 0.8,
        )
        _lines(axes, events, years, language=language)
        _labels(axes, page, events, years, language=language)
        data = _data(events, years, scenario, language)
        alt = _alt(events, years, language)
        return finished(NAME, page, data=data, alt_text=alt, language=language, unchanged=unchanged)


def _events(results: Results, scenario: str, *, public: Collection[str]) -> Mapping[str, Array]:
    """Return the cumulative chance of each event by year, from the first change on.

    That of money ends with the last year counted.
    """
    window = horizon_years(results, scenario)
    position = results.position(scenario)
    rest = slice(window.start, None)
    net = net_public_cost(results, scenario, "central", public=public)[window]
    found = {"public budgets worse off in total": (np.cumsum(net, axis=0) > 0).mean(axis=-1)}
    loads = results.loads["central"]
    if OUTBREAK in loads:
        begun = loads[OUTBREAK][rest]
        found["an HIV outbreak has begun"] = begun[:, position].mean(axis=-1)
        found["an HIV outbreak has begun with the services kept"] = begun[:, 0].mean(axis=-1)
    return found


def _lines(axes: Axes, events: Mapping[str, Array], years: Sequence[int], *, language: str) -> None:
    for color, chance in zip(_COLORS, events.values(), strict=False):
        # The line with the services kept is the wider one below, so that equals show as both.
        width, layer = (3.0, 2.0) if color == BASELINE else (1.75, 2.2)
        axes.step(years[: len(chance)], chance, where="post", color=color, linestyle=DASHES[color],
                  linewidth=width, zorder=layer)  # fmt: skip
        last = years[len(chance) - 1]
        marked = [year for after in AFTER if (year := years[0] + after - 1) <= last]
        axes.plot(
            marked,
            [chance[list(years).index(year)] for year in marked],
            "o",
            color=color,
            markersize=4.5,
            zorder=layer,
        )
    # Room for whole dots of the first year and of nothing.
    axes.set_ylim(-0.03, 1.01)
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.2)
    axes.yaxis.set_major_locator(FixedLocator([0, 0.25, 0.5, 0.75, 1]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, language)))
    year_axis(axes, years, every=3)


def _labels(
    axes: Axes, page: Sheet, events: Mapping[str, Array], years: Sequence[int], *, language: str
) -> None:
    labels = [
        EndLabel(
            translate("{event} by {year}: {chance}", language).format(
                event=translate(name, language),
                year=years[len(chance) - 1],
                chance=_printed(chance, language),
            ),
            float(chance[-1]),
            color,
            ends=years[len(chance) - 1] if len(chance) < len(years) else None,
        )
        for color, (name, chance) in zip(_COLORS, events.items(), strict=False)
    ]
    end_labels(page, axes, labels, x=years[-1] + 0.2, room=_WORDS_ROOM - 0.8, language=language)


def _printed(chance: Array, language: str) -> str:
    return likelihood(float(chance[-1]), language).digits


def _chances(
    events: Mapping[str, Array], years: Sequence[int], language: str, *, words: bool
) -> str:
    """Say the chance of each event by the last year in which it is counted."""
    by_year: dict[int, list[str]] = {}
    for name, chance in events.items():
        odds = str(likelihood(float(chance[-1]), language)) if words else _printed(chance, language)
        told = by_year.setdefault(years[len(chance) - 1], [])
        told.append(f"{translate(name, language)}: {odds}")
    text = translate("By {year}: {chances}.", language)
    return " ".join(
        text.format(year=year, chances="; ".join(told)) for year, told in by_year.items()
    )


def _note(events: Mapping[str, Array], years: Sequence[int], language: str) -> str:
    """Say each chance with number and word, for which the lines have no room."""
    return " ".join(
        (
            _chances(events, years, language, words=True),
            translate(
                "Below one half the most frequent result is that it has not happened.", language
            ),
        )
    )


def _unchanged(events: Mapping[str, Array], years: Sequence[int], language: str) -> str:
    """Return what to say where the budgets' chance stays at an end and the others are alike."""
    money, *others = events.values()
    apart = float(np.ptp(others, axis=0).max()) if others else 0.0
    certain = money.max() < RARE or money.min() > 1 - RARE
    if not certain or apart * PLOT >= SEEN:
        return ""
    said = _chances(events, years, language, words=True)
    alike = translate("HIV outbreak: no change that the chart would show.", language)
    return f"{alike} {said}" if others else said


def _data(
    events: Mapping[str, Array], years: Sequence[int], scenario: str, language: str
) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "scenario": scenario,
                "event": name,
                "label": translate(name, language),
                "unit": translate("share of futures", language),
                "year": year,
                "probability": float(chance[place]),
            }
            for name, chance in events.items()
            for place, year in enumerate(years[: len(chance)])
        ]
    )


def _alt(events: Mapping[str, Array], years: Sequence[int], language: str) -> str:
    parts = _chances(events, years, language, words=False)
    text = translate("Step lines of {count} events by year. {parts}", language)
    return with_file(text.format(count=len(events), parts=parts), NAME, language)
