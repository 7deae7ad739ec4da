"""Runs larger than memory: pieces are reduced to statistics as soon as they are computed."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kpsim.analysis.summary import QUANTILES, STATISTICS
from kpsim.errors import RunError, problem
from kpsim.inputs.draws import rounded_up
from kpsim.results import Array, Results
from kpsim.scale.local import each_in_threads
from kpsim.scale.pieces import Job, piece, spans
from kpsim.scale.series import Series, exact
from kpsim.scale.sketching import Statistics, from_arrays, quantiles, statistics, to_arrays
from kpsim.scale.store import Store
from kpsim.study import Gathering, Progress, block_size

ALWAYS_ABOVE = 2**17
"""Draws from which a run is streamed whether that was asked for or not."""
PART = 2**15
"""Draws that are stored and written together."""

BYTES_A_DRAW = 400
"""What a scenario writes a draw: headline draws in the run folder; in the cache five times that."""

Reduced = tuple[range, dict[str, Any], dict[str, Any]]
Reduce = Callable[[Job, Sequence[range]], Generator[Reduced, None, None]]
"""Computes and reduces spans of a job; they come in any order."""


@dataclass(frozen=True)
class Streamed:
    """What is known after a streamed run."""

    series: tuple[Series, ...]
    frame: pd.DataFrame
    """A row a series: what it is, mean, Monte Carlo error, quantiles and how they were found."""
    parts: tuple[Path, ...]
    draws: int


def reduced(job: Job, span: range) -> Reduced:
    """Compute a span, cache by cache, and keep its statistics."""
    size = block_size(len(job.scenarios))
    series: tuple[Series, ...] = ()
    whole: Statistics | None = None
    kept: list[Array] = []
    for part in spans(len(span), size):
        inner = range(span.start + part.start, span.start + part.stop)
        results = results_of(job, inner)
        series, whole = statistics(results, job.world.ledger.public, before=whole)
        kept.append(whole.kept)
    assert whole is not None
    whole.kept = np.concatenate(kept, axis=1)
    return span, to_arrays(whole), {"series": [vars(each) for each in series]}


def results_of(job: Job, span: range) -> Results:
    """Return everything a span gives, as the results of so many draws."""
    computed = piece(job, span)
    found = Gathering(len(span))
    for view, chunk in computed.chunks.items():
        found.add(view, chunk.moved_to(0))
    return found.results(job.world, job.scenarios, job.settings, indices=computed.indices)


def reduced_in_threads(job: Job, todo: Sequence[range]) -> Generator[Reduced, None, None]:
    """Compute and reduce spans on the cores of this machine."""
    workers = job.settings.workers
    return each_in_threads(lambda span: reduced(job, span), todo, workers=workers)


def stream(
    job: Job,
    store: Store,
    folder: Path,
    *,
    reduce: Reduce = reduced_in_threads,
    progress: Progress | None = None,
) -> Streamed:
    """Run a job of any size; the store holds what is finished, the folder gets the draws."""
    todo = spans(rounded_up(job.settings.draws), PART)
    missing = [span for span in todo if not store.has(span)]
    done = len(todo) - len(missing)
    for number, (span, arrays, words) in enumerate(reduce(job, missing), start=done + 1):
        _keep(store, span, arrays, words)
        if progress is not None:
            progress(number, len(todo))
    return _put_together(job, store, folder, todo=todo)


def _put_together(job: Job, store: Store, folder: Path, *, todo: Sequence[range]) -> Streamed:
    """Merge what is stored in the order of the draws, so that equal runs are equal bytes."""
    whole: Statistics | None = None
    series: tuple[Series, ...] = ()
    parts = []
    for number, span in enumerate(todo):
        arrays, words = store.get(span) or _again(job, store, span)
        series = tuple(Series(**each) for each in words["series"])
        found = from_arrays(arrays)
        parts.append(_write_part(folder / f"part-{number:05d}.parquet", series, span, found.kept))
        if whole is None:
            whole = found
        else:
            whole.add(found)
    assert whole is not None
    frame = _frame(series, whole, parts)
    return Streamed(series, frame, tuple(parts), todo[-1].stop)


def _again(job: Job, store: Store, span: range) -> tuple[dict[str, Any], dict[str, Any]]:
    _, arrays, words = reduced(job, span)
    _keep(store, span, arrays, words)
    return arrays, words


def _keep(store: Store, span: range, arrays: dict[str, Any], words: dict[str, Any]) -> None:
    try:
        store.put(span, arrays, words)
    except OSError as fault:
        text = (
            "cannot be written ({fault}); free some room, or name another folder in KPSIM_CACHE; "
            "the same command goes on"
        )
        values = {"fault": fault.strerror or str(fault)}
        raise RunError(problem(str(store.folder), text, **values)) from None


def _write_part(path: Path, series: Sequence[Series], span: range, kept: Array) -> Path:
    columns = {"draw": pa.array(np.arange(span.start, span.stop))}
    columns |= {each.name: pa.array(draws) for each, draws in zip(exact(series), kept, strict=True)}
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path


def _frame(series: Sequence[Series], found: Statistics, parts: Sequence[Path]) -> pd.DataFrame:
    exact_ones = {
        series.index(each): np.quantile(
            np.concatenate(
                [pq.read_table(part, columns=[each.name])[0].to_numpy() for part in parts]
            ),
            QUANTILES,
        )
        for each in exact(series)
    }
    frame = pd.DataFrame([vars(each) for each in series]).drop(columns="headline")
    frame["mean"] = found.moments.mean
    frame["monte_carlo_error"] = found.moments.monte_carlo_error
    levels = quantiles(found, exact_ones, QUANTILES) + 0.0
    for number, name in enumerate(STATISTICS[1:]):
        frame[name] = levels[:, number]
    frame["quantiles"] = ["exact" if each is None else "sketched" for each in found.sketches]
    return frame
