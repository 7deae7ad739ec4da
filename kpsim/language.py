"""The language of what kpsim says: English is the source text, other languages are catalogues."""

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.messages.pofile import read_po

from kpsim.errors import RunError, problem, suggestion

LANGUAGES = ("cs", "en")
DEFAULT_LANGUAGE = "cs"
SOURCE_LANGUAGE = "en"
_LOCALES = {"cs": "cs_CZ", "en": "en_GB"}
_PLURAL_FORMS = {"cs": ("one", "few", "other", "many"), "en": ("one", "other")}

Messages = Mapping[tuple[str, str], tuple[str, ...]]


def chosen_language(asked: str | None = None) -> str:
    """Return the language asked for, else KPSIM_LANG, else Czech; never the system's locale.

    >>> chosen_language("en")
    'en'
    """
    language = asked or os.environ.get("KPSIM_LANG") or DEFAULT_LANGUAGE
    if language not in LANGUAGES:
        raise RunError(
            problem(
                "KPSIM_LANG or --lang",
                "unknown language '{language}'; expected one of {known}{near}",
                language=language,
                known=", ".join(LANGUAGES),
                near=suggestion(language, LANGUAGES),
            )
        )
    return language


@cache
def locale_of(language: str) -> Locale:
    """Return Babel's rules for a language."""
    return Locale.parse(_LOCALES[language])


@cache
def catalogue(language: str) -> Messages:
    """Read the catalogues of a language once; keys are (context, English text)."""
    if language == SOURCE_LANGUAGE:
        return {}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name in sorted(path.name for path in (files("kpsim") / "locale").iterdir()):
        # cs.po, and parts beside it such as cs.command-line.po
        if name.startswith(f"{language}.") and name.endswith(".po"):
            found |= catalogue_file(name, language)
    return found


@cache
def catalogue_file(name: str, language: str) -> Messages:
    """Read one file of the catalogues, as `catalogue` does; the source language has none."""
    if language == SOURCE_LANGUAGE:
        return {}
    with (files("kpsim") / "locale" / name).open("rb") as file:
        entries = read_po(file, locale=language)
    return {
        (str(entry.context or ""), _singular(entry.id)): _forms(entry.string)
        for entry in entries
        if entry.id and entry.string and not entry.fuzzy
    }


def translate(text: str, language: str, *, context: str = "") -> str:
    """Return an English text in a language; a text the catalogue lacks stays English.

    >>> translate("likely", "cs")
    'pravděpodobné'
    """
    return catalogue(language).get((context, text), (text,))[0]


def translate_counted(singular: str, plural: str, *, count: Decimal | int, language: str) -> str:
    """Return the form of an English text that goes with a count.

    >>> translate_counted("{count} year", "{count} years", count=2, language="cs")
    '{count} roky'
    """
    form = locale_of(language).plural_form(Decimal(count))
    forms = catalogue(language).get(("", singular))
    if forms is None:
        return singular if form == "one" else plural
    position = _PLURAL_FORMS[language].index(form)
    return forms[min(position, len(forms) - 1)]


def _singular(identifier: str | list[str] | tuple[str, ...]) -> str:
    return identifier if isinstance(identifier, str) else identifier[0]


def _forms(string: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)
