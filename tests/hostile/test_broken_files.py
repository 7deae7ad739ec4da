"""Files as people break them: each gets exactly the message beside it.

`broken/params`: one thing changed in a shipped file (`edit.toml`), or a whole file put in its
place; `broken/cases`: published cases; `broken/forms`: data requests that came back. Single
records, scenarios, rows of the ledger and models have theirs in `tests/bad_inputs`.
"""

import csv
import shutil
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

import kpsim
from kpsim.errors import KpsimError
from kpsim.inputs.locations import params_folder
from kpsim.language import catalogue
from kpsim.sensitivity.data_form import FIRST_ROW, SHEET
from kpsim.sensitivity.data_import import read_form
from kpsim.validation.cases import load_case
from kpsim.validation.validate import prepare
from kpsim.world import World, load_world
from tests.hostile.reading import parameter_folder

HERE = Path(__file__).parent
BROKEN = HERE / "broken"
PACKAGE = Path(kpsim.__file__).parent
ELSEWHERE = HERE.parent / "bad_inputs"
LEAST = 60


def folders(kind: str) -> list[Path]:
    return sorted(path for path in (BROKEN / kind).iterdir() if path.is_dir())


@cache
def world() -> World:
    return load_world()


def compare(folder: Path, attempt: Callable[[], object], update: bool) -> None:
    with pytest.raises(KpsimError) as caught:
        attempt()
    said = "".join(f"{problem}\n" for problem in caught.value.problems)
    if update:
        (folder / "expected.txt").write_text(said, encoding="utf-8", newline="\n")
    assert said == (folder / "expected.txt").read_text(encoding="utf-8")
    assert [each.text for each in caught.value.problems if is_english_only(each.text)] == []


def is_english_only(text: str) -> bool:
    """Tell whether a message about a file is in no catalogue; those about equations are in none.

    A slot alone is a complaint of another library, passed on.
    """
    engine = (PACKAGE / "engine").glob("*.py")
    known = {each for _, each in catalogue("cs")}
    words = text.replace("'", "").split("}")[-1].strip()
    if text in known or not words:
        return False
    return not any(text[:30] in path.read_text(encoding="utf-8") for path in engine)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden", default=False))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copy") / "params"
    return Path(shutil.copytree(params_folder(), folder, ignore=shutil.ignore_patterns("cases")))


@pytest.mark.parametrize("folder", folders("params"), ids=lambda folder: folder.name)
def test_a_broken_parameter_file(folder: Path, copy: Path, update: bool) -> None:
    path, new = broken_copy(folder, copy)
    kept = path.read_bytes()
    path.write_bytes(new)
    try:
        compare(folder, lambda: parameter_folder(copy), update)
    finally:
        path.write_bytes(kept)


def broken_copy(folder: Path, copy: Path) -> tuple[Path, bytes]:
    if (folder / "file.toml").exists():
        where = (folder / "where.txt").read_text(encoding="utf-8").strip()
        return copy / where, (folder / "file.toml").read_bytes()
    edit = tomllib.loads((folder / "edit.toml").read_text(encoding="utf-8"))
    path = copy / edit["file"]
    text = path.read_text(encoding="utf-8")
    assert edit["old"] in text, "the shipped file has changed; correct 'old'"
    return path, text.replace(edit["old"], edit["new"], 1).encode()


@pytest.mark.parametrize("folder", folders("cases"), ids=lambda folder: folder.name)
def test_a_broken_case(folder: Path, update: bool) -> None:
    compare(folder, lambda: prepare([load_case(folder / "trial.toml")], world()), update)


@pytest.mark.parametrize("folder", folders("forms"), ids=lambda folder: folder.name)
def test_a_broken_form(folder: Path, tmp_path: Path, update: bool) -> None:
    form = filled_in(folder, tmp_path)
    compare(folder, lambda: read_form(form, world().parameters), update)


def filled_in(folder: Path, tmp_path: Path) -> Path:
    """Make the workbook whose rows are written down, or take the file as it came."""
    if (folder / "form.xlsx").exists():
        return folder / "form.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = SHEET
    with (folder / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for number, row in enumerate(rows, start=FIRST_ROW + 1):
        for column, cell in enumerate(row, start=1):
            sheet.cell(number, column, cell or None)
    book.save(tmp_path / "form.xlsx")
    return tmp_path / "form.xlsx"


def test_no_message_is_a_riddle() -> None:
    """A message names its place, and no braces are left in it."""
    expected = list(BROKEN.rglob("expected.txt"))
    assert expected
    for path in expected:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines, path
        for line in lines:
            place, colon, what = line.partition(": ")
            assert place, path
            assert colon, path
            assert len(what.split()) > 2, path
            assert "{" not in line, path


def test_there_are_enough_of_them() -> None:
    here = list(BROKEN.rglob("expected.txt"))
    assert len(here) >= LEAST
    assert len(here) + len(list(ELSEWHERE.rglob("expected.txt"))) >= 3 * LEAST
