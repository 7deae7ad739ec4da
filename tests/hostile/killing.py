"""Start runs and kill them at random moments; say what is left. A program of its own.

`python -m tests.hostile.killing FOLDER KILLS` prints one JSON record. Every run is a whole
`kpsim run`; only Python and the libraries are loaded once, and each run is a fork of that process.
"""

import json
import os
import random
import select
import shutil
import signal
import sys
import time
import traceback
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

OLD_SEED, NEW_SEED = 1, 2
DRAWS = 256
AT_ANY_TIME, SOON_AFTER_AN_OPERATION = 0.16, 0.24
"""Shares of the kills; all others come exactly before a file operation."""
SLACK = 0.05
"""Seconds after an operation within which a kill comes."""


@dataclass(frozen=True)
class Killed:
    """One kill: after how many file operations it came, and what was found."""

    operations: int
    while_writing: bool
    found: str
    left_behind: int


@dataclass(frozen=True)
class Told:
    """What a run told about its file operations before its end."""

    operations: int
    first_write: int
    seconds: float
    code: int
    """How the process ended; below 0 the signal that ended it."""


def contents(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files
    }


def tell_operations(pipe: int, inside: Path, *, die_before: int | None) -> None:
    """Write a letter into the pipe before each file operation inside a folder."""
    watched = os.fspath(inside)
    count = 0
    changes = {"os.mkdir", "os.rename", "os.remove", "os.rmdir"}

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event not in changes and event != "open":
            return
        path = arguments[0]
        if not isinstance(path, str | Path) or not os.fspath(path).startswith(watched):
            # rmtree walks with names relative to open folders; those it tells itself.
            return
        writes = event == "open" and int(str(arguments[2])) & (os.O_WRONLY | os.O_RDWR)
        if event in changes or writes:
            nonlocal count
            count += 1
            os.write(pipe, b"w" if writes else b"c")
            if count == die_before:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def start(target: Path, seed: int, *, die_before: int | None = None) -> tuple[int, int]:
    """Fork a run; return its process and the pipe it tells its file operations through."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    os.close(reading)
    code = 1
    try:
        tell_operations(writing, target.parent, die_before=die_before)
        run(target, seed)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def warm_up(folder: Path) -> None:
    """Run once before the forks, so that each of them finds the equations compiled."""
    from kpsim.report.comparison import prepare
    from kpsim.report.run_files import write_files
    from kpsim.study import Settings

    comparison = prepare(["ten-percent-cut"], Settings(seed=OLD_SEED, draws=DRAWS)).run()
    write_files(comparison, folder)


def run(target: Path, seed: int) -> None:
    """Run the command, its summary thrown away."""
    from kpsim.cli.group import kpsim

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    options = ["--draws", str(DRAWS), "--seed", str(seed), "--out", os.fspath(target), "--json"]
    kpsim.main(["run", "ten-percent-cut", *options, "--lang", "en"])


def follow(
    process: int, pipe: int, *, kill_at: int | None = None, kill_after: float | None = None
) -> Told:
    """Read what a run tells; kill it at an operation, or after some seconds."""
    began = time.monotonic()
    told = b""
    killed = False
    deadline = None if kill_after is None else began + kill_after
    while True:
        room = None if deadline is None or killed else max(0.0, deadline - time.monotonic())
        ready, _, _ = select.select([pipe], [], [], room)
        if ready:
            letters = os.read(pipe, 4096)
            told += letters
            if not letters:
                break
        if not killed and kill_at is not None and deadline is None and len(told) >= kill_at:
            deadline = time.monotonic() + random.uniform(0, SLACK)
        if not killed and deadline is not None and time.monotonic() >= deadline:
            os.kill(process, signal.SIGKILL)
            killed = True
    os.close(pipe)
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    return Told(len(told), told.find(b"w") + 1, time.monotonic() - began, code)


def verdict(target: Path, known: dict[str, dict[str, str]]) -> str:
    """Say which of the known folders stands at the target."""
    if not target.exists():
        return "nothing"
    found = contents(target)
    return next((name for name, files in known.items() if files == found), "something broken")


def kill_runs(folder: Path, kills: int, seed: int) -> dict[str, object]:
    """Make both whole folders, then kill a run again and again while it replaces the old one."""
    random.seed(seed)
    known: dict[str, dict[str, str]] = {}
    warm_up(folder / "keep" / "warm")
    old = folder / "keep" / "old"
    assert follow(*start(old, OLD_SEED)).code == 0
    known["old"] = contents(old)
    target = folder / "runs" / "found"
    shutil.copytree(old, target)
    whole = follow(*start(target, NEW_SEED))
    assert whole.code == 0
    known["new"] = contents(target)
    killed = []
    for number in range(kills):
        shutil.rmtree(target.parent)
        shutil.copytree(old, target)
        awaited = random.randint(whole.first_write, whole.operations)
        if number < AT_ANY_TIME * kills:
            told = follow(*start(target, NEW_SEED), kill_after=random.uniform(0, whole.seconds))
        elif number < (AT_ANY_TIME + SOON_AFTER_AN_OPERATION) * kills:
            told = follow(*start(target, NEW_SEED), kill_at=awaited)
        else:
            told = follow(*start(target, NEW_SEED, die_before=awaited))
        assert told.code in (0, -signal.SIGKILL), f"a run ended by itself with {told.code}"
        inside = whole.first_write <= told.operations <= whole.operations
        while_writing = inside and told.code == -signal.SIGKILL
        left = sum(path != target for path in target.parent.iterdir())
        killed.append(Killed(told.operations, while_writing, verdict(target, known), left))
        print(number + 1, killed[-1], file=sys.stderr, flush=True)  # noqa: T201
    return {
        "files": len(known["new"]),
        "operations": whole.operations,
        "seconds": whole.seconds,
        "differ": known["old"] != known["new"],
        "kills": [asdict(each) for each in killed],
    }


if __name__ == "__main__":
    found = kill_runs(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps(found))  # noqa: T201
