"""Why records fall while people do not: recorded users, the official estimate, all in the model."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpsim.charts.end_labels import EndLabel, end_labels
from kpsim.charts.house_style import (
    BASELINE,
    BRICK,
    DASHES,
    GRID,
    HEIGHT,
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
from kpsim.charts.load_fans import level_text
from kpsim.charts.no_change import difference, is_seen, no_change
from kpsim.charts.notes import longer
from kpsim.charts.services_kept import DASH, digits, kept_median, kept_value
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.wording.numbers import percent, unbreakable

NAME = "recorded_and_true_users"
TRUE, OFFICIAL, RECORDED = "true_users", "official_estimate", "recorded_users"
SHARE, DIFFERENCE = "recorded_share", "_difference"
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

_LABEL_ROOM = 4.6
_NOTE_LINES = 3
"""Of a page of usual height; a longer note makes it higher, so that the names have room."""

PLOT = 4.6
"""How high the highest value stands above zero, in cm."""


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
    unchanged = _unchanged(results, position, language)
    note = " ".join(
        [unchanged]
        + [
            translate(part, language)
            for part in (
                "Recorded: clients of services and users known to the police or doctors. "
                "The official estimate divides their number by the share that was recorded "
                "in the first year: it falls as clients become fewer, and is above the "
                "number of all users where a larger share is recorded than then. All: by "
                "the model.",
                "Between the thin dashed lines lie 9 of 10 futures of all.",
            )
        ]
    ).strip()
    with house_style():
        page = sheet(
            translate("Recorded and all drug users", language),
            translate("Medians, people", language),
            note=note,
            source=source_line(footer, NAME, language),
            language=language,
            height=HEIGHT + longer(note, language, than=_NOTE_LINES),
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
        levels = _levels(results, position, language)
        _end_labels(axes, page, results, levels, position=position, language=language)
        alt = _alt_text(results, levels, language=language)
        data = _data(results, scenario, language)
        return finished(NAME, page, data=data, alt_text=alt, language=language, unchanged=unchanged)


def _unchanged(results: Results, position: int, language: str) -> str:
    """Return what to say where no line parts from that with the services kept."""
    loads = {name: results.loads["central"][name] for name in _COLORS}
    if any(is_seen(load[:, position], load[:, 0], height=PLOT) for load in loads.values()):
        return ""
    parts = [
        difference(translate(_WORDS[name], language), load, position, language)
        for name, load in loads.items()
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
    # The words stand where no line runs between: the edge of the band may be one.
    edge = float(np.quantile(users[TRUE][widest], 0.05))
    between = sorted({lower, upper, min(max(edge, lower), upper)})
    under, over = max(pairwise(between), key=lambda pair: pair[1] - pair[0])
    axes.text(
        results.years[widest],
        (under + over) / 2,
        translate("nobody knows of them", language),
        ha="center",
        va="center",
        size=SMALL,
        color=NOTE,
        style="italic",
        bbox={"facecolor": GRID, "edgecolor": "none", "pad": 0.6},
    )


def _levels(results: Results, position: int, language: str) -> dict[str, tuple[str, str]]:
    """Return each last level as printed, in the scenario and with the services kept."""
    found = {}
    for name in _COLORS:
        load = results.loads["central"][name]
        more, more_kept = digits(load, position)
        found[name] = (
            level_text(load[-1, position], language, finer=more),
            kept_value(load[:, 0], language, finer=more_kept),
        )
    return found


def _end_labels(
    axes: Axes,
    page: Sheet,
    results: Results,
    levels: Mapping[str, tuple[str, str]],
    *,
    position: int,
    language: str,
) -> None:
    last = {name: results.loads["central"][name][-1] for name in _COLORS}
    labels = [
        EndLabel(
            f"{translate(_WORDS[name], language)}: {levels[name][0]}",
            float(np.median(last[name][position])),
            color,
        )
        for name, color in _COLORS.items()
    ]
    share = percent(float(np.median(last[RECORDED][0] / last[TRUE][0])), language)
    same = {
        TRUE: translate("{name}, services kept: {value}", language),
        RECORDED: translate("{name}, services kept: {value}, which is {share} of all", language),
    }
    labels += [
        EndLabel(
            words.format(
                name=translate(_WORDS[name], language), value=levels[name][1], share=share
            ),
            float(np.median(last[name][0])),
            BASELINE,
            DASH,
        )
        for name, words in same.items()
    ]
    end_labels(page, axes, labels, x=results.years[-1], room=_LABEL_ROOM - 0.9,
               language=language)  # fmt: skip


def _named(quantity: str, language: str) -> str:
    """Name a quantity of the file as the picture does."""
    if quantity == SHARE:
        return translate("share recorded", language)
    words = translate(_WORDS[quantity.removesuffix(DIFFERENCE)], language)
    if not quantity.endswith(DIFFERENCE):
        return words
    return translate("{name}, difference from keeping the services", language).format(name=words)


def _data(results: Results, scenario: str, language: str) -> pd.DataFrame:
    """Return the counts and the share recorded, kept and in the scenario, and differences."""
    loads = {name: results.loads["central"][name] for name in _COLORS}
    people = {name: (load, "people") for name, load in loads.items()}
    people |= {
        f"{name}{DIFFERENCE}": (load - load[:, :1], "people") for name, load in loads.items()
    }
    people[SHARE] = (loads[RECORDED] / loads[TRUE], "share of all in the model")
    return pd.concat(
        [
            quantile_frame(
                results.years,
                draws[:, results.position(each)],
                {
                    "scenario": each,
                    "quantity": name,
                    "label": _named(name, language),
                    "unit": translate(unit, language),
                },
            )
            for each in (results.scenarios[0], scenario)
            for name, (draws, unit) in people.items()
            if each == scenario or not name.endswith(DIFFERENCE)
        ],
        ignore_index=True,
    )


def _alt_text(results: Results, levels: Mapping[str, tuple[str, str]], *, language: str) -> str:
    template = translate(
        "Lines from {first} to {last}. In {last} there are {recorded} recorded users, with the "
        "services kept {recorded_kept}; all in the model are {all}, with the services kept "
        "{all_kept}. The numbers are in the file {name}.csv.",
        language,
    )
    return template.format(
        first=results.years[0],
        last=results.years[-1],
        recorded=levels[RECORDED][0],
        recorded_kept=levels[RECORDED][1],
        all=levels[TRUE][0],
        all_kept=levels[TRUE][1],
        name=NAME,
    )
