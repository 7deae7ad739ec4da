"""The commands shown in the documents are typed in, in the order of the page, and work.

Slow; `python -m pytest -m commands tests/docs` types all of them. Without the marker only those
that compute nothing are typed.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpsim.cli.group import kpsim

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in (*(ROOT / "docs").rglob("*.md"), ROOT / "CONTRIBUTING.md")
    if "decisions" not in path.parts
)
FENCED = re.compile(r"```bash\n(?P<text>.*?)```", re.DOTALL)
FILE = re.compile(r"`(?P<name>[\w./-]+\.toml)`[^`]*```toml\n(?P<text>.*?)```", re.DOTALL)
CHEAP = {"scenarios", "scenario", "params", "explain"}
DRAWS = "256"
DRAWN = {"run", "validate", "budget", "why", "sensitivity", "discover", "report"}
"""Commands that take --draws; the pages leave them out, here few are enough."""

NEEDS_MORE = {
    "--region vysocina": "the region of the page is not shipped",
    "contact_loss_by_housing": "the equation of the page is not in the model",
    "night_nurse_visits": "the equation of the page is not in the model",
    "run reference all-services-stop": "shown for a model with a new sector",
    "--executor": "computers of one's own",
    "cache clear 3f2a": "a key that only the reader's own cache can have",
}
"""Commands that work only after what their page tells the reader to write."""


def commands(page: Path) -> list[str]:
    """Return the calls of kpsim in the blocks of a page."""
    blocks = FENCED.findall(page.read_text(encoding="utf-8"))
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    calls = [line for line in lines if line.startswith("kpsim ")]
    return [call for call in calls if not any(part in call for part in NEEDS_MORE)]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def every_command() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for call in commands(page):
            yield named(page), call


CHEAP_CALLS = sorted({call for _, call in every_command() if call.split()[1] in CHEAP})


def files_of(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files whose text the page shows and whose name it says just before."""
    for found in FILE.finditer(page.read_text(encoding="utf-8")):
        name = Path(found["name"])
        if not name.is_absolute() and name.parts[0] not in ("params", "kpsim", "scenarios"):
            yield name, found["text"]


def write_files_of(page: Path, folder: Path) -> None:
    for name, text in files_of(page):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def pages_to_type() -> list[Path]:
    """Return pages with commands; of two that show the same calls and files, only one."""
    found = {(*commands(page), *files_of(page)): page for page in PAGES if commands(page)}
    return list(found.values())


def typed(call: str) -> None:
    """Type a command, with few draws."""
    words = shlex.split(call, comments=True)[1:]
    if "--draws" in words:
        words[words.index("--draws") + 1] = DRAWS
    elif words[0] in DRAWN and takes_draws(words):
        words += ["--draws", DRAWS]
    done = CliRunner().invoke(kpsim, words, env={"COLUMNS": "100"})
    assert done.exit_code == 0, f"{call}\n{done.output}"
    assert done.output.strip(), call


def takes_draws(words: list[str]) -> bool:
    """Tell whether the command knows --draws; groups are asked for the subcommand's help."""
    path = [word for word in words[:2] if not word.startswith("-")]
    helped = CliRunner().invoke(kpsim, [*path, "--help"])
    if helped.exit_code:
        helped = CliRunner().invoke(kpsim, [path[0], "--help"])
    return "--draws" in helped.output


@pytest.mark.parametrize("call", CHEAP_CALLS)
def test_a_cheap_command_works(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typed(call)


@pytest.mark.commands
@pytest.mark.parametrize("page", pages_to_type(), ids=named)
def test_the_commands_of_a_page_work(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # What the reader is shown to clear is not the cache of whoever runs the tests.
    for place in ("XDG_CACHE_HOME", "KPSIM_CACHE"):
        monkeypatch.setenv(place, str(tmp_path / "cache"))
    write_files_of(page, tmp_path)
    for call in commands(page):
        if "scenario new" in call:
            # Begun anew where the page also shows what it might look like in the end.
            (tmp_path / f"{call.split()[3]}.toml").unlink(missing_ok=True)
        typed(call)


def test_there_are_commands_to_type() -> None:
    assert len(list(every_command())) > 30
    assert len(CHEAP_CALLS) > 5


def test_what_needs_more_is_still_shown_somewhere() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [part for part in NEEDS_MORE if f"{part}" not in text] == []
