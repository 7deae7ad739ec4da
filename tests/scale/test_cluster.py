"""A real scheduler and real workers on this machine."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim
from kpsim.errors import RunError
from kpsim.inputs.draws import draw
from kpsim.inputs.scenarios import load_scenario
from kpsim.scale.local import in_threads
from kpsim.scale.pieces import Job, Piece, spans
from kpsim.sensitivity.asked import NET, Asked
from kpsim.sensitivity.bench import Bench, answers, bench, prices_of
from kpsim.sensitivity.parts import Part
from kpsim.sensitivity.parts import in_threads as in_threads_of_parts
from kpsim.study import Settings
from kpsim.world import World
from tests.scale.dask_processes import ROOT, free_port, scheduler, workers

pytest.importorskip("distributed")
from kpsim.scale import cluster

pytestmark = pytest.mark.cluster
SPANS = spans(1024, 256)


@pytest.fixture
def address(cache: Path) -> Iterator[str]:
    with scheduler(cache) as found:
        yield found


def by_start(pieces: Iterator[Piece]) -> dict[int, Piece]:
    return {each.span.start: each for each in pieces}


def assert_same_bits(found: dict[int, Piece], expected: dict[int, Piece]) -> None:
    assert sorted(found) == sorted(expected)
    for start, one in found.items():
        other = expected[start]
        np.testing.assert_array_equal(one.indices.cpi, other.indices.cpi)
        for view, chunk in one.chunks.items():
            same = other.chunks[view]
            for name, load in chunk.loads.items():
                assert load.tobytes() == same.loads[name].tobytes(), (view, name)
            for name, costs in chunk.costs.items():
                assert costs.lines == same.costs[name].lines
                assert costs.amounts.tobytes() == same.costs[name].amounts.tobytes(), (view, name)


def test_a_cluster_gives_the_bits_of_one_machine(job: Job, address: str, cache: Path) -> None:
    with workers(address, 2, cache), cluster.cluster(address, patience=60) as client:
        found = by_start(cluster.compute_on(client)(job, SPANS))
    assert_same_bits(found, by_start(in_threads(job, SPANS)))


def test_a_killed_worker_costs_its_pieces_only(job: Job, address: str, cache: Path) -> None:
    with workers(address, 2, cache) as processes, cluster.cluster(address, patience=60) as client:
        while len(cluster.workers_of(client)) < 2:
            pass
        found: dict[int, Piece] = {}
        for each in cluster.compute_on(client)(job, SPANS):
            if not found:
                processes[0].kill()
            found[each.span.start] = each
        assert processes[0].wait() != 0
        assert len(cluster.workers_of(client)) == 1
    assert_same_bits(found, by_start(in_threads(job, SPANS)))


def test_reduced_pieces_are_those_of_one_machine(job: Job, address: str, cache: Path) -> None:
    from kpsim.scale.streaming import reduced

    span = range(512, 1024)
    with workers(address, 1, cache), cluster.cluster(address, patience=60) as client:
        ((_, arrays, words),) = cluster.reduce_on(client)(job, [span])
    _, expected, told = reduced(job, span)
    assert words == told
    assert {name: each.tobytes() for name, each in arrays.items()} == {
        name: each.tobytes() for name, each in expected.items()
    }


def test_several_studies_share_the_workers(job: Job, address: str, cache: Path) -> None:
    from kpsim.scale.piece_file import from_arrays
    from kpsim.scale.streaming import reduced

    wrong = replace(job, settings=replace(job.settings, engine="none"))  # type: ignore[arg-type]
    studies = [
        cluster.Study(job, SPANS[:2], streamed=False),
        cluster.Study(wrong, SPANS[:1], streamed=False),
        cluster.Study(job, SPANS[2:], streamed=True),
    ]
    with workers(address, 2, cache), cluster.cluster(address, patience=60) as client:
        found = list(cluster.together_on(client, studies))
    pieces = {number: [piece for of, piece in found if of == number] for number in range(3)}
    assert pieces[1] == [None]
    held = {span.start: from_arrays(arrays, words) for span, arrays, words in pieces[0]}
    assert_same_bits(held, by_start(in_threads(job, SPANS[:2])))
    assert len(pieces[2]) == 2
    for span, arrays, words in pieces[2]:
        _, expected, told = reduced(job, span)
        assert words == told
        assert {name: each.tobytes() for name, each in arrays.items()} == {
            name: each.tobytes() for name, each in expected.items()
        }


METHODS = [
    ("tornado", "--group", "prison_day_cost", "--draws", "256"),
    ("variance", "--group", "prison_day_cost", "--points", "256"),
    ("given-data", "--draws", "768"),
]


def test_sensitivity_says_the_same_on_a_cluster(
    address: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(*options: str) -> list[str]:
        monkeypatch.setenv("KPSIM_CACHE", str(cache / str(len(options))))
        answers = []
        for method in METHODS:
            asked = ["sensitivity", "ten-percent-cut", "--method", *method, *options]
            found = CliRunner().invoke(kpsim, asked, env={"KPSIM_LANG": "en"})
            assert found.exit_code == 0, found.output
            answers.append(found.stdout)
        return answers

    with workers(address, 2, cache):
        assert said("--executor", "dask", "--scheduler", address) == said()


def test_parts_of_a_design_are_those_of_one_machine(
    world: World, address: str, cache: Path
) -> None:
    asked = bench(world, [load_scenario("ten-percent-cut")], [Asked(NET)], Settings(draws=256))
    tasks = {f"{seed}": partial(_part, asked, seed) for seed in range(3)}
    expected = dict(in_threads_of_parts(tasks, 1))
    with workers(address, 2, cache), cluster.cluster(address, patience=60) as client:
        found = dict(cluster.tasks_on(client)(tasks))
    assert sorted(found) == sorted(expected)
    for name, part in expected.items():
        assert part.keys() == found[name].keys()
        for key, values in part.items():
            assert values.tobytes() == found[name][key].tobytes(), (name, key)


def _part(asked: Bench, seed: int) -> Part:
    drawn = draw(asked.world.parameters, seed=seed, draws=256, view="central")
    return answers(asked, drawn, prices_of(drawn.values, seed))


def test_leaving_early_cancels_what_waits(job: Job, address: str, cache: Path) -> None:
    with workers(address, 1, cache), cluster.cluster(address, patience=60) as client:
        pieces = cluster.compute_on(client)(job, SPANS)
        next(pieces)
        assert client.futures
        pieces.close()  # type: ignore[attr-defined]
        assert all(each.status != "pending" for each in client.futures.values())


def test_workers_of_another_version_are_refused(job: Job, address: str, cache: Path) -> None:
    other = cache / "other"
    for name in ("kpsim", "params", "scenarios"):
        shutil.copytree(
            ROOT / name, other / name, ignore=shutil.ignore_patterns("__pycache__", "*.po")
        )
    with (other / "kpsim" / "study.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    connecting = cluster.cluster(address, patience=60)
    with workers(address, 1, cache, root=other), pytest.raises(RunError) as refused, connecting:
        pass
    (found,) = refused.value.problems
    assert found.place.startswith("tcp://127.0.0.1:")
    assert "the worker computes with another kpsim" in str(found)
    assert "install the same version and the same parameter files there" in str(found)


def test_a_scheduler_without_workers_is_refused(address: str) -> None:
    with pytest.raises(RunError) as refused, cluster.cluster(address, patience=1):
        pass
    expected = f"{address}: the scheduler has no workers; start some with: dask worker {address}"
    assert str(refused.value) == expected


@pytest.mark.parametrize("scheme", ["tcp", "nonsense"])
def test_a_scheduler_that_does_not_answer_is_refused(scheme: str) -> None:
    address = f"{scheme}://127.0.0.1:{free_port()}"
    with pytest.raises(RunError) as refused, cluster.cluster(address, patience=1):
        pass
    assert str(refused.value) == (
        f"{address}: no scheduler answers within 1 seconds; expected an address such as "
        "tcp://127.0.0.1:8786; start one with: dask scheduler"
    )


def test_what_is_wrong_with_a_study_comes_back_from_its_workers(
    job: Job, address: str, cache: Path
) -> None:
    wrong = replace(job, settings=replace(job.settings, engine="none"))  # type: ignore[arg-type]
    with workers(address, 1, cache), cluster.cluster(address, patience=60) as client:
        pieces: Sequence[Piece] = []
        with pytest.raises(RunError, match="there is no engine 'none'"):
            pieces = list(cluster.compute_on(client)(wrong, SPANS[:1]))
        assert not pieces
