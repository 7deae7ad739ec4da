"""Flows of money from one end to another: which are kept, which are put together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kpsim.analysis.money import SERVICE_MONEY_KINDS, SERVICES, WELFARE, horizon_years
from kpsim.results import Results

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
    costs, window = results.costs["central"], horizon_years(results, scenario)
    more = costs.amounts[:, window, results.position(scenario)] - costs.amounts[:, window, 0]
    return [
        Flow(line.system, line.payer, float(amount) / MILLION)
        for line, amount in zip(costs.lines, more.mean(axis=(1, -1)), strict=True)
        if line.payer in public
        and line.kind != WELFARE
        and not (line.system == SERVICES and line.kind in SERVICE_MONEY_KINDS)
    ]


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
