"""What the tests of the model share: the shipped world and one block of draws, made once."""

import pytest

from kpsim.world import World, load_world
from tests.model.experiment import Bench, new_bench


@pytest.fixture(scope="session")
def world() -> World:
    """Return the world of the shipped region."""
    return load_world()


@pytest.fixture(scope="session")
def bench(world: World) -> Bench:
    """Return the world with one block of draws."""
    return new_bench(world)
