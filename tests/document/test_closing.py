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


def told(money_of_state: float, once: tuple[float, ...] = (1.0, 0.0)) -> str:
    """Say what is told where the region stops paying ten million a year, and the state so much.

    `once` parts the costs of closing, two million in all, among the years counted.
    """
    lines = tuple(CostLine("services", payer, kind) for payer in PUBLIC for kind in KINDS)
    all_years = [1.0] * len(once)
    changes = [
        np.multiply(amount, part)
        for amount, part in (
            (-10e6, all_years),
            (0.5e6, once),
            (money_of_state, all_years),
            (1.5e6, once),
        )
    ]
    amounts = np.full((len(lines), len(once) + 1, 2, 2), 30e6)
    for account, change in enumerate(changes):
        amounts[account, 1:, 1] += change[:, np.newaxis]
    costs = Costs(lines, amounts)
    results = replace(
        synthetic_results(draws=2),
        years=tuple(range(2026, 2027 + len(once))),
        scenarios=("reference", "cut"),
        first_change=(None, 2027),
        costs={"floor": costs, "central": costs, "full": costs},
    )
    closing_sum = estimate(closing_costs(results, "cut", "central", public=PUBLIC).sum(axis=0))
    found = SimpleNamespace(money={"central": SimpleNamespace(closing=closing_sum)})
    context: Any = SimpleNamespace(
        comparison=SimpleNamespace(results=results, public=PUBLIC),
        language="en",
        found=lambda _: found,
        say=lambda text, **values: say(text, "en", **values) if values else translate(text, "en"),
    )
    return " ".join(closing(context, "cut")).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("once", "words"),
    [
        ((1.0, 0.0), "nearly all of it falls in 2027"),
        ((0.4, 0.6), "most of it falls in 2028"),
        ((0.4, 0.3, 0.3), "the cost is spread over several years"),
    ],
)
def test_the_years_of_closing_are_told_as_they_are(once: tuple[float, ...], words: str) -> None:
    assert f"; {words}. The saving" in told(0.0, once)


def test_money_that_falls_by_the_same_share_each_year_is_not_still_paid() -> None:
    assert "services still paid" not in told(0.0)


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
