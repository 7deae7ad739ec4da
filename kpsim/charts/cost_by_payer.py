"""Who saves and who pays: crowns saved and caused by payer, with the net and its interval."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kpsim.analysis.money import PayerMoney, by_payer, horizon_years
from kpsim.analysis.summary import monte_carlo_error
from kpsim.charts.house_style import (
    AMBER,
    INK,
    NAVY,
    NOTE,
    SMALL,
    Chart,
    Footer,
    Sheet,
    finished,
    house_style,
    key,
    number_axis,
    panel,
    sheet,
    source_line,
    wrapped,
)
from kpsim.charts.notes import longer, true_cost
from kpsim.inputs.funding import Funding
from kpsim.language import translate
from kpsim.results import Array, Results, View
from kpsim.wording.numbers import (
    SCALES,
    Rounded,
    interval,
    money_unit,
    scale_for,
    unbreakable,
    with_bounds,
    years,
)
from kpsim.wording.words import of_view, payer_heading

NAME = "cost_by_payer"
TOTAL = "public"
SAVING, PAYING = "others_saving", "others_paying"
REGION = "region"
_NAMES_ROOM, _SLIDE_NAMES_ROOM = 4.3, 5.9
"""On a slide rows are lower: the names need one line each."""
_VALUES_ROOM = 4.0
_ROW, _SLIDE_ROW = 0.62, 0.55
_SAVERS, _PAYERS = 3, 2
"""Public payers a slide names of those who save and of those who pay more."""
_BAR, _ABOVE, _BELOW = 0.36, 0.12, 0.24
"""Bar of a row and its interval under it, in shares of the row."""


@dataclass(frozen=True)
class _Row:
    """One payer: yearly averages over the horizon, in the scale of the chart."""

    payer: str
    label: str
    public: bool
    saved: float
    caused: float
    net: Array
    least: Decimal
    """The finest step the column has room for."""

    @property
    def rounded(self) -> Rounded:
        """Return the mean net with its 90 % interval, rounded for print."""
        low, high = (float(q) for q in np.quantile(self.net, (0.05, 0.95)))
        error = float(monte_carlo_error(self.net))
        return interval(float(self.net.mean()), low, high, error=error, finer=1, least=self.least)


def cost_by_payer(
    results: Results,
    scenario: str,
    *,
    public: Collection[str],
    language: str,
    version: str,
    view: View = "central",
    slide: bool = False,
    funding: Funding | None = None,
) -> Chart:
    """Draw saved and caused crowns of each payer as means that add up, the net as a diamond.

    A slide has room for the public payers with most at stake, on either side of zero; the file
    has all.
    """
    window = horizon_years(results, scenario)
    scale, rows = _rows(results, scenario, public=public, view=view, language=language)
    shown = _largest(rows, language) if slide else rows
    note = _read(language)
    if not slide:  # it has no room for more
        note += " " + true_cost(
            results, scenario, public=public, funding=funding, language=language, view=view
        )
    name = NAME if view == "central" else f"{NAME}_{view}"
    footer = Footer(version, results.titles[scenario].of(language), results.draws)
    with house_style():
        page = sheet(
            translate("Savings and caused spending by payer", language),
            translate(
                "Yearly average {years}, difference from keeping the services, "
                "{unit} in 2025 prices",
                language,
            ).format(
                years=years(results.years[window][0], results.years[window][-1]),
                unit=money_unit(scale, language),
            )
            + of_view(view, language),
            note=note,
            source=source_line(footer, name, language),
            language=language,
            height=4.75 + longer(note, language) + (_SLIDE_ROW if slide else _ROW) * len(shown),
        )
        names = _SLIDE_NAMES_ROOM if slide else _NAMES_ROOM
        top = key(page, _marks(), language) - 0.3
        axes = panel(
            page,
            left=page.left + names,
            bottom=page.bottom + 0.5,
            width=page.right - page.left - names - _VALUES_ROOM,
            height=top - page.bottom - 0.5,
        )
        _bars(axes, shown)
        _words(axes, page, shown, language=language)
        number_axis(axes, language, which="x")
        alt = _alt_text(shown, scale=scale, language=language, name=name)
        together = [row for row in shown if row.payer in (SAVING, PAYING)]
        unit = money_unit(scale, language)
        data = _data([*rows, *together], scenario=scenario, view=view, unit=unit)
        return finished(name, page, data=data, alt_text=alt, language=language)


def _read(language: str) -> str:
    """Say how the picture is read."""
    return translate(
        "Bars are means. Diamond and the last column: net effect and the range of 9 of 10 "
        "futures; below zero the payer saves. Rounded, so that rows do not always add up.",
        language,
    )


def _marks() -> tuple[tuple[Patch | Line2D, str], ...]:
    diamond = Line2D([], [], color=INK, marker="D", markersize=4.5, linewidth=1.2)
    return (
        (Patch(color=NAVY, linewidth=0), "saved on the services"),
        (Patch(color=AMBER, linewidth=0), "change of spending elsewhere"),
        (diamond, "net effect"),
    )


def _rows(
    results: Results,
    scenario: str,
    *,
    public: Collection[str],
    view: View,
    language: str,
) -> tuple[str, list[_Row]]:
    """Return the scale and the rows: public payers by net, their total, then the others."""
    window = horizon_years(results, scenario)
    money = {
        payer: PayerMoney(of.saved[window].mean(axis=0), of.caused[window].mean(axis=0))
        for payer, of in by_payer(results, scenario, view).items()
    }
    ours = {payer: of for payer, of in money.items() if payer in public}
    total = PayerMoney(
        np.sum([of.saved for of in ours.values()], axis=0),
        np.sum([of.caused for of in ours.values()], axis=0),
    )
    sizes = [float(abs(part.mean())) for of in money.values() for part in (of.saved, of.caused)]
    scale = scale_for(*sizes, float(abs(total.net.mean())))
    unit = 10.0 ** SCALES[scale]
    nets = [of.net / unit for of in (total, *money.values())]
    least = _finest(max(float(np.abs(np.quantile(net, (0.05, 0.95))).max()) for net in nets))

    def row(payer: str, of: PayerMoney, label: str) -> _Row:
        saved, caused = float(of.saved.mean()) / unit, float(of.caused.mean()) / unit
        return _Row(payer, label, payer in public, saved, caused, of.net / unit, least)

    rows = [row(payer, of, payer_heading(payer, language)) for payer, of in money.items()]
    ordered = sorted(rows, key=lambda one: (-float(one.net.mean()), one.payer))
    whole = row(TOTAL, total, translate("public budgets in total", language))
    inside = [one for one in ordered if one.public]
    outside = [one for one in ordered if not one.public]
    return scale, [*inside, whole, *outside]


def _finest(widest: float) -> Decimal:
    """Return the finest step for which the column has room, where it is so wide."""
    return Decimal("0.01") if widest < 10 else Decimal("0.1") if widest < 100 else Decimal(1)


def _largest(rows: Sequence[_Row], language: str) -> list[_Row]:
    """Keep the public payers who pay or save most, put the others of each side together.

    The region is always among them; the total and the payers below it stay.
    """
    inside = [row for row in rows if row.public]
    paying = [row for row in inside if row.net.mean() > 0]
    saving = [row for row in reversed(inside) if row.net.mean() < 0]
    if not paying and not saving:
        return list(rows)
    first, others = _parted(
        paying, _PAYERS, PAYING, "other public payers, more on average", language
    )
    last, more = _parted(saving, _SAVERS, SAVING, "other public payers, less on average", language)
    return [*first, *others, *more, *reversed(last), *(row for row in rows if not row.public)]


def _parted(
    rows: Sequence[_Row], most: int, code: str, label: str, language: str
) -> tuple[list[_Row], list[_Row]]:
    """Return the first rows, with the region, and one row for the rest of them."""
    if len(rows) <= most + 1:
        return list(rows), []
    ours = [row for row in rows[most:] if row.payer == REGION]
    kept = [*rows[: most - len(ours)], *ours]
    names = {row.payer for row in kept}
    rest = [row for row in rows if row.payer not in names]
    together = _Row(
        code,
        translate(label, language),
        True,
        sum(row.saved for row in rest),
        sum(row.caused for row in rest),
        np.asarray(sum(row.net for row in rest)),
        rows[0].least,
    )
    return kept, [together]


def _bars(axes: Axes, rows: Sequence[_Row]) -> None:
    for place, row in enumerate(rows):
        # Both parts may lie on one side of zero; the second then continues the first.
        start = -row.saved if (-row.saved) * row.caused > 0 else 0.0
        axes.barh(place - _ABOVE, -row.saved, height=_BAR, color=NAVY, linewidth=0, zorder=2)
        axes.barh(
            place - _ABOVE, row.caused, left=start, height=_BAR, color=AMBER, linewidth=0, zorder=2
        )
        low, high = np.quantile(row.net, (0.05, 0.95))
        # On the bar itself an interval could not be read.
        line = place + _BELOW
        axes.plot((low, high), (line, line), color=INK, linewidth=1.6, solid_capstyle="butt")
        axes.plot(float(row.net.mean()), line, marker="D", markersize=4, color=INK, zorder=4)
    axes.axvline(0, color=NOTE, linewidth=1.0, zorder=2.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_yticks([])


def _words(axes: Axes, page: Sheet, rows: Sequence[_Row], *, language: str) -> None:
    """Write payers to the left of the bars and net values to the right."""
    box = axes.get_position()
    across = page.figure.get_size_inches()[0] * 2.54
    name_place = page.left / across
    value_place = box.x1 + 0.2 / across
    name_at, value_at = ((x - box.x0) / box.width for x in (name_place, value_place))
    for place, row in enumerate(rows):
        weight = "bold" if row.payer == TOTAL else "normal"
        name = wrapped(
            page.figure,
            unbreakable(row.label, language),
            size=SMALL,
            width=box.x0 * across - page.left - 0.2,
            weight=weight,
        )
        value = with_bounds(row.rounded, language)
        for at, text in ((name_at, "\n".join(name)), (value_at, value)):
            axes.text(
                at,
                place,
                text,
                transform=axes.get_yaxis_transform(),
                va="center",
                size=SMALL,
                weight=weight,
                linespacing=1.0,
            )
        if row.payer == TOTAL:
            for edge in (place - 0.5, place + 0.5):
                axes.plot(
                    (name_at, (page.right / across - box.x0) / box.width),
                    (edge, edge),
                    transform=axes.get_yaxis_transform(),
                    color=NOTE,
                    linewidth=0.6,
                    clip_on=False,
                )
    axes.text(
        value_at,
        -0.95,
        translate("net effect (9 of 10)", language),
        va="center",
        transform=axes.get_yaxis_transform(),
        size=SMALL,
        color=NOTE,
    )


def _data(rows: Sequence[_Row], *, scenario: str, view: View, unit: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "scenario": scenario,
                "view": view,
                "payer": row.payer,
                "label": row.label,
                "unit": unit,
                "price_year": 2025,
                "saved_mean": row.saved,
                "caused_mean": row.caused,
                "net_mean": float(row.net.mean()),
                "net_p05": float(np.quantile(row.net, 0.05)),
                "net_p95": float(np.quantile(row.net, 0.95)),
            }
            for row in rows
        ]
    )


def _alt_text(rows: Sequence[_Row], *, scale: str, language: str, name: str) -> str:
    payers = [row for row in rows if row.public and row.payer not in (SAVING, PAYING)]
    whole = next(row for row in rows if row.payer == TOTAL)
    least, most = payers[-1], payers[0]
    template = translate(
        "{count} payers, {unit} a year. Net from {least} {least_value} to {most} "
        "{most_value}; public budgets {total}. "
        "The numbers are in the file {name}.csv.",
        language,
    )
    return template.format(
        count=len(rows) - 1,
        unit=money_unit(scale, language),
        least=least.label,
        least_value=with_bounds(least.rounded, language),
        most=most.label,
        most_value=with_bounds(most.rounded, language),
        total=with_bounds(whole.rounded, language),
        name=name,
    )
