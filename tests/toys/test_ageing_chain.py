"""Two stages in a row, started in balance: people are conserved and leave as the theory says."""

import sys

import numpy as np
import pytest

from kpsim.engine.balance import balance_check
from kpsim.engine.graph import Declaration, build
from kpsim.engine.lang import auxiliary, flow, stock

WORLD = sys.modules[__name__]
PARAMETERS = {"arrivals": Declaration("person/month"), "stage_time": Declaration("month")}


@stock("person", cs="První stupeň")
def first_stage(arrivals, stage_time):
    return arrivals * stage_time


@stock("person", cs="Druhý stupeň")
def second_stage(initial_moving_on, stage_time):
    return initial_moving_on * stage_time


@stock("person", cs="Ti, kdo odešli")
def gone():
    return 0


@flow("person/month", into=first_stage, cs="Vstup")
def entering(arrivals, demand):
    return arrivals * demand


@flow("person/month", out_of=first_stage, into=second_stage, cs="Postup")
def moving_on(first_stage, stage_time):
    return first_stage / stage_time


@flow("person/month", out_of=second_stage, into=gone, cs="Odchod")
def leaving(second_stage, stage_time):
    return second_stage / stage_time


@auxiliary("person", cs="Všichni")
def everyone(first_stage, second_stage, gone):
    return first_stage + second_stage + gone


@pytest.fixture(scope="module")
def model():
    return build(
        [WORLD],
        parameters=PARAMETERS,
        paths={"demand": Declaration("1")},
        read_elsewhere=["everyone"],
    )


def test_a_start_value_follows_other_start_values(model, run):
    values = {"arrivals": 5.0, "stage_time": 8.0}
    result = run(model, values, paths={"demand": 1}, steps=24, watch=("first_stage", "gone"))
    np.testing.assert_allclose(result["first_stage"], 40.0, rtol=1e-12)
    np.testing.assert_allclose(result["gone"].ravel(), 5.0 * np.arange(1, 25), rtol=1e-12)


def test_nothing_but_the_sink_moves_when_the_chain_starts_in_balance(model):
    parameters = {
        "arrivals": np.full((1, 1, 1, 3), 5.0),
        "stage_time": np.array([3.0, 8.0, 17.0]).reshape(1, 1, 1, 3),
    }
    net = balance_check(model, parameters, {"demand": np.ones((1, 1, 1, 1, 1))})
    assert np.abs(net["first_stage"]).max() < 1e-12
    assert np.abs(net["second_stage"]).max() < 1e-12
    np.testing.assert_allclose(net["gone"], 5.0)


def test_a_pulse_leaves_two_stages_as_a_negative_binomial(model, run):
    values = {"arrivals": 5.0, "stage_time": 8.0}
    # nobody enters: who is in stage one at the start is still there after n steps with q**n
    watch = ("first_stage", "second_stage")
    result = run(model, values, paths={"demand": 0}, steps=36, watch=watch)
    stay, n = 1 - 1 / 8, np.arange(1, 37)
    np.testing.assert_allclose(result["first_stage"].ravel(), 40 * stay**n, rtol=1e-12)
    expected = 40 * stay**n + 40 * n * stay ** (n - 1) / 8
    np.testing.assert_allclose(result["second_stage"].ravel(), expected, rtol=1e-12)


def test_scenarios_share_the_draws_and_equal_paths_give_equal_digits(model, run):
    demand = np.ones((24, 1, 1, 3, 1))
    demand[6:, :, :, 1] = 0.5
    values = {"arrivals": [4.0, 5.0, 6.0], "stage_time": [3.3, 8.0, 17.0]}
    names = ("reference", "half", "same")
    result = run(
        model, values, paths={"demand": demand}, steps=24, watch=("first_stage",), scenarios=names
    )["first_stage"]
    assert result.shape == (24, 1, 1, 3, 3)
    np.testing.assert_array_equal(result[:, :, :, 0], result[:, :, :, 2])
    np.testing.assert_array_equal(result[:6, :, :, 0], result[:6, :, :, 1])
    assert (result[6:, :, :, 1] < result[6:, :, :, 0]).all()


def test_people_who_left_are_counted(model, run):
    values = {"arrivals": 5.0, "stage_time": 8.0}
    result = run(model, values, paths={"demand": 1}, steps=24, watch=("everyone",))["everyone"]
    # an auxiliary shows the value that holds in the step, before the stocks move
    np.testing.assert_allclose(result.ravel(), 80 + 5.0 * np.arange(24), rtol=1e-12)


def test_the_model_knows_who_reads_what(model):
    assert model.readers("stage_time") == ("first_stage", "second_stage", "moving_on", "leaving")
    assert model.readers("moving_on") == ("second_stage",)
    assert model.inputs("entering") == ("arrivals", "demand")
    assert model.inflows("second_stage") == ("moving_on",)
    assert model.outflows("second_stage") == ("leaving",)
