"""The notebooks run from beginning to end, and the tutorial is stored with what it shows."""

from pathlib import Path

import nbformat
import pytest

from notebooks.__main__ import executed

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs_from_beginning_to_end(path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent))
    notebook = executed(path)
    assert code_cells(notebook)
    assert all(cell.execution_count for cell in code_cells(notebook))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_stored_with_its_output(path):
    notebook = nbformat.read(path, as_version=4)
    empty = [cell.source for cell in code_cells(notebook) if not cell.outputs]
    assert not empty, "run `python -m notebooks` and commit what it writes"


def test_the_tutorial_needs_three_lines_for_its_first_table():
    first = code_cells(nbformat.read(FOLDER / "tutorial.ipynb", as_version=4))[0]
    lines = [line for line in first.source.splitlines() if line.strip()]
    assert lines[0] == "import kpsim"
    assert lines[-1] == "results.loads"
    assert len(lines) == 3
