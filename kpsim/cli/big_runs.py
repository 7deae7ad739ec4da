"""How a run that takes long is done: resumed, streamed, or spread over a cluster."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any

import click

from kpsim.errors import RunError, problem


@dataclass(frozen=True)
class Way:
    """How it is to be computed; the results do not depend on it."""

    stream: bool = False
    fresh: bool = False
    executor: str = "local"
    scheduler: str | None = None


_STREAM = click.option(
    "--stream",
    is_flag=True,
    help="Keep statistics, not all draws: little memory. Always so above 131,072 draws.",
)
_FRESH = click.option(
    "--fresh", is_flag=True, help="Start anew, not where an interrupted run stopped."
)
_EXECUTOR = click.option(
    "--executor",
    type=click.Choice(("local", "dask")),
    default="local",
    metavar="local|dask",
    help="Where it is computed: here, or on a Dask cluster. Default: {default}.",
)
_SCHEDULER = click.option(
    "--scheduler", metavar="ADDRESS", help="Scheduler of the cluster: tcp://host:8786."
)


def big_run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of long runs to a command; it gets them as one `way`."""
    return _with(command, _STREAM, _FRESH, _EXECUTOR, _SCHEDULER)


def cluster_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of a cluster to a command; it gets them as one `way`."""
    return _with(command, _EXECUTOR, _SCHEDULER)


def _with(command: Callable[..., Any], *options: Callable[..., Any]) -> Callable[..., Any]:
    names = {field.name for field in fields(Way)}

    @wraps(command)
    def called(*arguments: Any, **given: Any) -> Any:
        own = {name: given.pop(name) for name in names & set(given)}
        return command(*arguments, way=Way(**own), **given)

    for option in reversed(options):
        called = option(called)
    return called


def check_way(way: Way) -> None:
    """Refuse a cluster without its address, and an address nobody asked for."""
    if way.executor == "dask" and not way.scheduler:
        text = "needs the address of a scheduler; add --scheduler tcp://host:8786"
        raise RunError(problem("--executor dask", text))
    if way.scheduler and way.executor != "dask":
        text = "is used by a cluster only; add --executor dask"
        raise RunError(problem("--scheduler", text))


@contextmanager
def client_of(way: Way) -> Iterator[Any]:
    """Give the connection to the cluster, or nothing for this machine."""
    if way.executor == "local":
        yield None
        return
    from kpsim.scale.cluster import cluster

    assert way.scheduler is not None
    with cluster(way.scheduler) as client:
        yield client


@contextmanager
def spread(way: Way) -> Iterator[Any]:
    """Do the parts of designs where it was asked for; gives the way to compute runs there."""
    from kpsim.scale.local import in_threads

    check_way(way)
    with client_of(way) as client:
        if client is None:
            yield in_threads
            return
        from kpsim.scale.cluster import compute_on, tasks_on
        from kpsim.sensitivity.parts import spread_by

        with spread_by(tasks_on(client)):
            yield compute_on(client)
