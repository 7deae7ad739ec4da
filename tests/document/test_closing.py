"""What closing costs once, and whom: also those that go on paying for the services."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kpsim.analysis.money import closing_costs
from kpsim.document.closing import closing
from kpsim.language import translate
from kpsim.report.cells import say
from kpsim.report.findings import estimate
from kpsim.results import CostLine, Costs
from tests.synthetic import synthetic_results

PUBLIC = ("region", "mpsv")
KINDS = ("service_money", "one_off")


def told(money_of_state: float) -> str:
    """Say what is told where the region stops paying ten million a year, and the state so much."""
    lines = tuple(CostLine("services", payer, kind) for payer in PUBLIC for kind in KINDS)
    changes = ((-10e6, -10e6), (0.5e6, 0.0), (money_of_state, money_of_state), (1.5e6, 0.0))
    amounts = np.full((len(lines), 3, 2, 2), 30e6)
    for account, change in enumerate(changes):
        amounts[account, 1:, 1] += np.array(change)[:, np.newaxis]
    costs = Costs(lines, amounts)
    results = replace(
        synthetic_results(draws=2),
        years=(2026, 2027, 2028),
        scenarios=("reference", "cut"),
        first_change=(None, 2027),
        costs={"floor": costs, "central": costs, "full": costs},
    )
    once = estimate(closing_costs(results, "cut", "central", public=PUBLIC).sum(axis=0))
    found = SimpleNamespace(money={"central": SimpleNamespace(closing=once)})
    context: Any = SimpleNamespace(
        comparison=SimpleNamespace(results=results, public=PUBLIC),
        language="en",
        found=lambda _: found,
        say=lambda text, **values: say(text, "en", **values) if values else translate(text, "en"),
    )
    return " ".join(closing(context, "cut")).replace("\u00a0", " ")


def test_payers_that_stay_and_share_the_closing_are_told_with_the_rule() -> None:
    text = told(0.0)
    assert "also those whose contributions do not change" in text
    assert (
        "On the services Liberec Region therefore saves CZK 9.8 million a year on average, public "
        "budgets together 9.0."
    ) in text


@pytest.mark.parametrize("of_state", [-5e6, -1e6])
def test_where_all_pay_less_nothing_is_said_of_the_rule(of_state: float) -> None:
    text = told(of_state)
    assert "Closing posts costs" in text
    assert "contributions do not change" not in text
