"""Statistics of draws that are not kept, against the same statistics of draws that are."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from fastdigest import TDigest

from kpsim.analysis.summary import QUANTILES, STATISTICS, summary
from kpsim.scale import streaming
from kpsim.scale.pieces import Job
from kpsim.scale.series import MOST_EXACT, all_series
from kpsim.scale.sketching import CENTROIDS, QUANTILE_ERROR, from_arrays, to_arrays
from kpsim.scale.store import Store
from kpsim.scale.streaming import Streamed, reduced_in_threads, results_of, stream

DRAWS = 512


@pytest.fixture
def streamed(job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Streamed:
    monkeypatch.setattr(streaming, "PART", 256)
    return stream(job, Store("streamed"), tmp_path / "draws")


def test_means_errors_and_headline_quantiles_are_those_of_all_draws(
    job: Job, streamed: Streamed
) -> None:
    whole = dict(all_series(results_of(job, range(DRAWS)), job.world.ledger.public))
    assert tuple(whole) == streamed.series
    values = np.stack(list(whole.values()))
    expected, frame = summary(values), streamed.frame
    largest = np.abs(values).max(axis=1)
    np.testing.assert_array_less(np.abs(frame["mean"] - expected.mean), 1e-12 * largest + 1e-300)
    off = np.abs(frame["monte_carlo_error"] - expected.monte_carlo_error)
    np.testing.assert_array_less(off, 1e-9 * largest + 1e-300)
    exact = (frame["quantiles"] == "exact").to_numpy()
    assert exact.sum() == MOST_EXACT
    for name in STATISTICS[1:]:
        np.testing.assert_array_equal(frame[name][exact], getattr(expected, name)[exact])


def merged(digests: Iterator[TDigest]) -> TDigest:
    whole = next(digests)
    for each in digests:
        whole.merge_inplace(each)
    return whole


def test_sketched_quantiles_keep_to_the_stated_error() -> None:
    random = np.random.default_rng(1)
    count = 2**18
    kinds = {
        "normal": random.normal(size=count),
        "skewed": random.lognormal(sigma=2, size=count),
        "heavy": random.standard_t(2, size=count),
        "rising": np.linspace(0, 1, count),
        "crowded around zero": random.normal(size=count) ** 7,
        "two humps": np.concatenate(
            [random.normal(size=count // 2), random.normal(9, 2, size=count // 2)]
        ),
    }
    for kind, values in kinds.items():
        whole = merged(
            merged(
                TDigest.from_values(np.sort(part), max_centroids=CENTROIDS)
                for part in np.split(some, len(some) // 4096)
            )
            for some in np.split(values, count // streaming.PART)
        )
        ordered = np.sort(values)
        for probability in QUANTILES:
            place = np.searchsorted(ordered, whole.quantile(probability)) / count
            assert abs(place - probability) < QUANTILE_ERROR, (kind, probability, place)


def test_a_stream_stopped_and_gone_on_with_gives_the_same_bytes(
    job: Job, streamed: Streamed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store("stopped")
    computed: list[range] = []

    def told(done: int, total: int) -> None:
        raise KeyboardInterrupt

    one = replace(job, settings=replace(job.settings, workers=1))
    with pytest.raises(KeyboardInterrupt):
        stream(one, store, tmp_path / "again", progress=told)
    assert store.draws_done() == 256

    def watched(job: Job, spans):  # type: ignore[no-untyped-def]
        computed.extend(spans)
        return reduced_in_threads(job, spans)

    found = stream(one, store, tmp_path / "again", reduce=watched)
    assert len(computed) == 1
    assert found.frame.to_csv() == streamed.frame.to_csv()
    for mine, other in zip(found.parts, streamed.parts, strict=True):
        assert mine.read_bytes() == other.read_bytes()


def test_draws_of_headlines_are_written_in_parts(job: Job, streamed: Streamed) -> None:
    assert [path.name for path in streamed.parts] == ["part-00000.parquet", "part-00001.parquet"]
    tables = [pq.read_table(path) for path in streamed.parts]
    assert [draw for each in tables for draw in each["draw"].to_pylist()] == list(range(DRAWS))
    name = "all-services-stop/central/difference/public/horizon"
    whole = {
        each.name: draws
        for each, draws in all_series(results_of(job, range(DRAWS)), job.world.ledger.public)
    }
    found = np.concatenate([each[name].to_numpy() for each in tables])
    np.testing.assert_array_equal(found, whole[name])


def test_a_damaged_part_is_computed_again(job: Job, streamed: Streamed, tmp_path: Path) -> None:
    store = Store("streamed")
    path = store.path(range(256))
    path.write_bytes(path.read_bytes()[:-9])
    found = stream(job, store, tmp_path / "again")
    assert store.damaged == [path]
    assert found.frame.to_csv() == streamed.frame.to_csv()


def test_statistics_survive_being_stored(job: Job) -> None:
    _, arrays, _ = streaming.reduced(job, range(256))
    again = to_arrays(from_arrays(arrays))
    assert {name: each.tobytes() for name, each in again.items()} == {
        name: each.tobytes() for name, each in arrays.items()
    }
