"""Dimensions, and the four axes that every array of a run has."""

from dataclasses import dataclass

AXES = ("service", "substance", "scenario", "draw")
SCENARIO, DRAW = AXES.index("scenario"), AXES.index("draw")


@dataclass(frozen=True)
class Dimension:
    """A named list of elements that a value can differ by."""

    name: str
    elements: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a dimension that has no axis of its own."""
        if self.name not in AXES[:SCENARIO]:
            raise ValueError(f"dimension '{self.name}' has no axis; axes are {AXES[:SCENARIO]}")

    @property
    def axis(self) -> int:
        """Return the axis of arrays that belongs to this dimension."""
        return AXES.index(self.name)

    @property
    def size(self) -> int:
        """Return the number of elements."""
        return len(self.elements)
