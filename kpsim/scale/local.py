"""Pieces computed by the threads of this process."""

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from kpsim.scale.pieces import Job, Piece, piece

Item = TypeVar("Item")
Found = TypeVar("Found")


def in_threads(job: Job, spans: Sequence[range]) -> Generator[Piece, None, None]:
    """Compute pieces on the cores of this machine."""
    return each_in_threads(lambda span: piece(job, span), spans, workers=job.settings.workers)


def each_in_threads(
    work: Callable[[Item], Found], items: Sequence[Item], workers: int = 0
) -> Generator[Found, None, None]:
    """Do work on items; results come as they finish, and one waits beside the threads.

    Leaving early cancels what has not begun.
    """
    threads = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(threads) as pool:
        left = iter(items)
        going: set[Future[Found]] = set()
        try:
            while True:
                for item in left:
                    going.add(pool.submit(work, item))
                    if len(going) > threads:
                        break
                if not going:
                    return
                done, going = wait(going, return_when=FIRST_COMPLETED)
                yield from (each.result() for each in done)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
