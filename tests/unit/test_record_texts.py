"""Every text of a shipped record has its Czech form, and no Czech form has lost its record."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from kpsim.inputs.locations import params_folder
from kpsim.inputs.parameters import load_parameters
from kpsim.inputs.records import Record
from kpsim.language import catalogue, catalogue_file
from kpsim.sensitivity.holders import load_holders
from kpsim.wording.record_texts import institution, owner_text, record_text, remarks

TEXTS = ("where", "reason", "note")
OWN_TITLES = ("no source found", "background knowledge", "derived", "analyst synthesis", "as ")
"""How titles begin that are our words and no work's; they are translated, titles of works not."""
CITATION = re.compile(r"\[[^\]]*\]")


def tables() -> Iterator[dict[str, Any]]:
    """Return the tables of parameters and of the ledger, national and regional."""
    folder = params_folder()
    files = [*folder.glob("*.toml"), *folder.glob("regions/*/*.toml")]
    others = {"sources.toml", "reconciliation.toml"}
    for path in sorted(files):
        if path.name not in others:
            yield from tomllib.loads(path.read_text(encoding="utf-8")).values()


def nested(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield table
    for value in table.values():
        if isinstance(value, dict):
            yield from nested(value)


def said(*keys: str) -> set[str]:
    every = [each for table in tables() if isinstance(table, dict) for each in nested(table)]
    return {each[key] for each in every for key in keys if isinstance(each.get(key), str)}


def source_texts() -> tuple[set[str], set[str]]:
    """Return what must have a Czech form, and what may have one."""
    found = tomllib.loads((params_folder() / "sources.toml").read_text(encoding="utf-8")).values()
    titles = {each["title"] for each in found}
    must = {each["measured"] for each in found if "measured" in each}
    must |= {title for title in titles if title.startswith(OWN_TITLES)}
    return must, must | titles | {str(each["year"]) for each in found if "year" in each}


def entries(name: str) -> dict[str, str]:
    """Return the Czech forms as they are shown, by English text."""
    return {text: record_text(text, "cs") for _, text in catalogue_file(f"{name}.cs.po", "cs")}


def fix(file: str, texts: set[str], *, what: str) -> str:
    listed = "\n".join(f"  {text}" for text in sorted(texts))
    return f"kpsim/locale/{file}: {what}:\n{listed}"


def test_every_text_of_a_record_has_a_czech_form() -> None:
    missing = said(*TEXTS) - set(entries("parameters"))
    what = "add an entry (msgid the English text, msgstr the Czech one) for"
    assert not missing, fix("parameters.cs.po", missing, what=what)


def test_every_measured_thing_and_title_of_our_own_has_a_czech_form() -> None:
    missing = source_texts()[0] - set(entries("sources"))
    what = "add an entry (msgid the English text, msgstr the Czech one) for"
    assert not missing, fix("sources.cs.po", missing, what=what)


def test_what_was_measured_is_said_in_words() -> None:
    """Working notes and the abbreviations of our own tables stay out of what readers see."""
    short = re.compile(r"\b(LK|CZ|LDR|ORP|PUD|MONA|in execution|asylum-house|usable for)\b")
    found = tomllib.loads((params_folder() / "sources.toml").read_text(encoding="utf-8")).values()
    measured = {each["measured"] for each in found if "measured" in each}
    seen = measured | {record_text(each, "cs") for each in measured}
    assert not {each for each in seen if short.search(each)}


def test_every_czech_form_belongs_to_a_text_of_a_file() -> None:
    unused = set(entries("parameters")) - said(*TEXTS)
    assert not unused, fix(
        "parameters.cs.po", unused, what="no record says this now; change or drop"
    )
    unused = set(entries("sources")) - source_texts()[1]
    assert not unused, fix("sources.cs.po", unused, what="no source says this now; change or drop")


def test_who_can_know_a_figure_is_named_in_czech() -> None:
    same = {"K-centrum Liberec"}
    missing = said("owner") - {text for context, text in catalogue("cs") if context == "owner"}
    what = 'add an entry with msgctxt "owner" for'
    assert not missing - same, fix("cs.sensitivity.po", missing - same, what=what)


def test_institutions_of_those_who_can_know_a_figure_are_named_in_czech() -> None:
    same = {"K-centrum Liberec", "Advaita", "Most k naději"}
    columns = load_parameters().columns.values()
    named = {institution(each.owner) for each in columns if each.owner}
    named |= {institution(each.en) for each in load_holders().values()}
    missing = {each for each in named if owner_text(each, "cs") == each} - same
    assert not missing, fix("cs.sensitivity.po", missing, what='add a msgctxt "owner" entry for')


def test_how_sure_a_source_is_has_a_czech_form() -> None:
    found = tomllib.loads((params_folder() / "sources.toml").read_text(encoding="utf-8")).values()
    known = {text for context, text in catalogue("cs") if context == "confidence"}
    assert {each["confidence"] for each in found if "confidence" in each} - known == set()


def figures(text: str, *, thousands: str) -> Counter[str]:
    """Count the figures of a text outside of its citations, decimals apart from wholes."""
    plain = re.sub(rf"(?<=\d)[{thousands}](?=\d{{3}}(?!\d))", "", CITATION.sub("", text))
    return Counter(re.findall(r"\d+", plain))


@pytest.mark.parametrize("name", ["parameters", "sources"])
def test_a_czech_form_has_the_figures_and_citations_of_its_text(name: str) -> None:
    wrong = {
        english: czech
        for english, czech in entries(name).items()
        if figures(english, thousands=",") != figures(czech, thousands="\u00a0")
        or CITATION.findall(english) != CITATION.findall(czech)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", ["parameters", "sources"])
def test_czech_figures_have_decimal_commas_and_keep_their_unit(name: str) -> None:
    texts = [CITATION.sub("", czech) for czech in entries(name).values()]
    point = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")
    apart = re.compile(r"\d (?:%|Kč|mil\.|mld\.|tis\.|\d{3}(?!\d))")
    assert [text for text in texts if point.search(text) or apart.search(text)] == []


def test_words_of_a_users_own_file_stay_as_written() -> None:
    assert record_text("counted by our town in 2026", "cs") == "counted by our town in 2026"
    assert owner_text("our town", "cs") == "our town"
    assert record_text(None, "cs") == ""


def record(note: str) -> Record:
    return Record.model_construct(where=None, reason=None, note=note)


def test_a_record_speaks_the_language_asked_for() -> None:
    records = {"opioids": record("first release"), "alcohol": record("first release")}
    assert remarks(records, "cs") == ("první zveřejněný údaj",)
    assert remarks(records, "en") == ("first release",)


def test_a_text_of_one_element_names_it() -> None:
    records = {"opioids": record("first release"), "alcohol": record("derived by ourselves")}
    assert remarks(records, "cs") == (
        "opioidy: první zveřejněný údaj",
        "alkohol: derived by ourselves",
    )
    assert remarks(records, "en")[0] == "opioids: first release"
