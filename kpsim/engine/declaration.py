"""What the engine must know of a value that comes from outside."""

from dataclasses import dataclass

from kpsim.engine.dimension import Dimension


@dataclass(frozen=True)
class Declaration:
    """A parameter or path: its unit, its dimensions, and where it is written."""

    unit: str
    by: tuple[Dimension, ...] = ()
    place: str = ""
    constant: bool = False  # a path that never changes; start values may use it
