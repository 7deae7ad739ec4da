import pytest

from kpsim.export.diagram_files import diagrams
from kpsim.world import World, load_world


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()


@pytest.fixture(scope="session", params=["cs", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture(scope="session")
def drawings(world, language) -> dict[str, str]:
    return dict(diagrams(world, language))
