"""Statistics of draws that are not kept: exact means and errors, sketched quantiles.

They are put together in the order of the draws, so that equal runs give equal bytes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from fastdigest import TDigest

from kpsim.inputs.draws import BLOCK
from kpsim.results import Array, Results
from kpsim.scale.array_file import Arrays
from kpsim.scale.series import Series, all_series, exact

CENTROIDS = 500
QUANTILE_ERROR = 0.005
"""A sketched quantile is one of a probability at most this far away (tests hold it to that).

Measured on the headlines of a million draws: 99 of 100 within 0.001, the farthest 0.0014. With 100
centroids it was 0.0044, and 0.02 for values that crowd around zero as no result does.
"""


@dataclass
class Moments:
    """Number, mean and squared spread of the block means of every series."""

    blocks: int
    mean: Array
    squares: Array

    def add(self, other: "Moments") -> None:
        """Add later blocks (the formula of Chan, Golub and LeVeque)."""
        blocks = self.blocks + other.blocks
        apart = other.mean - self.mean
        self.mean = self.mean + apart * (other.blocks / blocks)
        between = apart**2 * (self.blocks * other.blocks / blocks)
        self.squares = self.squares + other.squares + between
        self.blocks = blocks

    @property
    def monte_carlo_error(self) -> Array:
        """Return the standard error of the mean, from the spread between blocks."""
        if self.blocks < 2:
            return np.full_like(self.mean, np.nan)
        return np.sqrt(self.squares / (self.blocks - 1) / self.blocks)


@dataclass
class Statistics:
    """What is kept of some draws."""

    moments: Moments
    sketches: list[TDigest | None]
    """Of each series in turn; none where the draws themselves are kept."""
    kept: Array
    """Draws of the headline series: (series, draw)."""

    def add(self, other: "Statistics") -> None:
        """Add later draws; the headline draws stay where they are."""
        self.moments.add(other.moments)
        for mine, others in zip(self.sketches, other.sketches, strict=True):
            if mine is not None and others is not None:
                mine.merge_inplace(others)


def statistics(
    results: Results, public: Collection[str], *, before: Statistics | None = None
) -> tuple[tuple[Series, ...], Statistics]:
    """Reduce results to their statistics, added to those of the draws before, which are used up.

    Quantity by quantity, which the caches hold. The headline draws are those of the results only.
    """
    series: list[Series] = []
    means: list[Array] = []
    sketches: list[TDigest | None] = []
    headlines: dict[Series, Array] = {}
    for _, same in groupby(all_series(results, public), key=lambda found: found[0].quantity):
        of_quantity = list(same)
        series += [each for each, _ in of_quantity]
        headlines |= {each: draws for each, draws in of_quantity if each.headline}
        values = np.stack([draws for _, draws in of_quantity])
        means.append(values.reshape(len(values), -1, BLOCK).mean(axis=2))
        values.sort(axis=1)  # halves what sketches cost, and leaves other threads free meanwhile
        for draws in values:
            sketches.append(_sketch(draws, before.sketches[len(sketches)] if before else None))
    places = {each: place for place, each in enumerate(series)}
    kept = exact(series)
    for each in kept:
        sketches[places[each]] = None
    moments = _moments(np.concatenate(means))
    if before is not None:
        before.moments.add(moments)
        moments = before.moments
    draws = np.stack([headlines[each] for each in kept])
    return tuple(series), Statistics(moments, sketches, draws)


def _sketch(values: Array, before: TDigest | None) -> TDigest:
    """Sketch sorted values after those before; plain numbers are taken in faster than numpy's."""
    found = TDigest.from_values(values.data, max_centroids=CENTROIDS)
    if before is None:
        return found
    before.merge_inplace(found)
    return before


def _moments(means: Array) -> Moments:
    """Return the moments of block means, (series, block)."""
    spread = means - means.mean(axis=1, keepdims=True)
    return Moments(means.shape[1], means.mean(axis=1), (spread**2).sum(axis=1))


def to_arrays(found: Statistics) -> dict[str, Any]:
    """Take statistics apart, to be stored or sent."""
    packed = [b"" if each is None else each.to_bytes() for each in found.sketches]
    return {
        "blocks": np.array([found.moments.blocks]),
        "mean": found.moments.mean,
        "squares": found.moments.squares,
        "kept": found.kept,
        "ends": np.cumsum([len(each) for each in packed]),
        "sketches": np.frombuffer(b"".join(packed), np.uint8),
    }


def from_arrays(arrays: Arrays) -> Statistics:
    """Put statistics together."""
    packed, ends = arrays["sketches"].tobytes(), arrays["ends"].tolist()
    starts = [0, *ends[:-1]]
    sketches = [
        TDigest.from_bytes(packed[start:end]) if end > start else None
        for start, end in zip(starts, ends, strict=True)
    ]
    moments = Moments(int(arrays["blocks"][0]), arrays["mean"], arrays["squares"])
    return Statistics(moments, sketches, arrays["kept"])


def quantiles(
    found: Statistics, exact_ones: Mapping[int, Array], probabilities: Sequence[float]
) -> Array:
    """Return quantiles, (series, probability), from the draws where they were kept."""
    rows = [
        exact_ones[number]
        if sketch is None
        else np.array([sketch.quantile(p) for p in probabilities])
        for number, sketch in enumerate(found.sketches)
    ]
    return np.stack(rows)
