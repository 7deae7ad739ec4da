"""Who pays the services today, and who would pay the consequences: two flows on one scale."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from kpsim.analysis.money import SERVICE_MONEY_KINDS, SERVICES, WELFARE, horizon_years
from kpsim.analysis.results import Results, Text
from kpsim.charts.house_style import (
    AMBER,
    BAND_90,
    INK,
    NAVY,
    NOTE,
    SMALL,
    Chart,
    Footer,
    finished,
    house_style,
    panel,
    sheet,
    source_line,
    wrapped,
)
from kpsim.inputs.funding import Funding
from kpsim.language import translate
from kpsim.report.numbers import number, unbreakable
from kpsim.report.words import name_of, payer_name

NAME = "funders_to_payers"
OTHERS = "others"
_LEAST, _MOST = 0.03, 7
_MILLION = 1e6
_GAP, _NODE = 0.02, 0.05


@dataclass(frozen=True)
class _Flow:
    """One ribbon: from a node on the left to a node on the right."""

    source: str
    target: str
    amount: float


def funders_to_payers(
    results: Results,
    scenario: str,
    funding: Funding,
    *,
    public: Collection[str],
    language: str,
    version: str,
    labels: Mapping[str, Text] | None = None,
) -> Chart:
    """Draw funders to services in 2025, and systems to payers five years after the change."""
    window = horizon_years(results, scenario)
    year = results.years[min(window.start + 4, window.stop - 1)]
    funded = _merged([_Flow(x.funder, x.service, x.value / _MILLION) for x in funding.lines])
    caused = _merged(_caused(results, scenario, year, public=public))
    footer = Footer(version, results.titles[scenario].of(language), results.draws)

    def name(code: str) -> str:
        if code == OTHERS:
            return translate("others", language)
        if code in {line.funder for line in funding.lines} or code in public:
            return payer_name(code, language, labels)
        return name_of(code, language)

    with house_style():
        page = sheet(
            translate("Who pays the services today and who would pay the consequences", language),
            translate(
                "Funding 2025 and spending caused {year}, CZK million in 2025 prices", language
            ).format(year=year),
            note=translate(
                "The same scale, but not the same crown: no money flows between the two sides. "
                "Means; what falls is left out of the right side.",
                language,
            ),
            source=source_line(footer, NAME, language),
            language=language,
            height=11.0,
        )
        whole = max(sum(f.amount for f in funded), sum(f.amount for f in caused), 1e-9)
        half = (page.right - page.left) / 2
        for place, flows in enumerate((funded, caused)):
            axes = panel(
                page,
                left=page.left + place * half,
                bottom=page.bottom + 0.1,
                width=half - 0.2,
                height=page.top - page.bottom - 0.7,
            )
            heads = (("funders", "services"), ("systems", "payers"))[place]
            _draw(
                axes,
                flows,
                whole=whole,
                names=name,
                color=(NAVY, AMBER)[place],
                language=language,
                heads=[translate(head, language) for head in heads],
                page=page,
            )
        alt = _alt(funded, caused, name, language, year=year)
        data = pd.DataFrame(
            [
                {
                    "scenario": scenario,
                    "side": side,
                    "from": flow.source,
                    "to": flow.target,
                    "unit": "CZK million",
                    "price_year": 2025,
                    "amount_mean": flow.amount,
                }
                for side, flows in (("funding 2025", funded), (f"caused {year}", caused))
                for flow in flows
            ]
        )
        return finished(NAME, page, data=data, alt_text=alt, language=language)


def _caused(results: Results, scenario: str, year: int, *, public: Collection[str]) -> list[_Flow]:
    """Return what systems cause to public payers in one year, where it rises."""
    costs, at = results.costs["central"], results.years.index(year)
    more = costs.amounts[:, at, results.position(scenario)] - costs.amounts[:, at, 0]
    found: dict[tuple[str, str], float] = {}
    for line, amount in zip(costs.lines, more.mean(axis=-1), strict=True):
        own = line.system == SERVICES and line.kind in SERVICE_MONEY_KINDS
        if own or line.kind == WELFARE or line.payer not in public:
            continue
        key = (line.system, line.payer)
        found[key] = found.get(key, 0.0) + float(amount) / _MILLION
    return [_Flow(*key, amount) for key, amount in found.items() if amount > 0]


def _merged(flows: Sequence[_Flow]) -> list[_Flow]:
    """Put nodes under three percent, and those past the seventh, together as others."""
    whole = sum(flow.amount for flow in flows)

    def kept(side: str) -> set[str]:
        sums: dict[str, float] = {}
        for flow in flows:
            sums[getattr(flow, side)] = sums.get(getattr(flow, side), 0.0) + flow.amount
        large = [name for name, amount in sums.items() if amount >= _LEAST * whole]
        return set(sorted(large, key=lambda name: -sums[name])[: _MOST - 1])

    sources, targets = kept("source"), kept("target")
    found: dict[tuple[str, str], float] = {}
    for flow in flows:
        pair = (
            flow.source if flow.source in sources else OTHERS,
            flow.target if flow.target in targets else OTHERS,
        )
        found[pair] = found.get(pair, 0.0) + flow.amount
    return [_Flow(*pair, amount) for pair, amount in found.items()]


def _order(flows: Sequence[_Flow], side: str) -> dict[str, float]:
    """Return nodes with their sums, the largest first, others last."""
    sums: dict[str, float] = {}
    for flow in flows:
        sums[getattr(flow, side)] = sums.get(getattr(flow, side), 0.0) + flow.amount
    order = sorted(sums, key=lambda name: (name == OTHERS, -sums[name]))
    return {name: sums[name] for name in order}


def _draw(axes, flows, *, whole, names, color, language, heads, page) -> None:  # type: ignore[no-untyped-def]
    """Draw nodes as bars, flows as ribbons between them, names and values beside the bars."""
    axes.set_axis_off()
    axes.set_xlim(-0.75, 1.75)
    most = max(len(_order(flows, side)) for side in ("source", "target")) if flows else 1
    axes.set_ylim(-(1 + _GAP * 2 * most) - 0.04, 0.08)
    tops: dict[tuple[str, str], float] = {}
    for side, x, align in (("source", 0.0, "right"), ("target", 1.0, "left")):
        top = 0.0
        axes.text(x, 0.05, heads[side == "target"], size=SMALL, color=NOTE, ha=align)
        for node, amount in _order(flows, side).items():
            height = amount / whole
            axes.add_patch(Rectangle((x - _NODE / 2, top - height), _NODE, height, color=color))
            tops[side, node] = top
            text = f"{names(node)} {number(amount, language, decimals=1)}"
            lines = wrapped(page.figure, unbreakable(text, language), size=SMALL, width=2.1)
            axes.text(
                x + (-_NODE if align == "right" else _NODE),
                top - height / 2,
                "\n".join(lines),
                size=SMALL,
                ha=align,
                va="center",
                linespacing=1.0,
                color=INK,
            )
            top -= max(height, 0.075 * len(lines) - 0.03) + _GAP
    for source in _order(flows, "source"):
        for target in _order(flows, "target"):
            amount = sum(f.amount for f in flows if (f.source, f.target) == (source, target))
            if amount:
                height = amount / whole
                start, end = tops["source", source], tops["target", target]
                tops["source", source] -= height
                tops["target", target] -= height
                _ribbon(axes, start, end, height)


def _ribbon(axes: Axes, start: float, end: float, height: float) -> None:
    """Draw one flow as a band that keeps its height."""
    left, right = _NODE / 2, 1 - _NODE / 2
    middle = (left + right) / 2
    points = [
        (left, start),
        (middle, start),
        (middle, end),
        (right, end),
        (right, end - height),
        (middle, end - height),
        (middle, start - height),
        (left, start - height),
        (left, start),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(
        PathPatch(Path(points, codes), facecolor=BAND_90, edgecolor="white", linewidth=0.4)
    )


def _alt(funded, caused, names, language, *, year) -> str:  # type: ignore[no-untyped-def]
    first = next(iter(_order(funded, "source").items()))
    rest = next(iter(_order(caused, "target").items()), (OTHERS, 0.0))
    shares = [
        100 * amount / max(sum(f.amount for f in flows), 1e-9)
        for (_, amount), flows in ((first, funded), (rest, caused))
    ]
    return translate(
        "Two parts. {share} percent of the services is paid by {funder}; {part} percent of what is "
        "caused in {year} would be paid by {payer}. The numbers are in the file {name}.csv.",
        language,
    ).format(
        share=number(float(np.round(shares[0])), language),
        funder=names(first[0]),
        part=number(float(np.round(shares[1])), language),
        payer=names(rest[0]),
        year=year,
        name=NAME,
    )
