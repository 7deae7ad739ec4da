"""kpsim from a notebook."""

import doctest
import os
import subprocess
import sys
from pathlib import Path

import pytest

import kpsim
from kpsim import api
from tests.cli.calling import ROOT


def test_importing_kpsim_costs_nothing(tmp_path: Path) -> None:
    code = "import kpsim, sys; print([m for m in ('numpy', 'pandas', 'click') if m in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert found.stdout.strip() == "[]"


def test_the_names_are_few_and_all_there() -> None:
    assert len(kpsim.__all__) <= 15
    assert all(getattr(kpsim, name) is not None for name in kpsim.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'runn'"):
        kpsim.runn  # noqa: B018


def test_the_examples_in_the_docstrings_run() -> None:
    found = doctest.testmod(api)
    assert found.attempted > 0
    assert found.failed == 0


def test_three_lines_give_tidy_frames() -> None:
    """That they can be saved is tested with the documents, which are made of such a folder."""
    results = kpsim.run("harm-reduction-stops", draws=256, lang="cs")
    assert set(results.loads["scenario"]) == {"reference", "harm-reduction-stops"}
    assert len(results.costs)
    assert (results.costs["price_year"] == 2025).all()
    assert "Scénář není" in kpsim.summary(results)
