"""How a model is put together: modules, replacement, start values, and what is computed once."""

from types import ModuleType

import numpy as np
import pytest

from kpsim.engine.graph import Declaration, build
from kpsim.engine.lang import auxiliary, flow, stock
from kpsim.engine.simulate import Keep, Names, simulate
from kpsim.engine.symbols import show
from kpsim.errors import ModelError

PARAMETERS = {
    "people_at_start": Declaration("person"),
    "leaving_rate": Declaration("1/month"),
}


def module(name, *equations):
    """Make a module that holds equations, as if they were written in it."""
    made = ModuleType(name)
    for equation in equations:
        vars(made)[equation.name] = equation
    return made


def people_of(home):
    def people(people_at_start):
        return people_at_start

    people.__module__ = home
    return stock("person", cs="Lidé")(people)


def leaving_of(home, people):
    def leaving(people, leaving_rate):
        return people * leaving_rate

    leaving.__module__ = home
    return flow("person/month", out_of=people, cs="Odchod")(leaving)


@pytest.fixture
def world():
    people = people_of("stocks")
    leaving = leaving_of("sector", people)
    return people, leaving


def test_a_stock_imported_by_a_sector_is_collected_once(world):
    people, leaving = world
    modules = [module("stocks", people), module("sector", people, leaving)]
    model = build(modules, parameters=PARAMETERS, paths={})
    assert list(model.stocks) == ["people"]
    assert model.order == ("leaving",)
    assert show(model.expressions["leaving"]) == "people * leaving_rate"


def test_two_variables_of_one_name_are_refused(world):
    people, leaving = world
    modules = [module("stocks", people), module("sector", leaving), module("b", people_of("b"))]
    with pytest.raises(ModelError) as caught:
        build(modules, parameters=PARAMETERS, paths={})
    taken = f"{people.file}:{people.line}"
    assert str(caught.value) == (
        f"{taken} people: the name is taken by {taken}; give one of them another name"
    )


def test_a_stock_whose_module_was_forgotten_is_named(world):
    people, leaving = world
    with pytest.raises(ModelError) as caught:
        build([module("sector", people, leaving)], parameters=PARAMETERS, paths={})
    assert (
        f"{leaving.place}: stock 'people' is in none of the modules; hand its module over as well"
    ) in str(caught.value)


def test_an_equation_is_replaced_only_when_told(world):
    people, leaving = world
    other = leaving_of("elsewhere", people)
    modules = [module("stocks", people), module("sector", leaving)]
    model = build(modules, parameters=PARAMETERS, paths={}, replace={"leaving": other})
    assert model.flows["leaving"] is other


def test_a_start_value_may_use_a_path_that_never_changes(world):
    people, leaving = world

    @auxiliary("person", cs="Peníze")
    def affordable(reference_money, price):
        return reference_money / price

    @stock("person", cs="Lidé")
    def staff(initial_affordable):
        return initial_affordable

    @flow("person/month", into=staff, cs="Nábor")
    def hiring(affordable, staff, leaving_rate):
        return (affordable - staff) * leaving_rate

    model = build(
        [
            module("stocks", people),
            module("sector", leaving),
            module(__name__, affordable, staff, hiring),
        ],
        parameters=PARAMETERS | {"price": Declaration("CZK2025/person")},
        paths={"reference_money": Declaration("CZK2025", constant=True)},
    )
    one = np.ones((1, 1, 1, 1))
    result = simulate(
        model,
        parameters={"people_at_start": one, "leaving_rate": 0.1 * one, "price": 4 * one},
        paths={"reference_money": np.full((12, 1, 1, 1, 1), 20.0)},
        steps=12,
        step=1.0,
        keep=[Keep("staff", "staff", "end")],
        names=Names(("reference",), 0, tuple(map(str, range(12)))),
    )
    assert result["staff"].item() == 5.0


def test_equal_expressions_are_computed_once_and_constants_before_the_steps(world):
    people, leaving = world

    @auxiliary("1/month", cs="A")
    def first(people, people_at_start, leaving_rate):
        return people / people_at_start * (leaving_rate + leaving_rate)

    @auxiliary("1/month", cs="B")
    def second(people, people_at_start, leaving_rate):
        return people / people_at_start * (leaving_rate + leaving_rate)

    model = build(
        [module("stocks", people), module("sector", leaving), module(__name__, first, second)],
        parameters=PARAMETERS,
        paths={},
        read_elsewhere=["first", "second"],
    )
    program = model.program
    assert program.now["first"] == program.now["second"]
    once, each_step = program.needed({program.now["first"]})
    assert [line.node.operation for line in once] == ["add"]
    assert [line.node.operation for line in each_step] == ["divide", "multiply"]


def test_places_name_file_line_of_def_and_variable(world):
    people, _ = world
    line = people_of.__code__.co_firstlineno + 1
    assert people.place == f"test_engine_graph.py:{line} people"


def test_asking_for_a_variable_that_is_not_there_gets_a_suggestion(world):
    people, leaving = world
    model = build(
        [module("stocks", people), module("sector", leaving)], parameters=PARAMETERS, paths={}
    )
    with pytest.raises(ModelError, match="model: no variable 'peple'; did you mean 'people'"):
        model.variable("peple")
