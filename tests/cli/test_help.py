"""Help in both languages, as it was last looked at; `--update-snapshots` writes it anew."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim
from tests.cli.calling import process

SNAPSHOTS = Path(__file__).parent / "snapshots"
COMMANDS = (
    "",
    "run",
    "check",
    "explain",
    "params",
    "params list",
    "params show",
    "params assumptions",
    "params stale",
    "scenarios",
    "scenario",
    "scenario new",
    "report",
    "brief",
    "chart",
    "reproduce",
    "diff",
    "budget",
    "budget show",
    "budget cascade",
    "budget erosion",
    "budget least-harm",
    "payers",
)


@pytest.mark.parametrize("language", ["cs", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_reads_as_it_was_last_looked_at(
    command: str, language: str, request: pytest.FixtureRequest
) -> None:
    found = CliRunner().invoke(kpsim, [*command.split(), "--help"], env={"KPSIM_LANG": language})
    assert found.exit_code == 0
    file = SNAPSHOTS / f"help-{command.replace(' ', '-') or 'kpsim'}.{language}.txt"
    if request.config.getoption("--update-snapshots", default=False):
        file.parent.mkdir(exist_ok=True)
        file.write_text(found.output, encoding="utf-8", newline="\n")
    assert found.output == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["--lang", "en", "--help"], ["run", "--help", "--lang=en"]])
def test_the_language_is_heard_anywhere(arguments: list[str]) -> None:
    found = CliRunner().invoke(kpsim, arguments, env={"KPSIM_LANG": "cs"})
    assert found.output.startswith("Usage: kpsim")


def test_czech_is_the_default_whatever_the_locale() -> None:
    found = CliRunner().invoke(kpsim, ["--help"], env={"LANG": "en_GB.UTF-8", "KPSIM_LANG": None})
    assert found.output.startswith("Použití: kpsim")


def test_help_is_fast(tmp_path: Path) -> None:
    began = time.perf_counter()
    started = process("--help", folder=tmp_path)
    started.communicate(timeout=30)
    # Half a second is the aim; a busy machine gets some room.
    assert time.perf_counter() - began < 2
    assert started.returncode == 0
