"""The list of sources: what stands behind an input, a counter-fact or a published figure."""

import re
from collections.abc import Iterable, Iterator

import czech_sort  # type: ignore[import-untyped,unused-ignore]

from kpsim.analysis.reconciliation import load_reconciliation
from kpsim.document.context import Context
from kpsim.document.groups import GROUPS
from kpsim.inputs.records import Source

NO_DATE = ("n/d", "n/a")
NO_TITLE = ("no source found", "background knowledge", "derived")
"""How records begin that are a computation, what is commonly known, or a search in vain."""

_REMARK = re.compile(r" \([^)]*(?:not in excerpt|cut off)[^)]*\)")


def source_texts(context: Context) -> Iterator[str]:
    """List the published sources the report rests on, one line for each address."""
    known = context.comparison.world.parameters.sources
    cited = cited_keys(context)
    sources = [source for key, source in known.items() if key in cited]
    titled = [source for source in sources if not source.title.startswith(NO_TITLE)]
    found = {source_text(source, context) for source in by_address(titled)}
    yield from sorted(found, key=czech_sort.key)
    if len(titled) < len(sources):
        yield context.say(
            "Computations from the sources above, common knowledge and searches in vain, listed in "
            "params/sources.toml: {count}.",
            count=len(sources) - len(titled),
        )


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
