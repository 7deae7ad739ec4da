"""Compiled code gives the same bits whatever the threads, blocks, order of draws and processor."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pytest
from llvmlite import binding

from kpsim.engine.compiled.simulate import simulate
from kpsim.engine.compiled.target import Target, machine_of
from kpsim.inputs.scenarios import load_scenario

DRAWS = 100  # the last group is not full
NEEDS = {"x86-64": "sse2", "x86-64-v3": "avx2", "x86-64-v4": "avx512f"}


@pytest.fixture(scope="module")
def run(run_of):
    names = ("reference", "all-services-stop", "close-and-reopen")
    return run_of([load_scenario(name) for name in names], draws=DRAWS)


@pytest.fixture(scope="module")
def whole(world, run):
    return simulate(world.model, **run)


def only(run, draws):
    """Return the run of some draws."""
    parts = {
        kind: {name: array[..., draws] for name, array in wide(run[kind]).items()}
        for kind in ("parameters", "paths")
    }
    return run | parts


def wide(arrays):
    """Give arrays with one value for all draws a value for each."""
    return {name: np.broadcast_to(a, (*a.shape[:-1], DRAWS)) for name, a in arrays.items()}


def assert_same_bits(found, expected):
    for name, values in expected.items():
        assert found[name].shape == values.shape, name
        assert found[name].tobytes() == values.tobytes(), name


@pytest.mark.parametrize("block", [1, 7, 8, 64])
@pytest.mark.parametrize("threads", [1, 2])
def test_blocks_and_threads_change_no_bit(world, run, whole, block, threads):
    blocks = [np.arange(i, min(i + block, DRAWS)) for i in range(0, DRAWS, block)]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(lambda draws: simulate(world.model, **only(run, draws)), blocks))
    joined = {name: np.concatenate([part[name] for part in parts], axis=-1) for name in whole}
    assert_same_bits(joined, whole)


def test_the_order_of_draws_changes_no_bit(world, run, whole):
    order = np.random.default_rng(5).permutation(DRAWS)
    found = simulate(world.model, **only(run, order))
    assert_same_bits(found, {name: values[..., order] for name, values in whole.items()})


def test_other_scenarios_beside_it_change_no_bit_of_a_scenario(world, run, whole, run_of):
    alone = simulate(world.model, **run_of([load_scenario("all-services-stop")], draws=DRAWS))
    assert_same_bits(alone, {name: values[..., 1:2, :] for name, values in whole.items()})


@pytest.mark.parametrize("processor", NEEDS)
def test_code_for_other_processors_gives_the_same_bits(world, run, whole, processor):
    if not binding.get_process_triple().startswith("x86_64"):
        pytest.skip("this is no x86-64 processor")
    if not binding.get_host_cpu_features().get(NEEDS[processor]):
        pytest.skip(f"this processor has no {NEEDS[processor]}")
    found = simulate(world.model, **run, target=Target(processor))
    assert_same_bits(found, whole)


def test_no_two_operations_are_fused_into_one_rounding(world, run):
    from kpsim.engine.compiled.function import write_function

    source = write_function(world.model, run["keep"], step=1.0, lanes=4)
    assert not {"fast", "reassoc", "contract", "fmuladd"} & set(source.text.split())
    module = binding.parse_assembly(source.text)
    kind = "x86-64-v4" if binding.get_process_triple().startswith("x86_64") else ""
    text = machine_of(Target(kind)).emit_assembly(module)
    assert "mulpd" in text or "fmul" in text
    assert not [word for word in ("fmadd", "fnmadd", "fmsub", "fmla", "fmls") if word in text]


def test_two_threads_compute_at_the_same_time(world, run_of):
    run = run_of([load_scenario("reference")], draws=2048)
    call = partial(simulate, world.model, **run)
    call()
    with ThreadPoolExecutor(1) as pool:
        work, turns = pool.submit(call), 0
        while not work.done():  # holding the interpreter's lock would stop this loop
            turns += 1
    assert turns > 1000
