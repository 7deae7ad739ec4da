"""Who pays the services today, and where else spending rises on average: two flows on one scale.

Where those bills are too small to be seen beside the services, they have a scale of their own.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from kpsim.analysis.money import horizon_years, net_public_cost
from kpsim.charts.flows import (
    MILLION,
    OTHERS,
    Flow,
    differing_flows,
    frame,
    merged,
    order,
    payers_that_may_gain,
    ranges,
)
from kpsim.charts.house_style import (
    AMBER,
    BAND_50,
    INK,
    LINE_HEIGHT,
    NAVY,
    NOTE,
    SMALL,
    Chart,
    Footer,
    Sheet,
    finished,
    height_in_cm,
    house_style,
    panel,
    sheet,
    source_line,
    wrapped,
)
from kpsim.inputs.funding import Funding
from kpsim.language import translate
from kpsim.results import Results
from kpsim.wording.numbers import number, unbreakable, years
from kpsim.wording.units import short
from kpsim.wording.words import name_of, payer_heading, payer_name

NAME = "funders_to_payers"
_TENTH, _LEAST_SHOWN = 0.1, 0.01
_LITTLE = 0.05
"""Share of what the services cost below which what rises elsewhere is no picture beside it."""
HEIGHT = 10.5
_GAP, _NODE, _ROUNDS = 0.08, 0.05, 60


_LINE = SMALL * LINE_HEIGHT
_HEADS = 1.6 * _LINE
"""Height of a line of text, and of the heads above the nodes, in cm."""


def funders_to_payers(
    results: Results,
    scenario: str,
    funding: Funding,
    *,
    public: Collection[str],
    language: str,
    version: str,
) -> Chart:
    """Draw funders to services in 2025, and systems to payers as the average of the years."""
    window = horizon_years(results, scenario)
    span = years(results.years[window][0], results.years[window][-1])
    funded = merged([Flow(x.funder, x.service, x.value / MILLION) for x in funding.lines])
    differing = differing_flows(results, scenario, public=public)
    caused = merged([flow for flow in differing if flow.amount > 0])
    unchanged = _too_little(funded, caused, language)
    net = _net_of_one(results, scenario, differing, caused)
    footer = Footer(version, results.titles[scenario].of(language), results.draws)

    def institution(code: str) -> str:
        return _other(language) if code == OTHERS else payer_heading(code, language)

    def other(code: str) -> str:
        return _other(language) if code == OTHERS else name_of(code, language)

    with house_style():
        page = sheet(
            translate("Who funds the services and where else spending rises on average", language),
            translate(
                "Funding 2025 and spending caused, yearly average {years}, CZK million in 2025 "
                "prices",
                language,
            ).format(years=span),
            note=" ".join(
                filter(
                    None,
                    (
                        unchanged,
                        _note(differing, net, own=bool(unchanged), language=language),
                        ranges(
                            caused, payers_that_may_gain(results, scenario, public=public), language
                        ),
                        _elsewhere(caused, language),
                    ),
                )
            ),
            source=source_line(footer, NAME, language),
            language=language,
            height=HEIGHT,
        )
        wholes = [max(sum(f.amount for f in flows), 1e-9) for flows in (funded, caused)]
        if not unchanged:
            wholes = [max(wholes)] * 2
        half = (page.right - page.left) / 2
        drawn = []
        for place, flows in enumerate((funded, caused)):
            axes = panel(
                page,
                left=page.left + place * half,
                bottom=page.bottom,
                width=half - 0.2,
                height=page.top - page.bottom,
            )
            heads = (("funders", "services"), ("spending or losses", "payers"))[place]
            look = _Side(
                ((institution, other), (other, institution))[place],
                (NAVY, AMBER)[place],
                (translate(heads[0], language), translate(heads[1], language)),
                language,
            )
            if flows:
                labels = _labels(page, flows, look)
                scale = _tallest(axes, flows, labels, wholes[place]) / wholes[place]
                drawn.append((axes, flows, look, labels, scale))
        # One scale on both sides, where there is one: that of the side whose names need more room.
        least = min(scale for *_, scale in drawn)
        for axes, flows, look, labels, scale in drawn:
            _draw(axes, flows, labels, scale=scale if unchanged else least, side=look)
        alt = _alt(funded, caused, institution, language)
        falling = [flow for flow in differing if flow.amount < 0]
        named = [Flow("", *net)] if net else []
        sides = {
            "funding 2025": funded,
            "bills that rise, {years}": caused,
            "bills that fall, {years}": falling,
            "net effect of the payer, {years}": named,
        }
        payers = {*funding.funders, *public}
        data = frame(
            scenario,
            sides,
            named=lambda code: (institution if code in payers else other)(code),
            span=span,
            language=language,
        )
        return finished(NAME, page, data=data, alt_text=alt, language=language, unchanged=unchanged)


def _other(language: str) -> str:
    return translate("others", language)


def _note(
    differing: Sequence[Flow], net: tuple[str, float] | None, *, own: bool, language: str
) -> str:
    """Explain both sides, and say how much the right one leaves out."""
    less = -sum(flow.amount for flow in differing if flow.amount < 0)
    scale = translate("The right side has its own scale." if own else "The same scale.", language)
    without = translate(
        "Means; no money flows between the two sides. On the right only bills that rise: those "
        "that fall, CZK {less} million a year, and the money of the services are left out, so "
        "neither a system nor a payer stands there with its net effect"
        if less >= _TENTH / 2
        else "Means; no money flows between the two sides. On the right only bills that rise: the "
        "money of the services is left out, so no payer stands there with its net effect",
        language,
    ).format(less=number(less, language, decimals=1))
    without = f"{translate('Rounded, so that parts do not always add up.', language)} {without}"
    if net is None:
        return f"{scale} {without}."
    example = translate("(for instance {payer}: CZK {net} million a year).", language).format(
        payer=payer_name(net[0], language), net=number(net[1], language, decimals=1)
    )
    return f"{scale} {without} {example}"


def _net_of_one(
    results: Results, scenario: str, differing: Sequence[Flow], caused: Sequence[Flow]
) -> tuple[str, float] | None:
    """Return a payer on the right whose net effect is a saving, and how much; None if none is.

    One whose bills elsewhere fall in sum comes first, then the one with the largest bills shown.
    """
    window = horizon_years(results, scenario)
    found = []
    for payer, shown in order(caused, "target").items():
        net = net_public_cost(results, scenario, "central", public=(payer,))[window].mean()
        elsewhere = sum(flow.amount for flow in differing if flow.target == payer)
        if payer != OTHERS and net / MILLION <= -_TENTH / 2:
            found.append((elsewhere >= 0, -shown, payer, float(net) / MILLION))
    return min(found)[2:] if found else None


def _elsewhere(caused: Sequence[Flow], language: str) -> str:
    """Say why health care costs the ministry that pays for communities, where it does."""
    if not any((flow.source, flow.target) == ("health", "mpsv") for flow in caused):
        return ""
    return translate(
        "Health care that falls on the Ministry of Labour and Social Affairs is stays in "
        "therapeutic communities of other regions.",
        language,
    )


def _too_little(funded: Sequence[Flow], caused: Sequence[Flow], language: str) -> str:
    """Return what to say where the right side would be but a few lines."""
    whole, rises = (sum(flow.amount for flow in flows) for flows in (funded, caused))
    if rises >= _LITTLE * whole:
        return ""
    text = translate(
        "What rises elsewhere, CZK {rises} million a year on average, is too little to be seen "
        "beside the {whole} million that the services cost.",
        language,
    )
    values = {"rises": rises, "whole": whole}
    return unbreakable(
        text.format(**{k: number(v, language, decimals=1) for k, v in values.items()}), language
    )


@dataclass(frozen=True)
class _Side:
    """The look of one of the two parts."""

    names: tuple[Callable[[str], str], Callable[[str], str]]
    """How the left end and the right end are named."""
    color: str
    heads: tuple[str, str]
    language: str


Labels = Mapping[str, Mapping[str, Sequence[str]]]
"""The lines of each node's name and value, by end."""


def _labels(page: Sheet, flows: Sequence[Flow], side: _Side) -> Labels:
    return {
        end: {name: _label(page, named(name), amount, side) for name, amount in ends.items()}
        for (end, ends), named in zip(_nodes(flows).items(), side.names, strict=True)
    }


def _nodes(flows: Sequence[Flow]) -> dict[str, dict[str, float]]:
    return {end: order(flows, end) for end in ("source", "target")}


def _draw(axes: Axes, flows: Sequence[Flow], labels: Labels, *, scale: float, side: _Side) -> None:
    """Draw nodes as bars, flows as ribbons between them, names and values beside the bars.

    Heights are in cm, the scale in cm for each million.
    """
    axes.set_axis_off()
    axes.set_xlim(-1.25, 2.25)
    nodes = _nodes(flows)
    axes.set_ylim(_HEADS - height_in_cm(axes), _HEADS)
    tops: dict[tuple[str, str], float] = {}
    for end, x, align in (("source", 0.0, "right"), ("target", 1.0, "left")):
        top = 0.0
        axes.text(x, 0.6 * _LINE, side.heads[end == "target"], size=SMALL, color=NOTE, ha=align)
        for node, amount in nodes[end].items():
            height, lines = amount * scale, labels[end][node]
            slot = max(height, len(lines) * _LINE)
            start = top - (slot - height) / 2
            bar = Rectangle((x - _NODE / 2, start - height), _NODE, height, color=side.color)
            axes.add_patch(bar)
            tops[end, node] = start
            axes.text(
                x + (-_NODE if align == "right" else _NODE),
                top - slot / 2,
                "\n".join(lines),
                size=SMALL,
                ha=align,
                va="center",
                linespacing=1.0,
                color=INK,
            )
            top -= slot + _GAP
    _ribbons(axes, flows, nodes, tops, scale)


def _label(page: Sheet, name: str, amount: float, side: _Side) -> list[str]:
    """Write a node's name and value in lines that fit beside its bar."""
    amounts = number(amount, side.language, decimals=1)
    if amount < _TENTH:
        least = number(_LEAST_SHOWN, side.language, decimals=2)
        shown = short(amount, side.language, digits=1)
        amounts = shown if amount >= _LEAST_SHOWN else f"< {least}"
    text = f"{name} {amounts}"
    return wrapped(page.figure, unbreakable(text, side.language), size=SMALL, width=2.55)


def _tallest(axes: Axes, flows: Sequence[Flow], labels: Labels, whole: float) -> float:
    """Return how many cm high the whole may be for nodes and names to stay in the plot."""
    room = height_in_cm(axes) - _HEADS
    low, high = 0.0, room
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        need = max(
            sum(
                max(amount / whole * middle, len(labels[end][name]) * _LINE) + _GAP
                for name, amount in ends.items()
            )
            for end, ends in _nodes(flows).items()
        )
        low, high = (middle, high) if need <= room else (low, middle)
    return low


def _ribbons(
    axes: Axes,
    flows: Sequence[Flow],
    nodes: Mapping[str, Mapping[str, float]],
    tops: dict[tuple[str, str], float],
    scale: float,
) -> None:
    """Draw the flows in the order of the nodes, so that they cross as little as can be."""
    for source in nodes["source"]:
        for target in nodes["target"]:
            amount = sum(f.amount for f in flows if (f.source, f.target) == (source, target))
            if amount:
                height = amount * scale
                _ribbon(axes, tops["source", source], tops["target", target], height)
                tops["source", source] -= height
                tops["target", target] -= height


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
        PathPatch(Path(points, codes), facecolor=BAND_50, edgecolor="white", linewidth=0.25)
    )


def _alt(
    funded: Sequence[Flow],
    caused: Sequence[Flow],
    names: Callable[[str], str],
    language: str,
) -> str:
    """Say who pays most on either side."""
    first = next(iter(order(funded, "source").items()))
    rest = next(iter(order(caused, "target").items()), (OTHERS, 0.0))
    shares = [
        100 * amount / max(sum(f.amount for f in flows), 1e-9)
        for (_, amount), flows in ((first, funded), (rest, caused))
    ]
    return translate(
        "{share}% of the services is paid by {funder}; of the bills that rise most falls on "
        "{payer} ({part}% on average); bills that fall are left out. The numbers are in the file "
        "{name}.csv.",
        language,
    ).format(
        share=number(float(np.round(shares[0])), language),
        funder=names(first[0]),
        part=number(float(np.round(shares[1])), language),
        payer=names(rest[0]),
        name=NAME,
    )
