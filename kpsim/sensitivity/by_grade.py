"""The share of the spread that rests on weak evidence: grades C and D drawn anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kpsim.analysis.precision import Z_90
from kpsim.inputs.draws import BLOCK, Draws, draw
from kpsim.inputs.indices import Indices
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.records import RecordByElement
from kpsim.results import Array, Results
from kpsim.sensitivity.bench import Answers, Bench, answers, answers_of, prices_of

WEAK = ("C", "D")
SEED_APART = 7_919
"""Added to the run's seed for the second set of draws."""


@dataclass(frozen=True)
class WeakShare:
    """Which share of an outcome's variance would go if grades C and D were known exactly."""

    share: float
    error: float
    """Standard error from the draws."""
    draws: int

    @property
    def margin(self) -> float:
        """Return half the width of the 90 % interval."""
        return Z_90 * self.error

    @property
    def reaches_all(self) -> bool:
        """Tell whether the draws cannot tell the share from the whole."""
        return self.share + self.margin >= 1

    @property
    def least(self) -> float:
        """Return the lower end of the 90 % interval."""
        return max(0.0, self.share - self.margin)


def redrawn(draws: Draws, other: Draws, parameters: ParameterSet, grades: Sequence[str]) -> Draws:
    """Return the draws with every number of these grades taken from other draws."""
    values = dict(draws.values)
    for name, record in parameters.records.items():
        ours, theirs = draws.values[name], other.values[name]
        if isinstance(record, RecordByElement):
            weak = [one.grade in grades for one in record.elements.values()]
            shape = [len(weak) if size > 1 else 1 for size in ours.shape[:-1]]
            values[name] = np.where(np.array(weak).reshape(*shape, 1), theirs, ours)
        elif record.grade in grades:
            values[name] = theirs
    return Draws(values, draws.seed, draws.view, draws.first, draws.count)


def share_on_weak_evidence(
    asked: Bench,
    *,
    results: Results | None = None,
    draws: int = 512,
    grades: Sequence[str] = WEAK,
) -> dict[str, WeakShare]:
    """Return the share for every answer, by one more simulation of some of the run's draws.

    With the strong numbers kept and the weak ones drawn anew, half the mean square of the change
    is the variance that is left when only the strong ones are known. Chance stays as it was.
    `results` of the same seed saves the first of two simulations.
    """
    seed, parameters = asked.settings.seed, asked.world.parameters
    whole = asked.settings.draws if results is None else results.draws
    first = draw(parameters, seed=seed, draws=min(draws, whole), view="central")
    other = draw(parameters, seed=seed + SEED_APART, draws=first.count, view="central")
    prices = prices_of(first.values, seed)
    before = _before(asked, results, first, prices)
    new = redrawn(first, other, parameters, grades)
    after = in_blocks(asked, new, prices_of(new.values, seed))
    return {key: weak_share(before[key], after[key]) for key in asked.keys}


def weak_share(before: Array, after: Array) -> WeakShare:
    """Return the share of the variance that a redraw moves, and its standard error."""
    variance = float(np.var(np.concatenate([before, after]), ddof=1))
    if variance == 0:
        return WeakShare(0.0, 0.0, len(before))
    halves = (before - after) ** 2 / 2 / variance
    return WeakShare(
        min(1.0, float(halves.mean())), float(halves.std() / np.sqrt(len(halves))), len(before)
    )


def in_blocks(asked: Bench, draws: Draws, prices: Indices) -> Answers:
    """Answer block by block, so that a batch fits the cache."""
    found: dict[str, list[Array]] = {key: [] for key in asked.keys}
    for start in range(0, draws.count, BLOCK):
        stop = min(start + BLOCK, draws.count)
        part = answers(asked, draws.slice(start, stop), prices.part(slice(start, stop)))
        for key, values in part.items():
            found[key].append(values)
    return {key: np.concatenate(blocks) for key, blocks in found.items()}


def _before(
    asked: Bench, results: Results | None, first: Draws, prices: Indices
) -> Mapping[str, Array]:
    if results is None:
        return in_blocks(asked, first, prices)
    return {key: values[: first.count] for key, values in answers_of(asked, results).items()}
