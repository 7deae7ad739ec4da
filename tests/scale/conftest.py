from pathlib import Path

import pytest

from kpsim.inputs.scenarios import load_scenario
from kpsim.scale.pieces import Job
from kpsim.study import Settings, with_reference
from kpsim.world import World, load_world


@pytest.fixture(scope="session")
def world() -> World:
    return load_world()


@pytest.fixture(scope="session")
def job(world: World) -> Job:
    scenarios = with_reference([load_scenario("all-services-stop")])
    return Job(world, scenarios, Settings(draws=512))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("KPSIM_CACHE", str(folder))
    return folder
