"""Fixtures for the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim
from tests.cli.calling import Call, process


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots", action="store_true", help="write tests/cli/snapshots anew"
    )


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Call kpsim in an empty folder, in English unless the test says otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KPSIM_LANG", "en")
    return lambda *arguments: CliRunner().invoke(kpsim, [str(each) for each in arguments])


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run a scenario that reopens once for all tests; its output stands beside the files."""
    folder = tmp_path_factory.mktemp("run")
    started = process("run", "close-and-reopen", "--draws", "256", "--out", "found", folder=folder)
    out, err = started.communicate(timeout=300)
    assert started.returncode == 0, err.decode()
    (folder / "stdout.txt").write_bytes(out)
    (folder / "stderr.txt").write_bytes(err)
    return folder
