"""Flows of money from one end to another: which are kept, which are put together."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpsim.analysis.money import SERVICE_MONEY_KINDS, SERVICES, WELFARE, horizon_years
from kpsim.language import translate
from kpsim.results import Array, CostLine, Results

OTHERS = "others"
MILLION = 1e6
_LEAST, _MOST = 0.03, 6


@dataclass(frozen=True)
class Flow:
    """One ribbon: from a node on the left to a node on the right."""

    source: str
    target: str
    amount: float


def differing_flows(results: Results, scenario: str, *, public: Collection[str]) -> list[Flow]:
    """Return what systems cause to public payers a year, account by account as the sums do."""
    return [
        Flow(line.system, line.payer, float(amounts.mean()) / MILLION)
        for line, amounts in _differing(results, scenario, public=public)
    ]


def payers_that_may_gain(
    results: Results, scenario: str, *, public: Collection[str]
) -> dict[str, bool]:
    """Tell of each payer with bills that rise whether their range of 9 in 10 includes a fall."""
    rising: dict[str, Array] = {}
    for line, amounts in _differing(results, scenario, public=public):
        if amounts.mean() > 0:
            rising[line.payer] = rising.get(line.payer, 0.0) + amounts
    return {payer: bool(np.quantile(each, 0.05) < 0) for payer, each in rising.items()}


def _differing(
    results: Results, scenario: str, *, public: Collection[str]
) -> Iterator[tuple[CostLine, Array]]:
    """Yield the accounts of public payers but the services' money: by draw, more a year."""
    costs, window = results.costs["central"], horizon_years(results, scenario)
    more = costs.amounts[:, window, results.position(scenario)] - costs.amounts[:, window, 0]
    for line, amounts in zip(costs.lines, more.mean(axis=1), strict=True):
        if (
            line.payer in public
            and line.kind != WELFARE
            and not (line.system == SERVICES and line.kind in SERVICE_MONEY_KINDS)
        ):
            yield line, amounts


def merged(flows: Sequence[Flow]) -> list[Flow]:
    """Put nodes under three percent, and those past the sixth, together as others."""
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
    return [Flow(*pair, amount) for pair, amount in found.items()]


def order(flows: Sequence[Flow], side: str) -> dict[str, float]:
    """Return nodes with their sums, the largest first, others last."""
    sums: dict[str, float] = {}
    for flow in flows:
        sums[getattr(flow, side)] = sums.get(getattr(flow, side), 0.0) + flow.amount
    order = sorted(sums, key=lambda name: (name == OTHERS, -sums[name]))
    return {name: sums[name] for name in order}


def ranges(caused: Sequence[Flow], falling: Mapping[str, bool], language: str) -> str:
    """Say of how many payers on the right the range includes a fall, which the bars do not show."""
    payers = [falling[name] for name in order(caused, "target") if name != OTHERS]
    if not any(payers):
        return ""
    return translate(
        "For {some} of the {all} payers named on the right the range (9 in 10 futures) of these "
        "bills includes a fall.",
        language,
    ).format(some=sum(payers), all=len(payers))


def frame(
    scenario: str,
    sides: Mapping[str, Sequence[Flow]],
    *,
    named: Callable[[str], str],
    span: str,
    language: str,
) -> pd.DataFrame:
    """Return the flows drawn, and what the note says of those that are not."""
    return pd.DataFrame(
        [
            {
                "scenario": scenario,
                "side": translate(side, language).format(years=span),
                "from": flow.source,
                "to": flow.target,
                "label": " → ".join(named(each) for each in (flow.source, flow.target) if each),
                "unit": translate("CZK million", language),
                "price_year": 2025,
                "amount_mean": flow.amount,
            }
            for side, flows in sides.items()
            for flow in flows
        ]
    )
