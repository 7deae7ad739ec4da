"""Work that Ctrl-C ends within two seconds, whatever the threads of a run are doing."""

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import click

from kpsim.language import translate

INTERRUPTED = 130
_POLL, _PATIENCE = 0.1, 1.0
Found = TypeVar("Found")


class Stopped(Exception):  # noqa: N818 (it is no error)
    """Raised inside the work when it is asked to stop."""


@dataclass(frozen=True)
class Stop:
    """How the work learns that it should stop, and what is to be tidied up if it cannot."""

    asked: threading.Event = field(default_factory=threading.Event)
    tidying: list[Callable[[], None]] = field(default_factory=list)

    def check(self) -> None:
        """Stop here if that was asked for."""
        if self.asked.is_set():
            raise Stopped


@dataclass
class _Outcome(Generic[Found]):
    found: list[Found] = field(default_factory=list)
    fault: BaseException | None = None


def interruptible(work: Callable[[Stop], Found], language: str) -> Found:
    """Do the work beside the main thread, which stays free to hear Ctrl-C.

    Computing threads cannot be interrupted; where they do not end by themselves in a second,
    what is unfinished is removed and the process ends.
    """
    stop, outcome, ended = Stop(), _Outcome[Found](), threading.Event()

    def body() -> None:
        try:
            outcome.found.append(work(stop))
        except BaseException as fault:
            outcome.fault = fault
        finally:
            ended.set()

    threading.Thread(target=body, daemon=True).start()
    try:
        # Not Thread.join: interrupted, it takes the thread for one that has ended (Python < 3.13).
        while not ended.wait(_POLL):
            pass
    except KeyboardInterrupt:
        stop.asked.set()
        ended.wait(_PATIENCE)
        for tidy in stop.tidying:
            tidy()
        if not ended.is_set():
            _end_now(language)
        raise
    if outcome.fault is not None:
        raise outcome.fault
    return outcome.found[0]


def _end_now(language: str) -> None:
    click.echo(translate("Interrupted.", language), err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(INTERRUPTED)
