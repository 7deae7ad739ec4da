"""Why records fall while people do not: recorded users, the official estimate, all in the model."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpsim.charts.end_labels import EndLabel, end_labels
from kpsim.charts.house_style import (
    BASELINE,
    BRICK,
    DASHES,
    GRID,
    INK,
    NAVY,
    NOTE,
    SMALL,
    Chart,
    Footer,
    Sheet,
    Skipped,
    finished,
    fit_ticks,
    house_style,
    number_axis,
    panel,
    quantile_frame,
    sheet,
    source_line,
    year_axis,
)
from kpsim.charts.no_change import difference, is_seen, no_change
from kpsim.charts.services_kept import DASH, kept_median, kept_value
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.wording.numbers import interval, percent, unbreakable, with_bounds

NAME = "recorded_and_true_users"
TRUE, OFFICIAL, RECORDED = "true_users", "official_estimate", "recorded_users"
_COLORS = {TRUE: NAVY, OFFICIAL: BASELINE, RECORDED: BRICK}
_WORDS = {
    TRUE: "all in the model",
    OFFICIAL: "official estimate",
    RECORDED: "recorded",
}
_KEPT = (TRUE, RECORDED)
"""What is drawn with the services kept as well; the estimate lies between the two."""

TROUGH = 0.03
"""How far the recorded share must fall below both its ends for its lowest year to be told."""

_LABEL_ROOM = 4.0


def recorded_and_true_users(
    results: Results, scenario: str, *, language: str, version: str
) -> Chart | Skipped:
    """Draw the three counts of users in the scenario, with the gap that nobody sees."""
    missing = [name for name in _COLORS if name not in results.loads["central"]]
    if missing:
        reason = translate("the model does not report {missing}", language)
        return Skipped(NAME, reason.format(missing=", ".join(missing)))
    position = results.position(scenario)
    users = {name: results.loads["central"][name][:, position] for name in _COLORS}
    kept = {name: results.loads["central"][name][:, 0] for name in _KEPT}
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    unchanged = _unchanged(results, users, language)
    with house_style():
        page = sheet(
            translate("Recorded and all users", language),
            translate("Medians, people", language),
            note=" ".join(
                [unchanged]
                + [
                    translate(part, language)
                    for part in (
                        "The official estimate divides the recorded by the share that was recorded "
                        "in the first year: it falls with contacts, and ends above all where a "
                        "larger share is recorded than then. All: by the model.",
                        "Between the thin dashed lines lie 9 of 10 futures of all.",
                    )
                ]
            ).strip(),
            source=source_line(footer, NAME, language),
            language=language,
        )
        axes = panel(
            page,
            left=page.left + 1.2,
            bottom=page.bottom + 0.5,
            width=page.right - page.left - 1.2 - _LABEL_ROOM,
            height=page.top - page.bottom - 0.7,
        )
        _lines(axes, results, users)
        for draws in kept.values():
            kept_median(axes, results.years, np.median(draws, axis=-1))
        number_axis(axes, language)
        year_axis(axes, results.years, every=2)
        fit_ticks(page, axes, left=page.left)
        _gap(axes, results, users=users, language=language)
        _end_labels(axes, page, (users, kept), language=language, year=results.years[-1])
        alt = _alt_text(results, users, kept, language=language)
        data = _data(results, users, scenario=scenario, language=language)
        return finished(NAME, page, data=data, alt_text=alt, language=language, unchanged=unchanged)


def _unchanged(results: Results, users: Mapping[str, Array], language: str) -> str:
    """Return what to say where no line parts from that with the services kept."""
    pairs = {name: (users[name], results.loads["central"][name][:, 0]) for name in _COLORS}
    if any(is_seen(here, kept) for here, kept in pairs.values()):
        return ""
    parts = [
        difference(translate(_WORDS[name], language), here, kept, language)
        for name, (here, kept) in pairs.items()
    ]
    return no_change(parts, results.years[-1], language)


def _lines(axes: Axes, results: Results, users: Mapping[str, Array]) -> None:
    medians = {name: np.median(draws, axis=-1) for name, draws in users.items()}
    axes.fill_between(results.years, medians[RECORDED], medians[TRUE], color=GRID, linewidth=0)
    for edge in np.quantile(users[TRUE], (0.05, 0.95), axis=-1):
        axes.plot(results.years, edge, color=NAVY, linewidth=0.6, linestyle=(0, (4, 2)))
    for name, color in _COLORS.items():
        axes.plot(results.years, medians[name], color=color, linewidth=2, linestyle=DASHES[color])
    highest = float(np.quantile(users[TRUE], 0.95, axis=-1).max())
    axes.set_ylim(0, 1.08 * max(highest, *(float(line.max()) for line in medians.values())))
    axes.set_xlim(results.years[0], results.years[-1])


def _gap(axes: Axes, results: Results, *, users: Mapping[str, Array], language: str) -> None:
    """Print the share recorded at both ends and at its lowest, and name the gap.

    The words stand under the recorded line; dots on it show the years they speak of.
    """
    shares = np.median(users[RECORDED] / users[TRUE], axis=-1)
    levels = np.median(users[RECORDED], axis=-1)
    lowest = int(shares.argmin())
    told = (0,) if shares[lowest] > min(shares[0], shares[-1]) - TROUGH else (0, lowest)
    axes.plot(
        [results.years[place] for place in (*told, -1)],
        levels[[*told, -1]],
        linestyle="none",
        marker="o",
        markersize=3.5,
        color=BRICK,
        clip_on=False,
    )
    for places, align, shift in ((told, "left", 3), ((-1,), "right", -3)):
        # The words must clear the line over all their width: the first ones half of the axis.
        near = levels[: len(levels) // 2 + 1] if align == "left" else levels[-len(levels) // 3 :]
        words = "{year}: {share} recorded"
        text = "; ".join(
            translate(words if place == places[0] else "{year}: {share}", language).format(
                year=results.years[place], share=percent(float(shares[place]), language)
            )
            for place in places
        )
        axes.annotate(
            unbreakable(text, language),
            (results.years[places[0]], float(near.min())),
            xytext=(shift, -6),
            textcoords="offset points",
            ha=align,
            va="top",
            size=SMALL,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )
    widest = len(results.years) * 2 // 3
    lower = float(np.median(users[RECORDED][widest]))
    upper = min(
        (float(np.median(users[name][widest])) for name in (OFFICIAL, TRUE)),
        key=lambda level: level if level > lower else np.inf,
    )
    axes.text(
        results.years[widest],
        (lower + upper) / 2,
        translate("out of sight", language),
        ha="center",
        va="center",
        size=SMALL,
        color=NOTE,
        style="italic",
        bbox={"facecolor": GRID, "edgecolor": "none", "pad": 0.6},
    )


def _end_labels(
    axes: Axes,
    page: Sheet,
    loads: tuple[Mapping[str, Array], Mapping[str, Array]],
    *,
    language: str,
    year: int,
) -> None:
    users, kept = loads
    labels = [
        EndLabel(
            f"{translate(_WORDS[name], language)}: {_level(users[name][-1], language)}",
            float(np.median(users[name][-1])),
            color,
        )
        for name, color in _COLORS.items()
    ]
    same = translate("{name}, services kept: {value}", language)
    labels += [
        EndLabel(
            same.format(name=translate(_WORDS[name], language), value=kept_value(draws, language)),
            float(np.median(draws[-1])),
            BASELINE,
            DASH,
        )
        for name, draws in kept.items()
    ]
    end_labels(page, axes, labels, x=year, room=_LABEL_ROOM - 0.7, language=language)


def _level(draws: Array, language: str) -> str:
    low, middle, high = (float(q) for q in np.quantile(draws, (0.05, 0.5, 0.95)))
    return with_bounds(interval(middle, low, high), language)


def _data(
    results: Results, users: Mapping[str, Array], *, scenario: str, language: str
) -> pd.DataFrame:
    unit = translate("people", language)
    return pd.concat(
        [
            quantile_frame(
                results.years, draws, {"scenario": scenario, "quantity": name, "unit": unit}
            )
            for name, draws in users.items()
        ],
        ignore_index=True,
    )


def _alt_text(
    results: Results, users: Mapping[str, Array], kept: Mapping[str, Array], *, language: str
) -> str:
    template = translate(
        "Lines from {first} to {last}. In {last} there are {recorded} recorded users, with the "
        "services kept {recorded_kept}; all in the model are {all}, with the services kept "
        "{all_kept}. The numbers are in the file {name}.csv.",
        language,
    )
    return template.format(
        first=results.years[0],
        last=results.years[-1],
        recorded=_level(users[RECORDED][-1], language),
        recorded_kept=kept_value(kept[RECORDED], language),
        all=_level(users[TRUE][-1], language),
        all_kept=kept_value(kept[TRUE], language),
        name=NAME,
    )
