"""Memory and disk: what a run needs, what there is, and what would fit. Said before it starts."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from kpsim.errors import Problem, RunError, problem
from kpsim.inputs.draws import BLOCK, rounded_up
from kpsim.study import YEARS, piece_size
from kpsim.world import World

GIBIBYTE = 2**30
_NUMBER = 8
# Measured (benchmarks/scale.py): the results once, what each thread has in hand, and the program.
_HELD, _IN_HAND = 1.35, 2.4
_BEFORE = 0.3 * GIBIBYTE
_CGROUP = Path("/sys/fs/cgroup")


def bytes_a_draw(world: World, scenarios: int) -> int:
    """Return what the results of one draw take; the reference is counted in `scenarios`."""
    series = 2 * len(world.outcomes) + 3 * len(world.ledger.rows)
    return (series * len(YEARS) * scenarios + len(world.parameters.columns)) * _NUMBER


def free_memory() -> int:
    """Return the bytes that can be had: what the system has free, or less if it was allotted."""
    free = int(psutil.virtual_memory().available)
    try:
        limit = int((_CGROUP / "memory.max").read_text(encoding="ascii"))
        used = int((_CGROUP / "memory.current").read_text(encoding="ascii"))
    except (OSError, ValueError):  # no limit, or another system
        return free
    return min(free, max(limit - used, 0))


def check_memory(world: World, *, scenarios: int, draws: int, free: int | None = None) -> None:
    """Refuse a run whose results do not fit into memory, with the draws that would."""
    have = free_memory() if free is None else free
    each = bytes_a_draw(world, scenarios)
    # Threads compute a piece each, whatever the draws.
    fixed = _BEFORE + _IN_HAND * each * piece_size(rounded_up(draws), scenarios) * _threads()
    needed = fixed + _HELD * each * rounded_up(draws)
    if needed <= have:
        return
    text = (
        "{draws:,} draws need about {needed:.1f} GiB of memory, and {free:.1f} GiB are free; "
        "{fit:,} draws fit; ask for those, or add --stream, which keeps statistics only"
    )
    fit = max(int((have - fixed) // (_HELD * each)) // BLOCK * BLOCK, 0)
    sizes = {"needed": needed / GIBIBYTE, "free": have / GIBIBYTE, "fit": fit}
    raise RunError(problem("draws", text, draws=draws, **sizes))


def _threads() -> int:
    return os.cpu_count() or 1


def check_disk(
    needs: Mapping[Path, int], *, draws: int, free: Mapping[Path, int] | None = None
) -> None:
    """Refuse a run whose files do not fit, with the draws that would; folders may share a disk."""
    disks: dict[object, list[Path]] = {}
    for folder in needs:
        disks.setdefault(_disk_of(folder), []).append(folder)
    problems: list[Problem] = []
    for folders in disks.values():
        have = free_disk(folders[0]) if free is None else free[folders[0]]
        problems += _lack(folders, sum(needs[each] for each in folders), have=have, draws=draws)
    if problems:
        raise RunError(problems)


def _lack(folders: Sequence[Path], needed: int, *, have: int, draws: int) -> list[Problem]:
    if needed <= have:
        return []
    text = (
        "{draws:,} draws write about {needed:.1f} GiB here, and {free:.1f} GiB are free; "
        "{fit:,} draws fit; ask for those, free some room, or choose another folder"
    )
    fit = int(have / needed * draws) // BLOCK * BLOCK
    sizes = {"needed": needed / GIBIBYTE, "free": have / GIBIBYTE, "fit": fit}
    return [problem(str(folder), text, draws=draws, **sizes) for folder in folders]


def free_disk(folder: Path) -> int:
    """Return the free bytes where a folder is or will be."""
    return shutil.disk_usage(_existing(folder)).free


def _disk_of(folder: Path) -> object:
    return _existing(folder).stat().st_dev


def _existing(folder: Path) -> Path:
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.is_dir())
