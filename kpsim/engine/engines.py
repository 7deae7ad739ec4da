"""The ways to compute a run: compiled, numpy, or one draw at a time. They give the same numbers."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Literal, get_args

import numpy as np

from kpsim.engine.graph import Model
from kpsim.engine.inputs_of_run import number_of
from kpsim.engine.keep import Keep
from kpsim.engine.operations import Array
from kpsim.engine.simulate import simulate
from kpsim.engine.trouble import Names
from kpsim.errors import RunError, problem, suggestion

Engine = Literal["compiled", "numpy", "loop"]
ENGINES: tuple[str, ...] = get_args(Engine)
Simulate = Callable[..., dict[str, Array]]

log = logging.getLogger(__name__)


def evaluator(engine: str) -> Simulate:
    """Return the function that runs a model; all take what `kpsim.engine.simulate` takes."""
    if engine not in ENGINES:
        text = "there is no engine '{name}'{near}; expected one of {known}"
        near, known = suggestion(engine, ENGINES), ", ".join(ENGINES)
        raise RunError(problem("engine", text, name=engine, near=near, known=known))
    if engine == "numpy":
        return simulate
    return compiled_or_numpy if engine == "compiled" else one_by_one


@cache
def can_compile() -> bool:
    """Say whether llvmlite is there and makes code that runs here."""
    try:
        from kpsim.engine.compiled.target import prepare

        prepare()
    except (ImportError, OSError, RuntimeError) as error:
        log.info("llvmlite cannot be used (%s); computing with numpy", error)
        return False
    return True


def used(engine: str) -> str:
    """Return the engine that really runs where this one is asked for."""
    return "numpy" if engine == "compiled" and not can_compile() else engine


def compiled_or_numpy(model: Model, **run: Any) -> dict[str, Array]:
    """Run compiled code, or numpy where none can be made."""
    if not can_compile():
        return simulate(model, **run)
    from kpsim.engine.compiled.simulate import CompilingError
    from kpsim.engine.compiled.simulate import simulate as simulate_compiled

    try:
        return simulate_compiled(model, **run)
    except CompilingError as error:
        log.warning("%s; computing with numpy, which takes longer", error)
        return simulate(model, **run)


def one_by_one(
    model: Model,
    *,
    parameters: Mapping[str, Array],
    paths: Mapping[str, Array],
    names: Names,
    steps: int,
    step: float,
    keep: Sequence[Keep],
) -> dict[str, Array]:
    """Run each draw on its own: slow, and plain enough to check the others against."""

    def only(arrays: Mapping[str, Array], draw: int) -> dict[str, Array]:
        return {
            name: array if array.shape[-1] == 1 else array[..., draw : draw + 1]
            for name, array in arrays.items()
        }

    found = [
        simulate(
            model,
            parameters=only(parameters, draw),
            paths=only(paths, draw),
            names=Names(names.scenarios, names.first_draw + draw, names.months),
            steps=steps,
            step=step,
            keep=keep,
        )
        for draw in range(number_of(parameters, paths)[1])
    ]
    return {name: np.concatenate([each[name] for each in found], axis=-1) for name in found[0]}
