"""Fonts of the charts: a narrow one where its optional package is installed, else matplotlib's."""

import logging
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

_PREFERRED = "Source Sans Pro"
_PREFERRED_PACKAGE = "font_source_sans_pro"
_FALLBACK = "DejaVu Sans"
# These weights of the package are the ones drawn; lighter ones would be taken for normal text.
_WEIGHTS = ("Regular", "Bold", "It")


@cache
def families() -> tuple[str, ...]:
    """Return the font families in the order they are tried."""
    package = find_spec(_PREFERRED_PACKAGE)
    if package is None or package.origin is None:
        return (_FALLBACK,)
    for file in sorted(Path(package.origin).parent.rglob("*.ttf")):
        if file.stem.rpartition("-")[2] in _WEIGHTS:
            font_manager.fontManager.addfont(str(file))
    return (_PREFERRED, _FALLBACK)


@cache
def letters(family: str) -> frozenset[str]:
    """Return the letters a font family can draw."""
    path = font_manager.findfont(font_manager.FontProperties(family=family))
    return frozenset(chr(code) for code in FT2Font(str(path)).get_charmap())


# Matplotlib would report a weight it replaces on the console, once for every text.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
