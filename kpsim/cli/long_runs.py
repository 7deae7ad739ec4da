"""Computing what was prepared, long or short: with a cache, a cluster, in a stream."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpsim.cli.big_runs import Way
from kpsim.cli.long_work import Stop
from kpsim.cli.progress import Told, progress
from kpsim.inputs.draws import rounded_up
from kpsim.language import translate
from kpsim.report.comparison import Comparison, Prepared
from kpsim.report.streamed import write_streamed
from kpsim.scale import identity, room, streaming
from kpsim.scale.local import in_threads
from kpsim.scale.pieces import Compute, Job, spans
from kpsim.scale.resume import LONG, resumable
from kpsim.scale.store import Store, cache_folder
from kpsim.scale.streaming import Reduce, Streamed
from kpsim.study import piece_size, with_reference
from kpsim.wording.numbers import number

if TYPE_CHECKING:
    from distributed import Client


def is_streamed(way: Way, draws: int) -> bool:
    """Tell whether a run keeps statistics only."""
    return way.stream or rounded_up(draws) > streaming.ALWAYS_ABOVE


@dataclass(frozen=True)
class Work:
    """A prepared run, how to compute it, and where its files go."""

    prepared: Prepared
    way: Way
    target: Path
    streamed: bool
    one_of_several: bool = False

    @property
    def key(self) -> str:
        """Return the name of the region as commands know it."""
        return self.prepared.world.parameters.region.key

    @property
    def region(self) -> str:
        """Return the name of the region as people say it."""
        name = self.prepared.world.parameters.region.name
        return name.cs if self.prepared.language == "cs" else name.en

    @property
    def kept(self) -> bool:
        """Tell whether finished pieces are kept: of long runs, and of several on a cluster."""
        on_cluster = self.one_of_several and self.way.executor != "local"
        return self.streamed or self.draws > LONG or on_cluster

    @property
    def spans(self) -> list[range]:
        """Return the pieces."""
        size = piece_size(self.draws, len(self.job.scenarios))
        return spans(self.draws, streaming.PART if self.streamed else size)

    @property
    def draws(self) -> int:
        """Return the draws in whole blocks."""
        return rounded_up(self.prepared.settings.draws)

    @cached_property
    def job(self) -> Job:
        """Return what the pieces share."""
        prepared = self.prepared
        return Job(prepared.world, with_reference(prepared.scenarios), prepared.settings)

    @cached_property
    def store(self) -> Store:
        """Return the place of its finished pieces."""
        settings = self.prepared.settings
        names = [each.name for each in self.prepared.scenarios]
        about = {
            "scenarios": names,
            "draws": self.draws,
            "seed": settings.seed,
            "streamed": self.streamed,
        }
        sort = ("streamed", settings.horizon, streaming.PART) if self.streamed else ("whole",)
        return Store(identity.of_job(self.job, self.draws, *sort), about)

    @property
    def disk(self) -> dict[Path, int]:
        """Return the bytes it writes, by folder."""
        scenarios = len(self.job.scenarios)
        if self.streamed:
            each = streaming.BYTES_A_DRAW * (scenarios - 1)
            needs = {self.target: each, cache_folder(): 5 * each}
        else:
            each = room.bytes_a_draw(self.prepared.world, scenarios)
            needs = {self.target: each, cache_folder(): each if self.kept else 0}
        return {folder: each * self.draws for folder, each in needs.items()}


def compute(work: Work, *, client: "Client | None", stop: Stop) -> Comparison:
    """Compute a run that fits into memory."""
    way: Compute = in_threads
    if client is not None:
        from kpsim.scale.cluster import compute_on

        way = compute_on(client)
    if work.kept:
        way = resumable(work.store, way)
    with progress_of(work, stop) as told:
        found = work.prepared.run(told, compute=way)
    report_damage(work)
    return found


def stream_into(work: Work, folder: Path, *, client: "Client | None", stop: Stop) -> Streamed:
    """Compute a run of any size and write what is kept of it."""
    reduce: Reduce = streaming.reduced_in_threads
    if client is not None:
        from kpsim.scale.cluster import reduce_on

        reduce = reduce_on(client)
    with progress_of(work, stop) as told:
        found = streaming.stream(
            work.job, work.store, folder / "draws", reduce=reduce, progress=told
        )
    report_damage(work)
    write_streamed(found, work.prepared, folder)
    return found


def progress_of(work: Work, stop: Stop) -> AbstractContextManager[Told]:
    """Show how far a run is; one of several says which it is."""
    name = work.region if work.one_of_several else ""
    return progress(stop, work.prepared.language, of=name)


def begin(work: Work) -> None:
    """Start anew if that was asked for, or say that a run is gone on with."""
    if work.way.fresh:
        work.store.forget()
    done = work.store.draws_done() if work.kept else 0
    if done:
        text = translate(
            "Going on with an interrupted run: {done} of {draws} draws are there.",
            work.prepared.language,
        )
        language = work.prepared.language
        words = text.format(done=number(done, language), draws=number(work.draws, language))
        click.echo(words, err=True)


def report_damage(work: Work) -> None:
    """Say which stored draws were damaged and computed again."""
    text = translate("{file}: was damaged; its draws were computed again.", work.prepared.language)
    for path in work.store.damaged:
        click.echo(text.format(file=path), err=True)
