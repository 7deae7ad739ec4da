"""Feedback loops are found in the graph, and their polarity is what the mechanism says."""

import networkx as nx
import pytest

from kpsim.errors import ModelError
from kpsim.export.book_start import start_values
from kpsim.export.loops import EXPECTED, closed_path, expected_loops, influences, knots

POLARITY = {
    "Capacity and caseload of counselling": "balancing",
    "Capacity and caseload of contact": "balancing",
    "Crowding out": "balancing",
    "Overload and success": "balancing",
    "Adaptation of trust": "balancing",
    "Hiring and staff": "balancing",
    "Contagion": "reinforcing",
    "From generation to generation": "reinforcing",
    "Relapse": "reinforcing",
    "Treatment and relapse": "reinforcing",
    "Imprisonment": "reinforcing",
    "Prison release": "balancing",
    "Infection": "reinforcing",
    "HIV outbreak": "reinforcing",
    "Queue and leaving": "balancing",
    "Queue and examination": "balancing",
    "Foster families": "reinforcing",
    "Losing and finding a home": "balancing",
}


@pytest.fixture(scope="module")
def values(world):
    return start_values(world)


@pytest.fixture(scope="module")
def loops(world, values):
    return {each.name: each for each in expected_loops(world.model, values)}


def test_every_expected_loop_has_the_polarity_of_its_mechanism(loops):
    assert {name: loop.polarity for name, loop in loops.items()} == POLARITY


@pytest.mark.parametrize("name", EXPECTED)
def test_a_loop_is_closed_and_meets_no_variable_twice(world, loops, name):
    members, graph = loops[name].members, influences(world.model)
    assert len(set(members)) == len(members)
    assert all(
        graph.has_edge(a, b) for a, b in zip(members, members[1:] + members[:1], strict=True)
    )
    assert set(EXPECTED[name]) <= set(members)


def test_the_outbreak_sleeps_and_contagion_does_not(loops):
    assert loops["HIV outbreak"].sleeps
    assert not loops["Contagion"].sleeps


def test_capacity_does_not_act_back_on_trust(world):
    graph = influences(world.model)
    assert nx.has_path(graph, "trust", "contact_clients")
    assert not nx.has_path(graph, "relative_capacity", "trust")


def test_a_loop_that_is_not_closed_is_refused(world):
    with pytest.raises(ModelError) as error:
        closed_path(influences(world.model), "x", ("trust", "relative_capacity"))
    assert str(error.value) == (
        "loop 'x': the loop is not closed: 'relative_capacity' does not act on 'trust'"
    )


def test_the_largest_knot_holds_the_people_and_their_services(world):
    largest = set(knots(world.model)[0])
    assert {"hidden_users", "contact_clients", "counselling_clients", "imprisoned_users"} <= largest


def test_nothing_is_cut_at_the_start(values):
    assert values["relative_staff"].max() == pytest.approx(1, abs=1e-9)
    assert (values["announced_cut"] == 0).all()


def test_stocks_are_near_balance_at_the_start(world, values):
    """Start values solve the balance, so what enters hidden use nearly equals what leaves it."""
    model = world.model
    into = sum(values[name].sum() for name in model.inflows("hidden_users"))
    out = sum(values[name].sum() for name in model.outflows("hidden_users"))
    assert into == pytest.approx(out, rel=0.02)
