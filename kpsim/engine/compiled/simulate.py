"""The loop of `kpsim.engine.simulate` as compiled code: same inputs, same results, same messages.

The compiled function only notes which draws ran into trouble. These are computed again by numpy,
which either says where the trouble is, or (where only a sum of the watch overflowed) gives their
results.
"""

import ctypes
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kpsim.engine import simulate as by_numpy
from kpsim.engine.compiled import store
from kpsim.engine.compiled.arrays import Handed, Width, hand_over
from kpsim.engine.compiled.function import FUNCTION, Source, write_function
from kpsim.engine.compiled.room import aligned
from kpsim.engine.compiled.target import Loaded, Target, compiled, loaded, this_processor
from kpsim.engine.graph import Model
from kpsim.engine.inputs_of_run import check_inputs, number_of, whole_years
from kpsim.engine.keep import MONTHS_A_YEAR, Keep
from kpsim.engine.operations import Array
from kpsim.engine.program import Program
from kpsim.engine.trouble import Names
from kpsim.errors import RunError

POINTERS, WHOLE_NUMBERS = 7, 8
MOST_KERNELS = 16
"""Compiled functions kept in memory; a study needs one."""


class CompilingError(Exception):
    """No machine code could be made or put into memory."""


@dataclass(frozen=True)
class Kernel:
    """A compiled function and what it expects."""

    source: Source
    code: Loaded
    program: Program  # kept alive, because kernels are found by its identity


_kernels: OrderedDict[Any, Kernel] = OrderedDict()
_making = threading.Lock()


def kernel_for(model: Model, keep: Sequence[Keep], step: float, target: Target) -> Kernel:
    """Return the compiled function of a model: from memory, from the store, or made now."""
    key = (id(model.program), tuple(keep), step, target)
    with _making:
        if key not in _kernels:
            _kernels[key] = made(model, keep, step=step, target=target)
            while len(_kernels) > MOST_KERNELS:
                _kernels.popitem(last=False)
        _kernels.move_to_end(key)
        return _kernels[key]


def made(model: Model, keep: Sequence[Keep], *, step: float, target: Target) -> Kernel:
    """Write a function and get its code from the store, or compile it."""
    source = write_function(model, keep, step=step, lanes=target.lanes)
    key = store.key_of(source.text, target.words)
    arguments = (*[ctypes.c_void_p] * POINTERS, *[ctypes.c_int64] * WHOLE_NUMBERS)
    try:
        code = store.kept_or_made(key, lambda: compiled(source.text, target))
        return Kernel(source, loaded(code, FUNCTION, arguments), model.program)
    except (RuntimeError, OSError) as error:
        raise CompilingError(f"the model cannot be compiled ({error})") from error


def simulate(
    model: Model,
    *,
    parameters: Mapping[str, Array],
    paths: Mapping[str, Array],
    steps: int,
    step: float,
    keep: Sequence[Keep],
    names: Names,
    target: Target | None = None,
) -> dict[str, Array]:
    """Run a model and return what is kept, by name."""
    settings: dict[str, Any] = {"steps": steps, "step": step, "keep": keep, "names": names}
    check_inputs(model, parameters, paths, steps=steps, finite=False)  # it looks at them itself
    whole_years(keep, steps=steps, step=step)
    if not steps:
        return by_numpy.simulate(model, parameters=parameters, paths=paths, **settings)
    kernel = kernel_for(model, keep, step, target or this_processor())
    scenarios, draws = number_of(parameters, paths)
    width = Width(scenarios, draws, kernel.source.lanes)
    handed = hand_over(
        kernel.source, width, parameters=parameters, paths=paths, steps=steps, step=step
    )
    call(kernel, handed, width, steps=steps, step=step)
    results = {name: array[..., :draws] for name, array in handed.results.items()}
    wrong = np.flatnonzero(handed.trouble[:, :draws].any(axis=0))
    if wrong.size:
        found = settle(model, wrong, parameters=parameters, paths=paths, **settings)
        for name, array in found.items():
            results[name][..., wrong] = array
    return results


def call(kernel: Kernel, handed: Handed, width: Width, *, steps: int, step: float) -> None:
    """Run the function; other threads run meanwhile."""
    memory = aligned(kernel.source.places * width.lanes)
    window = aligned(steps * len(kernel.source.paths) * width.lanes)
    tables = (handed.inputs, handed.paths, handed.rows, handed.monthly)
    kernel.code.call(
        *(each.ctypes.data for each in (*tables, memory, window)),
        handed.trouble.ctypes.data,
        len(handed.inputs),
        len(handed.rows),
        len(handed.monthly),
        width.scenarios,
        width.groups,
        steps,
        round(MONTHS_A_YEAR / step),
        not handed.inputs[:, 1].any(),  # the strides between scenarios
    )


def settle(
    model: Model,
    draws: Array,
    *,
    parameters: Mapping[str, Array],
    paths: Mapping[str, Array],
    **settings: Any,
) -> dict[str, Array]:
    """Compute draws with trouble by numpy; if it is real, say so as a run of all draws would."""

    def some(arrays: Mapping[str, Array]) -> dict[str, Array]:
        return {name: a if a.shape[-1] == 1 else a[..., draws] for name, a in arrays.items()}

    try:
        return by_numpy.simulate(model, parameters=some(parameters), paths=some(paths), **settings)
    except RunError:
        by_numpy.simulate(model, parameters=parameters, paths=paths, **settings)
        raise
