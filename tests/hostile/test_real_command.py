"""Bent files through the real command: a whole result, or errors in lines of their own.

Slow; `python -m pytest -m fuzz tests/hostile` prints the counts at its end.
"""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from kpsim.inputs.locations import PACKAGE, params_folder, scenarios_folder
from kpsim.report.run_folder import is_run_folder
from kpsim.validation.cases import cases_folder
from tests.cli.calling import process
from tests.hostile.mutating import mutant

RUNS, CHECKS, VALIDATIONS = 25, 13, 12
LONGEST = 300
"""Seconds for one command."""

pytestmark = pytest.mark.fuzz


def ended(
    *arguments: str, folder: Path, record: Callable[..., None], **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Call kpsim; whatever it was given, it ends in one of two ways."""
    started = process(*arguments, folder=folder, **environment)
    out, err = started.communicate(timeout=LONGEST)
    code, said = started.returncode, err.decode()
    assert "Traceback" not in said, said
    assert "Warning" not in said, said
    assert code in (0, 1), said
    if code == 1:
        lines = [line for line in said.splitlines() if line.startswith("Error: ")]
        assert lines, said
        assert all(line.removeprefix("Error: ").strip() for line in lines)
    record("fuzz", ["files through the real command", dict(Counter([("run", "refused")[code]]))])
    return subprocess.CompletedProcess(arguments, code, out, err)


@pytest.mark.parametrize("number", range(RUNS))
def test_a_bent_scenario(number: int, tmp_path: Path, record_property: Callable[..., None]) -> None:
    files = sorted(scenarios_folder().glob("*.toml"))
    shutil.copytree(scenarios_folder(), tmp_path / "own")
    raw = files[number % len(files)].read_bytes()
    (tmp_path / "own" / "bent.toml").write_bytes(mutant(raw, f"real scenario {number}"))
    arguments = ("run", "own/bent.toml", "--draws", "256", "--out", "found")
    done = ended(*arguments, folder=tmp_path, record=record_property)
    there = sorted(path.name for path in tmp_path.iterdir())
    if done.returncode:
        assert there == ["own"]
    else:
        assert there == ["found", "own"]
        assert is_run_folder(tmp_path / "found")
        assert (tmp_path / "found" / "results.xlsx").stat().st_size


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the program and its files, so that the copy's parameters can be bent."""
    folder = tmp_path_factory.mktemp("checkout")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, folder / "kpsim", ignore=ignored)
    shutil.copytree(params_folder(), folder / "params")
    shutil.copytree(scenarios_folder(), folder / "scenarios")
    return folder


@pytest.mark.parametrize("number", range(CHECKS))
def test_bent_parameters(
    number: int, checkout: Path, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    files = sorted((checkout / "params").rglob("*.toml"))
    path = files[number * 7 % len(files)]
    raw = path.read_bytes()
    path.write_bytes(mutant(raw, f"real parameters {number}"))
    try:
        ended("check", folder=tmp_path, record=record_property, PYTHONPATH=str(checkout))
    finally:
        path.write_bytes(raw)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", range(VALIDATIONS))
def test_a_bent_case(number: int, tmp_path: Path, record_property: Callable[..., None]) -> None:
    files = sorted(cases_folder().glob("*.toml"))
    (tmp_path / "cases").mkdir()
    raw = files[number * 5 % len(files)].read_bytes()
    (tmp_path / "cases" / "bent.toml").write_bytes(mutant(raw, f"real case {number}"))
    arguments = ("validate", "--cases", "cases", "--draws", "256", "--out", "found")
    done = ended(*arguments, folder=tmp_path, record=record_property)
    there = sorted(path.name for path in tmp_path.iterdir())
    assert there == (["cases"] if done.returncode else ["cases", "found"])


def test_fifty_files_go_through_the_real_command() -> None:
    assert RUNS + CHECKS + VALIDATIONS == 50
