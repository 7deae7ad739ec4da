"""What the toy worlds share: running one with plain numbers."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from kpsim.engine.dimension import AXES
from kpsim.engine.graph import Model
from kpsim.engine.simulate import Keep, Names, simulate


def filled(value: Any) -> np.ndarray:
    """Give a number, or one number a draw, the four axes; leave arrays that have them."""
    array = np.asarray(value, dtype=float)
    return array if array.ndim == len(AXES) else array.reshape((1, 1, 1, -1))


def path_of(value: Any, steps: int) -> np.ndarray:
    """Repeat a number over all steps; leave a full path."""
    array = np.asarray(value, dtype=float)
    return array if array.ndim > len(AXES) else np.full((steps, 1, 1, 1, 1), array)


@pytest.fixture
def run() -> Callable[..., dict[str, np.ndarray]]:
    """Return a function that runs a model and gives every asked variable, every step."""

    def run_model(
        model: Model,
        parameters: Mapping[str, Any],
        *,
        steps: int,
        watch: tuple[str, ...],
        step: float = 1.0,
        paths: Mapping[str, Any] | None = None,
        aggregate: str = "monthly",
        scenarios: tuple[str, ...] = ("reference",),
    ) -> dict[str, np.ndarray]:
        return simulate(
            model,
            parameters={name: filled(value) for name, value in parameters.items()},
            paths={name: path_of(value, steps) for name, value in (paths or {}).items()},
            steps=steps,
            step=step,
            keep=[Keep(name, name, aggregate) for name in watch],
            names=Names(scenarios, 0, tuple(f"step {number}" for number in range(steps))),
        )

    return run_model
