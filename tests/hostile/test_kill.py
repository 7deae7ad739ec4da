"""A run killed at any moment leaves the old folder or a whole new one.

Slow; `python -m pytest -m kill tests/hostile` prints the counts at its end.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS, WHILE_WRITING = 50, 30
SEED = 1

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forks of one process"),
]


def test_a_killed_run_leaves_the_old_folder_or_a_whole_new_one(
    tmp_path: Path, record_property: Callable[..., None]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.killing", tmp_path, str(KILLS), str(SEED)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["differ"]
    kills = told["kills"]
    writing = [each for each in kills if each["while_writing"]]
    counts = Counter(each["found"] for each in kills)
    record_property("kill", ["runs, by what was found", dict(counts)])
    record_property("kill", ["while files were being written", {"kills": len(writing)}])
    broken = [each for each in kills if each["found"] not in ("old", "new")]
    assert not broken
    assert len(kills) == KILLS
    assert len(writing) >= WHILE_WRITING
