"""Two folders that change places in one step, where the system can do that."""

import ctypes
import os
import sys
from pathlib import Path

_LINUX_EXCHANGE = 2
_MAC_SWAP = 2
_AT_CURRENT_FOLDER = -100


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places at once; tell whether the system could.

    Python can only rename onto what is empty, so that replacing a folder takes two steps, and
    between them there is none. Linux and macOS know a call that has no such moment.
    """
    try:
        library = ctypes.CDLL(None, use_errno=True)
        first, second = os.fsencode(one), os.fsencode(other)
        if sys.platform.startswith("linux"):
            here = _AT_CURRENT_FOLDER
            failed = library.renameat2(here, first, here, second, _LINUX_EXCHANGE)
        elif sys.platform == "darwin":
            failed = library.renamex_np(first, second, _MAC_SWAP)
        else:
            return False
    except (AttributeError, OSError, TypeError):
        # Old C libraries lack the call; Windows has no library of this kind.
        return False
    return bool(failed == 0)
