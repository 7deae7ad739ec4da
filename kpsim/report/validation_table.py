"""The table of `kpsim validate`: observed against modelled, verdicts, and why the model misses."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text as RichText

from kpsim.language import translate
from kpsim.report.cells import Column, paragraph, say, table
from kpsim.validation.scoring import Judged
from kpsim.validation.validate import Validated
from kpsim.wording.verdicts import PARTS, WORDS, modelled_text, observed_text, part_of, text_of


def tables(found: Sequence[Validated], language: str, *, width: int) -> Iterator[RenderableType]:
    """Write everything: tables, count, reasons, and the files' own explanations."""
    for part, heading in PARTS:
        chosen = [each for each in found if part_of(each) == part]
        if chosen:
            yield RichText("\n" + say(heading, language), style="bold")
            yield _table(chosen, language)
    yield "\n" + count_line(found, language)
    yield from _words(found, language, width=width)


def _table(found: Sequence[Validated], language: str) -> Table:
    made = table(
        (
            Column("Case", right=False, width=20),
            Column("Observed", right=False, width=24),
            Column("Value and range", width=16),
            Column("Model", width=16),
            Column("Verdict", right=False, width=10),
        ),
        language,
    )
    for each in found:
        _rows(made, each, language)
    return made


def _rows(made: Table, found: Validated, language: str) -> None:
    title = text_of(found.case.title, language)
    if found.standing == "outside":
        for expected in found.case.expects:
            what = text_of(expected.what, language)
            verdict = translate(WORDS["outside"], language)
            made.add_row(title, what, observed_text(expected, language), "–", verdict)
        return
    for place, judged in enumerate(found.judged):
        cells = _cells(judged, language)
        made.add_row(title if place == 0 else "", *cells)
        if found.without:
            again = _cells(found.without[place], language)
            without = translate("without its own source", language)
            made.add_row("", f"  {without}", "", again[2], again[3])


def _cells(judged: Judged, language: str) -> tuple[str, str, str, str]:
    expected = judged.expectation
    return (
        text_of(expected.what, language),
        observed_text(expected, language),
        modelled_text(judged, language),
        translate(WORDS[judged.verdict], language),
    )


def count_line(found: Sequence[Validated], language: str) -> str:
    """Count the verdicts on tested observations; reproduced ones prove nothing."""
    tested = [
        judged.verdict for each in found if part_of(each) == "tested" for judged in each.judged
    ]
    outside = sum(len(each.case.expects) for each in found if each.standing == "outside")
    return say(
        "Tested observations: {total}. The model agrees with {agrees}, misses {misses}, is too "
        "wide to say anything about {wide}. {outside} more lie outside the model.",
        language,
        total=len(tested),
        agrees=tested.count("pass"),
        misses=tested.count("fail"),
        wide=tested.count("uninformative"),
        outside=outside,
    )


def missed(found: Validated) -> bool:
    """Tell whether a case has anything that is not agreed with."""
    return any(each.verdict != "pass" for each in (*found.judged, *found.without))


def _words(found: Sequence[Validated], language: str, *, width: int) -> Iterator[RenderableType]:
    """Explain misses, and say what of the model rests on each reproduced case."""
    told = [each for each in found if each.standing == "outside" or missed(each)]
    if told:
        yield RichText("\n" + say("Why the model misses", language), style="bold")
    for each in told:
        yield f"\n{text_of(each.case.title, language)}"
        said = each.case.reason or each.case.explanation
        none = translate("No explanation is given in the file.", language)
        yield paragraph(text_of(said, language) if said else none, width)
    behind = [each for each in found if each.standing == "reproduced"]
    if behind:
        yield RichText("\n" + say("What rests on reproduced cases", language), style="bold")
    for each in behind:
        yield f"\n{text_of(each.case.title, language)}"
        yield paragraph(_behind(each, language), width)


def _behind(found: Validated, language: str) -> str:
    """Say what the rerun leaves out."""
    lists = (
        ("set to no effect: {names}.", found.own.at_null),
        ("from another source: {names}.", found.own.replaced),
        ("kept, as nothing else is known: {names}.", found.own.kept),
    )
    return " ".join(
        say(text, language, names=", ".join(_joined(names))) for text, names in lists if names
    )


def _joined(columns: Sequence[str]) -> list[str]:
    """Name each parameter once, whatever number of elements it has."""
    return list(dict.fromkeys(column.partition(".")[0] for column in columns))
