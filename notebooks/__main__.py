"""`python -m notebooks`: execute every notebook again and keep what it shows."""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent
SECONDS_A_CELL = 600


def executed(path: Path) -> nbformat.NotebookNode:
    """Run a notebook from its own folder; a cell that fails stops it."""
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=SECONDS_A_CELL, resources=place).execute()
    return notebook


def without_clock(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Remove the times of execution, so that equal results are equal files."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def main() -> int:
    """Execute all notebooks in place."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        text = nbformat.writes(without_clock(executed(path)))
        path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
        sys.stdout.write(f"{path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
