"""What the tests of compiled code share: a cache folder of their own, and the model's inputs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("llvmlite")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep machine code of tests out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPSIM_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def world() -> Any:
    """Return the world of the shipped files."""
    from kpsim.world import load_world

    return load_world()


@pytest.fixture(scope="session")
def run_of(world: Any) -> Callable[..., dict[str, Any]]:
    """Return a function that gives what `simulate` is handed for some scenarios."""
    from kpsim.engine.simulate import Keep, Names
    from kpsim.inputs.draws import draw
    from kpsim.inputs.indices import draw_indices
    from kpsim.inputs.paths import engine_paths
    from kpsim.study import YEARS, kept, month_labels

    def make(scenarios: Any, *, draws: int, step: float = 1.0, view: str = "central") -> Any:
        steps = round(len(YEARS) * 12 / step)
        drawn = draw(world.parameters, seed=3, draws=draws, view=view).slice(0, draws)
        indices = draw_indices(drawn.values, 3, YEARS)
        paths = engine_paths(
            scenarios, world.funding, indices=indices, values=drawn.values, steps=steps, step=step
        )
        every = [
            *kept(world),
            *(Keep(f"{name}:end", name, "end") for name in world.model.stocks),
            *(Keep(f"{name}:sum", name, "sum") for name in world.model.flows),
            *(
                Keep(f"{name}:monthly", name, "monthly")
                for name in ("trust", "admitted_share_counselling")
            ),
        ]
        return {
            "parameters": {name: drawn.values[name] for name in world.model.parameters},
            "paths": paths,
            "steps": steps,
            "step": step,
            "keep": list({keep.name: keep for keep in every}.values()),
            "names": Names(
                tuple(each.name for each in scenarios), drawn.first, month_labels(steps, step)
            ),
        }

    return make
