"""Long work in parts that are kept: what was done before a stop is not done again."""

import logging
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from hashlib import sha256

from kpsim.results import Array
from kpsim.scale.local import each_in_threads
from kpsim.scale.store import Store

Part = dict[str, Array]
Tasks = Mapping[str, Callable[[], Part]]
Spread = Callable[[Tasks, int], Generator[tuple[str, Part], None, None]]
"""Does tasks and gives their parts by name, in any order."""

Progress = Callable[[int, int], None]

log = logging.getLogger(__name__)


def in_threads(tasks: Tasks, workers: int) -> Generator[tuple[str, Part], None, None]:
    """Do tasks on the cores of this machine."""
    return each_in_threads(lambda name: (name, tasks[name]()), list(tasks), workers)


_spread: ContextVar[Spread] = ContextVar("spread", default=in_threads)


@contextmanager
def spread_by(way: Spread) -> Iterator[None]:
    """Do tasks another way here, as on a cluster; what they find does not depend on it."""
    before = _spread.set(way)
    try:
        yield
    finally:
        _spread.reset(before)


def work_through(
    tasks: Tasks,
    store: Store | None,
    *,
    workers: int = 0,
    progress: Progress | None = None,
) -> dict[str, Part]:
    """Do the tasks that are not stored yet; return all parts by name.

    A store is named after the content of the question, so a part in it is always the right one.
    """
    done = {} if store is None else _kept(store, tasks)
    if progress is not None:
        progress(len(done), len(tasks))
    missing = {name: task for name, task in tasks.items() if name not in done}
    with closing(_spread.get()(missing, workers)) as parts:
        for name, part in parts:
            done[name] = part
            if store is not None:
                _keep(store, name, part)
            if progress is not None:
                progress(len(done), len(tasks))
    return {name: done[name] for name in tasks}


def key_of(*words: object) -> str:
    """Name a part after what it is about, in letters any file system takes."""
    return sha256(repr(words).encode()).hexdigest()[:12]


def _kept(store: Store, tasks: Mapping[str, object]) -> dict[str, Part]:
    found = {name: store.get(name) for name in tasks}
    return {name: kept[0] for name, kept in found.items() if kept is not None}


def _keep(store: Store, name: str, part: Part) -> None:
    """Keep a part; a disk that is full costs the chance to go on, not the work."""
    try:
        store.put(name, part, {})
    except OSError as fault:
        log.warning("%s: the finished part is not kept (%s)", store.folder, fault)
