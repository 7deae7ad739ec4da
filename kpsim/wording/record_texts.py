"""What a record or source says in words: English as its file has it, Czech from catalogues.

The catalogues are keyed by the English text, so that a changed text asks for a new translation.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from kpsim.inputs.records import Record, Source
from kpsim.language import Messages, catalogue_file, translate
from kpsim.wording.numbers import unbreakable

CATALOGUES = ("parameters", "sources")


def record_text(text: str | None, language: str) -> str:
    """Return a reason, note or place in a language; words of a user's own file stay as written."""
    known = _texts(language).get(("", text or ""))
    return unbreakable(known[0], language) if known else text or ""


def owner_text(owner: str | None, language: str) -> str:
    """Return who could supply a figure, in a language."""
    return translate(owner or "", language, context="owner")


def institution(owner: str) -> str:
    """Return the institution of an owner: what stands before its departments, papers and partners.

    >>> institution("Liberec Region (annex of the network)")
    'Liberec Region'
    """
    return re.split(r" \(|, ", owner, maxsplit=1)[0]


def remarks(records: Mapping[str, Record], language: str) -> tuple[str, ...]:
    """Return what the records of a parameter, by element, say about themselves, each text once.

    A text that not all elements share names its own.
    """
    of: dict[str, list[str]] = {}
    for element, one in records.items():
        for text in filter(None, (one.where, one.reason, one.note)):
            of.setdefault(text, []).append(element)
    return tuple(
        _elements(named, language) * (len(named) < len(records)) + record_text(text, language)
        for text, named in of.items()
    )


def _elements(names: Sequence[str], language: str) -> str:
    spoken = (translate(each.replace("_", " "), language, context="element") for each in names)
    return ", ".join(spoken) + ": "


def source_words(source: Source, language: str) -> tuple[str, ...]:
    """Return title, publisher and year of a source; the title of a work stays in its language."""
    title = record_text(source.title, language).replace("et al.", translate("et al.", language))
    year = record_text(str(source.year or ""), language)
    parts = (title, source.publisher, "" if year in title else year)
    return tuple(part for part in parts if part)


@cache
def _texts(language: str) -> Messages:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for name in CATALOGUES:
        found |= catalogue_file(f"{name}.{language}.po", language)
    return found
