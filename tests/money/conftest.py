"""One study for all tests about money: small, but with every kind of decision."""

import pytest

from kpsim.inputs.indices import Indices
from kpsim.inputs.scenarios import Scenario, load_scenario
from kpsim.ledger.steps import load_steps
from kpsim.money_study import RowStudy, price_paths, row_study
from kpsim.results import Results
from kpsim.study import Settings, study
from kpsim.world import World, load_world

NAMES = (
    "all-services-stop",
    "the-city-leaves-the-key",
    "the-city-leaves-the-key-matched",
    "municipalities-leave-at-random",
    "cofinancing-is-mandatory",
    "frozen-budgets",
)
SETTINGS = Settings(draws=256)


@pytest.fixture(scope="package")
def world() -> World:
    """Read the shipped region."""
    return load_world()


@pytest.fixture(scope="package")
def scenarios() -> list[Scenario]:
    """Read the scenarios that are compared."""
    return [load_scenario(name) for name in NAMES]


@pytest.fixture(scope="package")
def results(world: World, scenarios: list[Scenario]) -> Results:
    """Run them all once."""
    return study(world, scenarios, SETTINGS)


@pytest.fixture(scope="package")
def indices(world: World, results: Results) -> Indices:
    """Return the price paths of that run."""
    return price_paths(world, results)


@pytest.fixture(scope="package")
def rows(world: World, scenarios: list[Scenario]) -> RowStudy:
    """Run them once more with every row of the ledger apart."""
    return row_study(world, scenarios, SETTINGS, load_steps(world.ledger))
