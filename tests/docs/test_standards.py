"""Every item of the reporting checklists has an answer, and the answer is where it says."""

import re
import shlex
from pathlib import Path

import click
import pytest

from kpsim.cli.group import kpsim

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "standards"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.stem not in ("README", "facts"))
ANSWERS = {"yes", "partly", "**not done**"}
ITEMS = {
    "cheers": 28,
    "stress-sd": 20,
    "system-dynamics": 25,
    "transparency-and-validation": 21,
}
PATH = re.compile(r"`((?:kpsim|params|tests|docs|scenarios|benchmarks)/[\w./-]*)`")
COMMAND = re.compile(r"`(kpsim [^`]+)`")


def items(page: Path) -> list[list[str]]:
    """Return the cells of every item of a page."""
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    return [row for row in cells if row[-1] != "where" and not set(row[-1]) <= set("-|")]


def test_every_checklist_has_its_page() -> None:
    assert {page.stem for page in PAGES} == set(ITEMS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_item_has_an_answer_and_a_place(page: Path) -> None:
    found = items(page)
    assert len(found) == ITEMS[page.stem]
    assert [row for row in found if row[-2] not in ANSWERS] == []
    assert [row for row in found if not row[-1]] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_and_commands_that_answer_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [path for path in PATH.findall(text) if not (ROOT / path).exists()] == []
    for call in COMMAND.findall(text):
        words = [word for word in shlex.split(call)[1:] if not word.startswith("-")]
        command = kpsim.get_command(click.Context(kpsim), words[0])
        assert command is not None, call
        if isinstance(command, click.Group) and len(words) > 1:
            assert command.get_command(click.Context(command), words[1]) is not None, call


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_not_done_is_said_on_the_first_page_too(page: Path) -> None:
    overview = (FOLDER / "README.md").read_text(encoding="utf-8")
    section = overview.partition("## Not done")[2]
    if any(row[-2] == "**not done**" for row in items(page)):
        assert f"({page.name})" in section
