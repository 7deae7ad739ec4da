"""What each variable means, in a sentence: English from its docstring, Czech from a catalogue.

The catalogue is keyed by name and English text, so that a changed sentence asks for a new
translation instead of keeping the old one.
"""

from collections.abc import Mapping
from functools import cache

from kpsim.engine.lang import AnyEquation
from kpsim.language import SOURCE_LANGUAGE, catalogue_file


def paragraphs(equation: AnyEquation) -> list[str]:
    """Return the docstring's paragraphs, each on one line; the first is the sentence."""
    return [" ".join(part.split()) for part in equation.doc.split("\n\n") if part.strip()]


def described(equation: AnyEquation, language: str) -> list[str]:
    """Return the paragraphs in a language; what the catalogue lacks stays English."""
    known = descriptions(language)
    return [known.get((equation.name, text), text) for text in paragraphs(equation)]


def untranslated(equation: AnyEquation, language: str) -> list[str]:
    """Return the paragraphs that the catalogue lacks."""
    if language == SOURCE_LANGUAGE:
        return []
    known = descriptions(language)
    return [text for text in paragraphs(equation) if (equation.name, text) not in known]


@cache
def descriptions(language: str) -> Mapping[tuple[str, str], str]:
    """Read the catalogue of a language once; keys are (variable, English text)."""
    found = catalogue_file(f"descriptions.{language}.po", language)
    return {key: forms[0] for key, forms in found.items()}
