"""What a payer's sum is made of is told where a few parts make it up, as printed."""

from dataclasses import replace

import numpy as np
import pytest

from kpsim.document.context import Context
from kpsim.document.paid_for import paid_for, saving_of_clients
from kpsim.results import CostLine, Costs

CUT = "ten-percent-cut"
PAYER = "mpsv"
AMOUNTS = {("health", "variable"): 155e3, ("social", "transfer"): 77e3,
           ("services", "one_off"): 70e3, ("children", "variable"): 14e3}  # fmt: skip


def spending(context: Context, more: dict[tuple[str, str], float]) -> Context:
    """Return a context whose cut costs one payer so much more a year, and nobody else a crown."""
    results = context.comparison.results
    lines = tuple(CostLine(system, PAYER, kind) for system, kind in more)
    amounts = np.ones((len(lines), len(results.years), len(results.scenarios), results.draws))
    for place, amount in enumerate(more.values()):
        amounts[place, :, results.position(CUT)] += amount
    costs = dict.fromkeys(results.costs, Costs(lines, amounts))
    made = replace(results, costs=costs)
    return replace(context, comparison=replace(context.comparison, results=made))


def test_the_parts_are_named_by_the_ledger_and_add_up(contexts: dict[str, Context]) -> None:
    (sentence,) = paid_for(spending(contexts["en"], AMOUNTS), CUT)
    assert sentence.replace("\u00a0", " ") == (
        "Ministry of Labour and Social Affairs: the amount is made of (CZK thousand a year): "
        "communities of other regions 155; social benefits and housing 77; closed posts 70; "
        "everything else 14."
    )
    assert sum(AMOUNTS.values()) / 1e3 == 155 + 77 + 70 + 14


@pytest.mark.parametrize(
    "more",
    [
        {("health", "variable"): 300e3},
        {("health", "variable"): 20e3, ("services", "one_off"): 20e3},
        {("health", "variable"): 400e3, ("services", "one_off"): 300e3,
         ("social", "transfer"): -500e3},
    ],
    ids=["one part", "too little", "a part that falls"],
)  # fmt: skip
def test_a_sum_that_a_few_parts_do_not_make_up_is_not_taken_apart(
    contexts: dict[str, Context], more: dict[tuple[str, str], float]
) -> None:
    assert not [*paid_for(spending(contexts["en"], more), CUT)]


def test_what_clients_save_is_told_by_what_the_variant_does(
    contexts: dict[str, Context], monkeypatch: pytest.MonkeyPatch
) -> None:
    context = contexts["en"]
    (cut,) = saving_of_clients(context, (CUT,))
    assert "charges fall with the rest of the money" in cut
    scenario = context.comparison.scenario(CUT)
    frozen = replace(
        scenario, changes=tuple(replace(each, action="freeze") for each in scenario.changes)
    )
    monkeypatch.setattr(type(context.comparison), "scenario", lambda *_: frozen)
    (freeze,) = saving_of_clients(context, (CUT,))
    assert "stay the same in crowns" in freeze


def test_nothing_is_said_of_clients_who_save_nothing(contexts: dict[str, Context]) -> None:
    assert not [*saving_of_clients(spending(contexts["en"], AMOUNTS), (CUT,))]
