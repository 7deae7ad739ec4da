"""Who pays which share of a row; the shares add to one in every draw."""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from kpsim.errors import RunError, problem
from kpsim.inputs.funding import SERVICES
from kpsim.inputs.money_paths import Money
from kpsim.ledger.row_checks import REST
from kpsim.ledger.rows import Row

Array = NDArray[np.float64]

ROUNDING = 1e-12
"""Shares may fall short of zero by this much without being wrong."""


def payer_shares(
    row: Row, parameters: Mapping[str, Array], *, funders: Mapping[str, Array]
) -> dict[str, Array]:
    """Return each payer's share, with the axes (service, substance, scenario, draw)."""
    if row.by_funders:
        return dict(funders)
    named = {
        payer: np.asarray(parameters[share]) for payer, share in row.payers.items() if share != REST
    }
    left = 1 - sum(named.values(), np.zeros((1, 1, 1, 1)))
    if left.min() < -ROUNDING:
        draw = int(np.argmin(left.reshape(-1)))
        text = (
            "the shares of {payers} add up to {total:.3f} in draw {draw}; lower their upper ends,"
            " so that something is left for '{rest}'"
        )
        values = {"payers": ", ".join(named), "total": 1 - float(left.min()), "draw": draw}
        rest = next(payer for payer, share in row.payers.items() if share == REST)
        raise RunError(problem(f"{row.name}.payers", text, **values, rest=rest))
    return {payer: named.get(payer, left) for payer in row.payers}


def funder_shares(money: Money, public: Collection[str]) -> dict[str, Array]:
    """Return each public funder's part of each service's money in the first year unchanged.

    Clients and foreign funds do not pay for a closure. A service without public money takes the
    funders it has, so that nothing is lost.
    """
    before = money.real[:, 0, 0]
    by_funder = {line.funder: np.zeros((len(SERVICES), before.shape[-1])) for line in money.lines}
    for number, line in enumerate(money.lines):
        by_funder[line.funder][SERVICES.index(line.service)] += before[number]
    whole = _sum(by_funder.values(), before.shape[-1])
    purse = _sum([x for name, x in by_funder.items() if name in public], before.shape[-1])
    shares = {}
    for name, amount in by_funder.items():
        own = amount * (np.isin(name, list(public)) | (purse == 0))
        base = np.where(purse == 0, whole, purse)
        share = np.divide(own, base, out=np.zeros_like(own), where=base > 0)
        if share.any():
            shares[name] = share[:, np.newaxis, np.newaxis]
    return shares


def _sum(amounts: Collection[Array], draws: int) -> Array:
    return sum(amounts, np.zeros((len(SERVICES), draws)))
