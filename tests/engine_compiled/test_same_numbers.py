"""Compiled code gives the numbers of numpy: for every scenario, stock, flow and outcome."""

import numpy as np
import pytest

from kpsim.engine.compiled.simulate import simulate as compiled
from kpsim.engine.engines import evaluator
from kpsim.engine.simulate import simulate as by_numpy
from kpsim.inputs.scenarios import load_scenario, shipped_scenarios


def assert_same_numbers(found, expected):
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        assert found[name].shape == values.shape, name
        np.testing.assert_allclose(found[name], values, rtol=1e-9, atol=0, err_msg=name)


@pytest.mark.parametrize("view", ["central", "floor"])
def test_all_shipped_scenarios_agree_on_every_stock_flow_and_outcome(world, run_of, view):
    scenarios = [load_scenario(name) for name in shipped_scenarios()]
    run = run_of(scenarios, draws=16, view=view)
    assert_same_numbers(compiled(world.model, **run), by_numpy(world.model, **run))


def test_a_half_step_agrees(world, run_of):
    run = run_of([load_scenario("all-services-stop")], draws=5, step=0.5)
    assert_same_numbers(compiled(world.model, **run), by_numpy(world.model, **run))


def test_one_draw_at_a_time_gives_the_bits_of_numpy(world, run_of):
    run = run_of([load_scenario("frozen-budgets")], draws=3)
    found, expected = evaluator("loop")(world.model, **run), by_numpy(world.model, **run)
    assert expected
    for name, values in expected.items():
        assert found[name].tobytes() == values.tobytes(), name


def test_inputs_equal_in_all_draws_may_be_given_once(world, run_of):
    run = run_of([load_scenario("treatment-stops")], draws=9)
    run["parameters"] = {name: array[..., :1] for name, array in run["parameters"].items()}
    assert_same_numbers(compiled(world.model, **run), by_numpy(world.model, **run))
    run["paths"] = {name: array[..., :1] for name, array in run["paths"].items()}
    assert_same_numbers(compiled(world.model, **run), by_numpy(world.model, **run))
