"""Each broken model in tests/bad_inputs/model is refused with exactly the message beside it."""

import importlib.util
from pathlib import Path

import pytest

from kpsim.engine.graph import build
from kpsim.errors import ModelError

FOLDER = Path(__file__).parent.parent / "bad_inputs" / "model"
CASES = sorted(path.parent for path in FOLDER.glob("*/model.py"))


def loaded(case):
    spec = importlib.util.spec_from_file_location("model", case / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_model_is_refused_with_this_message(case):
    module = loaded(case)
    with pytest.raises(ModelError) as caught:
        build(
            [module],
            parameters=module.PARAMETERS,
            paths=getattr(module, "PATHS", {}),
            read_elsewhere=getattr(module, "READ_ELSEWHERE", ()),
            replace=getattr(module, "REPLACE", {}),
        )
    assert str(caught.value) == (case / "expected.txt").read_text(encoding="utf-8").rstrip("\n")


def test_there_are_broken_models_to_try():
    assert len(CASES) >= 20
