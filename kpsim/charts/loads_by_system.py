"""Loads in a scenario against the reference, one small panel an outcome on the same years."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpsim.charts.alt_text import of_scenario, with_file
from kpsim.charts.house_style import (
    HEIGHT,
    LABEL,
    LINE_HEIGHT,
    MARGIN,
    NAVY,
    NOTE,
    SMALL,
    WIDTH,
    Chart,
    Footer,
    Sheet,
    Skipped,
    blank,
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
from kpsim.charts.load_fans import BAND_NOTE
from kpsim.charts.no_change import difference, is_seen, no_change
from kpsim.charts.notes import longer
from kpsim.charts.services_kept import digits, kept_label, kept_lines, kept_mark, kept_value
from kpsim.language import translate
from kpsim.results import Array, Outcome, Results
from kpsim.wording.numbers import bounds, interval, number, unbreakable, years
from kpsim.wording.words import name_of

NAME = "loads_by_system"
_COLUMNS = 4
"""The most panels in a row."""

_ROOM = WIDTH - 2 * MARGIN
# No label has finer digits than these; a service that is gone leaves a tiny rest of its staff.
_FINEST = Decimal("0.01")
# In cm: plot with its years, the years alone, and title, key and footer together.
_PLOT_HEIGHT = 2.45
_YEARS_HEIGHT = 0.6
_FRAME_HEIGHT = 3.5
_ABOVE = 1.05
"""How much of the highest value the axis reaches to."""

RECORDED = "recorded_users"

_ALT_LETTERS = 300
_ALT = (
    "Line charts with bands: {loads}. {first} ({unit}), {value}; with the services kept {kept}.",
    "Line charts with bands: {loads}. The first: {value}; with the services kept {kept}.",
    "Line charts with bands: {loads}.",
)
"""Alternative texts, the fullest first."""


@dataclass(frozen=True)
class _Words:
    """The lines above one small panel."""

    outcome: Outcome
    heading: list[str]
    lines: list[str]
    kept: list[str]

    @property
    def height(self) -> float:
        """Return the height of the lines in cm."""
        return LINE_HEIGHT * (LABEL * len(self.heading) + SMALL * len(self.lines + self.kept))


def loads_by_system(
    results: Results,
    scenario: str,
    *,
    language: str,
    version: str,
    system: str | None = None,
    slide: bool = False,
) -> Chart | Skipped:
    """Draw the first headline load of each system, or all headline loads of one system.

    Loads that do not visibly move are named in the note, and on a slide, which has room for one
    row of panels, those that move and are not drawn.
    """
    name = NAME if system is None else f"loads_{system}"
    chosen = _chosen(results, system)
    if not chosen:
        return Skipped(name, translate("no headline load is reported", language))
    moved = [each for each in chosen if _is_moved(results, each, scenario)]
    unchanged = "" if moved else _unchanged(results, chosen, scenario, language)
    if system is None and len(moved) == 1 < len(chosen):
        # One panel is no picture worth its place; the tables have its number.
        label = moved[0].label.of(language)
        unchanged = translate("Only this visibly changes: {load}.", language).format(load=label)
    shown = (moved or chosen)[: _COLUMNS if slide else None]
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    with house_style():
        columns = columns_of(len(shown))
        rows = -(-len(shown) // columns)
        width = _ROOM / columns
        panels = [
            _words(results, outcome, scenario=scenario, language=language, width=width)
            for outcome in shown
        ]
        row_height = _PLOT_HEIGHT + max(words.height for words in panels)
        still = [each for each in chosen if moved and each not in moved]
        fewer = _fewer_recorded(results, shown, scenario, language)
        note = _note([fewer, unchanged], still, language, left_out=moved[len(shown) :])
        page = sheet(
            _title(system, language),
            _subtitle(results, language),
            note=note,
            source=source_line(footer, name, language),
            language=language,
            height=_FRAME_HEIGHT + rows * row_height + longer(note, language),
        )
        top = key(page, (*fan_marks(), kept_mark()), language)
        for place, words in enumerate(panels):
            row, column = divmod(place, columns)
            left = page.left + column * width
            upper = top - row * row_height
            axes = _small_panel(page, words, left=left, top=upper, height=row_height,
                                width=width)  # fmt: skip
            load = results.loads["central"][words.outcome.name]
            _lines(axes, results, load=load, scenario=scenario)
            number_axis(axes, language, ticks=4)
            year_axis(axes, results.years, every=10 if columns == _COLUMNS else 5)
            fit_ticks(page, axes, left=left)
        data = _data(results, chosen, scenario=scenario, language=language)
        alt = _alt_text(results, shown, scenario=scenario, language=language, name=name)
        return finished(name, page, data=data, alt_text=alt, language=language, unchanged=unchanged)


def columns_of(panels: int) -> int:
    """Return how many panels stand in a row, so that no row is mostly empty."""
    rows = -(-panels // _COLUMNS)
    return -(-panels // rows)


def _is_moved(results: Results, outcome: Outcome, scenario: str) -> bool:
    load = results.loads["central"][outcome.name]
    height = (_PLOT_HEIGHT - _YEARS_HEIGHT - 0.2) / _ABOVE
    return is_seen(load[:, results.position(scenario)], load[:, 0], height=height)


def _unchanged(results: Results, chosen: Sequence[Outcome], scenario: str, language: str) -> str:
    """Say that no load moves as far as a small panel shows, with the numbers."""
    loads = results.loads["central"]
    parts = [
        difference(
            f"{each.label.of(language)} ({each.unit.of(language)})",
            loads[each.name],
            results.position(scenario),
            language,
        )
        for each in chosen
    ]
    return no_change(parts, results.years[-1], language)


def _fewer_recorded(
    results: Results, shown: Sequence[Outcome], scenario: str, language: str
) -> str:
    """Say that fewer recorded users are not fewer users, where a panel shows fewer."""
    if RECORDED not in {each.name for each in shown}:
        return ""
    last = results.loads["central"][RECORDED][-1]
    if np.median(last[results.position(scenario)] - last[0]) >= 0:
        return ""
    text = (
        "Fewer recorded drug users: services see fewer of them, which need not mean that fewer use "
        "drugs."
    )
    return translate(text, language)


def _note(
    first: Sequence[str], still: Sequence[Outcome], language: str, *, left_out: Sequence[Outcome]
) -> str:
    """Explain the marks, and name the loads that are not drawn, for want of room or change."""
    parts = [*filter(None, first), translate(BAND_NOTE, language)]
    if still:
        text = translate("Without visible change, hence not drawn: {loads}.", language)
        parts.append(text.format(loads="; ".join(each.label.of(language) for each in still)))
    if left_out:
        text = translate("Change too, for which there is no room here: {loads}.", language)
        parts.append(text.format(loads="; ".join(each.label.of(language) for each in left_out)))
    return " ".join(parts)


def _chosen(results: Results, system: str | None) -> list[Outcome]:
    headline = [outcome for outcome in results.outcomes.values() if outcome.headline]
    if system is not None:
        return [outcome for outcome in headline if outcome.system == system]
    first: dict[str, Outcome] = {}
    for outcome in headline:
        first.setdefault(outcome.system, outcome)
    return list(first.values())


def _title(system: str | None, language: str) -> str:
    if system is None:
        return translate("Services and public systems with and without the change", language)
    title = translate("Loads with and without the change: {system}", language)
    return title.format(system=name_of(system, language))


def _subtitle(results: Results, language: str) -> str:
    span = years(results.years[0], results.years[-1])
    return translate("Scenario against services kept, {years}", language).format(years=span)


def _words(
    results: Results, outcome: Outcome, *, scenario: str, language: str, width: float
) -> _Words:
    """Break label, unit and last values into lines; the tallest panel sets the height of all."""
    room = width - 0.3
    paper = blank(WIDTH, HEIGHT)
    label = unbreakable(outcome.label.of(language), language)
    unit = outcome.unit.of(language)
    value = _last_value(results, outcome, scenario=scenario, language=language)
    load = results.loads["central"][outcome.name]
    _, more = digits(load, results.position(scenario))
    kept = kept_label(load[:, 0], language, finer=more).text

    def lines(text: str) -> list[str]:
        return wrapped(paper, unbreakable(text, language), size=SMALL, width=room)

    heading = wrapped(paper, label, size=LABEL, width=room, weight="bold")
    return _Words(outcome, heading, [*lines(unit), *lines(value)], lines(kept))


def _small_panel(
    page: Sheet, words: _Words, *, left: float, top: float, height: float, width: float
) -> Axes:
    below = write(page.figure, words.heading, x=left, y=top, size=LABEL, weight="bold")
    below = write(page.figure, words.lines, x=left, y=below, color=NAVY)
    write(page.figure, words.kept, x=left, y=below, color=NOTE)
    return panel(
        page,
        left=left + 0.85,
        bottom=top - height + _YEARS_HEIGHT,
        width=width - 1.35,
        height=_PLOT_HEIGHT - _YEARS_HEIGHT - 0.2,
    )


def _lines(axes: Axes, results: Results, *, load: Array, scenario: str) -> None:
    here = load[:, results.position(scenario)]
    fan(axes, results.years, here)
    kept = kept_lines(axes, results.years, load[:, 0])
    highest = max(float(np.quantile(here, 0.95, axis=-1).max()), kept)
    axes.set_ylim(0, highest * _ABOVE or 1)
    axes.set_xlim(results.years[0], results.years[-1])


def _last_value(results: Results, outcome: Outcome, *, scenario: str, language: str) -> str:
    load = results.loads["central"][outcome.name]
    position = results.position(scenario)
    low, middle, high = (float(q) for q in np.quantile(load[-1, position], (0.05, 0.5, 0.95)))
    more, _ = digits(load, position)
    rounded = interval(middle, low, high, finer=more, least=_FINEST)
    if rounded.centre == rounded.low == rounded.high == 0:
        return f"{results.years[-1]}: {number(0, language)}"
    return translate("{year}: {value} ({bounds})", language).format(
        year=results.years[-1],
        value=number(rounded.centre, language, decimals=rounded.decimals),
        bounds=bounds(rounded, language),
    )


def _data(
    results: Results, shown: Sequence[Outcome], *, scenario: str, language: str
) -> pd.DataFrame:
    frames = []
    for outcome in shown:
        load = results.loads["central"][outcome.name]
        for name in (results.scenarios[0], scenario):
            columns = {
                "scenario": name,
                "system": outcome.system,
                "quantity": outcome.name,
                "label": outcome.label.of(language),
                "unit": outcome.unit.of(language),
            }
            frames.append(quantile_frame(results.years, load[:, results.position(name)], columns))
    return pd.concat(frames, ignore_index=True)


def _alt_text(
    results: Results, shown: Sequence[Outcome], *, scenario: str, language: str, name: str
) -> str:
    """Name all panels, and as much of the first one's numbers as there is room for."""
    first = shown[0]
    load = results.loads["central"][first.name]
    _, more = digits(load, results.position(scenario))
    labels = [each.label.of(language) for each in shown]
    words = {
        "loads": "; ".join(labels),
        "first": labels[0],
        "unit": first.unit.of(language),
        "value": _last_value(results, first, scenario=scenario, language=language),
        "kept": kept_value(load[:, 0], language, finer=more),
    }
    title = results.titles[scenario].of(language)
    for template in _ALT:
        text = with_file(translate(template, language).format(**words), name, language)
        if len(of_scenario(text, title, language)) <= _ALT_LETTERS:
            break
    return text
