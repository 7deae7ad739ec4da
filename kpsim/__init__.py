"""kpsim: what happens, and who pays, when services for people at risk of addiction stop."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpsim.api import Comparison, KpsimError, run, save, scenarios, summary

__version__ = "0.1.0"
__all__ = ["Comparison", "KpsimError", "__version__", "run", "save", "scenarios", "summary"]


def __getattr__(name: str) -> Any:
    """Import what is asked for, so that importing kpsim costs nothing."""
    if name.startswith("_") or name not in __all__:
        raise AttributeError(f"module 'kpsim' has no attribute '{name}'")
    from kpsim import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """List what can be used."""
    return sorted(__all__)
