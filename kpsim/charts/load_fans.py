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
from kpsim.charts.no_change import difference, differences, is_seen, no_change
from kpsim.charts.notes import longer
from kpsim.charts.services_kept import digits, kept_label, kept_lines, kept_mark, kept_value
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

PLOT = 3.2
"""How high the highest value stands above zero, in cm."""


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
    shares: tuple[str, ...] = ()
    """Outcomes of which the note tells in how many futures they are above zero in the end."""


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
    loads = {each.heading: results.loads["central"][each.outcome] for each in panels}
    more = differences(loads, results.position(scenario), results.years[-1], language)
    note = f"{unchanged or more} {words.note}"
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
        data = _data(results, panels, scenario=scenario, language=language, shares=words.shares)
        alt = _alt(results, panels, words=words, scenario=scenario, language=language)
        return finished(
            words.name, page, data=data, alt_text=alt, language=language, unchanged=unchanged
        )


def _unchanged(results: Results, scenario: str, panels: Sequence[FanPanel], language: str) -> str:
    """Return what to say where no panel shows a change, with the numbers of each."""
    position = results.position(scenario)
    loads = {each.heading: results.loads["central"][each.outcome] for each in panels}
    if any(is_seen(load[:, position], load[:, 0], height=PLOT) for load in loads.values()):
        return ""
    parts = [difference(name, load, position, language) for name, load in loads.items()]
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
    _labels(axes, page, results, each, scenario=scenario, language=language)


def _labels(
    axes: Axes,
    page: Sheet,
    results: Results,
    each: FanPanel,
    *,
    scenario: str,
    language: str,
) -> None:
    """Print the last value, that with the services kept, and what each line across is."""
    load, position = results.loads["central"][each.outcome], results.position(scenario)
    more, more_kept = digits(load, position)
    last = load[-1, position]
    labels = [EndLabel(level_text(last, language, finer=more), float(np.median(last)), NAVY)]
    labels.append(kept_label(load[:, 0], language, finer=more_kept))
    labels += [EndLabel(line.words, line.level, BRICK) for line in each.lines]
    end_labels(page, axes, labels, x=results.years[-1], room=_LABEL_ROOM - 1.0,
               language=language)  # fmt: skip


def level_text(draws: Array, language: str, *, finer: int = 0) -> str:
    """Write a level with its range of 9 in 10, as finely as that allows or with digits more."""
    low, middle, high = (float(q) for q in np.quantile(draws, (0.05, 0.5, 0.95)))
    return with_bounds(interval(middle, low, high, finer=finer), language)


def _data(
    results: Results,
    panels: Sequence[FanPanel],
    *,
    scenario: str,
    language: str,
    shares: Sequence[str] = (),
) -> pd.DataFrame:
    """Return levels with the services kept and in the scenario, differences, and shares told."""
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
        both = results.loads["central"][each.outcome]
        columns |= {"quantity": f"{outcome.name}_difference"}
        apart = both[:, results.position(scenario)] - both[:, 0]
        frames.append(quantile_frame(results.years, apart, columns))
    for told in shares:
        for name in (results.scenarios[0], scenario):
            load = results.loads["central"][told][-1, results.position(name)]
            row = {
                "scenario": name,
                "quantity": told,
                "label": results.outcomes[told].label.of(language),
                "unit": translate("share of futures", language),
                "year": results.years[-1],
                "mean": float((load > 0).mean()),
            }
            frames.append(pd.DataFrame([row]))
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
    position = results.position(scenario)
    more, more_kept = digits(load, position)
    template = translate(
        "{alt} {quantity}: {last} in {last_year}, {kept} with the services kept. The numbers are "
        "in the file {name}.csv.",
        language,
    )
    return template.format(
        alt=words.alt,
        quantity=panels[0].heading,
        last=level_text(load[-1, position], language, finer=more),
        kept=kept_value(load[:, 0], language, finer=more_kept),
        last_year=results.years[-1],
        name=words.name,
    )
