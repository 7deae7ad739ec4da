"""What the tests of the validation share: the shipped world, loaded once."""

import pytest

from kpsim.validation.cases import load_case
from kpsim.validation.validate import Validated, one_case, prepare
from kpsim.world import World, load_world
from tests.validation.shipped import case_file

DRAWS = 256


@pytest.fixture(scope="session")
def world() -> World:
    """Return the world of the shipped region."""
    return load_world()


@pytest.fixture(scope="session")
def validated(world: World):
    """Return a function that runs a shipped case once and remembers it."""
    known: dict[str, Validated] = {}

    def run(name: str) -> Validated:
        if name not in known:
            (prepared,) = prepare([load_case(case_file(name))], world)
            known[name] = one_case(prepared, world, draws=DRAWS)
        return known[name]

    return run
