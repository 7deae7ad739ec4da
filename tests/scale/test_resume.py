"""Long studies go on where they stopped, and end with the bytes of a study that never did."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from kpsim.inputs.scenarios import load_scenario
from kpsim.results import Results
from kpsim.scale import identity
from kpsim.scale.local import in_threads
from kpsim.scale.pieces import Job, Piece, piece, spans
from kpsim.scale.resume import resumable
from kpsim.scale.store import Store, clear, entries
from kpsim.study import study

ROOT = Path(__file__).resolve().parents[2]
INTERRUPTED = """
import sys
from kpsim.inputs.scenarios import load_scenario
from kpsim.scale.local import in_threads
from kpsim.scale.resume import resumable
from kpsim.scale.store import Store
from kpsim.study import Settings, study
from kpsim.world import load_world

settings = Settings(draws=512, workers=1)
scenarios = [load_scenario("all-services-stop")]
study(load_world(), scenarios, settings, compute=resumable(Store("killed"), in_threads))
"""


def digest(results: Results) -> str:
    found = sha256()
    for view in sorted(results.costs):
        for name in sorted(results.loads[view]):
            found.update(np.ascontiguousarray(results.loads[view][name]))
        found.update(np.ascontiguousarray(results.costs[view].amounts))
    found.update(np.ascontiguousarray(results.service_money))
    found.update(np.ascontiguousarray(results.deflator))
    return found.hexdigest()


def run(job: Job, store: Store) -> tuple[str, list[range]]:
    """Run the job with a store; return what was found and which spans were computed."""
    computed: list[range] = []

    def watched(job: Job, spans: Sequence[range]) -> Iterator[Piece]:
        computed.extend(spans)
        return in_threads(job, spans)

    results = study(job.world, job.scenarios, job.settings, compute=resumable(store, watched))
    return digest(results), computed


@pytest.fixture(scope="module")
def uninterrupted(job: Job) -> str:
    return digest(study(job.world, job.scenarios, job.settings))


def test_a_killed_study_goes_on_and_gives_the_same_bytes(
    job: Job, uninterrupted: str, cache: Path
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "KPSIM_CACHE": str(cache)}
    process = subprocess.Popen([sys.executable, "-c", INTERRUPTED], env=environment)
    store = Store("killed")
    until = time.monotonic() + 120
    while not list(store.folder.glob("*.piece")) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()
    there = len(list(store.folder.glob("*.piece")))
    assert there
    found, computed = run(job, store)
    assert len(computed) == 2 - there
    assert found == uninterrupted


def test_a_damaged_piece_is_computed_again_and_said_so(
    job: Job, uninterrupted: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    store = Store("damaged")
    run(job, store)
    damaged = store.path(range(256, 512))
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(bytes(content))
    found, computed = run(job, store)
    assert computed == [range(256, 512)]
    assert found == uninterrupted
    assert store.damaged == [damaged]
    assert f"{damaged}: its content was changed; it is computed again" in caplog.messages
    assert run(job, store) == (uninterrupted, [])


@pytest.mark.parametrize("kept", [0, 5, 16, 30, 3000, -1])
def test_a_piece_cut_anywhere_is_not_used(job: Job, kept: int) -> None:
    store, span = Store("cut"), range(256)
    store.put(span, {"numbers": np.arange(1000.0)}, {"word": "Děčín"})
    arrays, words = store.get(span) or ({}, {})
    assert words == {"word": "Děčín"}
    np.testing.assert_array_equal(arrays["numbers"], np.arange(1000.0))
    path = store.path(span)
    path.write_bytes(path.read_bytes()[:kept])
    assert store.get(span) is None
    assert not path.exists()


def test_a_full_disk_costs_the_pieces_and_not_the_run(
    job: Job, uninterrupted: str, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    found, _ = run(job, Store("nowhere"))
    assert found == uninterrupted
    assert "the finished draws are not kept" in caplog.text


def test_the_key_changes_with_everything_numbers_come_from(job: Job) -> None:
    settings, world = job.settings, job.world
    name, record = next(
        (name, each) for name, each in world.parameters.records.items() if hasattr(each, "value")
    )
    changed = {**world.parameters.records, name: record.model_copy(update={"note": "other"})}
    others = [
        replace(job, settings=replace(settings, seed=2)),
        replace(job, settings=replace(settings, step=0.5)),
        replace(job, settings=replace(settings, engine="numpy")),
        replace(job, scenarios=job.scenarios[:1]),
        replace(job, scenarios=(job.scenarios[0], load_scenario("ten-percent-cut"))),
        replace(job, world=replace(world, parameters=replace(world.parameters, records=changed))),
    ]
    keys = [identity.of_job(each) for each in (job, *others)]
    assert len(set(keys)) == len(keys)
    assert identity.of_job(replace(job, settings=replace(settings, workers=7))) == keys[0]


def test_the_key_is_the_same_in_another_process(job: Job) -> None:
    command = (
        "from kpsim.scale.pieces import Job; from kpsim.scale import identity;"
        "from kpsim.study import Settings, with_reference; from kpsim.world import load_world;"
        "from kpsim.inputs.scenarios import load_scenario;"
        "s = with_reference([load_scenario('all-services-stop')]);"
        "print(identity.of_job(Job(load_world(), s, Settings(draws=512))))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "77"}
    found = subprocess.run(
        [sys.executable, "-c", command], env=environment, capture_output=True, check=True
    )
    assert found.stdout.decode().strip() == identity.of_job(job)


def test_pieces_are_the_draws_of_the_whole(job: Job, uninterrupted: str) -> None:
    whole = piece(job, range(512))
    for span in spans(512, 256):
        part = piece(job, span)
        here = slice(span.start, span.stop)
        assert part.chunks
        for view, chunk in part.chunks.items():
            assert chunk.loads
            assert chunk.costs
            for name, load in chunk.loads.items():
                assert load.tobytes() == whole.chunks[view].loads[name][..., here].tobytes(), name
            for name, costs in chunk.costs.items():
                expected = whole.chunks[view].costs[name].amounts[..., here]
                assert costs.amounts.tobytes() == expected.tobytes(), name


def test_what_is_kept_is_listed_and_cleared() -> None:
    assert entries() == []
    for key, draws in (("aa11", 256), ("bb22", 512)):
        store = Store(key, {"scenarios": ["x"], "draws": 1024})
        store.put(range(draws), {"numbers": np.zeros(10)}, {})
    assert {each.key: each.draws for each in entries()} == {"aa11": 256, "bb22": 512}
    assert clear("aa") > 80
    assert [each.key for each in entries()] == ["bb22"]
    clear()
    assert entries() == []
