"""A study in pieces: spans of draws that can be computed alone, anywhere, in any order.

Chance is keyed by name and block, so a piece makes its own draws and needs no other.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpsim.inputs.draws import draw, floor_of
from kpsim.inputs.indices import Indices, draw_indices
from kpsim.inputs.scenarios import Scenario
from kpsim.results import View
from kpsim.world import World

if TYPE_CHECKING:
    from kpsim.study import Chunk, Settings


@dataclass(frozen=True)
class Job:
    """What all pieces of a study share; the reference is the first scenario."""

    world: World
    scenarios: tuple[Scenario, ...]
    settings: "Settings"


@dataclass(frozen=True)
class Piece:
    """What a span of draws gives: price paths, and a chunk of each simulated view."""

    span: range
    indices: Indices
    chunks: Mapping[View, "Chunk"]


Compute = Callable[[Job, Sequence[range]], Generator[Piece, None, None]]
"""Computes the pieces of a job; they come in any order."""


def spans(count: int, size: int) -> list[range]:
    """Divide draws into spans of a size; the last may be shorter.

    >>> spans(1024, 768)
    [range(0, 768), range(768, 1024)]
    """
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def piece(job: Job, span: range) -> Piece:
    """Draw and compute a span."""
    from kpsim.study import YEARS, one_chunk  # it reads this module

    seed, parameters = job.settings.seed, job.world.parameters
    central = draw(parameters, seed=seed, draws=len(span), view="central", first=span.start)
    indices = draw_indices(central.values, seed, YEARS, first=span.start)
    views = {"central": central, "floor": floor_of(central, parameters)}
    chunks: dict[View, Chunk] = {
        draws.view: one_chunk(  # type: ignore[misc]
            job.world, job.scenarios, draws=draws, indices=indices, settings=job.settings
        )
        for draws in views.values()
    }
    return Piece(span, indices, chunks)
