"""Ruling 12: with trends off the first month is steady in every draw and in both views."""

import pytest

from kpsim.engine.balance import balance_check
from tests.model.experiment import REFERENCE, Bench, paths_of, without_trends

ROUNDING = 1e-9
NOT_STEADY = {
    "outbreak_pressure": "counts expected HIV introductions since the start and never falls"
}


@pytest.mark.parametrize("view", ["central", "floor"])
def test_every_stock_is_steady_at_the_start(bench: Bench, view: str) -> None:
    draws = bench.few(view, count=256)
    paths = without_trends(paths_of(bench, [REFERENCE], draws, steps=1))
    parameters = {name: draws.values[name] for name in bench.world.model.parameters}
    net = balance_check(bench.world.model, parameters, paths)
    moving = {name for name, change in net.items() if abs(change).max() > ROUNDING}
    assert moving == set(NOT_STEADY)
