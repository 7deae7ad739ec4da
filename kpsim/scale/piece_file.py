"""A piece as arrays and words, and back."""

from collections.abc import Mapping
from typing import Any

from kpsim.inputs.indices import Indices
from kpsim.results import CostLine, Costs, View
from kpsim.scale.array_file import Arrays
from kpsim.scale.pieces import Piece
from kpsim.study import Chunk

PATHS = ("cpi", "wages", "service_cost")


def to_arrays(piece: Piece) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take a piece apart."""
    arrays = {f"indices/{name}": getattr(piece.indices, name) for name in PATHS}
    views: dict[str, Any] = {}
    for view, chunk in piece.chunks.items():
        arrays |= {f"{view}/loads/{name}": load for name, load in chunk.loads.items()}
        arrays |= {f"{view}/costs/{name}": costs.amounts for name, costs in chunk.costs.items()}
        arrays[f"{view}/service_money"] = chunk.service_money
        views[view] = {
            "loads": list(chunk.loads),
            "costs": {
                name: [[line.system, line.payer, line.kind] for line in costs.lines]
                for name, costs in chunk.costs.items()
            },
        }
    words = {
        "span": [piece.span.start, piece.span.stop],
        "years": list(piece.indices.years),
        "views": views,
    }
    return arrays, words


def from_arrays(arrays: Arrays, words: Mapping[str, Any]) -> Piece:
    """Put a piece together."""
    start, stop = words["span"]
    indices = Indices(tuple(words["years"]), *(arrays[f"indices/{name}"] for name in PATHS))
    chunks: dict[View, Chunk] = {
        view: Chunk(
            start,
            stop,
            {name: arrays[f"{view}/loads/{name}"] for name in told["loads"]},
            {
                name: Costs(
                    tuple(CostLine(*line) for line in lines), arrays[f"{view}/costs/{name}"]
                )
                for name, lines in told["costs"].items()
            },
            arrays[f"{view}/service_money"],
        )
        for view, told in words["views"].items()
    }
    return Piece(range(start, stop), indices, chunks)
