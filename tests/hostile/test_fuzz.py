"""Valid files with something wrong put in: kpsim runs them or says what is wrong, nothing else.

Slow; `python -m pytest -m fuzz tests/hostile` prints the counts at its end.
"""

import contextlib
import random
import shutil
import signal
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from traceback import format_exception

import pytest

from kpsim.errors import KpsimError
from kpsim.inputs.locations import params_folder, scenarios_folder
from kpsim.validation.cases import cases_folder
from kpsim.world import World, load_world
from tests.hostile.mutating import mutant
from tests.hostile.reading import case_file, complaint, parameter_folder, scenario_file

SCENARIOS, PARAMETERS, CASES = 1000, 800, 400
PARTS = 10
"""Each kind is shared out among so many tests, so that both processors have work."""
LONGEST = 60
"""Seconds for one file; a file that takes longer hangs."""
NOT_IN_THE_FOLDER = {"indices.toml"}
"""Read from the shipped folder whichever folder is asked for."""

pytestmark = pytest.mark.fuzz


@cache
def world() -> World:
    return load_world()


class Slow(Exception):  # noqa: N818
    """A file that takes too long."""


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    def late(*_: object) -> None:
        raise Slow

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(attempt: Callable[[], None]) -> tuple[str, str]:
    """Return "run", "refused" or "broken", with what broke."""
    try:
        with in_time(), warnings.catch_warnings():
            warnings.simplefilter("error")
            attempt()
    except KpsimError as fault:
        unclear = complaint(fault)
        return ("broken", unclear) if unclear else ("refused", "")
    except Exception as fault:
        return "broken", "".join(format_exception(fault)[-3:])
    return "run", ""


def told(counts: Counter[str], broken: list[str], kind: str, record: Callable[..., None]) -> None:
    record("fuzz", [kind, dict(counts)])
    assert not broken, f"{len(broken)} of {counts.total()}:\n" + "\n".join(broken[:40])


@pytest.mark.parametrize("part", range(PARTS))
def test_a_bent_scenario_runs_or_is_refused(
    part: int, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    counts: Counter[str] = Counter()
    broken = []
    files = sorted(scenarios_folder().glob("*.toml"))
    shutil.copytree(scenarios_folder(), tmp_path / "scenarios")
    for number in range(part, SCENARIOS, PARTS):
        original = files[number % len(files)]
        path = tmp_path / "scenarios" / f"bent-{number}.toml"
        path.write_bytes(mutant(original.read_bytes(), f"scenario {number}"))
        kind, what = outcome(lambda path=path: scenario_file(path, world()))
        counts[kind] += 1
        broken += [f"scenario {number} ({original.name}): {what}"] if what else []
        path.unlink()
    told(counts, broken, "scenario files", record_property)


@pytest.mark.parametrize("part", range(PARTS))
def test_bent_parameters_run_or_are_refused(
    part: int, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    counts: Counter[str] = Counter()
    broken = []
    folder = tmp_path / "params"
    shutil.copytree(params_folder(), folder, ignore=shutil.ignore_patterns("cases"))
    files = [path for path in sorted(folder.rglob("*.toml")) if path.name not in NOT_IN_THE_FOLDER]
    for number in range(part, PARAMETERS, PARTS):
        path = random.Random(number).choice(files)
        raw = path.read_bytes()
        path.write_bytes(mutant(raw, f"parameters {number}"))
        kind, what = outcome(lambda: parameter_folder(folder))
        counts[kind] += 1
        broken += [f"parameters {number} ({path.name}): {what}"] if what else []
        path.write_bytes(raw)
    told(counts, broken, "parameter files", record_property)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_bent_case_runs_or_is_refused(
    part: int, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    counts: Counter[str] = Counter()
    broken = []
    files = sorted(cases_folder().glob("*.toml"))
    for number in range(part, CASES, PARTS):
        original = files[number % len(files)]
        path = tmp_path / f"bent-{number}.toml"
        path.write_bytes(mutant(original.read_bytes(), f"case {number}"))
        run = number % 8 == 0
        kind, what = outcome(lambda path=path, run=run: case_file(path, world(), run=run))
        counts[kind] += 1
        broken += [f"case {number} ({original.name}): {what}"] if what else []
    told(counts, broken, "case files", record_property)


def test_the_numbers_of_bent_files_are_those_promised() -> None:
    assert SCENARIOS + PARAMETERS + CASES >= 2000
