"""Arrays in a file that is whole or not there, with a digest of every byte."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpsim.atomic import new_file

Arrays = Mapping[str, NDArray[Any]]
SIGN = b"kpsim arrays 1\n"
_NUMBER, _DIGEST = 8, 32


class DamagedError(Exception):
    """A file that does not hold what was written."""


def write(path: Path, arrays: Arrays, words: Mapping[str, Any]) -> None:
    """Write arrays and a record of words beside the target, then move them into place."""
    contents = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    described = [[name, each.dtype.str, list(each.shape)] for name, each in contents.items()]
    header = json.dumps({"arrays": described, "words": words}).encode()
    digest = blake2b(header, digest_size=_DIGEST)
    with new_file(path) as file:
        file.write(SIGN + len(header).to_bytes(_NUMBER, "little") + header)
        for each in contents.values():
            data = _bytes_of(each)
            digest.update(data)
            file.write(data)
        file.write(digest.digest())


def read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return arrays and words; a file that was cut or changed is refused."""
    try:
        with path.open("rb") as file:
            if file.read(len(SIGN)) != SIGN:
                raise DamagedError("it is no file of arrays")
            length = int.from_bytes(file.read(_NUMBER), "little")
            if length > path.stat().st_size:
                raise DamagedError("its header is damaged")
            header = file.read(length)
            digest = blake2b(header, digest_size=_DIGEST)
            told = json.loads(header)
            arrays = {}
            for name, dtype, shape in told["arrays"]:
                array = np.empty(shape, np.dtype(dtype))
                data = _bytes_of(array)
                if file.readinto(data) != len(data):
                    raise DamagedError("it ends too early")
                digest.update(data)
                arrays[name] = array
            if file.read() != digest.digest():
                raise DamagedError("its content was changed")
    except (ValueError, KeyError, TypeError, EOFError, MemoryError) as fault:
        raise DamagedError("its header is damaged") from fault
    return arrays, told["words"]


def _bytes_of(array: NDArray[Any]) -> memoryview:
    """Return the memory of a contiguous array."""
    data: Any = array.reshape(-1).view(np.uint8)
    return memoryview(data)
