"""A scheduler and workers of Dask as processes on this machine, started and ended by a test."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


@contextmanager
def process(*arguments: str, cache: Path, root: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(root),
        "KPSIM_CACHE": str(cache),
        "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
    }
    started = subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
        env=environment,
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextmanager
def scheduler(cache: Path) -> Iterator[str]:
    port = free_port()
    options = ("--host", HOST, "--port", str(port), "--no-dashboard", "--no-show")
    with process("dask_scheduler", *options, cache=cache):
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < until, "the scheduler did not start"
                time.sleep(0.1)
        yield f"tcp://{HOST}:{port}"


@contextmanager
def workers(
    address: str, number: int, cache: Path, *, root: Path = ROOT
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start workers without a nanny: one that is killed stays dead."""
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", HOST)
    with ExitStack() as stack:
        yield [
            stack.enter_context(process("dask_worker", address, *options, cache=cache, root=root))
            for _ in range(number)
        ]
