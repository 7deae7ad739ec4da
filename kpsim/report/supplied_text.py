"""Which numbers of the model are replaced by figures that services supplied."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from kpsim.inputs.supplied import Change, Supplied
from kpsim.language import translate
from kpsim.report.cells import Column, say, table
from kpsim.sensitivity.data_form import as_written, unit_of
from kpsim.wording.numbers import number


def supplied_parts(supplied: Supplied, language: str) -> Iterator[RenderableType]:
    """Say which files replace numbers, and list them before and now; nothing without files."""
    if not supplied.files:
        return
    yield ""
    yield say(
        "Figures supplied by services are used. File: {files}. Numbers replaced: {count}.",
        language,
        files=", ".join(path.name for path in supplied.files),
        count=number(len(supplied.changes), language),
    )
    yield changes_table(supplied.changes, language)


def changes_table(changes: Sequence[Change], language: str) -> RenderableType:
    """List numbers before and now, with their ranges and grades."""
    made = table(
        (
            Column("Parameter", right=False, width=34),
            Column("Before", width=18),
            Column("Now", width=18),
            Column("Grade", width=6),
            Column("Unit", right=False, width=13),
        ),
        language,
    )
    for each in changes:
        made.add_row(*cells(each, language))
    return made


def cells(each: Change, language: str) -> tuple[str, str, str, str, str]:
    """Return a change as it is printed: name, before, now, grade and unit."""
    element = each.code.partition(".")[2].replace("_", " ")
    part = f" – {translate(element, language, context='element')}" if element else ""
    name = f"{getattr(each.after.label, language)}{part}"
    then, now = each.before, each.after
    shown = [as_written(one, language) for one in (then, now)]
    grades = then.grade if then.grade == now.grade else f"{then.grade} → {now.grade}"
    return name, shown[0], shown[1], grades, unit_of(now, language)
