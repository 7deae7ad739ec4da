"""From loads to crowns: every row of the ledger, by account, year, scenario and draw.

Amounts are levels in each scenario; what a scenario costs is its difference from the reference.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpsim.errors import RunError, problem, suggestion
from kpsim.inputs.indices import Indices
from kpsim.inputs.money_paths import Money
from kpsim.ledger.payers import funder_shares, payer_shares
from kpsim.ledger.prices import real_growth, unit_cost
from kpsim.ledger.row_checks import HealthValue
from kpsim.ledger.rows import Ledger, Row
from kpsim.model.dimensions import SERVICE, SUBSTANCE
from kpsim.results import CostLine, Costs

Array = NDArray[np.float64]

SERVICE_AXIS, SUBSTANCE_AXIS = 1, 2
"""Axes of a quantity: (year, service, substance, scenario, draw)."""


@dataclass(frozen=True)
class Prices:
    """What the ledger needs beside loads: drawn parameters, price paths, money of the services."""

    parameters: Mapping[str, Array]
    indices: Indices
    money: Money
    average: bool = False
    """Average instead of marginal prices: the full view."""
    health: HealthValue = "qaly"
    """How deaths are valued for society: "qaly" or "vsl", never both."""


def cost_lines(ledger: Ledger, prices: Prices) -> tuple[CostLine, ...]:
    """List the accounts: the services' money by funder first, then rows in the file's order."""
    paying = {line.funder for line in prices.money.lines}
    closing = funder_shares(prices.money, ledger.public)
    funders = [name for name in ledger.institutions if name in paying]
    lines = [CostLine("services", name, "service_money") for name in funders]
    for row in ledger.counted(prices.health):
        own = [name for name in funders if name in closing]
        payers: Sequence[str] = own if row.by_funders else tuple(row.payers)
        lines += [CostLine(row.system, payer, row.kind) for payer in payers]
    return tuple(dict.fromkeys(lines))


def evaluate(ledger: Ledger, quantities: Mapping[str, Array], *, prices: Prices) -> Costs:
    """Add up all rows and the money of the services by system, payer and kind.

    `quantities` holds yearly sums of value times step, (year, service, substance, scenario, draw).
    """
    lines = cost_lines(ledger, prices)
    position = {line: number for number, line in enumerate(lines)}
    amounts = np.zeros((len(lines), *prices.money.real.shape[1:]))
    for number, line in enumerate(prices.money.lines):
        account = CostLine("services", line.funder, "service_money")
        amounts[position[account]] += prices.money.real[number]
    for row, payer, amount in _row_amounts(ledger, quantities, prices=prices):
        amounts[position[CostLine(row.system, payer, row.kind)]] += amount
    return Costs(lines, amounts)


def row_means(
    ledger: Ledger, quantities: Mapping[str, Array], *, prices: Prices
) -> dict[str, Array]:
    """Return each row's mean difference from the reference, all payers: (year, scenario)."""
    shape = prices.money.real.shape[1:]
    means = {row.name: np.zeros(shape[:-1]) for row in ledger.counted(prices.health)}
    for row, _, amount in _row_amounts(ledger, quantities, prices=prices):
        levels = np.broadcast_to(amount, shape).mean(axis=-1)
        means[row.name] += levels - levels[:, :1]
    return means


def _row_amounts(
    ledger: Ledger, quantities: Mapping[str, Array], *, prices: Prices
) -> Iterator[tuple[Row, str, Array]]:
    """Give the crowns of each row and payer in turn, (year, scenario, draw), one at a time."""
    funders = funder_shares(prices.money, ledger.public)
    for row in ledger.counted(prices.health):
        growth = real_growth(row.index, prices.indices)[:, np.newaxis, np.newaxis]
        cost = unit_cost(row, prices.parameters, average=prices.average)
        by_service = (row_quantity(row, quantities) * cost).sum(axis=SUBSTANCE_AXIS)
        by_service = by_service * growth
        for payer, share in payer_shares(row, prices.parameters, funders=funders).items():
            # The share has no substance; without that axis it stands below the year's.
            paid = by_service * share[:, 0]
            yield row, payer, paid.sum(axis=SERVICE_AXIS)


def row_quantity(row: Row, quantities: Mapping[str, Array]) -> Array:
    """Return a row's load, of one element where the row names it."""
    if row.quantity not in quantities:
        near = suggestion(row.quantity, quantities) or "; ask the engine to keep it"
        text = "the run did not keep '{name}'{near}"
        raise RunError(problem(f"{row.name}.quantity", text, name=row.quantity, near=near))
    load = quantities[row.quantity]
    if row.element in SERVICE.elements:
        at = SERVICE.elements.index(row.element)
        return load[:, at : at + 1]
    if row.element in SUBSTANCE.elements:
        at = SUBSTANCE.elements.index(row.element)
        return load[:, :, at : at + 1]
    return load
