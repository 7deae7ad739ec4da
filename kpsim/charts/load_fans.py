"""Fans of loads side by side or below each other: what several charts of one load are drawn by."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpsim.charts.end_labels import EndLabel, end_labels
from kpsim.charts.house_style import (
    BRICK,
    LABEL,
    NAVY,
    Chart,
    Footer,
    Sheet,
    Skipped,
    fan,
    fan_marks,
    finished,
    fit_ticks,
    house_style,
    key,
    number_axis,
    panel,
    quantile_frame,
    sheet,
    source_line,
    wrapped,
    write,
    year_axis,
)
from kpsim.charts.no_change import difference, is_seen, no_change
from kpsim.charts.notes import longer
from kpsim.charts.services_kept import finer, kept_label, kept_lines, kept_mark, kept_value
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.wording.numbers import interval, unbreakable, with_bounds

BAND_NOTE = (
    "Dark band: 5 of 10 futures, light band: 9 of 10; 1 of 10 lies outside. Grey lines: "
    "services kept, the dashed one is the median, 9 of 10 lie between the thin ones."
)
_LABEL_ROOM = 2.9
_FRAME = 8.2
"""Height in cm with a note of two lines."""


@dataclass(frozen=True)
class Line:
    """A level drawn across a panel, such as the number of places."""

    words: str
    level: float


@dataclass(frozen=True)
class FanPanel:
    """One load with its heading; `scale` turns its values into those shown."""

    outcome: str
    heading: str
    lines: tuple[Line, ...] = ()
    from_zero: bool = True


@dataclass(frozen=True)
class Words:
    """The texts of a chart, translated."""

    name: str
    title: str
    subtitle: str
    note: str
    alt: str
    """Begins the alternative text: what kind of chart it is."""


def load_fans(
    results: Results,
    scenario: str,
    *,
    panels: Sequence[FanPanel],
    words: Words,
    language: str,
    version: str,
) -> Chart | Skipped:
    """Draw the fan of each load in the scenario, with grey lines for the services kept."""
    missing = [each.outcome for each in panels if each.outcome not in results.loads["central"]]
    if missing:
        reason = translate("the model does not report {missing}", language)
        return Skipped(words.name, reason.format(missing=", ".join(missing)))
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    unchanged = _unchanged(results, scenario, panels, language)
    note = f"{unchanged} {words.note}".strip()
    with house_style():
        page = sheet(
            words.title,
            words.subtitle,
            note=note,
            source=source_line(footer, words.name, language),
            language=language,
            height=_FRAME + longer(note, language),
        )
        top = key(page, (*fan_marks(), kept_mark()), language)
        width = (page.right - page.left) / len(panels)
        for place, each in enumerate(panels):
            _panel(
                page,
                results,
                each,
                scenario=scenario,
                language=language,
                box=(page.left + place * width, width, top),
            )
        data = _data(results, panels, scenario=scenario, language=language)
        alt = _alt(results, panels, words=words, scenario=scenario, language=language)
        return finished(
            words.name, page, data=data, alt_text=alt, language=language, unchanged=unchanged
        )


def _unchanged(results: Results, scenario: str, panels: Sequence[FanPanel], language: str) -> str:
    """Return what to say where no panel shows a change, with the numbers of each."""
    pairs = [
        (each.heading, load[:, results.position(scenario)], load[:, 0])
        for each in panels
        for load in [results.loads["central"][each.outcome]]
    ]
    if any(is_seen(here, kept) for _, here, kept in pairs):
        return ""
    parts = [difference(name, here, kept, language) for name, here, kept in pairs]
    return no_change(parts, results.years[-1], language)


def _panel(
    page: Sheet,
    results: Results,
    each: FanPanel,
    *,
    scenario: str,
    language: str,
    box: tuple[float, float, float],
) -> None:
    left, width, top = box
    heading = unbreakable(each.heading, language)
    lines = wrapped(page.figure, heading, size=LABEL, width=width - 0.3, weight="bold")
    below = write(page.figure, lines, x=left, y=top, size=LABEL, weight="bold")
    axes = panel(
        page,
        left=left + 0.9,
        bottom=page.bottom + 0.5,
        width=width - 0.9 - _LABEL_ROOM,
        height=below - page.bottom - 0.8,
    )
    load = results.loads["central"][each.outcome]
    here = load[:, results.position(scenario)]
    fan(axes, results.years, here)
    kept = kept_lines(axes, results.years, load[:, 0])
    for line in each.lines:
        axes.axhline(line.level, color=BRICK, linewidth=1.2, linestyle=(0, (6, 2)))
    highest = max(
        float(np.quantile(here, 0.95, axis=-1).max()),
        kept,
        *(line.level for line in each.lines),
    )
    axes.set_ylim(0, highest * 1.1 or 1)
    axes.set_xlim(results.years[0], results.years[-1])
    number_axis(axes, language)
    year_axis(axes, results.years, every=4 if width < 9 else 2)
    fit_ticks(page, axes, left=left)
    _labels(axes, page, (here, load[:, 0]), each=each, language=language, year=results.years[-1])


def _labels(
    axes: Axes,
    page: Sheet,
    loads: tuple[Array, Array],
    *,
    each: FanPanel,
    language: str,
    year: int,
) -> None:
    """Print the last value, that with the services kept, and what each line across is."""
    here, kept = loads
    more = finer(here, kept)
    level = level_text(here[-1], language, finer=more)
    labels = [EndLabel(level, float(np.median(here[-1])), NAVY)]
    labels.append(kept_label(kept, language, finer=more))
    labels += [EndLabel(line.words, line.level, BRICK) for line in each.lines]
    end_labels(page, axes, labels, x=year, room=_LABEL_ROOM - 1.0, language=language)


def level_text(draws: Array, language: str, *, finer: int = 0) -> str:
    """Write a level with its range of 9 in 10, as finely as that allows or with digits more."""
    low, middle, high = (float(q) for q in np.quantile(draws, (0.05, 0.5, 0.95)))
    return with_bounds(interval(middle, low, high, finer=finer), language)


def _data(
    results: Results, panels: Sequence[FanPanel], *, scenario: str, language: str
) -> pd.DataFrame:
    frames = []
    for each in panels:
        outcome = results.outcomes[each.outcome]
        for name in (results.scenarios[0], scenario):
            columns = {
                "scenario": name,
                "quantity": outcome.name,
                "label": outcome.label.of(language),
                "unit": outcome.unit.of(language),
            }
            load = results.loads["central"][each.outcome][:, results.position(name)]
            frames.append(quantile_frame(results.years, load, columns))
    return pd.concat(frames, ignore_index=True)


def _alt(
    results: Results,
    panels: Sequence[FanPanel],
    *,
    words: Words,
    scenario: str,
    language: str,
) -> str:
    load = results.loads["central"][panels[0].outcome]
    here = load[:, results.position(scenario)]
    more = finer(here, load[:, 0])
    template = translate(
        "{alt} {quantity}: {last} in {last_year}, {kept} with the services kept; {first} in "
        "{first_year}. The numbers are in the file {name}.csv.",
        language,
    )
    return template.format(
        alt=words.alt,
        quantity=panels[0].heading,
        first=kept_value(load[:1, 0], language),
        first_year=results.years[0],
        last=level_text(here[-1], language, finer=more),
        kept=kept_value(load[:, 0], language, finer=more),
        last_year=results.years[-1],
        name=words.name,
    )
