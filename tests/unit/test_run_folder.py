"""A run folder is whole or not there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpsim.errors import RunError
from kpsim.report.run_folder import FORMAT, MARK, default_folder, is_run_folder, new_run_folder


def fill(folder: Path, text: str = "new") -> None:
    folder.mkdir(exist_ok=True)
    (folder / "table.csv").write_text(text, encoding="utf-8")
    (folder / MARK).write_text(json.dumps({"format": FORMAT}), encoding="utf-8")


def test_nothing_stands_at_the_target_before_all_is_written(tmp_path: Path) -> None:
    target = tmp_path / "runs" / "one"
    with new_run_folder(target) as unfinished:
        fill(unfinished)
        assert not target.exists()
        assert unfinished.parent == target.parent
    assert is_run_folder(target)
    assert [path.name for path in target.parent.iterdir()] == ["one"]


def test_a_failed_run_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "one"
    with new_run_folder(target) as unfinished:
        fill(unfinished, "old")
    with pytest.raises(RunError, match="cannot be written"), new_run_folder(target) as unfinished:
        (unfinished / "no" / "such" / "folder").mkdir()
    assert (target / "table.csv").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_failed_run_leaves_no_folders_it_made(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_run_folder(tmp_path / "a" / "b"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_new_run_replaces_the_old_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "one"
    with new_run_folder(target) as unfinished:
        fill(unfinished)
        (unfinished / "only-in-the-old.csv").write_text("x", encoding="utf-8")
    with new_run_folder(target) as unfinished:
        fill(unfinished)
    assert not (target / "only-in-the-old.csv").exists()


@pytest.fixture(scope="module")
def dead() -> int:
    """Return the number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_what_killed_runs_left_is_removed_and_nothing_else(tmp_path: Path, dead: int) -> None:
    living = os.getppid()
    left = [f".one.{dead}.tmp", f".one.{dead}.old"]
    kept = [
        f".one.{living}.tmp",
        f".one.{dead}.tmp2",
        f".one.two.{dead}.tmp",
        f".other.{dead}.tmp",
        ".one.0.tmp",
        ".one.-1.tmp",
        f"one.{dead}.tmp",
        ".one.tmp",
    ]
    for name in [*left, *kept, "one"]:
        fill(tmp_path / name)
    (tmp_path / f".one.{dead}.old.tmp").write_text("a file", encoding="utf-8")
    with new_run_folder(tmp_path / "one") as unfinished:
        fill(unfinished)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {*kept, "one", f".one.{dead}.old.tmp"}


def test_an_old_run_that_a_killed_one_put_aside_comes_back(tmp_path: Path, dead: int) -> None:
    fill(tmp_path / f".one.{dead}.old", "old")
    with pytest.raises(KeyboardInterrupt), new_run_folder(tmp_path / "one"):
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
    assert (tmp_path / "one" / "table.csv").read_text(encoding="utf-8") == "old"


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with new_run_folder(tmp_path / "empty") as unfinished:
        fill(unfinished)
    assert is_run_folder(tmp_path / "empty")


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"my": "own"}', encoding="utf-8")
    with pytest.raises(RunError, match="is not a folder of a kpsim run"), new_run_folder(tmp_path):
        pass


def test_names_stay_short_and_differ(tmp_path: Path) -> None:
    many = [f"scenario-number-{number}" for number in range(12)]
    one, other = (
        default_folder(names, seed=1, draws=2048).name for names in (many, [*many[:-1], "x"])
    )
    assert one != other
    assert len(one) < 80
