"""Text of diagrams: how wide it is, how it is broken into lines, and its font in the file."""

import base64
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import matplotlib
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONT = "DejaVu Sans"
FILE = "DejaVuSans.ttf"
LINE_HEIGHT = 1.2


@cache
def font_file() -> Path:
    """Return the font that comes with matplotlib, the same on every machine."""
    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / FILE


@cache
def advances() -> tuple[dict[int, int], int]:
    """Return the width of each letter, and how many such units an em has."""
    with TTFont(font_file()) as font:
        widths, letters = font["hmtx"], font.getBestCmap()
        return {code: widths[name][0] for code, name in letters.items()}, font["head"].unitsPerEm


def width(text: str, size: float) -> float:
    """Return how wide a text is in points."""
    widths, em = advances()
    return sum(widths.get(ord(letter), em) for letter in text) / em * size


def wrapped(text: str, size: float, widest: float) -> list[str]:
    """Break a text into as few lines as fit, and make these about equally long."""
    lines = filled(text, size, widest)
    while len(lines) > 1:
        narrower = filled(text, size, max(width(line, size) for line in lines) - 1 / size)
        if len(narrower) > len(lines) or narrower == lines:
            break
        lines = narrower
    return lines


def filled(text: str, size: float, widest: float) -> list[str]:
    """Put as many words on each line as fit."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= widest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def embedded(texts: Iterable[str]) -> tuple[str, str]:
    """Return the letters that occur as a font: the family's name, and the rule that holds it.

    Drawings on one page share their style sheets, so each set of letters has a name of its own.
    """
    letters = "".join(sorted(set("".join(texts))))
    family = f"{FONT} {sha256(letters.encode()).hexdigest()[:8]}"
    options = Options()
    options.drop_tables += ["FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    # A file of its own time would change the drawing's bytes with every run.
    with TTFont(font_file(), recalcTimestamp=False) as font:
        subsetter.subset(font)
        file = BytesIO()
        font.save(file)
    data = base64.b64encode(file.getvalue()).decode("ascii")
    source = f"url(data:font/ttf;base64,{data}) format('truetype')"
    return family, f"@font-face {{ font-family: '{family}'; src: {source}; }}"
