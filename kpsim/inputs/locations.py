"""Where the shipped parameter and scenario files lie: in the package or a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def _folder(kind: str) -> Path:
    """Return the packaged folder of a kind of files, or the checkout's where none is packaged."""
    packaged = PACKAGE / "data" / kind
    return packaged if packaged.is_dir() else PACKAGE.parent / kind


def params_folder() -> Path:
    """Return the folder with the parameter files."""
    return _folder("params")


def scenarios_folder() -> Path:
    """Return the folder with the shipped scenarios."""
    return _folder("scenarios")
