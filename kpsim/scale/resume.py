"""A computation that goes on where an earlier one of the same study stopped."""

import logging
from collections.abc import Generator, Mapping, Sequence
from typing import Any

from kpsim.scale.array_file import Arrays
from kpsim.scale.piece_file import from_arrays, to_arrays
from kpsim.scale.pieces import Compute, Job, Piece
from kpsim.scale.store import Store

LONG = 20_000
"""Draws from which finished pieces are kept, so that the same command can go on."""

log = logging.getLogger(__name__)


def resumable(store: Store, compute: Compute) -> Compute:
    """Return a way to compute that takes finished pieces from a store and puts new ones there."""

    def go_on(job: Job, spans: Sequence[range]) -> Generator[Piece, None, None]:
        missing = []
        for span in spans:
            stored = store.get(span)
            if stored is None:
                missing.append(span)
            else:
                yield from_arrays(*stored)
        for piece in compute(job, missing):
            keep(store, piece.span, *to_arrays(piece))
            yield piece

    return go_on


def keep(store: Store, piece: range | str, arrays: Arrays, words: Mapping[str, Any]) -> None:
    """Keep a piece; a disk that is full costs the chance to resume, not the run."""
    try:
        store.put(piece, arrays, words)
    except OSError as fault:
        log.warning("%s: the finished draws are not kept (%s)", store.folder, fault)
