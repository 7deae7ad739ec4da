"""Long work in parts that are kept: what was done before a stop is not done again."""

import io
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import numpy as np

from kpsim.atomic import write_atomically
from kpsim.errors import RunError, problem
from kpsim.results import Array

Part = dict[str, Array]
Progress = Callable[[int, int], None]
STUDIES = Path("runs") / "studies"


def work_through(
    tasks: Mapping[str, Callable[[], Part]],
    folder: Path | None,
    *,
    workers: int,
    progress: Progress | None = None,
) -> dict[str, Part]:
    """Do the tasks that are not in the folder yet; return all parts by name.

    A folder is named after the content of the question, so a part in it is always the right one.
    """
    done = {} if folder is None else _kept(folder, tasks)
    if progress is not None:
        progress(len(done), len(tasks))
    with ThreadPoolExecutor(workers) as pool:
        waiting = {pool.submit(task): name for name, task in tasks.items() if name not in done}
        try:
            for finished in as_completed(waiting):
                name = waiting[finished]
                done[name] = finished.result()
                if folder is not None:
                    _keep(folder, name, done[name])
                if progress is not None:
                    progress(len(done), len(tasks))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return {name: done[name] for name in tasks}


def _kept(folder: Path, tasks: Mapping[str, object]) -> dict[str, Part]:
    return {name: _read(_file(folder, name)) for name in tasks if _file(folder, name).is_file()}


def _read(path: Path) -> Part:
    try:
        with np.load(path, allow_pickle=False) as content:
            return {key: content[key] for key in content.files}
    except (OSError, ValueError) as fault:
        text = "is not a part of a study ({fault}); remove the file and start again"
        raise RunError(problem(str(path), text, fault=fault)) from None


def _keep(folder: Path, name: str, part: Part) -> None:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **part)
    write_atomically(_file(folder, name), buffer.getvalue())


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.npz"
