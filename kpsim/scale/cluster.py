"""Pieces computed by the workers of a Dask cluster: the same bits as on one machine.

A task carries all it needs but the code, so it can be done again anywhere when its worker dies.
"""

import io
import pickle
import time
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from kpsim.errors import KpsimError, Problem, RunError, problem
from kpsim.scale import identity, piece_file, streaming
from kpsim.scale.pieces import Compute, Job, Piece, piece
from kpsim.scale.streaming import Reduce, Reduced
from kpsim.world import World, build_model

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 15.0
"""Seconds a scheduler and its workers have to answer."""

LONE = 120.0
"""Seconds a study waits for new workers when all are gone."""

_POLL = 2.0
_SENT_AHEAD = 2
_building = Lock()

Work = Callable[[Any], Any]
"""What a worker does with what it is given."""


@dataclass(frozen=True)
class Task:
    """A piece of work for a worker."""

    work: bytes
    given: Any
    version: str


@contextmanager
def cluster(address: str, *, patience: float = PATIENCE) -> Iterator["Client"]:
    """Connect to a scheduler whose workers all compute with this version of kpsim."""
    client = _connected(address, patience)
    try:
        check_workers(client, address, patience=patience)
        yield client
    finally:
        client.close(timeout=patience)  # type: ignore[no-untyped-call]


def _connected(address: str, patience: float) -> "Client":
    try:
        from distributed import Client
    except ImportError:
        text = "is not installed; install it with: python -m pip install 'kpsim[cluster]'"
        raise RunError(problem("dask.distributed", text)) from None
    try:
        return Client(address, timeout=patience)  # type: ignore[no-untyped-call]
    except (OSError, ValueError):  # a timeout is an OSError; an address can make no sense
        text = (
            "no scheduler answers within {seconds:g} seconds; expected an address such as "
            "tcp://127.0.0.1:8786; start one with: dask scheduler"
        )
        raise RunError(problem(address, text, seconds=patience)) from None


def check_workers(client: "Client", address: str, *, patience: float = PATIENCE) -> None:
    """Refuse a cluster without workers, and workers that would compute something else."""
    until = time.monotonic() + patience
    while not workers_of(client):
        if time.monotonic() > until:
            text = "the scheduler has no workers; start some with: dask worker {address}"
            raise RunError(problem(address, text, address=address))
        time.sleep(0.1)
    mine = identity.version_of_kpsim()
    found = client.run(identity.version_of_kpsim, on_error="return")
    wrong = [_refused(name, theirs, mine) for name, theirs in found.items() if theirs != mine]
    if wrong:
        raise RunError(wrong)


def workers_of(client: "Client") -> Mapping[str, Any]:
    """Return what the scheduler says of its workers."""
    return client.scheduler_info(n_workers=-1)["workers"]  # type: ignore[no-any-return]


def _refused(worker: str, theirs: object, mine: str) -> Problem:
    if isinstance(theirs, str):
        text = (
            "the worker computes with another kpsim ({theirs}, here {mine}); install the same "
            "version and the same parameter files there"
        )
        return problem(worker, text, theirs=theirs[:12], mine=mine[:12])
    text = "the worker cannot load kpsim ({fault}); install the same version there"
    return problem(worker, text, fault=theirs)


def compute_on(client: "Client") -> Compute:
    """Return the way to compute pieces on a cluster."""

    def compute(job: Job, spans: Sequence[range]) -> Generator[Piece, None, None]:
        work = pack(partial(_whole, job))
        for arrays, words in _each_on(client, ((work, span) for span in spans)):
            yield piece_file.from_arrays(arrays, words)

    return compute


def reduce_on(client: "Client") -> Reduce:
    """Return the way to compute and reduce pieces on a cluster."""

    def reduce(job: Job, spans: Sequence[range]) -> Generator[Reduced, None, None]:
        work = pack(partial(streaming.reduced, job))
        return _each_on(client, ((work, span) for span in spans))

    return reduce


@dataclass(frozen=True)
class Study:
    """One of several studies: what is missing of it, and whether it is streamed."""

    job: Job
    spans: Sequence[range]
    streamed: bool


def together_on(
    client: "Client", studies: Sequence[Study]
) -> Generator[tuple[int, Reduced | None], None, None]:
    """Compute the pieces of studies as one queue, so that no worker waits for the end of a study.

    They come as they are stored, with the number of their study; one that failed comes empty.
    """
    works = (
        (pack(partial(_piece_of, number, each)), each.spans) for number, each in enumerate(studies)
    )
    return _each_on(client, ((work, span) for work, spans in works for span in spans))


def tasks_on(client: "Client") -> Callable[..., Generator[tuple[str, Any], None, None]]:
    """Return the way to do named tasks, such as the parts of a design, on a cluster."""

    def do(
        tasks: Mapping[str, Callable[[], Any]], workers: int = 0
    ) -> Generator[tuple[str, Any], None, None]:
        del workers  # the cluster has its own
        return _each_on(
            client, ((pack(partial(_named, task)), each) for each, task in tasks.items())
        )

    return do


def _each_on(client: "Client", todo: Iterable[tuple[bytes, Any]]) -> Generator[Any, None, None]:
    """Send work, two ahead for each thread; leaving early cancels what is under way."""
    version = identity.version_of_kpsim()
    left = iter(todo)
    going: set[Future[Any]] = set()
    alone_since: float | None = None
    try:
        while True:
            threads = sum(int(each["nthreads"]) for each in workers_of(client).values())
            for work, given in left:
                going.add(client.submit(perform, Task(work, given, version), pure=False))
                if len(going) >= _SENT_AHEAD * max(threads, 1):
                    break
            if not going:
                return
            alone_since = _alone_since(alone_since, threads)
            for future in _finished(list(going)):
                going.discard(future)
                yield _result(future)
    finally:
        client.cancel(list(going))  # type: ignore[no-untyped-call]


def _alone_since(before: float | None, threads: int) -> float | None:
    """Return since when there has been no worker; give up after a while."""
    if threads:
        return None
    now = time.monotonic()
    if before is not None and now - before > LONE:
        text = "all workers are gone; what they finished is kept, the same command goes on"
        raise RunError(problem("cluster", text))
    return before or now


def _finished(going: Sequence["Future[Any]"]) -> list["Future[Any]"]:
    from distributed import wait

    try:
        done = wait(going, timeout=_POLL, return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call]
        return list(done)
    except TimeoutError:
        return []


def _result(future: "Future[Any]") -> Any:
    from distributed import KilledWorker

    try:
        found = future.result()
    except KilledWorker:
        text = "the same draws ended several workers; give them more memory or fewer threads"
        raise RunError(problem("cluster", text)) from None
    if isinstance(found, Refused):
        raise RunError(found.problems)
    return found


# What travels, and what a worker does.


@dataclass(frozen=True)
class Refused:
    """What is wrong with the work, instead of an answer."""

    problems: Sequence[Problem]


def pack(work: Work) -> bytes:
    """Write work as bytes; a model in it is built from the same code where it arrives."""
    import cloudpickle  # type: ignore[import-untyped,unused-ignore]

    class Packing(cloudpickle.Pickler):  # type: ignore[misc,unused-ignore]
        def reducer_override(self, value: Any) -> Any:
            if not isinstance(value, World):
                return super().reducer_override(value)
            parts = (value.parameters, value.funding, value.ledger, value.budgets, value.outcomes)
            return _world, (pickle.dumps(parts), identity.of_model(value.model))

    packed = io.BytesIO()
    Packing(packed).dump(work)
    return zlib.compress(packed.getvalue(), level=1)


@lru_cache(maxsize=2)
def _world(packed: bytes, expected: str) -> World:
    parameters, funding, ledger, budgets, outcomes = pickle.loads(packed)
    wanted = {spec.variable for spec in outcomes.values()} | set(ledger.read_elsewhere)
    model = build_model(parameters, read_elsewhere=wanted)
    if identity.of_model(model) != expected:
        text = "the model of this study is not the shipped one; compute it on one machine"
        raise RunError(problem("cluster", text))
    return World(parameters, funding, ledger, budgets, outcomes, model)


@lru_cache(maxsize=2)
def unpack(packed: bytes) -> Work:
    """Make work from its bytes."""
    return pickle.loads(zlib.decompress(packed))  # type: ignore[no-any-return]


def perform(task: Task) -> Any:
    """Do a piece of work; what is wrong with it comes back as problems."""
    try:
        mine = identity.version_of_kpsim()
        if mine != task.version:  # a worker that came later
            from distributed import get_worker

            raise RunError(_refused(get_worker().address, mine, task.version))
        with _building:
            work = unpack(task.work)
        return work(task.given)
    except KpsimError as error:
        return Refused(error.problems)


def _whole(job: Job, span: range) -> tuple[dict[str, Any], dict[str, Any]]:
    return piece_file.to_arrays(piece(job, span))


def _piece_of(number: int, study: Study, span: range) -> tuple[int, Reduced | None]:
    try:
        if study.streamed:
            return number, streaming.reduced(study.job, span)
        return number, (span, *_whole(study.job, span))
    except KpsimError:  # the same comes out, with its words, where the study is finished
        return number, None


def _named(task: Callable[[], Any], name: str) -> tuple[str, Any]:
    return name, task()
