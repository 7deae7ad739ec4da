"""Stored machine code: used again, found by all it depends on, never trusted when damaged."""

import logging
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from kpsim.engine.compiled import store
from kpsim.engine.compiled.simulate import kernel_for
from kpsim.engine.compiled.target import Target, this_processor
from kpsim.engine.engines import evaluator
from kpsim.engine.simulate import Keep
from kpsim.errors import RunError
from tests.toys import test_random_chain as toy

KEEP = (Keep("here", "here", "monthly"),)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KPSIM_CACHE", str(tmp_path))
    return tmp_path / "compiled"


def kernel(keep=KEEP, step=1.0, target=None):
    """Return a kernel that is not in memory yet: the program is the same, but another object."""
    model = replace(toy.MODEL, program=replace(toy.MODEL.program))
    return kernel_for(model, keep, step, target or this_processor())


def files(folder):
    return sorted(folder.iterdir())


def test_code_is_compiled_once_and_then_read(folder):
    kernel()
    (path,) = files(folder)
    before = path.stat().st_mtime_ns
    kernel()
    assert files(folder) == [path]
    assert path.stat().st_mtime_ns == before


def test_what_the_code_depends_on_gives_it_another_file(folder):
    kernel()
    kernel(step=0.5)
    kernel(keep=(Keep("size", "size", "monthly"),))
    kernel(target=Target())
    assert len(files(folder)) == 4


@pytest.mark.parametrize("damage", ["cut short", "one bit", "empty", "something else"])
def test_a_damaged_file_is_said_so_and_compiled_again(folder, caplog, damage):
    kernel()
    (path,) = files(folder)
    whole = path.read_bytes()
    flipped = whole[:-5] + bytes([whole[-5] ^ 1]) + whole[-4:]
    contents = {"cut short": whole[:-100], "one bit": flipped, "empty": b""}
    path.write_bytes(contents.get(damage, b"kpsim compiled 1\n" + b"x" * 1000))
    with caplog.at_level(logging.WARNING):
        kernel()
    expected = f"{path}: the stored machine code is damaged; it is compiled again"
    assert caplog.messages == [expected]
    assert path.read_bytes() == whole


def test_a_folder_that_cannot_be_written_to_does_not_stop_a_run(tmp_path, monkeypatch):
    taken = tmp_path / "file"
    taken.write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("KPSIM_CACHE", str(taken))
    assert kernel().source.lanes > 0
    assert taken.read_text(encoding="utf-8") == "not a folder"


def test_without_a_word_from_the_user_the_cache_lies_in_their_cache_folder(monkeypatch):
    monkeypatch.delenv("KPSIM_CACHE")
    assert store.cache_folder().name == "compiled"
    assert "kpsim" in store.cache_folder().parts


SCRIPT = """
import logging, sys
sys.modules["llvmlite"] = None
logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
import numpy as np
from kpsim.engine.engines import evaluator
from kpsim.engine.simulate import Keep, Names
from tests.toys import test_random_chain as toy
one = np.full((1, 1, 1, 3), 0.1)
found = evaluator("compiled")(
    toy.MODEL,
    parameters={
        "people_at_start": np.full((1, 3, 1, 3), 9.0), "first_rate": np.full((1, 3, 1, 3), 0.1),
        "second_rate": one, "third_rate": one,
    },
    paths={"weather": np.ones((12, 1, 1, 1, 1))}, steps=12, step=1.0,
    keep=[Keep("everyone", "everyone", "monthly")], names=Names(("a",), 0, ("m",) * 12),
)
print(found["everyone"][-1].ravel().round(9).tolist())
"""


def test_without_llvmlite_numpy_computes():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        encoding="utf-8",
        check=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    said, found = done.stdout.splitlines()
    assert said.endswith("computing with numpy")
    assert found == "[27.0, 27.0, 27.0]"


def test_an_engine_that_does_not_exist_gets_a_suggestion():
    with pytest.raises(RunError) as caught:
        evaluator("compile")
    assert str(caught.value) == (
        "engine: there is no engine 'compile'; did you mean 'compiled'?; expected one of "
        "compiled, numpy, loop"
    )
