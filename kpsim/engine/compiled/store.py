"""Machine code kept between runs, found by everything it depends on.

The key is a digest of the function's text, the processor with its features, and the versions of
llvmlite and LLVM; whatever changes gives another key, so nothing stored goes stale. A file is
written whole or not at all, and carries a digest of its content: a damaged one is not used.
"""

import hashlib
import logging
import os
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from kpsim.atomic import write_atomically

FOLDER = "KPSIM_CACHE"
SIGN = b"kpsim compiled 1\n"
DIGEST = hashlib.sha256().digest_size
ENDING = ".object"

log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Return where machine code is kept: KPSIM_CACHE, or the user's cache folder."""
    chosen = os.environ.get(FOLDER)
    place = Path(chosen) if chosen else user_cache_path("kpsim", appauthor=False)
    return place / "compiled"


def key_of(text: str, target: str) -> str:
    """Return the key of a function made for a target."""
    return hashlib.sha256(b"\0".join([SIGN, target.encode(), text.encode()])).hexdigest()


def kept_or_made(key: str, make: Callable[[], bytes]) -> bytes:
    """Return the code of a key, from its file or made anew."""
    path = cache_folder() / f"{key}{ENDING}"
    found = read(path)
    if found is not None:
        return found
    code = make()
    write(path, code)
    return code


def read(path: Path) -> bytes | None:
    """Return the code in a file, or nothing if it is not there or damaged."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    code = content[len(SIGN) + DIGEST :]
    if content == SIGN + hashlib.sha256(code).digest() + code:
        return code
    log.warning("%s: the stored machine code is damaged; it is compiled again", path)
    return None


def write(path: Path, code: bytes) -> None:
    """Keep code; a folder that cannot be written to costs the next run a second, not this one."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, SIGN + hashlib.sha256(code).digest() + code)
    except OSError as error:
        log.info("%s: the machine code is not kept (%s)", path, error)
