"""The folder a run leaves: built beside its place, then moved there whole."""

import json
import os
import platform
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from kpsim import __version__
from kpsim.errors import RunError, problem
from kpsim.inputs.files import place_of
from kpsim.inputs.locations import params_folder
from kpsim.report.exchange import exchange

MARK = "run.json"
FORMAT = "kpsim run"
RUNS = Path("runs")
DATA = "data"
"""Folder of a run with the figures that services supplied."""

_LONGEST_NAME = 60
_PACKAGES = (
    "numpy",
    "scipy",
    "pandas",
    "pyarrow",
    "matplotlib",
    "XlsxWriter",
    "pydantic",
    "pint",
    "Babel",
    "rich",
    "click",
)


def default_folder(
    scenarios: Sequence[str], *, seed: int, draws: int, region: str | None = None
) -> Path:
    """Name the folder after the request; many scenarios are shortened to a digest.

    >>> default_folder(["frozen-budgets"], seed=1, draws=512).name
    'frozen-budgets-1-512'
    >>> default_folder(["frozen-budgets"], seed=1, draws=512, region="liberec").name
    'liberec-frozen-budgets-1-512'
    """
    names = "+".join(scenarios)
    if len(names) > _LONGEST_NAME:
        digest = sha256(names.encode()).hexdigest()[:8]
        names = f"{scenarios[0]}+{len(scenarios) - 1}-{digest}"
    return RUNS / "-".join(filter(None, (region, names, str(seed), str(draws))))


def is_run_folder(folder: Path) -> bool:
    """Tell whether a folder was made by a run."""
    try:
        content = json.loads((folder / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("format") == FORMAT


@contextmanager
def new_run_folder(
    target: Path, *, on_interrupt: Callable[[Callable[[], None]], None] | None = None
) -> Iterator[Path]:
    """Give an empty folder; it takes the place of the target when all went well.

    A run folder that is there already is replaced whole; anything else is left alone and
    refused. `on_interrupt` is told how to remove what is unfinished.
    """
    target = target.absolute()
    check_target(target)
    made = _missing_parents(target)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.tmp")

    def discard() -> None:
        shutil.rmtree(unfinished, ignore_errors=True)
        for parent in made:
            _remove_if_empty(parent)

    if on_interrupt is not None:
        on_interrupt(discard)
    try:
        clear_left_overs(target)
        _make(unfinished, target)
        yield unfinished
        _publish(unfinished, target)
    except OSError as fault:
        raise RunError(_cannot_write(target, fault)) from None
    finally:
        discard()


def clear_left_overs(target: Path) -> None:
    """Remove what killed runs left beside a target; an old run that was put aside goes back.

    Only folders named as this module names them, by a process that is no more.
    """
    pattern = re.compile(rf"\.{re.escape(target.name)}\.([1-9]\d{{0,8}})\.(tmp|old)")
    beside = list(target.parent.iterdir()) if target.parent.is_dir() else []
    for each in beside:
        found = pattern.fullmatch(each.name)
        if not found or each.is_symlink() or not each.is_dir():
            continue
        if psutil.pid_exists(int(found[1])):
            continue
        if found[2] == "old" and not target.exists():
            each.replace(target)
        else:
            shutil.rmtree(each, ignore_errors=True)


def check_target(target: Path) -> None:
    """Refuse a place that holds something other than a run."""
    if target.is_dir():
        if any(target.iterdir()) and not is_run_folder(target):
            text = "is not a folder of a kpsim run; choose another with --out, or empty it"
            raise RunError(problem(str(target), text))
    elif target.exists():
        text = "is a file; expected a folder; choose another with --out"
        raise RunError(problem(str(target), text))


def run_record(
    *,
    region: str,
    scenarios: Sequence[str],
    files: Sequence[Path],
    data: Sequence[Path],
    settings: dict[str, Any],
) -> dict[str, Any]:
    """Describe a run so that it can be repeated; no clock, so that equal runs are equal bytes."""
    return {
        "format": FORMAT,
        "version": __version__,
        "region": region,
        "scenarios": list(scenarios),
        "data": [path.name for path in data],
        **settings,
        "inputs": {
            place_of(path): sha256(path.read_bytes()).hexdigest()
            for path in sorted({*files, *params_folder().rglob("*.toml")}, key=place_of)
        }
        | {f"{DATA}/{path.name}": sha256(path.read_bytes()).hexdigest() for path in data},
        "packages": {name: _version(name) for name in _PACKAGES},
        "python": platform.python_version(),
        "platform": platform.platform(),
    }


def json_bytes(content: object) -> bytes:
    """Write JSON as it is read by people: indented, with Czech letters."""
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _missing_parents(target: Path) -> list[Path]:
    return [parent for parent in target.parents if not parent.exists()]


def _make(unfinished: Path, target: Path) -> None:
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    if target.is_dir() and not os.access(target, os.W_OK):
        raise PermissionError(13, "Permission denied")


def _publish(unfinished: Path, target: Path) -> None:
    """Move the folder into place; where they cannot change places, the old one goes aside first."""
    if target.exists() and exchange(unfinished, target):
        return  # what is unfinished now is the old folder, and is removed with it
    aside = target.with_name(f".{target.name}.{os.getpid()}.old")
    if target.exists():
        target.replace(aside)
    try:
        unfinished.replace(target)
    except OSError:
        if aside.exists():
            aside.replace(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _cannot_write(target: Path, fault: OSError) -> Any:
    text = "cannot be written ({fault}); choose another folder with --out"
    return problem(str(target), text, fault=fault.strerror or str(fault))
