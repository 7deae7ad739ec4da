"""A step is computed in parts: everything once, in order, and no value before its last use."""

import re

import numpy as np
import pytest

from kpsim.engine.compiled.function import write_function
from kpsim.engine.compiled.order import (
    Move,
    carried,
    in_step,
    moves_of,
    parts_of_step,
    reads,
)
from kpsim.engine.compiled.scalars import unroll
from kpsim.study import kept


@pytest.fixture(scope="module")
def graph(world):
    return unroll(world.model, tuple(dict.fromkeys(each.variable for each in kept(world))))


@pytest.fixture(scope="module")
def parts(world, graph):
    return parts_of_step(world.model, graph)


def test_everything_numpy_computes_is_computed_once(world, graph, parts):
    values = [number for part in parts for number in part.values]
    assert len(values) == len(set(values))
    assert set(values) == {i for i, node in enumerate(graph.nodes) if in_step(node)}
    moves = [move for part in parts for move in part.moves]
    assert set(moves) == set(moves_of(world.model, graph))
    assert len(moves) == len(set(moves))


def test_each_value_comes_after_all_it_is_made_of(graph, parts):
    children, done = graph.feeds, set()
    assert any(part.work for part in parts)
    for each in (each for part in parts for each in part.work):
        asked = [flow for flow, _ in each.flows] if isinstance(each, Move) else children[each]
        assert all(number in done or not in_step(graph.nodes[number]) for number in asked)
        done.add(each)


def test_no_place_is_given_to_another_value_while_one_is_still_read(graph, parts):
    slots, children = carried(parts, graph.feeds), graph.feeds
    holder: dict[int, int] = {}
    for part in parts:
        for number in reads(part, children):
            if number in slots and number not in part.values:
                assert holder[slots[number]] == number
        for number in part.values:
            if number in slots:
                holder[slots[number]] = number
    assert len(set(slots.values())) < len(slots)


def test_no_stretch_without_a_jump_is_long_because_compiling_takes_the_square_of_it(world):
    text = write_function(world.model, kept(world), step=1.0, lanes=8).text
    stretches = re.split(r"^\w+:$", text, flags=re.MULTILINE)
    assert len(stretches) > 20
    assert max(stretch.count("\n") for stretch in stretches) < 1000


def test_results_in_hand_are_not_written_over_by_the_next_run(world, run_of):
    from kpsim.engine.compiled.simulate import simulate
    from kpsim.inputs.scenarios import load_scenario

    run = run_of([load_scenario("reference")], draws=16)
    first = simulate(world.model, **run)
    name = next(name for name, array in first.items() if array.any())
    part, before = first[name][..., 3], first[name][..., 3].copy()
    other = run | {"parameters": {k: v[..., ::-1] for k, v in run["parameters"].items()}}
    del first
    second = simulate(world.model, **other)
    np.testing.assert_array_equal(part, before)
    place = second[name].ctypes.data
    del second
    assert simulate(world.model, **run)[name].ctypes.data == place  # nobody holds it any more
