"""The list of sources: what stands behind an input, a counter-fact or a published figure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import czech_sort  # type: ignore[import-untyped,unused-ignore]

from kpsim.analysis.reconciliation import load_reconciliation
from kpsim.document.context import Context
from kpsim.document.groups import GROUPS
from kpsim.inputs.records import Record, Source
from kpsim.language import translate
from kpsim.wording.record_texts import record_text
from kpsim.wording.words import lowered

NO_DATE = ("n/d", "n/a")
UNSOURCED, IN_VAIN, DERIVED = "background knowledge", "no source found", "derived"
"""How titles begin that are our own estimate, a search in vain, or a computation."""

_NAMES = re.compile(r" \([^)]*_[^)]*\)")
"""Names of other records, in brackets."""

_CITATION = re.compile(r":.*[^\W\d_]{2}|et al|&|\d:\d")
"""What only the title of a work has: a subtitle, authors, or a volume with its page."""

_MERE_NAME = 4
"""As many words as the name of a publisher or paper has."""

_EFFECT = "->"
"""Stands in what a study measured: cause and effect, as its title says."""

_REMARK = re.compile(r" \([^)]*(?:not in excerpt|cut off)[^)]*\)")


def has_source(context: Context, record: Record) -> bool:
    """Tell whether somebody else's figure stands behind an input: not our own estimate alone."""
    known = context.comparison.world.parameters.sources
    return any(
        key in known and not known[key].title.startswith((UNSOURCED, IN_VAIN))
        for key in record.source
    )


def without_source(context: Context, records: Iterable[Record]) -> int:
    """Count the inputs that rest on an assumption or on our own estimate alone."""
    return sum(not has_source(context, each) for each in records)


def source_texts(context: Context) -> Iterator[str]:
    """List what the report rests on, one line for each address; last what is no source."""
    known = context.comparison.world.parameters.sources
    cited = cited_keys(context)
    sources = [source for key, source in known.items() if key in cited]
    titled = [each for each in sources if not each.title.startswith((UNSOURCED, IN_VAIN, DERIVED))]
    listed = (
        source_text(each, context, figures=_figures(each, titled, context))
        for each in by_address(titled)
    )
    yield from in_order({*listed}, context)
    for beginning, heading in (
        (DERIVED, "Computed from sources: {list}."),
        (
            IN_VAIN,
            "Searched for in vain (an input that has another source rests on that): {list}.",
        ),
        (
            UNSOURCED,
            "Our own estimates without a source (an input that rests on nothing else counts as "
            "one without a source, annex C): {list}.",
        ),
    ):
        if found := [each for each in sources if each.title.startswith(beginning)]:
            texts = in_order({_measured(each, context) for each in found}, context)
            yield context.say(heading, list="; ".join(texts))


def in_order(texts: Iterable[str], context: Context) -> list[str]:
    """Sort texts by the alphabet of the language: in Czech č after c and ch after h."""
    return sorted(texts, key=czech_sort.key if context.language == "cs" else _without_accents)


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()


def is_untitled(source: Source) -> bool:
    """Tell whether a record names only who published it and when, not the work itself.

    >>> [is_untitled(Source(title=title)) for title in ("ÚZIS 44/11", "ÚZIS 44/11: Péče 2010")]
    [True, False]
    """
    plain = re.sub(r" \([^)]*\)", "", source.title)
    names = [word for word in re.findall(r"[^\W\d_.]+", plain) if len(word) > 1]
    return len(names) <= _MERE_NAME and not _CITATION.search(source.title)


def _figures(source: Source, among: Iterable[Source], context: Context) -> str:
    """Say which figures were taken from an address whose record has no title of a work."""
    if not is_untitled(source):
        return ""
    alike = (each for each in among if (each.url or each.title) == (source.url or source.title))
    return figures_words(alike, context.language)


def figures_words(sources: Iterable[Source], language: str) -> str:
    """Name the figures that records have, but for effects, which the title of a study says."""
    found = dict.fromkeys(
        about(each, language) for each in sources if _EFFECT not in (each.measured or _EFFECT)
    )
    text = translate("Figure: {names}", language)
    return text.format(names="; ".join(found)) if found else ""


def about(source: Source, language: str) -> str:
    """Return what a record measures, without the unit and method that stand behind it."""
    text = record_text(source.measured, language)
    return re.split(r"; (?![^(]*\))", _NAMES.sub("", text))[0]


def _measured(source: Source, context: Context) -> str:
    """Name what a record without a title of its own is about, with the address it has."""
    measured = lowered(about(source, context.language))
    return f"{measured} ({source.url})" if source.url else measured


def cited_keys(context: Context) -> set[str]:
    """Return what is cited by inputs, by counter-facts and by the figures of the first year."""
    inputs = context.comparison.world.parameters.columns.values()
    return {
        key
        for cited in (
            *(record.source for record in inputs),
            *(group.sources for group in GROUPS),
            *(row.source for row in load_reconciliation()),
        )
        for key in cited
    }


def by_address(sources: Iterable[Source]) -> Iterable[Source]:
    """Return the sources, once for each address, with the fullest title it has."""
    found: dict[str, Source] = {}
    for source in sources:
        address = source.url or source.title
        found[address] = max(found.get(address, source), source, key=_fullness)
    return found.values()


def source_text(
    source: Source, context: Context, *, address: bool = True, figures: str = ""
) -> str:
    """Write a source; a year that its title says already is not said again."""
    year = str(source.year or "")
    if year in NO_DATE:
        year = context.say("No date")
    title = _REMARK.sub("", source.title).replace("et al.", context.say("et al."))
    url = source.url if address else None
    parts = (title, source.publisher, "" if year in title else year, figures, url)
    return re.sub(
        r"([?!])\.", r"\1", ". ".join(str(part).rstrip(".") for part in parts if part) + "."
    )


def _fullness(source: Source) -> tuple[bool, int]:
    return source.year is not None, len(source.title)
