"""What a result depends on, as a digest: code, input files, scenarios, settings.

Stored pieces are found by it, and workers of a cluster are compared by it.
"""

import platform
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from pydantic import BaseModel

from kpsim import __version__
from kpsim.engine.graph import Model
from kpsim.inputs.locations import PACKAGE, params_folder
from kpsim.scale.pieces import Job

COMPUTING = ("analysis", "engine", "inputs", "ledger", "model", "scale", "sensitivity")
"""Folders of the package that numbers come from; what only shows them is left out."""

LIBRARIES = ("numpy", "scipy", "llvmlite", "fastdigest")


@cache
def code() -> str:
    """Return the digest of the code that computes, with the libraries it computes by."""
    files = [*PACKAGE.glob("*.py")]
    files += [path for folder in COMPUTING for path in (PACKAGE / folder).rglob("*.py")]
    found = sha256(f"{__version__} {platform.machine()}\n".encode())
    for name in LIBRARIES:
        found.update(f"{name} {_version(name)}\n".encode())
    _add_files(found, files, PACKAGE)
    return found.hexdigest()


@cache
def package() -> str:
    """Return the digest of the whole package, which files of a run are written by."""
    found = sha256(code().encode())
    _add_files(
        found, [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".po")], PACKAGE
    )
    return found.hexdigest()


def files() -> str:
    """Return the digest of the parameter files, which some parts read while they compute."""
    found = sha256()
    _add_files(found, [*params_folder().rglob("*.toml")], params_folder())
    return found.hexdigest()


def version_of_kpsim() -> str:
    """Return what two machines must have in common to compute the same: code and files."""
    return sha256(f"{code()} {files()}".encode()).hexdigest()


def of_job(job: Job, *more: object) -> str:
    """Return the digest of everything the pieces of a job depend on, but their draws."""
    world, settings = job.world, job.settings
    content = (
        version_of_kpsim(),
        world.parameters,
        world.funding,
        world.ledger,
        world.outcomes,
        of_model(world.model),
        job.scenarios,
        settings.seed,
        settings.step,
        settings.engine,
        *more,
    )
    found = sha256()
    _add(found, content)
    return found.hexdigest()


def of_model(model: Model) -> str:
    """Return the digest of what a model computes."""
    program = model.program
    lines = [
        (line.output, line.node.operation, repr(line.node.detail), line.inputs)
        for line in program.lines
    ]
    leaves = sorted((slot, repr(leaf)) for slot, leaf in program.leaves.items())
    return sha256(repr((lines, leaves)).encode()).hexdigest()


def _add(found: "sha256", value: object) -> None:  # type: ignore[valid-type]
    """Add a value in a form that does not depend on the process, as sets' own order does."""
    add = found.update  # type: ignore[attr-defined]
    add(f"({type(value).__name__}:".encode())
    if isinstance(value, BaseModel):
        _add(found, dict(value))
    elif is_dataclass(value):
        for field in fields(value):
            add(field.name.encode())
            _add(found, getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            _add(found, key)
            _add(found, each)
    elif isinstance(value, set | frozenset):
        for each in sorted(value, key=repr):
            _add(found, each)
    elif isinstance(value, tuple | list):
        for each in value:
            _add(found, each)
    elif isinstance(value, np.ndarray):
        add(f"{value.dtype} {value.shape}".encode())
        add(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, Path):
        # A file is what it says, wherever it lies.
        add(value.read_bytes() if value.is_file() else b"")
    else:
        add(repr(value).encode())
    add(b")")


def _add_files(found: "sha256", files: list[Path], root: Path) -> None:  # type: ignore[valid-type]
    for path in sorted(files):
        content = path.read_bytes()
        name = path.relative_to(root).as_posix()
        found.update(f"{name} {len(content)}\n".encode())  # type: ignore[attr-defined]
        found.update(content)  # type: ignore[attr-defined]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
