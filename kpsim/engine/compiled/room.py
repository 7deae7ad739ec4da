"""Memory for results: taken anew it costs more than the arithmetic, so each thread uses it again.

What is handed out is used again only when nothing refers to it any more, nor to a part of it.
"""

import math
import threading
import weakref
from collections.abc import Mapping
from typing import Any

import numpy as np

from kpsim.engine.compiled.loops import BYTES, LINE
from kpsim.engine.operations import Array

MOST_KEPT = 2**25
"""Numbers a thread keeps: 256 MiB, more than a block of a study needs."""


class Loan:
    """Memory as numpy sees it; alive as long as an array in it is."""

    def __init__(self, memory: Array) -> None:
        """Lend all of a memory."""
        self.memory = memory

    @property
    def __array_interface__(self) -> dict[str, Any]:
        """Say where the memory is."""
        return self.memory.__array_interface__


class Room(threading.local):
    """What a thread keeps."""

    memory: Array | None = None
    lent: "weakref.ref[Loan] | None" = None


_room = Room()


def aligned(size: int) -> Array:
    """Reserve numbers that begin where a whole register can be read at once."""
    room = np.empty(size + LINE // BYTES)
    first = -room.ctypes.data % LINE // BYTES
    return room[first : first + size]


def borrowed(size: int) -> Array:
    """Return memory for numbers, used before where possible."""
    memory = _room.memory
    in_use = _room.lent is not None and _room.lent() is not None
    if memory is None or in_use or memory.size < size:
        memory = aligned(size)
        _room.memory = memory if size <= MOST_KEPT else None
    loan = Loan(memory)
    _room.lent = weakref.ref(loan)
    return np.asarray(loan)[:size]


def side_by_side(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Array]:
    """Return arrays of these shapes in one piece of memory, each aligned."""
    step = LINE // BYTES
    sizes = {name: -(-math.prod(shape) // step) * step for name, shape in shapes.items()}
    whole, first, found = borrowed(sum(sizes.values())), 0, {}
    for name, shape in shapes.items():
        found[name] = whole[first : first + math.prod(shape)].reshape(shape)
        first += sizes[name]
    return found
