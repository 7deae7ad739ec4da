"""A run that does not fit is refused before it starts, with the figure and what would fit."""

from pathlib import Path

import pytest

from kpsim.errors import RunError
from kpsim.scale.room import bytes_a_draw, check_disk, check_memory, free_memory
from kpsim.world import World

GIBIBYTE = 2**30


def test_too_little_memory_is_said_with_what_would_fit(world: World) -> None:
    with pytest.raises(RunError) as refused:
        check_memory(world, scenarios=2, draws=100_000, free=4 * GIBIBYTE)
    (found,) = refused.value.problems
    fit = found.values["fit"]
    assert fit % 256 == 0
    assert str(found) == (
        f"draws: 100,000 draws need about {found.values['needed']:.1f} GiB of memory, and 4.0 GiB "
        f"are free; {fit:,} draws fit; ask for those, or add --stream, which keeps statistics only"
    )
    check_memory(world, scenarios=2, draws=fit, free=4 * GIBIBYTE)
    with pytest.raises(RunError):
        check_memory(world, scenarios=2, draws=fit + 256, free=4 * GIBIBYTE)


def test_memory_grows_with_draws_and_scenarios(world: World) -> None:
    two, four = bytes_a_draw(world, 2), bytes_a_draw(world, 4)
    assert 1.9 < four / two < 2
    assert 0 < free_memory() < 2**50


def test_too_little_disk_is_said_with_what_would_fit(tmp_path: Path) -> None:
    out = tmp_path / "not" / "there"
    with pytest.raises(RunError) as refused:
        check_disk({out: 4 * GIBIBYTE}, draws=10_240, free={out: GIBIBYTE})
    assert str(refused.value) == (
        f"{out}: 10,240 draws write about 4.0 GiB here, and 1.0 GiB are free; 2,560 draws fit; "
        "ask for those, free some room, or choose another folder"
    )
    check_disk({out: GIBIBYTE}, draws=10_240, free={out: GIBIBYTE})


def test_folders_on_one_disk_are_added_up(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    with pytest.raises(RunError) as refused:
        check_disk({one: 3, two: 3}, draws=512, free={one: 5, two: 5})
    assert [each.place for each in refused.value.problems] == [str(one), str(two)]
