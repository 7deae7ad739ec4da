"""The list of sources: what stands behind an input, a counter-fact or a published figure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import czech_sort  # type: ignore[import-untyped,unused-ignore]

from kpsim.analysis.reconciliation import load_reconciliation
from kpsim.document.context import Context
from kpsim.document.groups import GROUPS
from kpsim.inputs.records import Source
from kpsim.wording.record_texts import record_text
from kpsim.wording.words import lowered

NO_DATE = ("n/d", "n/a")
UNSOURCED, IN_VAIN, DERIVED = "background knowledge", "no source found", "derived"
"""How titles begin that are our own estimate, a search in vain, or a computation."""

_NAMES = re.compile(r" \([^)]*_[^)]*\)")
"""Names of other records, in brackets."""

_REMARK = re.compile(r" \([^)]*(?:not in excerpt|cut off)[^)]*\)")


def source_texts(context: Context) -> Iterator[str]:
    """List what the report rests on, one line for each address; last what is no source."""
    known = context.comparison.world.parameters.sources
    cited = cited_keys(context)
    sources = [source for key, source in known.items() if key in cited]
    titled = [each for each in sources if not each.title.startswith((UNSOURCED, IN_VAIN, DERIVED))]
    yield from in_order({source_text(each, context) for each in by_address(titled)}, context)
    for beginning, heading in (
        (DERIVED, "Computed from sources: {list}."),
        (IN_VAIN, "Searched for in vain: {list}."),
        (
            UNSOURCED,
            "Our own estimates that no source stands behind, assumptions like those of annex C: "
            "{list}.",
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


def _measured(source: Source, context: Context) -> str:
    """Name what a record without a title of its own is about, with the address it has."""
    about = lowered(_NAMES.sub("", record_text(source.measured, context.language)))
    return f"{about} ({source.url})" if source.url else about


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


def source_text(source: Source, context: Context, *, address: bool = True) -> str:
    """Write a source; a year that its title says already is not said again."""
    year = str(source.year or "")
    if year in NO_DATE:
        year = context.say("No date")
    title = _REMARK.sub("", source.title).replace("et al.", context.say("et al."))
    url = source.url if address else None
    parts = (title, source.publisher, "" if year in title else year, url)
    return re.sub(
        r"([?!])\.", r"\1", ". ".join(str(part).rstrip(".") for part in parts if part) + "."
    )


def _fullness(source: Source) -> tuple[bool, int]:
    return source.year is not None, len(source.title)
