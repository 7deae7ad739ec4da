"""All chance of a run, made once: replicated Latin hypercubes keyed by name.

Adding a parameter or asking for more draws changes no number drawn before.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from kpsim.errors import ParameterError, RunError, problem, suggestion
from kpsim.inputs.distributions import fit
from kpsim.inputs.parameter_set import ParameterSet
from kpsim.inputs.quantile_tables import quantiles
from kpsim.inputs.records import Record, RecordByElement
from kpsim.inputs.shrinkage import factors, shrink, transfer_noise

Array = NDArray[np.float64]
BLOCK = 256
OUTBREAK_THRESHOLD = "outbreak_threshold"
AXES = ("service", "substance")
LOW, MIDDLE, HIGH = 0.05, 0.5, 0.95
# Where the system does not say how much memory there is, this much is assumed.
_ASSUMED_MEMORY = 4 * 2**30
_WORD, _WORDS = 4, 4
_EDGE = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Draws:
    """Drawn parameters in engine units; each array has the axes (service, substance, 1, draw)."""

    values: Mapping[str, Array]
    seed: int
    view: str
    first: int
    """Number of the first draw, for messages about a part of the draws."""
    count: int

    @property
    def blocks(self) -> int:
        """Number of balanced blocks."""
        return self.count // BLOCK

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parameters."""
        return tuple(self.values)

    def slice(self, start: int, stop: int) -> "Draws":
        """Return some of the draws."""
        part = {name: array[..., start:stop] for name, array in self.values.items()}
        return replace(self, values=part, first=self.first + start, count=stop - start)


@dataclass(frozen=True)
class LowAndHigh:
    """The same draws with one parameter held at its low and at its high end."""

    low: Draws
    high: Draws


# Chance keyed by name.


def generator(seed: int, key: str, block: int) -> np.random.Generator:
    """Return the generator of one name and block; equal arguments give equal numbers for ever."""
    words = np.concatenate([_words_of(seed), _words_of_name(key), _words_of(block)])
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))


def _words_of(number: int) -> NDArray[np.uint32]:
    """Return a number as SeedSequence reads it, which takes it ten times as long itself."""
    number = int(number)  # numpy has its own whole numbers
    words = -(-max(number.bit_length(), 1) // (8 * _WORD))
    return np.frombuffer(number.to_bytes(_WORD * words, "little"), dtype="<u4")


@lru_cache(maxsize=4096)
def _words_of_name(key: str) -> NDArray[np.uint32]:
    """Return a name as four numbers."""
    digest = blake2b(key.encode(), digest_size=_WORD * _WORDS).digest()
    return np.frombuffer(digest, dtype="<u4")


def uniforms(seed: int, key: str, draws: int, *, first: int = 0) -> Array:
    """Return uniform numbers with exactly one in each of 256 strata of every block.

    `first` is the number of the first draw, at the start of a block.
    """
    numbers = range(first // BLOCK, -(-(first + draws) // BLOCK))
    strata, jitter = np.empty((len(numbers), BLOCK)), np.empty((len(numbers), BLOCK))
    for row, block in enumerate(numbers):
        random = generator(seed, key, block)
        strata[row] = random.permutation(BLOCK)
        random.random(out=jitter[row])
    return _inside(strata, jitter).reshape(-1)[:draws]


@lru_cache(maxsize=32)
def _shared_uniforms(seed: int, key: str, draws: int, first: int) -> Array:
    """Return uniform numbers that many parameters ask for one after the other."""
    found = uniforms(seed, key, draws, first=first)
    found.setflags(write=False)
    return found


@lru_cache(maxsize=32)
def _shared_scores(seed: int, key: str, draws: int, first: int) -> Array:
    """Return normal numbers that many parameters ask for one after the other."""
    found = scores(seed, key, draws, first=first)
    found.setflags(write=False)
    return found


def scores(seed: int, key: str, draws: int, *, first: int = 0) -> Array:
    """Return standard normal numbers, balanced like the uniform ones."""
    return np.asarray(special.ndtri(uniforms(seed, key, draws, first=first)))


def uniform(seed: int, quantity: str, year: int, draws: int) -> Array:
    """Return the chance of one year's small count, the same in all scenarios."""
    return uniforms(seed, f"chance of {quantity} in {year}", draws)


def _inside(strata: NDArray[Any], jitter: Array) -> Array:
    """Place one number in each stratum, never on 0 or 1."""
    return np.asarray((strata + np.clip(jitter, _EDGE, 1 - _EDGE)) / BLOCK)


def correlated_uniforms(
    seed: int, key: str, draws: int, *, cause: str, correlation: float, first: int = 0
) -> Array:
    """Return uniform numbers that share a cause with others.

    The correlated normals are ranked within each block and put back into its strata, so that
    every block stays balanced.
    """
    shared = _shared_scores(seed, f"cause {cause}", draws, first)
    own = scores(seed, key, draws, first=first)
    mixed = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
    ranks = mixed.reshape(-1, BLOCK).argsort(axis=1).argsort(axis=1)
    blocks = range(first // BLOCK, first // BLOCK + len(ranks))
    jitter = [generator(seed, f"jitter {key}", block).random(BLOCK) for block in blocks]
    return _inside(ranks, np.array(jitter)).ravel()


# Drawing.


def rounded_up(draws: int) -> int:
    """Return the number of draws in whole blocks.

    >>> rounded_up(1000)
    1024
    """
    return -(-draws // BLOCK) * BLOCK


def draw(
    parameters: ParameterSet,
    *,
    seed: int,
    draws: int,
    view: Literal["central", "floor"],
    fixed_at: Mapping[str, float] | None = None,
    first: int = 0,
) -> Draws:
    """Draw every parameter; `fixed_at` holds some at a probability of their own distribution.

    `first` starts at a later block: the draws from there on are those of a longer run.
    """
    check_request(parameters, draws)
    count = rounded_up(draws)
    part = range(first, first + count)
    values = {
        name: _drawn(parameters, name, seed=seed, part=part, view=view)
        for name in parameters.records
    }
    threshold = -np.log1p(-uniforms(seed, OUTBREAK_THRESHOLD, count, first=first))
    values[OUTBREAK_THRESHOLD] = threshold.reshape(1, 1, 1, count)
    whole = Draws(values, seed, view, first=first, count=count)
    for name, probability in (fixed_at or {}).items():
        whole = held_at(whole, name, probability)
    return whole


def floor_of(central: Draws, parameters: ParameterSet) -> Draws:
    """Return the floor view of draws: weak effects without effect, all else as it is."""
    part = range(central.first, central.first + central.count)
    weak = {
        name: _drawn(parameters, name, seed=central.seed, part=part, view="floor")
        for name, record in parameters.records.items()
        if any(parameters.grades.is_weak(each) for each in _parts(record))
    }
    return replace(central, values={**central.values, **weak}, view="floor")


def _parts(record: Record | RecordByElement) -> Sequence[Record]:
    return (record,) if isinstance(record, Record) else tuple(record.elements.values())


def _drawn(parameters: ParameterSet, name: str, *, seed: int, part: range, view: str) -> Array:
    record, count = parameters.records[name], len(part)
    if isinstance(record, Record):
        only = _column(parameters, name, record, seed=seed, part=part, view=view)
        return only.reshape(1, 1, 1, count)
    columns = [
        _column(parameters, f"{name}.{element}", one, seed=seed, part=part, view=view)
        for element, one in record.elements.items()
    ]
    shape = [len(columns) if axis == record.by else 1 for axis in AXES]
    return np.stack(columns).reshape(*shape, 1, count)


def column_of(parameters: ParameterSet, key: str, *, seed: int, draws: int) -> Array:
    """Draw one number alone, as a run of the central view draws it among all."""
    record, part = parameters.columns[key], range(rounded_up(draws))
    return _column(parameters, key, record, seed=seed, part=part, view="central")


def _column(
    parameters: ParameterSet, key: str, record: Record, *, seed: int, part: range, view: str
) -> Array:
    """Draw one number of the model, in the engine's unit."""
    grades, count, first = parameters.grades, len(part), part.start
    if view == "floor" and grades.is_weak(record):
        return np.full(count, record.null) * parameters.conversions[key].factor
    return column_at(
        parameters,
        key,
        record,
        u=_uniforms_of(parameters, key, record, seed=seed, part=part),
        believed=lambda sort: _shared_uniforms(seed, f"shrinkage {sort}", count, first),
        transfer=lambda: scores(seed, f"transfer {key}", count, first=first),
    )


def column_at(
    parameters: ParameterSet,
    key: str,
    record: Record,
    *,
    u: Array,
    believed: Callable[[str], Array],
    transfer: Callable[[], Array],
) -> Array:
    """Return a drawn column, in the engine's unit, at probabilities of its own distribution.

    `believed` gives the uniform numbers of a class of studies, `transfer` standard normal scores;
    only effects ask for them.
    """
    grades = parameters.grades
    fitted = fit(record, width=grades.widening_of(record))
    found = quantiles(fitted, u)
    if record.role == "effect" and record.distribution != "fixed":
        factor = factors(record, grades, believed(grades.shrinkage_class(record)))
        noise = transfer_noise(record, grades, transfer())
        found = shrink(record, found=found, factor=factor, noise=noise)
    if record.probability:
        found = -np.log1p(-found)
    return found * parameters.conversions[key].factor


def _uniforms_of(
    parameters: ParameterSet, key: str, record: Record, *, seed: int, part: range
) -> Array:
    count, first = len(part), part.start
    if record.distribution == "fixed":
        return np.full(count, MIDDLE)  # all quantiles are the same, and chance takes its time
    if record.shared_cause is None:
        return uniforms(seed, key, count, first=first)
    usual = parameters.grades.shared_cause.correlation
    correlation = usual if record.correlation is None else record.correlation
    cause = record.shared_cause
    return correlated_uniforms(seed, key, count, cause=cause, correlation=correlation, first=first)


# Looking at draws, and holding one parameter still.


def columns(draws: Draws, parameters: ParameterSet) -> dict[str, Array]:
    """Return each drawn number as one row of draws, under `name` or `name.element`."""
    found: dict[str, Array] = {}
    for name, array in draws.values.items():
        record = parameters.records.get(name)
        rows = array.reshape(-1, draws.count)
        keys = [name]
        if isinstance(record, RecordByElement):
            keys = [f"{name}.{element}" for element in record.elements]
        found |= dict(zip(keys, rows, strict=True))
    return found


def held_at(draws: Draws, name: str, probability: float) -> Draws:
    """Return the draws with one parameter at a quantile of its own draws, all elements together."""
    if name not in draws.values:
        near = suggestion(name, draws.values)
        raise ParameterError(problem(name, "no such parameter{near}", near=near))
    array = draws.values[name]
    level = np.quantile(array, probability, axis=-1, keepdims=True)
    held = np.broadcast_to(level, array.shape).copy()
    return replace(draws, values={**draws.values, name: held})


def at_low_high(draws: Draws, name: str) -> LowAndHigh:
    """Return the draws with one parameter at its 5th and at its 95th percentile."""
    return LowAndHigh(held_at(draws, name, LOW), held_at(draws, name, HIGH))


# Size of a request.


def memory_needed(parameters: ParameterSet, draws: int) -> int:
    """Return the bytes the drawn parameters take."""
    cells = len(parameters.columns) + 1
    return cells * rounded_up(draws) * np.dtype(float).itemsize


def check_request(parameters: ParameterSet, draws: int) -> None:
    """Refuse no draws, and more than the memory of this machine holds."""
    if draws < 1:
        text = "{draws} draws were asked for; ask for at least one (they come in blocks of {block})"
        raise RunError(problem("draws", text, draws=draws, block=BLOCK))
    needed, present = memory_needed(parameters, draws), memory_present()
    if needed > present:
        text = (
            "{draws:,} draws need {needed:.1f} GiB for the parameters alone, and this machine has"
            " {present:.1f} GiB; ask for fewer draws"
        )
        gibibyte = 2**30
        sizes = {"needed": needed / gibibyte, "present": present / gibibyte}
        raise RunError(problem("draws", text, draws=draws, **sizes))


def memory_present() -> int:
    """Return the bytes of memory this machine has, as far as it says."""
    names: Sequence[str] = tuple(getattr(os, "sysconf_names", ()))
    if "SC_PAGE_SIZE" in names and "SC_PHYS_PAGES" in names:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return _ASSUMED_MEMORY
