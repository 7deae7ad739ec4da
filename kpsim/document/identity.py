"""The identifier of a run: a digest of everything that decides its numbers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_DECIDING = (
    "version",
    "region",
    "scenarios",
    "seed",
    "draws",
    "step_in_months",
    "horizon_in_years",
    "discount_rate",
    "inputs",
)
_LENGTH = 12
MARK = "kpsim-run:"
"""Stands before the record in the metadata of a document."""


@dataclass(frozen=True)
class Identity:
    """What a document was made from: the record of its run, and figures to compare with."""

    record: Mapping[str, Any]
    figures: Mapping[str, float]

    @property
    def run(self) -> str:
        """Return the run's identifier."""
        return run_identifier(self.record)

    def packed(self) -> str:
        """Write everything as one line for the metadata of a file."""
        content = {"record": dict(self.record), "figures": dict(self.figures)}
        return MARK + json.dumps(content, ensure_ascii=True, separators=(",", ":"))


def run_identifier(record: Mapping[str, Any]) -> str:
    """Return twelve letters that change with any input, setting or version.

    >>> len(run_identifier({"seed": 1}))
    12
    """
    deciding = {name: record.get(name) for name in _DECIDING}
    text = json.dumps(deciding, sort_keys=True, ensure_ascii=True)
    return sha256(text.encode()).hexdigest()[:_LENGTH]


def unpacked(text: str) -> Identity | None:
    """Read what `packed` wrote, wherever it stands in a text."""
    start = text.find(MARK)
    if start < 0:
        return None
    try:
        content, _ = json.JSONDecoder().raw_decode(text[start + len(MARK) :])
        return Identity(content["record"], content["figures"])
    except (ValueError, KeyError, TypeError):
        return None
