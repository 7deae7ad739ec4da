"""Values that differ by one or two dimensions: broadcasting, total, pick, by_element."""

import sys

import numpy as np
import pytest

from kpsim.engine.graph import Declaration, build
from kpsim.engine.lang import (
    Dimension,
    auxiliary,
    both,
    by_element,
    either,
    flow,
    maximum,
    minimum,
    negate,
    pick,
    stock,
    total,
    where,
)

WORLD = sys.modules[__name__]
SERVICE = Dimension("service", ("day", "night", "phone"))
SUBSTANCE = Dimension("substance", ("tea", "coffee"))
PARAMETERS = {
    "staff": Declaration("FTE", by=(SERVICE,)),
    "thirst": Declaration("person/FTE", by=(SUBSTANCE,)),
    "coming_rate": Declaration("1/month"),
}
STAFF = np.array([1.0, 2.0, 4.0]).reshape(3, 1, 1, 1)
THIRST = np.array([10.0, 20.0]).reshape(1, 2, 1, 1)
VALUES = {"staff": STAFF, "thirst": THIRST, "coming_rate": 0.1}


@stock("person", by=(SERVICE, SUBSTANCE), cs="Hosté")
def guests(staff, thirst):
    return staff * thirst


@flow("person/month", by=(SUBSTANCE, SERVICE), into=guests, cs="Příchod")
def coming(guests, coming_rate):
    return coming_rate * guests


@auxiliary("person", by=(SUBSTANCE,), cs="Hosté podle nápoje")
def guests_by_drink(guests):
    return total(guests, over=SERVICE)


@auxiliary("person", cs="Všichni hosté")
def all_guests(guests_by_drink):
    return total(guests_by_drink, over=SUBSTANCE)


@auxiliary("person", cs="Noční hosté u kávy")
def night_coffee(guests):
    return pick(guests, service="night", substance="coffee")


@auxiliary("person", by=(SERVICE,), cs="Hosté po směnách")
def shifted(guests, all_guests):
    return by_element(
        SERVICE,
        day=pick(guests, service="phone", substance="tea"),
        night=all_guests,
        phone=0,
    )


@auxiliary("1", by=(SERVICE,), cs="Zvláštní směny")
def special(shifted, all_guests):
    return where(
        either(both(shifted > 0, shifted < all_guests), negate(shifted <= all_guests)), 1, 0
    )


@auxiliary("person", by=(SERVICE,), cs="Meze")
def bounded(shifted, all_guests, night_coffee):
    return maximum(minimum(shifted, all_guests), 0, night_coffee)


@pytest.fixture(scope="module")
def model():
    elsewhere = ("guests_by_drink", "shifted", "special", "bounded")
    return build([WORLD], parameters=PARAMETERS, paths={}, read_elsewhere=elsewhere)


@pytest.fixture
def first(model, run):
    watch = ("guests", *model.auxiliaries)
    return {name: a[0] for name, a in run(model, VALUES, steps=12, watch=watch).items()}


def test_two_dimensions_broadcast_against_each_other(first):
    np.testing.assert_allclose(first["guests"], 1.1 * STAFF * THIRST, rtol=1e-12)


def test_total_adds_over_one_dimension(first):
    assert first["guests_by_drink"].shape == (1, 2, 1, 1)
    np.testing.assert_array_equal(first["guests_by_drink"].ravel(), [70, 140])
    assert first["all_guests"].item() == 210


def test_pick_takes_one_element_of_each_named_dimension(first):
    assert first["night_coffee"].item() == 40


def test_by_element_lays_values_side_by_side(first):
    assert first["shifted"].shape == (3, 1, 1, 1)
    np.testing.assert_array_equal(first["shifted"].ravel(), [40, 210, 0])


def test_conditions_are_joined(first):
    np.testing.assert_array_equal(first["special"].ravel(), [1, 0, 0])


def test_minimum_and_maximum_take_two_or_more(first):
    np.testing.assert_array_equal(first["bounded"].ravel(), [40, 210, 40])


def test_a_parameter_equal_in_all_elements_may_be_given_once(model, run):
    values = VALUES | {"staff": 2.0, "thirst": 10.0}
    result = run(model, values, steps=12, watch=("all_guests", "night_coffee"))
    assert result["all_guests"][0].item() == 3 * 2 * 20.0
    assert result["night_coffee"][0].item() == 20.0


def test_verbs_work_on_plain_numbers_and_on_arrays_with_four_axes():
    guests = STAFF * THIRST
    assert total(5.0, over=SERVICE) == 15.0
    np.testing.assert_array_equal(guests_by_drink(guests).ravel(), [70, 140])
    assert pick(7.0, service="night") == 7.0
    assert pick(guests, SERVICE, SUBSTANCE, service="night", substance="coffee").item() == 40
    sides = by_element(SERVICE, day=1.0, night=STAFF[:1], phone=0)
    np.testing.assert_array_equal(sides.ravel(), [1, 1, 0])
    assert where(3.0 > 2.0, 1, 0) == 1
