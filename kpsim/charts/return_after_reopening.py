"""Whether everything comes back when the money does: money, staff, trust and clients."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from kpsim.analysis.recovery import RECOVERED, years_until_back
from kpsim.charts.end_labels import EndLabel, end_labels
from kpsim.charts.house_style import (
    AMBER,
    BASELINE,
    BRICK,
    DASHES,
    GRID,
    NAVY,
    NOTE,
    SMALL,
    TEAL,
    Chart,
    Footer,
    Sheet,
    Skipped,
    finished,
    house_style,
    number_axis,
    panel,
    sheet,
    source_line,
    year_axis,
)
from kpsim.language import translate
from kpsim.results import Array, Results
from kpsim.wording.numbers import NBSP, number, percent

NAME = "return_after_reopening"
MONEY = "money"
_LOADS = {"staff": "staff", "trust_contact_centre": "trust", "contact_clients": "clients"}
# Amber is too light for letters, and a name has the colour of its line.
_COLORS = {MONEY: BASELINE, "staff": TEAL, "trust": BRICK, "clients": NAVY}
_LABEL_ROOM = 4.0
_PRINTED = 0.005


def return_after_reopening(
    results: Results,
    scenario: str,
    *,
    reopened: float | None,
    language: str,
    version: str,
) -> Chart | Skipped:
    """Draw the index of each, 100 with the services kept, and how long it takes back to 90."""
    if reopened is None:
        return Skipped(NAME, translate("the scenario reopens no service", language))
    lines = _lines_of(results, scenario)
    if len(lines) < 2:
        return Skipped(NAME, translate("the model does not report what returns", language))
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    with house_style():
        page = sheet(
            translate("Return after the services reopen", language),
            translate("Medians, 100 = level with the services kept in the same year", language),
            note=_note(results, scenario, reopened=reopened, language=language),
            source=source_line(footer, NAME, language),
            language=language,
        )
        axes = panel(
            page,
            left=page.left + 1.0,
            bottom=page.bottom + 0.5,
            width=page.right - page.left - 1.0 - _LABEL_ROOM,
            height=page.top - page.bottom - 0.8,
        )
        first = results.first_change[results.position(scenario)] or results.years[0]
        axes.axvspan(first, reopened, color=GRID, linewidth=0, zorder=0.4)
        for name, line in lines.items():
            color = _COLORS[name]
            axes.plot(
                _known_at(results, name),
                100 * np.median(line, axis=-1),
                color=color,
                linestyle=_dash(name),
                linewidth=2,
            )
        axes.axhline(100 * RECOVERED, color=NOTE, linewidth=0.6)
        axes.annotate(
            number(100 * RECOVERED, language),
            (results.years[0], 100 * RECOVERED),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            size=SMALL,
            color=NOTE,
        )
        axes.set_ylim(0, 112)
        axes.set_xlim(results.years[0], results.years[-1] + 1)
        number_axis(axes, language)
        year_axis(axes, results.years, every=2)
        _labels(axes, page, results, lines, scenario=scenario, reopened=reopened, language=language)
        alt = _alt(results, scenario, reopened=reopened, language=language)
        back = _back(results, scenario, reopened)
        data = _data(results, lines, back, scenario=scenario, language=language)
        return finished(NAME, page, data=data, alt_text=alt, language=language)


def _dash(name: str) -> object:
    """Return the dashes of a line; solid is taken by the clients."""
    return DASHES[AMBER if name == MONEY else _COLORS[name]]


def _note(results: Results, scenario: str, *, reopened: float, language: str) -> str:
    """Explain what is drawn; futures without a return are named only where there are some."""
    lost = any(_never(years) for years in _back(results, scenario, reopened).values())
    parts = (
        "Grey field: closed.",
        "At each line: years from the reopening until 90 is reached (in brackets 9 of 10 "
        "futures), and in how many futures it is not by the end."
        if lost
        else "At each line: years from the reopening until 90 is reached (in brackets 9 of 10 "
        "futures).",
        "Money and staff are those of all services, clients those in low-threshold contact, trust "
        "that in the contact centre. Trust is that at the end of a year and falls from the "
        "announcement on; the others are averages of a year.",
    )
    return " ".join(translate(part, language) for part in parts)


def _known_at(results: Results, name: str) -> list[float]:
    """Return where in time the numbers of a line stand: at the end of years or in their middle."""
    outcome = next((key for key, line in _LOADS.items() if line == name), None)
    ends = outcome is not None and results.outcomes[outcome].aggregate == "end"
    return [year + (1.0 if ends else 0.5) for year in results.years]


def _never(years: Array) -> float:
    """Return the share of futures without a return, nothing where it would print as none."""
    share = float(np.isnan(years).mean())
    return share if share >= _PRINTED else 0.0


def _lines_of(results: Results, scenario: str) -> dict[str, Array]:
    """Return each level as a share of that with the services kept: (year, draw)."""
    position = results.position(scenario)
    money = np.broadcast_to(
        results.service_money, (len(results.years), len(results.scenarios), results.draws)
    )
    found = {MONEY: money[:, position] / money[:, 0]}
    for outcome, name in _LOADS.items():
        if outcome in results.loads["central"]:
            load = results.loads["central"][outcome]
            kept = np.where(load[:, 0] > 0, load[:, 0], 1.0)
            found[name] = load[:, position] / kept
    return found


def _labels(
    axes: Axes,
    page: Sheet,
    results: Results,
    lines: Mapping[str, Array],
    *,
    scenario: str,
    reopened: float,
    language: str,
) -> None:
    back = _back(results, scenario, reopened)
    labels = []
    for name, line in lines.items():
        after = f": {_years(back[name], language)}" if name in back else ""
        height = 100 * float(np.median(line[-1]))
        labels.append(
            EndLabel(translate(name, language) + after, height, _COLORS[name], _dash(name))
        )
    end_labels(page, axes, labels, x=results.years[-1] + 1, room=_LABEL_ROOM - 0.8,
               language=language)  # fmt: skip


def _back(results: Results, scenario: str, reopened: float) -> dict[str, Array]:
    found = {}
    for outcome, name in _LOADS.items():
        if outcome in results.loads["central"]:
            years = years_until_back(results, outcome, scenario, reopened=reopened)
            if years is not None:
                found[name] = years
    return found


def _years(years: Array, language: str) -> str:
    known = years[~np.isnan(years)]
    never = _never(years)
    if not len(known):
        return translate("not by the end", language)
    low, middle, high = (
        number(float(each), language, decimals=1) for each in np.quantile(known, (0.05, 0.5, 0.95))
    )
    text = translate("{years} years", language).format(years=middle)
    if low != high:
        bounds = translate("{low} to {high}", language).format(low=low, high=high)
        text += f" ({bounds.replace(' ', NBSP)})"
    if never:
        rest = translate("not back in {share}", language)
        text += "; " + rest.format(share=percent(never, language))
    return text


def _data(
    results: Results,
    lines: Mapping[str, Array],
    back: Mapping[str, Array],
    *,
    scenario: str,
    language: str,
) -> pd.DataFrame:
    """Return the levels by year, then the years until 90 is reached, of the futures that do."""
    index = translate("index, services kept = 100", language)
    after = translate("years from the reopening until 90 is reached", language)
    rows = [
        (name, year, index, 100 * line[place])
        for name, line in lines.items()
        for place, year in enumerate(results.years)
    ]
    rows += [
        (f"{name}_back", results.years[-1], after, known)
        for name, years in back.items()
        if len(known := years[~np.isnan(years)])
    ]
    return pd.DataFrame(
        [
            {
                "scenario": scenario,
                "quantity": name,
                "year": year,
                "unit": unit,
                "p05": float(np.quantile(draws, 0.05)),
                "p50": float(np.median(draws)),
                "p95": float(np.quantile(draws, 0.95)),
            }
            for name, year, unit, draws in rows
        ]
    )


def _alt(results: Results, scenario: str, *, reopened: float, language: str) -> str:
    parts = "; ".join(
        f"{translate(name, language)}: {_years(years, language)}"
        for name, years in _back(results, scenario, reopened).items()
    )
    return translate(
        "Four lines. Money comes back at once; back at 90 in: {parts}. The numbers are in the "
        "file {name}.csv.",
        language,
    ).format(parts=parts or "–", name=NAME)
