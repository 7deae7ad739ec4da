"""How the command line is called in tests."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

ROOT = Path(__file__).resolve().parents[2]
Call = Callable[..., Result]


def process(*arguments: str, folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    """Start kpsim as a process of its own."""
    known = {**os.environ, "PYTHONPATH": str(ROOT), "KPSIM_LANG": "en", **environment}
    # Else libraries that open their own files warn in the middle of what kpsim says.
    known.pop("PYTHONWARNDEFAULTENCODING", None)
    return subprocess.Popen(
        [sys.executable, "-m", "kpsim", *arguments],
        cwd=folder,
        env=known,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
