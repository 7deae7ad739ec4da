"""Several regions in one command: each is a run of its own, then a table compares them."""

import gc
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kpsim.cli.big_runs import check_way, client_of
from kpsim.cli.console import output, tell_rounding
from kpsim.cli.long_runs import Work, begin, progress_of
from kpsim.cli.long_work import Stop
from kpsim.cli.running import Request, carry_out, prepared_work, summary_of, where
from kpsim.errors import KpsimError, Problem, RunError, problem
from kpsim.report.cells import say, show
from kpsim.report.comparison import Prepared
from kpsim.report.region_table import Row, region_tables, rows_of
from kpsim.report.run_folder import MARK, check_target, is_run_folder, json_bytes
from kpsim.scale import identity, room
from kpsim.scale.resume import keep
from kpsim.scale.store import Store

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True)
class Finished:
    """What is remembered of a finished region until all are finished."""

    rows: Sequence[Row]
    summary: Mapping[str, Any]
    record: str
    """The digest of its run.json: the folder is the one that was written."""

    def words(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {**vars(self), "rows": [vars(row) for row in self.rows]}


def run_regions(request: Request, regions: Sequence[str], *, stop: Stop, as_json: bool) -> None:
    """Check every region, run each into a folder of its own, and compare them.

    What goes wrong in one region on the way does not stop the others.
    """
    language = request.language
    check_way(request.way)
    works = _prepared(request, regions, stop)
    tell_rounding(request.settings.draws, language)
    store = _store(works)
    finished = {} if request.way.fresh else _finished_before(store, works)
    todo = [work for work in works if work.key not in finished]
    _check_disk(todo)
    problems: list[Problem] = []
    with client_of(request.way) as client:
        for number, work in enumerate(_ready(todo, client, stop), start=1 + len(finished)):
            text = "{region}: finished, {number} of {all}"
            try:
                finished[work.key] = _finish(work, store, client=client, stop=stop)
            except KpsimError as error:
                problems += [_in_region(work.key, each) for each in error.problems]
                text = "{region}: cannot be finished, {number} of {all}; why is said at the end"
            words = say(text, language, region=work.region, number=number, all=len(works))
            click.echo(words, err=True)
            gc.unfreeze()
            gc.collect()  # what this region held, before the next takes as much
    _print([work for work in works if work.key in finished], finished, as_json=as_json)
    if problems:
        raise RunError(problems)
    store.forget()


# Before anything starts.


def _prepared(request: Request, regions: Sequence[str], stop: Stop) -> list[Work]:
    """Prepare the run of every region; what is wrong with any of them is said at once."""
    if request.data:
        text = "holds figures of one region; run that region by itself"
        raise RunError(problem("--data", text))
    _check_names(request.out, regions)
    works: list[Work] = []
    faults: dict[str, Sequence[Problem]] = {}
    for region in regions:
        out = None if request.out is None else request.out / region
        asked = replace(request, region=region, out=out, one_of_several=True)
        try:
            works.append(prepared_work(asked, stop))
            check_target(works[-1].target)
        except KpsimError as error:
            faults[region] = error.problems
    if faults:
        raise RunError(_said_once(faults, len(regions)))
    return works


def _check_names(out: Path | None, regions: Sequence[str]) -> None:
    problems = [
        problem("--region", "'{name}' is given twice; name each region once", name=name)
        for name, times in Counter(regions).items()
        if times > 1
    ]
    if out is not None and is_run_folder(out):
        text = "is the folder of one run; choose another, which gets a folder for each region"
        problems.append(problem(str(out), text))
    if problems:
        raise RunError(problems)


def _said_once(faults: Mapping[str, Sequence[Problem]], regions: int) -> list[Problem]:
    """Name the region of each problem, but where all regions have it or it is named."""
    times = Counter(text for found in faults.values() for text in {str(each) for each in found})
    said: dict[str, Problem] = {}
    for region, found in faults.items():
        for each in found:
            common = times[str(each)] == regions
            named = f"regions/{region}" in str(each) or f"'{region}'" in str(each)
            here = each if common or named else _in_region(region, each)
            said.setdefault(str(here), here)
    return list(said.values())


def _in_region(region: str, each: Problem) -> Problem:
    return replace(each, place=f"{region}: {each.place}")


def _check_disk(works: Sequence[Work]) -> None:
    needs: Counter[Path] = Counter()
    for work in works:
        needs.update(work.disk)
    room.check_disk(needs, draws=max((work.draws for work in works), default=0))


# What is finished is remembered, so that the same command does not do it again.


def _store(works: Sequence[Work]) -> Store:
    """Return where finished regions are remembered: by all they depend on, and their place."""
    found = sha256(identity.package().encode())
    for work in works:
        prepared = work.prepared
        asked = (work.store.key, work.target.absolute(), prepared.settings, prepared.language)
        found.update(repr(asked).encode())
    settings = works[0].prepared.settings
    names = [each.name for each in works[0].prepared.scenarios]
    about = {"question": "Regions", "scenarios": names, "seed": settings.seed}
    return Store(found.hexdigest(), about)


def _finished_before(store: Store, works: Sequence[Work]) -> dict[str, Finished]:
    found = {}
    for work in works:
        stored = store.get(work.key)
        if stored is None:
            continue
        words = stored[1]
        if words["record"] == _digest_of_record(work.target):
            rows = [Row(**row) for row in words["rows"]]
            found[work.key] = Finished(rows, words["summary"], words["record"])
            text = "{region}: was finished before and is not run again"
            click.echo(say(text, work.prepared.language, region=work.region), err=True)
    return found


def _digest_of_record(folder: Path) -> str:
    path = folder / MARK
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


# Running.


def _ready(works: Sequence[Work], client: "Client | None", stop: Stop) -> Iterator[Work]:
    """Give each region when its turn has come; on a cluster with its pieces computed.

    A cluster gets the pieces of all regions as one queue and does not wait while files are made.
    """
    for work in works:
        begin(work)
    if client is None:
        yield from works
        return
    from kpsim.scale.cluster import Study, together_on

    missing = [[span for span in work.spans if not work.store.has(span)] for work in works]
    studies = [
        Study(work.job, spans, work.streamed) for work, spans in zip(works, missing, strict=True)
    ]
    left = [len(spans) for spans in missing]
    with closing(together_on(client, studies)) as pieces:
        for number, work in enumerate(works):
            with progress_of(work, stop) as told:
                while left[number]:
                    of, piece = next(pieces)
                    left[of] -= 1
                    if piece is not None:
                        keep(works[of].store, *piece)
                    told(len(work.spans) - left[number], len(work.spans))
            yield work


def _finish(work: Work, store: Store, *, client: "Client | None", stop: Stop) -> Finished:
    """Run a region, or put together what was computed of it, and remember it."""
    found = carry_out(work, client=client, stop=stop)
    # As it is read again: the same command prints the same whether it was interrupted or not.
    summary = json.loads(json_bytes(summary_of(found)))
    finished = Finished(rows_of(found, work.prepared), summary, _digest_of_record(work.target))
    keep(store, work.key, {}, finished.words())
    return finished


def _print(works: Sequence[Work], finished: Mapping[str, Finished], *, as_json: bool) -> None:
    if as_json:
        content = {"regions": {work.key: finished[work.key].summary for work in works}}
        click.echo(json_bytes(content).decode("utf-8"), nl=False)
        return
    if not works:
        return
    rows = [row for work in works for row in finished[work.key].rows]
    prepared: list[Prepared] = [work.prepared for work in works]
    console = output()
    show(console, region_tables(rows, prepared, width=console.width))
    click.echo("")
    for work in works:
        click.echo(f"{work.region}. {where(work)}")
