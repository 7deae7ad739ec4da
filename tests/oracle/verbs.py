"""Toy worlds, one for each word of the vocabulary: a stock rises and falls, a result feeds back."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from kpsim.engine.declaration import Declaration
from kpsim.engine.dimension import Dimension
from kpsim.engine.graph import Model, build
from kpsim.engine.lang import (
    auxiliary,
    both,
    by_element,
    either,
    exp,
    flow,
    log,
    maximum,
    minimum,
    negate,
    pick,
    ratio,
    stock,
    total,
    where,
)
from kpsim.export.xmile_inputs import Numbers

SERVICE = Dimension("service", ("day", "night", "phone"))
SUBSTANCE = Dimension("substance", ("tea", "coffee"))
BOTH = (SERVICE, SUBSTANCE)
STEPS, STEP = 48, 0.5


@stock("1", by=BOTH, cs="Hladina")
def level(extent):
    """Begin at a extent of its own."""
    return extent


@flow("1/month", by=BOTH, into=level, cs="Přítok")
def filling(wave, rate, memory):
    """Fill while the wave is high, the less the more is remembered."""
    return rate * maximum(0, wave) / (1 + memory)


@flow("1/month", by=BOTH, out_of=level, cs="Odtok")
def emptying(level, rate):
    """Empty by a share."""
    return rate * level


@stock("1", by=BOTH, cs="Paměť")
def memory():
    """Begin empty."""
    return 0


@flow("1/month", by=BOTH, into=memory, cs="Zapamatování")
def remembering(result, rate):
    """Remember what the verb gives."""
    return rate * result * result


@flow("1/month", by=BOTH, out_of=memory, cs="Zapomínání")
def forgetting(memory, rate):
    """Forget some of it."""
    return rate * memory


RESULTS: dict[str, Callable[..., Any]] = {
    "add": lambda level, wave: level + wave,
    "subtract": lambda level, wave: wave - level,
    "multiply": lambda level, extent: level * extent,
    "divide": lambda level, extent: level / (1 + extent),
    "negative": lambda level: -level,
    "less": lambda level, wave: where(level < wave, 1, 0),
    "less_equal": lambda level, wave: where(wave <= 0, level, 1),
    "greater": lambda level, wave: where(wave > 0, level, 1),
    "greater_equal": lambda level, wave: where(wave >= 0, level, 1),
    "both": lambda level, wave: where(both(wave > 0, level < 1), level, wave),
    "either": lambda level, wave: where(either(wave > 0, level < 1), level, wave),
    "negate": lambda level, wave: where(negate(wave > level), 1, wave),
    "where": lambda level, wave: where(level > wave, level, wave - level),
    "minimum": lambda level, wave: minimum(level, wave, 1),
    "maximum": lambda level, wave, extent: maximum(level, wave, extent),
    "exp": lambda wave, extent: exp(-wave) * extent,
    "log": lambda level: log(1 + level * level),
    "ratio": lambda level, wave, notch: ratio(notch, notch * wave, if_zero=level),
    "total": lambda level, wave, initial_level: (
        wave * total(level, over=SERVICE)
        - total(total(initial_level * wave, over=SUBSTANCE), over=SERVICE)
    ),
    "pick": lambda level, wave: (
        wave * pick(level, service="night")
        - pick(level, substance="coffee", service="day") * pick(wave, service="phone")
    ),
    "by_element": lambda level, wave: by_element(
        SERVICE, day=pick(level, service="phone"), night=pick(wave, service="day"), phone=0
    ),
    "initial_": lambda level, initial_level: level - initial_level,
}
"""What each operation is tried with; the last is the value at the start."""


def toy(operation: str) -> Model:
    """Return the world in which one operation gives the result."""
    function = RESULTS[operation]
    function.__name__ = "result"
    world = ModuleType(__name__)  # equations belong to the module they were written in
    for equation in (level, filling, emptying, memory, remembering, forgetting):
        setattr(world, equation.name, equation)
    world.result = auxiliary("1", by=BOTH, cs="Výsledek")(function)
    return build([world], parameters=PARAMETERS, paths=PATHS, read_elsewhere=NAMES)


PARAMETERS = {
    "extent": Declaration("1", by=(SERVICE, SUBSTANCE)),
    "rate": Declaration("1/month"),
    "notch": Declaration("1", by=(SUBSTANCE,)),
}
PATHS = {"wave": Declaration("1", by=(SERVICE,))}
NAMES = (*PARAMETERS, *PATHS)


def numbers() -> Numbers:
    """Return inputs that pass through zero and whose divisors (notch) are very small."""
    time = np.arange(STEPS)[:, np.newaxis]
    wave = np.round(2 * np.sin(time / 5 + np.array([0.0, 1.0, 2.0])), 3)
    wave[10:14] = 0.0
    return Numbers(
        parameters={
            "extent": np.array([[0.5, 1.0], [2.0, 0.25], [4.0, 0.0]]).reshape(3, 2, 1, 1),
            "rate": np.full((1, 1, 1, 1), 0.3),
            "notch": np.array([1e-9, 1e-30]).reshape(1, 2, 1, 1),
        },
        paths={"wave": wave.reshape(STEPS, 3, 1, 1, 1)},
        steps=STEPS,
        step=STEP,
    )
