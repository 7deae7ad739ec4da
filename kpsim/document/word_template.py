"""A Word template of the author's: fields in double braces are filled, styles are kept."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kpsim.errors import RunError, problem, suggestion

BODY = "body"
_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def filled_template(
    file: Any, values: Mapping[str, str], *, body: Callable[[], None], place: str
) -> None:
    """Fill the fields of a template and put the parts where {{ body }} stands, else at the end."""
    known = (*values, BODY)
    problems = [
        problem(
            place,
            "unknown field '{{{{ {name} }}}}'{near}; expected one of {known}",
            name=name,
            near=suggestion(name, known),
            known=", ".join(known),
        )
        for name in dict.fromkeys(_names(file))
        if name not in known
    ]
    if problems:
        raise RunError(problems)
    anchor = None
    for paragraph in list(_paragraphs(file)):
        names = _FIELD.findall(paragraph.text)
        if BODY in names:
            anchor = paragraph
        elif names:
            _fill(paragraph, values)
    before = len(file.element.body)
    body()
    if anchor is not None:
        # What was added stands at the end, before the settings of the last section.
        added = list(file.element.body)[before - 1 : -1]
        for element in added:
            anchor._p.addprevious(element)
        anchor._p.getparent().remove(anchor._p)


def _names(file: Any) -> Iterator[str]:
    for paragraph in _paragraphs(file):
        yield from _FIELD.findall(paragraph.text)


def _paragraphs(file: Any) -> Iterator[Any]:
    yield from file.paragraphs
    for table in file.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs
    for section in file.sections:
        yield from section.header.paragraphs
        yield from section.footer.paragraphs


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    """Write the whole text into the first run, whose look it takes: Word cuts fields into runs."""
    text = _FIELD.sub(lambda match: values[match[1]], paragraph.text)
    first, *rest = paragraph.runs
    first.text = text
    for run in rest:
        run._r.getparent().remove(run._r)
