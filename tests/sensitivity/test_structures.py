"""Structural assumptions held the other way."""

import numpy as np
import pytest

from kpsim.errors import ParameterError
from kpsim.inputs.draws import draw
from kpsim.inputs.scenarios import load_scenario
from kpsim.sensitivity.asked import ask
from kpsim.sensitivity.bench import answers, bench, prices_of
from kpsim.sensitivity.structures import compare, load_structures
from kpsim.study import Settings, study
from kpsim.world import load_world

NAME = "the-city-leaves-the-key"
DRAWS = 256


@pytest.fixture(scope="module")
def world():
    return load_world()


@pytest.fixture(scope="module")
def asked(world):
    outcomes = ask(["net_public_cost", "deaths"], world)
    return bench(world, [load_scenario(NAME)], outcomes, Settings(draws=DRAWS))


@pytest.fixture(scope="module")
def found(asked, world):
    return compare(asked, load_structures(world.parameters), draws=DRAWS)


def test_the_model_as_it_is_gives_the_ordinary_median(asked, world, found):
    base = draw(world.parameters, seed=1, draws=DRAWS, view="central")
    plain = answers(asked, base, prices_of(base.values, 1))
    assert asked.keys
    for key in asked.keys:
        assert found[key].as_it_is == np.median(plain[key])


def test_average_prices_give_the_full_view_and_leave_people_alone(world, found):
    results = study(world, [load_scenario(NAME)], Settings(draws=DRAWS))
    yearly = results.costs["full"]
    public = [place for place, line in enumerate(yearly.lines) if line.payer in world.ledger.public]
    amounts = yearly.amounts[public][:, 1:11]
    cost = (amounts[:, :, 1] - amounts[:, :, 0]).sum(axis=(0, 1))
    money, deaths = found[f"{NAME}/net_public_cost"], found[f"{NAME}/deaths"]
    assert money.otherwise["average_prices"] == pytest.approx(np.median(cost), rel=1e-9)
    assert deaths.otherwise["average_prices"] == deaths.as_it_is


def test_assumptions_change_what_happens_to_people_where_they_have_a_part(found):
    deaths = found[f"{NAME}/deaths"]
    same = {name for name, value in deaths.otherwise.items() if value == deaths.as_it_is}
    # Prices move nobody, and here nobody leaves the network.
    assert same == {"average_prices", "network_alone"}
    low, high = deaths.medians
    assert low < deaths.as_it_is < high


def test_an_assumption_about_a_number_nobody_knows_is_refused(world, tmp_path):
    (tmp_path / "structures.toml").write_text(
        '[none]\nlabel = { cs = "nic", en = "none" }\nset = { stretch_posible = 0 }\n',
        encoding="utf-8",
    )
    with pytest.raises(ParameterError) as caught:
        load_structures(world.parameters, tmp_path)
    assert str(caught.value) == (
        "structures.toml: none: no parameter 'stretch_posible'; did you mean 'stretch_possible'?"
    )
