"""Names of tables and figures in the languages."""

from kpsim.language import translate
from kpsim.wording.numbers import NBSP

_KINDS = {"table": "Table", "figure": "Figure"}


def kind_word(kind: str, language: str) -> str:
    """Return the word of a caption: "Tabulka", "Graf"."""
    return translate(_KINDS[kind], language, context="caption")


def named_reference(kind: str, number: int, language: str, *, start: bool = False) -> str:
    """Name a table or figure by its number, in a sentence or at its start."""
    word = kind_word(kind, language)
    return f"{word if start else word.lower()}{NBSP}{number}"
