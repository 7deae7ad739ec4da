"""Finished pieces of long studies on disk, found by everything they depend on.

A study has a folder named by its digest, a piece a file named by its draws. Whatever changes
(code, a parameter, a scenario, the seed) gives another folder, so nothing stored goes stale.
"""

import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from kpsim.atomic import write_atomically
from kpsim.scale import array_file
from kpsim.scale.array_file import Arrays, DamagedError

FOLDER = "KPSIM_CACHE"
STUDIES, COMPILED = "studies", "compiled"
ABOUT = "about.json"
ENDING, PART = ".piece", ".part"

log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Return where things are kept between runs: KPSIM_CACHE, or the user's cache folder."""
    chosen = os.environ.get(FOLDER)
    return Path(chosen) if chosen else user_cache_path("kpsim", appauthor=False)


@dataclass
class Store:
    """The folder of one study."""

    key: str
    about: Mapping[str, Any] = field(default_factory=dict)
    """What was asked for, for `kpsim cache list`."""
    damaged: list[Path] = field(default_factory=list)
    """Files that were found damaged; their pieces are computed again."""

    @property
    def folder(self) -> Path:
        """Return the folder."""
        return cache_folder() / STUDIES / self.key

    def path(self, piece: range | str) -> Path:
        """Return the file of a span of draws, or of a part of other work."""
        if isinstance(piece, str):
            return self.folder / f"{piece}{PART}"
        span = piece
        return self.folder / f"{span.start:010d}-{span.stop:010d}{ENDING}"

    def put(self, piece: range | str, arrays: Arrays, words: Mapping[str, Any]) -> None:
        """Keep a piece."""
        if not (self.folder / ABOUT).is_file():
            content = json.dumps(dict(self.about), indent=2, ensure_ascii=False) + "\n"
            write_atomically(self.folder / ABOUT, content.encode("utf-8"))
        array_file.write(self.path(piece), arrays, words)

    def get(self, piece: range | str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return a piece, or nothing if it is not there or damaged."""
        path = self.path(piece)
        try:
            return array_file.read(path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except DamagedError as fault:
            log.info("%s: %s; it is computed again", path, fault)
            self.damaged.append(path)
            path.unlink(missing_ok=True)
            return None

    def has(self, span: range) -> bool:
        """Tell whether a span seems to be there."""
        return self.path(span).is_file()

    def draws_done(self) -> int:
        """Return how many draws are stored."""
        return draws_in(self.folder)

    def forget(self) -> None:
        """Remove the study: its results are in the run folder now."""
        shutil.rmtree(self.folder, ignore_errors=True)


def draws_in(folder: Path) -> int:
    """Return how many draws the folder of a study holds."""
    spans = (path.stem.split("-") for path in folder.glob(f"*{ENDING}"))
    return sum(int(stop) - int(start) for start, stop in spans)


@dataclass(frozen=True)
class Entry:
    """A study in the cache."""

    key: str
    about: Mapping[str, Any]
    draws: int
    """Draws that are done."""
    parts: int
    """Parts that are done of work that goes by other parts than draws."""
    size: int
    changed: datetime


def entries() -> list[Entry]:
    """List the studies in the cache, the latest first."""
    found = [_entry(folder) for folder in _folders()]
    return sorted(found, key=lambda each: each.changed, reverse=True)


def compiled_size() -> int:
    """Return the bytes of stored machine code."""
    return sum(path.stat().st_size for path in _files(cache_folder() / COMPILED))


def clear(key: str | None = None) -> int:
    """Remove one study, found by the start of its name, or everything; return the bytes freed."""
    folders = [each for each in _folders() if key is None or each.name.startswith(key)]
    if key is None and (cache_folder() / COMPILED).is_dir():
        folders.append(cache_folder() / COMPILED)
    freed = sum(path.stat().st_size for folder in folders for path in _files(folder))
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return freed


def _folders() -> list[Path]:
    root = cache_folder() / STUDIES
    return sorted(each for each in root.iterdir() if each.is_dir()) if root.is_dir() else []


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _entry(folder: Path) -> Entry:
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        about = {}
    files = list(_files(folder))
    return Entry(
        folder.name,
        about if isinstance(about, dict) else {},
        draws_in(folder),
        len([*folder.glob(f"*{PART}")]),
        sum(path.stat().st_size for path in files),
        datetime.fromtimestamp(max((p.stat().st_mtime for p in files), default=0)),
    )
